"""Assessment of parks and counties: the year, its tree, one assessment."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.labels import name_of
from accounts.selectors import postings_of
from statistics_app import selectors_tasks
from statistics_app.models import Assessment
from statistics_app.pages.governance_base import (
    GovernancePage,
    events_of,
    number_in,
    paper_in,
    posted,
    said,
    words_of,
)
from statistics_app.pages.governance_words import DEEDS, assessment_label, plain, tree_label
from statistics_app.rules.assessment.scoring import TIERS, points_of, tier
from statistics_app.rules.assessment.tree import (
    FORMULAS,
    Leaf,
)
from statistics_app.rules.plan_table import UNITS_EN
from statistics_app.selectors_assessments import Known, known_values, papers_of
from statistics_app.services.governance import assessing, trees
from statistics_app.services.governance.assessing import PLACES
from statistics_app.services.governance.common import HANDLING, RELEASING, is_office
from statistics_app.services.governance.evidence import Paper
from statistics_app.states import OPEN, RELEASED, SELF_SCORED

EARLIEST = 2018


class AssessmentsPage(GovernancePage):
    """The years, and the scores of the latest one (or of ``?year=``)."""

    template_name = "statistics/assessments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = selectors_tasks.trees(self.viewer)
        asked = self.request.GET.get("year", "")
        released = [tree for tree in years if tree.status == RELEASED]
        shown = next((tree for tree in released if str(tree.year) == asked), None) or next(
            iter(released), None
        )
        rows = selectors_tasks.assessments(self.viewer, shown) if shown else []
        tier_year = shown.year if shown else self.today.year
        return super().get_context_data(**kwargs) | {
            "trees": [{"tree": tree, "state": tree_label(tree.status)} for tree in years],
            "shown": shown,
            "rows": [
                {
                    "row": row,
                    "name": name_of(row.site),
                    "state": assessment_label(row.status),
                    "tier": said(tier(row.total, selectors_tasks.tier_limits(row.tree.year)))
                    if row.total is not None
                    else "",
                }
                for row in rows
            ],
            "may_draft": is_office(self.viewer),
            "tiers": [
                {"name": said(name), "least": least}
                for name, least in zip(
                    TIERS, [*selectors_tasks.tier_limits(tier_year), 0], strict=True
                )
            ],
            "next": max((tree.year for tree in years), default=self.today.year - 1) + 1,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().post(request, **kwargs, deed="draft")

    def draft(self, request: HttpRequest) -> str:
        """The tree of a further year."""
        year = number_in(request, "year")
        if not EARLIEST <= year <= self.today.year + 1:
            raise Http404
        trees.draft_tree(year=year, **self.who())
        return _("已起草，请核对权重后提请发布。")

    deeds = {"draft": draft}


class AssessmentPage(GovernancePage):
    """One park or county in one year."""

    template_name = "statistics/assessment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_tasks.assessment_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        context = super().get_context_data(**kwargs)
        tree = assessing.tree_of(row.tree)
        known = known_values(row, today=self.today)
        papers = papers_of(row)
        return context | {
            "assessment": row,
            "name": name_of(row.site),
            "year": row.tree.year,
            "state": assessment_label(row.status),
            "total": row.total,
            "tier": said(tier(row.total, selectors_tasks.tier_limits(row.tree.year)))
            if row.total is not None
            else "",
            "dimensions": [
                {
                    "name": words_of(branch),
                    "weight": branch.weight,
                    "leaves": [
                        _leaf(row, leaf, context["typed"])
                        | {"known": _known(known.get(leaf.code)), "file": papers.get(leaf.code)}
                        for leaf in branch.leaves
                    ],
                }
                for branch in tree.branches
            ],
            "may_fill": row.status == OPEN and self._is_of(row),
            "may_review": row.status == SELF_SCORED and is_office(self.viewer, RELEASING),
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {
                    "url": f"{reverse('statistics:assessments')}?year={row.tree.year}",
                    "label": _("园区县区考核"),
                },
                {"url": "", "label": name_of(row.site)},
            ],
        }

    def _is_of(self, row: Assessment) -> bool:
        return any(
            posting.department in PLACES
            and posting.role in HANDLING
            and row.site.path.startswith(posting.site_path)
            for posting in postings_of(self.person, on=self.today)
        )

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:assessment", args=[kwargs["pk"]])

    def send(self, request: HttpRequest, pk: int) -> str:
        """The park's or county's own values."""
        assessing.send_values(
            assessment_id=pk,
            version=number_in(request),
            values=posted(request, "value-"),
            papers=posted(request, "paper-"),
            files=self._files(request),
            **self.who(),
        )
        return _("已提交自评。")

    @staticmethod
    def _files(request: HttpRequest) -> dict[str, Paper]:
        """The files that were handed in, by indicator."""
        names = [name for name in request.FILES if name.startswith("file-")]
        found = {name.removeprefix("file-"): paper_in(request, name) for name in names}
        return {code: paper for code, paper in found.items() if paper is not None}

    def review(self, request: HttpRequest, pk: int) -> str:
        """The office's values, or back."""
        accepted = request.POST.get("accepted") == "yes"
        assessing.review(
            assessment_id=pk,
            version=number_in(request),
            accepted=accepted,
            values=posted(request, "value-"),
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已定分。") if accepted else _("已退回。")

    deeds = {"send": send, "review": review}


def _known(known: Known | None) -> dict[str, Any] | None:
    """The platform's own figure beside the value."""
    if known is None:
        return None
    return {
        "value": plain(known.value),
        "counts": said(known.counts),
        "problems": [said(texts) for texts in known.problems],
    }


def _leaf(row: Assessment, leaf: Leaf, typed: Any) -> dict[str, Any]:
    own, reviewed = row.own.get(leaf.code, ""), row.reviewed.get(leaf.code, "")
    counted = reviewed or own
    points = points_of(leaf, Decimal(counted)) if counted else None
    return {
        "code": leaf.code,
        "name": words_of(leaf),
        "unit": said((leaf.unit, UNITS_EN.get(leaf.unit, leaf.unit))),
        "weight": leaf.weight,
        "own": own,
        "reviewed": reviewed,
        "value": typed.get(f"value-{leaf.code}") or counted,
        "paper": typed.get(f"paper-{leaf.code}") or row.papers.get(leaf.code, ""),
        "points": points,
        "formula": said(FORMULAS[leaf.formula]),
    }
