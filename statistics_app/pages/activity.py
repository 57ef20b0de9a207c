"""The activity index in the zone office: its months and its methods, drafted and released."""

from typing import Any, Final

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reference.selectors import rule_settings
from statistics_app.constants import COVERAGES
from statistics_app.models import IndexMethod, IndexRound
from statistics_app.pages.activity_view import course, shown_index, shown_limits, shown_method
from statistics_app.pages.governance_base import (
    GovernancePage,
    events_of,
    labelled,
    number_in,
    posted,
    said,
)
from statistics_app.rules.activity.method import DIMENSIONS, WAYS
from statistics_app.rules.activity.parameters import limits_in
from statistics_app.rules.activity.reading import READABLE
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.indicators.base import BLOCKS
from statistics_app.selectors_activity import released_methods, series
from statistics_app.services.activity import methods, rounds
from statistics_app.services.governance.common import RELEASING, is_office
from statistics_app.states import DRAFT, INDEX_LABELS, INDEX_METHOD_LABELS, PROPOSED
from zone_portal.kernel.periods import parse_day

TONES: Final = {
    "draft": "idle", "proposed": "wait", "published": "ok", "released": "ok", "dropped": "idle",
}  # fmt: skip
DEEDS: Final = {
    "drafted": gettext_lazy("起草"),
    "saved": gettext_lazy("修改"),
    "proposed": gettext_lazy("提请发布"),
    "sent_back": gettext_lazy("退回"),
    "published": gettext_lazy("发布"),
    "released": gettext_lazy("发布"),
    "dropped": gettext_lazy("放弃"),
}
MOST_SHOWN: Final = 60
FOR_INDEX: Final = ("A", "C")


class ActivityPage(GovernancePage):
    """The course of the index, every round, every method; a post drafts the next of either."""

    template_name = "statistics/activity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = series()
        rows = IndexRound.objects.select_related("method").order_by("-month", "-id")
        return super().get_context_data(**kwargs) | {
            "chart": course(published[::-1]),
            "latest": published[0] if published else None,
            "rows": [
                {
                    "it": row,
                    "url": reverse("statistics:activity_round", args=[row.pk]),
                    "stage": said(STAGES[row.stage]),
                    "state": labelled(INDEX_LABELS, TONES, row.status),
                }
                for row in rows[:MOST_SHOWN]
            ],
            "methods": [
                {
                    "it": row,
                    "url": reverse("statistics:activity_method", args=[row.pk]),
                    "state": labelled(INDEX_METHOD_LABELS, TONES, row.status),
                }
                for row in IndexMethod.objects.order_by("-number")
            ],
            "coverages": [
                {"code": code, "name": f"{code} {said(COVERAGES[code])}"} for code in FOR_INDEX
            ],
            "is_first": not released_methods(),
            "may_draft": is_office(self.viewer),
        }

    def draft(self, request: HttpRequest) -> str:
        """The next round of a month."""
        row = rounds.draft_index(
            month=parse_day(f"{request.POST.get('month', '')}-01"),
            reason=request.POST.get("reason", ""),
            **self.who(),
        )
        self.drafted = reverse("statistics:activity_round", args=[row.pk])
        return _("已起草，请核对后提请发布。")

    def method(self, request: HttpRequest) -> str:
        """The next method."""
        row = methods.draft_method(
            month=parse_day(f"{request.POST.get('base_month', '')}-01"),
            coverage=request.POST.get("coverage", ""),
            reason=request.POST.get("method_reason", ""),
            **self.who(),
        )
        self.drafted = reverse("statistics:activity_method", args=[row.pk])
        return _("已起草，请核对权重后提请发布。")

    def after(self, **_kwargs: Any) -> str:
        return self.drafted

    deeds = {"draft": draft, "method": method}


