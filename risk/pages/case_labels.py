"""Words and colours of cases, alerts, requests and deliveries on the pages."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import DEPARTMENTS
from risk.models import AssistanceRequest, Case
from risk.pages.matter_forms import language, said
from risk.rules.cases import states
from risk.rules.cases.grading import BLUE, LEVELS, ORANGE, RED, YELLOW
from risk.rules.cases.technical import WATCHES
from risk.rules.subjects import KINDS
from risk.rules.types import TYPES
from zone_portal.framework.lists import Label

LEVEL_TONES: Final = {BLUE: "info", YELLOW: "warn", ORANGE: "warn", RED: "bad"}
CASE_TONES: Final = {
    states.COLLECTED: "warn",
    states.ASSESSED: "warn",
    states.ALERTED: "warn",
    states.ASSIGNED: "info",
    states.IN_HANDLING: "info",
    states.HANDLED: "warn",
    states.REVIEWED: "info",
    states.CLOSED: "ok",
    states.DISMISSED: "idle",
}
REQUEST_TONES: Final = {
    states.ASKED: "warn",
    states.ANSWERED: "ok",
    states.DECLINED: "idle",
    states.WITHDRAWN: "idle",
}
DELIVERY_TONES: Final = {states.WAITING: "info", states.DELIVERED: "ok", states.DEAD: "bad"}
VERDICT_TONES: Final = {
    states.CONFIRMED: "bad",
    states.FALSE: "ok",
    states.RULE_CHANGE: "info",
}
DEEDS: Final = {
    "opened": gettext_lazy("立案"),
    "joined": gettext_lazy("并入一条预警"),
    "raised": gettext_lazy("并入更高级别的预警"),
    "assessed": gettext_lazy("评估"),
    "alerted": gettext_lazy("发布预警"),
    "dismissed": gettext_lazy("评估后不预警"),
    "red_first": gettext_lazy("第一人确认红色"),
    "red_second": gettext_lazy("第二人确认红色"),
    "red_refused": gettext_lazy("不确认红色"),
    "assigned": gettext_lazy("分派"),
    "begun": gettext_lazy("开始处置"),
    "handled": gettext_lazy("处置完成"),
    "sent_back": gettext_lazy("退回继续处置"),
    "reviewed": gettext_lazy("复查"),
    "closed": gettext_lazy("结案"),
    "overdue": gettext_lazy("超期上报"),
    "asked": gettext_lazy("请求协助"),
    "answered": gettext_lazy("协助已答复"),
    "declined": gettext_lazy("对方无法协助"),
    "asking_withdrawn": gettext_lazy("撤回协助请求"),
    "handed_over": gettext_lazy("生成移交材料"),
}
"""Deeds of a case in its history."""
DELIVERED: Final = {
    "case": gettext_lazy("预警事项"),
    "request": gettext_lazy("协助请求"),
    "package": gettext_lazy("移交材料"),
}
"""What goes to departments' own systems."""


def level_label(code: str, claimed: str = "") -> Label:
    """A level as word and colour; what is not yet confirmed is said."""
    text = said((LEVELS[code].zh, LEVELS[code].en))
    if claimed:
        return Label("bad", _("%(level)s，待两人确认红色") % {"level": text})
    return Label(LEVEL_TONES[code], text)


def case_label(status: str) -> Label:
    """A case's status as word and colour."""
    return Label(CASE_TONES[status], said(states.CASE_LABELS[status]))


def request_label(status: str) -> Label:
    """A request's status as word and colour."""
    return Label(REQUEST_TONES[status], said(states.REQUEST_LABELS[status]))


def delivery_label(status: str) -> Label:
    """A delivery's status as word and colour."""
    return Label(DELIVERY_TONES[status], said(states.DELIVERY_LABELS[status]))


def verdict_label(code: str) -> Label:
    """What a review found as word and colour."""
    if not code:
        return Label("idle", _("未复查"))
    return Label(VERDICT_TONES[code], said(states.VERDICTS[code]))


def type_name(code: str) -> str:
    """A type of risk with its code."""
    kind = TYPES.get(code)
    return code if kind is None else f"{code} {said(kind.title)}"


def rule_name(code: str) -> str:
    """A rule in words where it is a watch of the portal itself, or a way of reporting."""
    watch = WATCHES.get(code)
    if watch is not None:
        return said((watch.zh, watch.en))
    return said(states.SOURCES[code]) if code in states.SOURCES else code


def department(code: str) -> str:
    """The name of a department; nothing stands for the zone office."""
    return str(DEPARTMENTS.get(code or "zone", code))


def due_label(due_at: datetime | None, now: datetime, *, ended: bool = False) -> Label:
    """What is left of a clock that runs."""
    if due_at is None or ended:
        return Label("idle", _("无期限"))
    late = now > due_at
    span = (now - due_at) if late else (due_at - now)
    hours = int(span.total_seconds() // 3600)
    text = _("%(n)s 天") % {"n": hours // 24} if hours >= 48 else _("%(n)s 小时") % {"n": hours}
    if late:
        return Label("bad", _("超期 %(span)s") % {"span": text})
    return Label("warn" if hours < 24 else "info", _("还剩 %(span)s") % {"span": text})


def note_label(note: str) -> str:
    """What a step says; codes of rules and departments at its beginning in words."""
    first, gap, rest = note.partition(" ")
    if first in DEPARTMENTS:
        return f"{department(first)}{gap}{rest}"
    return note if gap else rule_name(first)


def party_name(row: AssistanceRequest) -> str:
    """Whom a request went to."""
    return department(row.department) if row.department else row.zone


def values_of(facts: Any) -> str:
    """Evidence in one line, names and values as they came."""
    if not isinstance(facts, dict):
        return str(facts)
    mark = "：" if language().startswith("zh") else ": "
    return "；".join(f"{name}{mark}{value}" for name, value in facts.items())


def told_value(field: str, value: Any) -> str:
    """What another party was told of one field, in words; several lines where it is a list."""
    write = _TOLD.get(field, str)
    if isinstance(value, list):
        return "\n".join(write(row) for row in value)
    return write(value)


def _told_alert(row: Any) -> str:
    level = level_label(row["level"]).text
    parts = [
        rule_name(row["rule"]),
        level,
        f"{_('信号数')} {row['signals']}",
        _time(row["last_at"]),
    ]
    return " · ".join(str(part) for part in parts)


def _told_signal(row: Any) -> str:
    facts = "；".join(part for part in (row["text"], values_of(row["evidence"])) if part)
    return f"{_time(row['at'])} · {rule_name(row['rule'])} · {facts}"


def _told_handling(value: Any) -> str:
    measure = value["measure"]
    done = [case_label(value["status"]).text, measure and said(states.MEASURES[measure])]
    return " · ".join(str(part) for part in [*done, value["result"]] if part)


def _time(text: str) -> str:
    """A moment of a file as pages write it."""
    return f"{localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"


def ended(case: Case) -> bool:
    """Whether nothing runs any more."""
    return case.status in {states.CLOSED, states.DISMISSED}


_TOLD: Final[Mapping[str, Callable[[Any], str]]] = {
    "subject": lambda value: f"{said(KINDS[value['kind']])} {value['code']}",
    "type": lambda value: type_name(value["code"]),
    "level": lambda value: str(level_label(value["code"]).text),
    "alerts": _told_alert,
    "evidence": _told_signal,
    "handling": _told_handling,
}
