"""Targets of the plans: the list, one target, a figure with its source, a target of one's own."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import zones
from accounts.models import AuditEntry
from statistics_app import selectors_targets
from statistics_app.pages.governance_base import (
    GovernancePage,
    ShortListPage,
    day_in,
    number_in,
    paper_in,
    said,
    set_choices,
    words_of,
)
from statistics_app.pages.governance_words import pace_label, percent, plain, zone_name
from statistics_app.rules.measured import MEASURES
from statistics_app.rules.pace import LABELS
from statistics_app.rules.plan_table import UNITS_EN, ZONES
from statistics_app.rules.targets import BASES, DEADLINES, POLICY, REACH, RULES
from statistics_app.selectors_measured import PLATFORM
from statistics_app.selectors_targets import Standing
from statistics_app.services.governance import own_targets, targets
from statistics_app.services.governance.common import is_office
from statistics_app.services.governance.own_targets import NewTarget
from statistics_app.services.governance.targets import OWN_PLAN, plan_name
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    ListRow,
    choice_filter,
    text_filter,
)


class TargetForm(FilterForm):
    """Filters of the targets."""

    zone = choice_filter(gettext_lazy("综试区"), [])
    year = text_filter(gettext_lazy("完成期限"), 30)
    state = choice_filter(gettext_lazy("进度"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "zone", {code: said(texts) for code, texts in ZONES.items()})
        set_choices(self, "state", {code: said(texts) for code, texts in LABELS.items()})


class TargetsPage(ShortListPage):
    """Every target of the six plans, with its pace."""

    title = gettext_lazy("方案目标")
    form_class = TargetForm
    file_name = "plan-targets"
    empty_title = gettext_lazy("还没有载入方案目标")
    empty_text = gettext_lazy("运行 ./portal manage load_plan_targets 载入六个综试区的方案目标。")
    columns = (
        Field("name", gettext_lazy("目标"), form="link"),
        Field("zone", gettext_lazy("综试区")),
        Field("plan", gettext_lazy("方案"), shown=False),
        Field("goal", gettext_lazy("目标值"), numeric=True),
        Field("due", gettext_lazy("完成期限"), form="word"),
        Field("value", gettext_lazy("目前"), numeric=True),
        Field("share", gettext_lazy("完成比例"), numeric=True),
        Field("state", gettext_lazy("进度"), form="state"),
        Field("basis", gettext_lazy("口径")),
        Field("source", gettext_lazy("数据来源")),
        Field("day", gettext_lazy("截至"), form="word", shown=False),
    )

    def rows(self, form: TargetForm) -> list[Standing]:
        chosen = form.chosen()
        rows = selectors_targets.targets(self.viewer, chosen)
        found = selectors_targets.standings(rows, today=timezone.localdate())
        wanted = chosen.get("state")
        return [row for row in found if not wanted or row.pace.state == wanted]

    def lines(self, rows: Iterable[Standing]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def views(self) -> list[tuple[str, str]]:
        own = zones.current().key
        first = [(_("本综试区"), f"zone={own}")] if own in ZONES else []
        return [*first, (_("全部"), ""), (_("落后"), "state=behind"), (_("未完成"), "state=missed")]

    def action(self) -> dict[str, Any]:
        if not is_office(self.viewer):
            return {}
        return {"url": reverse("statistics:target_new"), "label": _("增加目标")}


def _line(row: Standing) -> ListRow:
    target, measured = row.target, row.measured
    return ListRow(
        reverse("statistics:target", args=[target.pk]),
        {
            "name": words_of(target),
            "zone": zone_name(target.zone),
            "plan": said(plan_name(target.plan)),
            "goal": f"{target.target_text} {unit_of(row)}".strip(),
            "due": row.deadline.due.isoformat()
            if row.deadline.due
            else said(DEADLINES[row.deadline.kind]),
            "value": plain(measured.value) if measured else "—",
            "share": percent(row.pace.share),
            "state": pace_label(row.pace.state),
            "basis": said(BASES[target.basis]),
            "source": source_of(row),
            "day": measured.day.isoformat() if measured else "",
        },
    )


def unit_of(row: Standing) -> str:
    """The unit of a target in the language of the page."""
    return said((row.target.unit, row.target.unit_en))


def source_of(row: Standing) -> str:
    """Where the figure is from, in a word; a double says what it is counted with."""
    if row.target.same_as is not None:
        return _("并入 %(plan)s") % {"plan": said(plan_name(row.target.same_as.plan))}
    if row.measured is None:
        return "—"
    return _("平台测算") if row.measured.origin == PLATFORM else row.measured.source


class TargetPage(GovernancePage):
    """One target: how it was read, where it stands, and its figures."""

    template_name = "statistics/target.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        target = selectors_targets.target_of(self.viewer, kwargs["pk"])
        if target is None:
            raise Http404
        (row,) = selectors_targets.standings([target], today=self.today)
        known = MEASURES.get(target.indicator)
        measured = row.measured
        return super().get_context_data(**kwargs) | {
            "target": target,
            "name": words_of(target),
            "zone": zone_name(target.zone),
            "plan": said(plan_name(target.plan)),
            "same_as": target.same_as,
            "same_plan": said(plan_name(target.same_as.plan)) if target.same_as else "",
            "unit": unit_of(row),
            "state": pace_label(row.pace.state),
            "deadline": row.deadline,
            "rules": [
                {"code": code, "text": said(RULES[code])}
                for code in (row.goal.rule, row.deadline.rule)
            ],
            "double": said(RULES["TD-01"]),
            "basis": said(BASES[target.basis]),
            "note": row.goal.note,
            "value": plain(measured.value) if measured else "",
            "measured": measured,
            "problems": [said(texts) for texts in measured.problems] if measured else [],
            "is_platform": measured is not None and measured.origin == PLATFORM,
            "caveat": said((known.zh, known.en)) if known else "",
            "share": percent(row.pace.share),
            "expected": percent(row.pace.expected),
            "width": min(int((row.pace.share or 0) * 100), 100),
            "is_policy": target.sense == POLICY,
            "figures": selectors_targets.figures_of(target),
            "may_enter": is_office(self.viewer) and target.withdrawn_at is None,
            "may_change": (
                is_office(self.viewer) and target.plan == OWN_PLAN and target.withdrawn_at is None
            ),
            "changes": _changes(target.pk) if target.plan == OWN_PLAN else [],
            **choices(),
            "crumbs": [
                {"url": reverse("statistics:targets"), "label": _("方案目标")},
                {"url": "", "label": words_of(target)},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:target", args=[kwargs["pk"]])

    def enter(self, request: HttpRequest, pk: int) -> str:
        """A figure with its source."""
        sent = request.POST
        targets.enter_figure(
            target_id=pk,
            day=day_in(request, "day"),
            value=sent.get("value", ""),
            source=sent.get("source", ""),
            reason=sent.get("reason", ""),
            paper=paper_in(request),
            **self.who(),
        )
        return _("已保存。")

    def change(self, request: HttpRequest, pk: int) -> str:
        """Another reading of a target of one's own."""
        own_targets.change_target(
            target_id=pk,
            version=number_in(request),
            new=_typed(request),
            reason=request.POST.get("why", ""),
            **self.who(),
        )
        return _("已保存。")

    def withdraw(self, request: HttpRequest, pk: int) -> str:
        """It counts no more."""
        own_targets.withdraw_target(
            target_id=pk,
            version=number_in(request),
            reason=request.POST.get("why", ""),
            **self.who(),
        )
        return _("已撤销，不再计入。")

    deeds = {"figure": enter, "change": change, "withdraw": withdraw}


