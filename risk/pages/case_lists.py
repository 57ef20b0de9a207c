"""Where officials find cases, alerts and requests for assistance."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import DEPARTMENTS, name_of
from enterprises.viewers import Viewer, viewer_for
from risk import selectors_cases, selectors_joint
from risk.models import Alert, AssistanceRequest, Case
from risk.pages.case_forms import LEVEL_WORDS
from risk.pages.case_labels import (
    case_label,
    department,
    due_label,
    ended,
    level_label,
    party_name,
    request_label,
    rule_name,
    type_name,
    verdict_label,
)
from risk.pages.matter import officials_only
from risk.pages.matter_forms import said
from risk.rules.cases import states
from risk.rules.types import TYPES
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    ListPage,
    ListRow,
    choice_filter,
    text_filter,
)

CHUNK: Final = 500
HANDLERS: Final = frozenset({"reviewer", "supervisor"})


class OfficialsList(ListPage):
    """A list of the risk work, for officials alone."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        officials_only(self.viewer)
        return super().get(request, *args, **kwargs)

    @property
    def viewer(self) -> Viewer:
        """Who looks."""
        return viewer_for(self.request.user)

    def chunks(self, form: Any) -> Iterator[Sequence[Any]]:
        found = self.rows(form).order_by("-id")
        for start in range(0, found.count(), CHUNK):
            yield found[start : start + CHUNK]


def fill(form: FilterForm, name: str, pairs: Iterable[tuple[str, Any]]) -> None:
    """Give a filter its choices in the language of the page."""
    form.fields[name].choices = list(pairs)  # type: ignore[attr-defined]