class ActivityRoundPage(GovernancePage):
    """One round: the level, its parts, what forbids publishing, its history."""

    template_name = "statistics/activity_round.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = IndexRound.objects.select_related("bulletin").filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        office = is_office(self.viewer)
        return super().get_context_data(**kwargs) | {
            "round": row,
            "shown": shown_index(row),
            "state": labelled(INDEX_LABELS, TONES, row.status),
            "problems": [said((one["zh"], one["en"])) for one in row.problems],
            "may_edit": office and row.status == DRAFT,
            "may_decide": row.status == PROPOSED and is_office(self.viewer, RELEASING),
            "is_own": row.proposed_by_id == self.person.pk,
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:activity"), "label": _("活跃度指数")},
                {"url": "", "label": f"{row.month:%Y-%m}"},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:activity_round", args=[kwargs["pk"]])

    def propose(self, request: HttpRequest, pk: int) -> str:
        """To the second person."""
        rounds.propose_index(round_id=pk, version=number_in(request), **self.who())
        return _("已提请发布，须由另一位复核负责人发布。")

    def decide(self, request: HttpRequest, pk: int) -> str:
        """The second person's word."""
        accepted = request.POST.get("accepted") == "yes"
        rounds.decide_index(
            round_id=pk,
            version=number_in(request),
            accepted=accepted,
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已发布，任何人都可以查阅。") if accepted else _("已退回。")

    def drop(self, request: HttpRequest, pk: int) -> str:
        """The draft is given up."""
        rounds.drop_index(round_id=pk, version=number_in(request), **self.who())
        return _("已放弃。")

    deeds = {"propose": propose, "decide": decide, "drop": drop}


class ActivityMethodPage(GovernancePage):
    """One method: its indicators and weights, what is wrong with them, its history."""

    template_name = "statistics/activity_method.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = IndexMethod.objects.select_related("bulletin").filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        may_edit = is_office(self.viewer) and row.status == DRAFT
        return super().get_context_data(**kwargs) | {
            "method": row,
            "shown": shown_method(row),
            "limits": shown_limits(limits_in(rule_settings(on=self.today))),
            "state": labelled(INDEX_METHOD_LABELS, TONES, row.status),
            "wrong": [said((one.zh, one.en)) for one in _wrong(row)],
            "choices": _choices(row) if may_edit else [],
            "ways": [{"code": code, "name": said(words)} for code, words in WAYS.items()],
            "may_edit": may_edit,
            "may_release": row.status == PROPOSED and is_office(self.viewer, RELEASING),
            "is_own": row.proposed_by_id == self.person.pk,
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:activity"), "label": _("活跃度指数")},
                {"url": "", "label": _("方法 %(number)s") % {"number": row.number}},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:activity_method", args=[kwargs["pk"]])

    def save(self, request: HttpRequest, pk: int) -> str:
        """The weights as they were typed."""
        methods.save_weights(
            method_id=pk,
            version=number_in(request),
            weights=posted(request, "weight-"),
            ways=posted(request, "way-"),
            reason=request.POST.get("reason", ""),
            **self.who(),
        )
        return _("已保存。")

    def propose(self, request: HttpRequest, pk: int) -> str:
        """To the second person."""
        methods.propose_method(method_id=pk, version=number_in(request), **self.who())
        return _("已提请发布，须由另一位复核负责人发布。")

    def release(self, request: HttpRequest, pk: int) -> str:
        """The second person's word."""
        accepted = request.POST.get("accepted") == "yes"
        methods.decide_method(
            method_id=pk,
            version=number_in(request),
            accepted=accepted,
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已发布，以后的月份按此方法编制。") if accepted else _("已退回。")

    deeds = {"save": save, "propose": propose, "release": release}


def _wrong(row: IndexMethod) -> list[Any]:
    return methods.wrong_with(row) if row.status in {DRAFT, PROPOSED} else []


def _choices(row: IndexMethod) -> list[dict[str, Any]]:
    """Every indicator that bulletins may tell, by dimension, with what the draft says of it."""
    kept = {one["code"]: one for one in row.definition["indicators"]}
    found = []
    for block in DIMENSIONS:
        own = [code for code in READABLE if INDICATORS[code].block == block]
        if own:
            found.append(
                {
                    "title": said(BLOCKS[block]),
                    "code": block,
                    "rows": [
                        {
                            "code": code,
                            "title": said(INDICATORS[code].title),
                            "weight": kept.get(code, {}).get("weight", ""),
                            "way": kept.get(code, {}).get("way", _usual(code)),
                            "has_base": row.base[code]["value"] is not None,
                        }
                        for code in own
                    ],
                }
            )
    return found


def _usual(code: str) -> str:
    """The direction that is meant where none was chosen yet."""
    return "rate" if INDICATORS[code].block == "growth" else "up"