def choices() -> dict[str, Any]:
    """What may be chosen for a target of one's own."""
    return {
        "zones": [(code, zone_name(code)) for code in ZONES],
        "bases": [(code, said(texts)) for code, texts in BASES.items()],
        "senses": [(REACH, _("要达到的目标")), (POLICY, _("政策参数，不判断进度"))],
    }


def _typed(request: HttpRequest) -> NewTarget:
    names = ("zone", "zh", "en", "unit", "year", "target", "basis", "sense")
    return NewTarget(**{name: request.POST.get(name, "") for name in names})


def _changes(pk: int) -> list[dict[str, Any]]:
    """What was changed in a target of one's own, with the reason, the last first."""
    rows: Any = AuditEntry.objects.filter(
        on_type="statistics.target",
        on_id=str(pk),
        action__in=("statistics_target.changed", "statistics_target.withdrawn"),
    ).order_by("-id")
    return [
        {
            "at": row.at,
            "by": row.by_label,
            "reason": row.new.get("reason", ""),
            "is_end": row.action.endswith("withdrawn"),
            "items": [
                {"old": _shown(name, old), "new": _shown(name, row.new[name])}
                for name, old in row.old.items()
                if name in row.new
            ],
        }
        for row in rows
    ]


def _shown(name: str, value: str) -> str:
    """A column's value as the page says it."""
    if name == "zone":
        return zone_name(value)
    return said(BASES[value]) if name == "basis" and value in BASES else value


class NewTargetPage(GovernancePage):
    """A target that the zone sets itself."""

    template_name = "statistics/target_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not is_office(self.viewer):
            raise Http404
        return super().get_context_data(**kwargs) | {
            **choices(),
            "own": zones.current().key,
            "units": list(UNITS_EN),
            "rules": [(code, said(texts)) for code, texts in RULES.items() if code[:2] != "TD"],
            "crumbs": [
                {"url": reverse("statistics:targets"), "label": _("方案目标")},
                {"url": "", "label": _("增加目标")},
            ],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().post(request, **kwargs, deed="add")

    def after(self, **_kwargs: Any) -> str:
        return reverse("statistics:targets")

    def add(self, request: HttpRequest) -> str:
        """A target of one's own."""
        own_targets.add_target(new=_typed(request), **self.who())
        return _("已增加目标。")

    deeds = {"add": add}
