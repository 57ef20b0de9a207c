"""Assessment of parks and counties: the year, its tree, one assessment."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.labels import name_of
from accounts.models import AuditEntry
from accounts.selectors import postings_of
from statistics_app import selectors_tasks
from statistics_app.models import Assessment
from statistics_app.pages.governance_base import (
    GovernancePage,
    events_of,
    number_in,
    posted,
    said,
    words_of,
)
from statistics_app.pages.governance_words import DEEDS, assessment_label, tree_label
from statistics_app.rules.assessment.scoring import points_of, tier
from statistics_app.rules.assessment.shipped import SHIPPED
from statistics_app.rules.assessment.tree import (
    FORMULAS,
    PARAMETER_NAMES,
    PARAMETERS,
    Leaf,
    parameter_text,
    read_tree,
)
from statistics_app.rules.plan_table import UNITS_EN
from statistics_app.services.governance import assessing, trees
from statistics_app.services.governance.assessing import PLACES
from statistics_app.services.governance.common import HANDLING, RELEASING, is_office
from statistics_app.states import DRAFT, OPEN, PROPOSED, RELEASED, SELF_SCORED

EARLIEST = 2018
CHANGES_SHOWN = 20
NAMES = {
    leaf["code"]: (leaf["zh"], leaf["en"])
    for branch in SHIPPED["dimensions"]
    for leaf in branch["indicators"]
}


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


class TreePage(GovernancePage):
    """The tree of a year: dimensions, indicators, weights, formulas."""

    template_name = "statistics/tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_tasks.tree_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        _tree, wrong = read_tree(row.definition)
        office = is_office(self.viewer)
        context = super().get_context_data(**kwargs)
        typed = context["typed"]
        return context | {
            "tree": row,
            "state": tree_label(row.status),
            "dimensions": [
                {
                    "name": said((branch["zh"], branch["en"])),
                    "leaves": [
                        {
                            "code": leaf["code"],
                            "name": said((leaf["zh"], leaf["en"])),
                            "weight": typed.get(f"weight-{leaf['code']}", leaf["weight"]),
                            "formula": said(FORMULAS[leaf["formula"]]),
                            "figures": figures_of(leaf),
                            "parameters": _parameters(leaf, typed),
                        }
                        for leaf in branch["indicators"]
                    ],
                }
                for branch in row.definition["dimensions"]
            ],
            "wrong": [said(texts) for texts in wrong],
            "changes": _changes(row.pk),
            "may_edit": office and row.status == DRAFT,
            "may_release": row.status == PROPOSED and is_office(self.viewer, RELEASING),
            "is_own": row.proposed_by_id == self.person.pk,
            "crumbs": [
                {"url": reverse("statistics:assessments"), "label": _("园区县区考核")},
                {"url": "", "label": str(row.year)},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:tree", args=[kwargs["pk"]])

    def save(self, request: HttpRequest, pk: int) -> str:
        """Weights and parameters as they were typed."""
        trees.save_tree(
            tree_id=pk,
            version=number_in(request),
            weights=posted(request, "weight-"),
            parameters=posted(request, ""),
            reason=request.POST.get("reason", ""),
            **self.who(),
        )
        return _("已保存。")

    def propose(self, request: HttpRequest, pk: int) -> str:
        """To the second person."""
        trees.propose_tree(tree_id=pk, version=number_in(request), **self.who())
        return _("已提请发布，须由另一位复核负责人发布。")

    def release(self, request: HttpRequest, pk: int) -> str:
        """The second person's word."""
        accepted = request.POST.get("accepted") == "yes"
        trees.release_tree(tree_id=pk, version=number_in(request), accepted=accepted, **self.who())
        return _("已发布，各园区县区可以自评。") if accepted else _("已退回。")

    deeds = {"save": save, "propose": propose, "release": release}


def _parameters(leaf: dict[str, Any], typed: Any) -> list[dict[str, Any]]:
    """The fields of an indicator's parameters."""
    return [
        {
            "id": f"{name}-{leaf['code']}",
            "label": f"{said(PARAMETER_NAMES[name])} {_unit(leaf)}".strip(),
            "value": typed.get(f"{name}-{leaf['code']}", parameter_text(leaf, name)),
            "is_long": name == "steps",
        }
        for name in PARAMETERS[leaf["formula"]]
    ]


def _changes(pk: int) -> list[dict[str, Any]]:
    """What was changed in a tree, with the reason, the last first."""
    rows: Any = AuditEntry.objects.filter(
        on_type="statistics.tree", on_id=str(pk), action="statistics_tree.saved"
    ).order_by("-id")
    return [
        {
            "at": row.at,
            "by": row.by_label,
            "reason": row.new.get("reason", ""),
            "items": [
                {"name": _setting_name(name), "old": old, "new": row.new.get(name, "")}
                for name, old in row.old.items()
            ],
        }
        for row in rows[:CHANGES_SHOWN]
        if row.old
    ]


def _setting_name(name: str) -> str:
    """``full-tasks_done`` in words."""
    part, _dash, code = name.rpartition("-")
    leaf = NAMES.get(code, (code, code))
    word = said(PARAMETER_NAMES[part]) if part else _("权重")
    return f"{said(leaf)} · {word}"


def _unit(leaf: dict[str, Any]) -> str:
    unit = leaf.get("unit", "")
    return said((unit, UNITS_EN.get(unit, unit)))


def figures_of(leaf: dict[str, Any]) -> str:
    """The parameters of a formula in a few signs."""
    unit = _unit(leaf)
    if leaf["formula"] == "linear":
        return f"{leaf.get('floor', 0)} → {leaf['full']} {unit}"
    if leaf["formula"] == "steps":
        return "，".join(f"≥{at}: {share}%" for at, share in leaf["steps"])
    if leaf["formula"] == "minus":
        return f"−{leaf['each']}/{unit}"
    return "0–100"


class AssessmentPage(GovernancePage):
    """One park or county in one year."""

    template_name = "statistics/assessment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = selectors_tasks.assessment_of(self.viewer, kwargs["pk"])
        if row is None:
            raise Http404
        context = super().get_context_data(**kwargs)
        tree = assessing.tree_of(row.tree)
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
                    "leaves": [_leaf(row, leaf, context["typed"]) for leaf in branch.leaves],
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
            **self.who(),
        )
        return _("已提交自评。")

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