class CaseFilter(FilterForm):
    """Filters of the cases."""

    q = text_filter(gettext_lazy("主体或编号"), 100)
    status = choice_filter(gettext_lazy("状态"), [])
    level = choice_filter(gettext_lazy("级别"), [])
    type = choice_filter(gettext_lazy("风险类型"), [])
    department = choice_filter(gettext_lazy("牵头部门"), list(DEPARTMENTS.items()))
    late = choice_filter(gettext_lazy("期限"), [("1", gettext_lazy("已超期"))])
    mine = choice_filter(gettext_lazy("经办"), [("1", gettext_lazy("我经办的"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = ((code, said(words)) for code, words in states.CASE_LABELS.items())
        fill(self, "status", [("", _("在办")), ("all", _("全部状态")), *steps])
        levels = ((code, said(words)) for code, words in LEVEL_WORDS.items())
        fill(self, "level", [("", _("全部")), ("claimed", _("待确认红色")), *levels])
        fill(self, "type", [("", _("全部")), *((code, type_name(code)) for code in TYPES)])


class CasesPage(OfficialsList):
    """The cases that officials see."""

    title = gettext_lazy("风险事项")
    form_class = CaseFilter
    more_filters = ("type", "department", "late", "mine")
    file_name = "risk-cases"
    empty_title = gettext_lazy("没有在办的风险事项")
    empty_text = gettext_lazy(
        "规则、系统监测和各方报送的信号达到级别后在这里立案；也可以自己登记信号。"
    )
    columns = (
        Field("subject", gettext_lazy("主体"), form="link"),
        Field("level", gettext_lazy("级别"), form="state"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("clock", gettext_lazy("期限"), form="state"),
        Field("type", gettext_lazy("风险类型")),
        Field("department", gettext_lazy("牵头部门")),
        Field("unit", gettext_lazy("责任单位"), shown=False),
        Field("handler", gettext_lazy("经办人"), shown=False),
        Field("opened", gettext_lazy("立案时间"), form="moment"),
        Field("verdict", gettext_lazy("复查结论"), form="state", shown=False),
        Field("site", gettext_lazy("办理平台"), shown=False),
        Field("number", gettext_lazy("编号"), form="word"),
    )

    def rows(self, form: CaseFilter) -> Any:
        chosen = form.chosen()
        if "mine" in chosen:
            chosen["mine"] = self.request.user.pk
        return selectors_cases.cases(self.viewer, chosen, at=timezone.now())

    def lines(self, rows: Iterable[Case]) -> list[ListRow]:
        now = timezone.now()
        return [
            ListRow(
                reverse("risk:case", args=[row.pk]),
                {
                    "subject": row.subject_label or row.subject_key,
                    "level": level_label(row.level, row.claimed),
                    "state": case_label(row.status),
                    "clock": due_label(row.due_at, now, ended=ended(row)),
                    "type": type_name(row.type),
                    "department": department(row.department),
                    "unit": row.organisation.name if row.organisation else "",
                    "handler": row.handler.name if row.handler else "",
                    "opened": row.opened_at,
                    "verdict": verdict_label(row.verdict),
                    "site": name_of(row.site),
                    "number": row.number,
                },
            )
            for row in rows
        ]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("在办"), ""),
            (_("待分派"), "status=alerted"),
            (_("待确认红色"), "level=claimed"),
            (_("待复查"), "status=handled"),
            (_("已超期"), "late=1"),
            (_("我经办的"), "mine=1"),
            (_("全部"), "status=all"),
        ]

    def action(self) -> dict[str, Any]:
        if not self.viewer.roles & HANDLERS:
            return {}
        return {"url": reverse("risk:signal_new"), "label": _("登记风险信号")}


class AlertFilter(FilterForm):
    """Filters of the alerts."""

    q = text_filter(gettext_lazy("主体或事项编号"), 100)
    level = choice_filter(gettext_lazy("级别"), [])
    type = choice_filter(gettext_lazy("风险类型"), [])
    rule = text_filter(gettext_lazy("规则"), 40)
    verdict = choice_filter(gettext_lazy("复查结论"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = ((code, said(words)) for code, words in LEVEL_WORDS.items())
        fill(self, "level", [("", _("全部")), *levels])
        fill(self, "type", [("", _("全部")), *((code, type_name(code)) for code in TYPES)])
        found = ((code, said(words)) for code, words in states.VERDICTS.items())
        fill(self, "verdict", [("", _("全部")), ("none", _("未复查")), *found])


class AlertsPage(OfficialsList):
    """Every alert, and what the review found of it."""

    title = gettext_lazy("预警")
    form_class = AlertFilter
    more_filters = ("type", "rule")
    file_name = "risk-alerts"
    empty_title = gettext_lazy("还没有预警")
    empty_text = gettext_lazy("同一规则、同一主体在冷却期内只有一条预警，其后的信号计入该预警。")
    columns = (
        Field("subject", gettext_lazy("主体"), form="link"),
        Field("level", gettext_lazy("级别"), form="state"),
        Field("rule", gettext_lazy("规则")),
        Field("type", gettext_lazy("风险类型")),
        Field("count", gettext_lazy("信号数"), form="count"),
        Field("raised", gettext_lazy("预警时间"), form="moment"),
        Field("last", gettext_lazy("最近信号"), form="moment", shown=False),
        Field("state", gettext_lazy("事项状态"), form="state"),
        Field("verdict", gettext_lazy("复查结论"), form="state"),
        Field("case", gettext_lazy("事项编号"), form="word"),
    )

    def rows(self, form: AlertFilter) -> Any:
        return selectors_cases.alerts(self.viewer, form.chosen())

    def lines(self, rows: Iterable[Alert]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:case", args=[row.case_id]),
                {
                    "subject": row.subject_label or row.subject_key,
                    "level": level_label(row.level),
                    "rule": rule_name(row.rule),
                    "type": type_name(row.type),
                    "count": row.count,
                    "raised": row.raised_at,
                    "last": row.last_at,
                    "state": case_label(row.case.status),
                    "verdict": verdict_label(row.verdict),
                    "case": row.case.number,
                },
            )
            for row in rows
        ]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("未复查"), "verdict=none"),
            (_("属实"), "verdict=confirmed"),
            (_("误报"), "verdict=false"),
        ]


class RequestFilter(FilterForm):
    """Filters of the requests."""

    q = text_filter(gettext_lazy("事项编号"), 40)
    status = choice_filter(gettext_lazy("状态"), [])
    department = choice_filter(gettext_lazy("部门"), list(DEPARTMENTS.items()))
    late = choice_filter(gettext_lazy("期限"), [("1", gettext_lazy("已超期"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = ((c, said(w)) for c, w in states.REQUEST_LABELS.items() if c != states.ASKED)
        fill(self, "status", [("", _("待答复")), ("all", _("全部状态")), *steps])


class RequestsPage(OfficialsList):
    """What this department was asked, and what it asked others."""

    title = gettext_lazy("协助请求")
    form_class = RequestFilter
    more_filters = ("department", "late")
    file_name = "risk-requests"
    empty_title = gettext_lazy("没有待答复的协助请求")
    empty_text = gettext_lazy("在风险事项页面向其他部门或其他综试区请求协助，只告知必要内容。")
    columns = (
        Field("question", gettext_lazy("请求事项"), form="link"),
        Field("to", gettext_lazy("对象")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("clock", gettext_lazy("期限"), form="state"),
        Field("asked", gettext_lazy("请求时间"), form="moment"),
        Field("case", gettext_lazy("事项编号"), form="word"),
    )

    def rows(self, form: RequestFilter) -> Any:
        return selectors_joint.requests(self.viewer, form.chosen(), at=timezone.now())

    def lines(self, rows: Iterable[AssistanceRequest]) -> list[ListRow]:
        now = timezone.now()
        return [
            ListRow(
                reverse("risk:request", args=[row.pk]),
                {
                    "question": row.question[:60],
                    "to": party_name(row),
                    "state": request_label(row.status),
                    "clock": due_label(row.due_at, now, ended=row.status != states.ASKED),
                    "asked": row.asked_at,
                    "case": row.case.number,
                },
            )
            for row in rows
        ]

    def views(self) -> list[tuple[str, str]]:
        return [(_("待答复"), ""), (_("已超期"), "late=1"), (_("全部"), "status=all")]
