"""Words and colours of cases, claims, clocks and measures on the pages."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.labels import DEPARTMENTS
from credit.models import Case, Claim, Measure, MeasureItem, Record
from credit.rules.record_kinds import KINDS as RECORD_KINDS
from credit.rules.supervision import states
from credit.rules.supervision.causes import CAUSES, LEVELS
from credit.rules.supervision.clocks import MONTHS, ORIGINS
from credit.rules.supervision.effects import (
    CHANNEL,
    CHANNELS,
    EFFECTS,
    GROUNDS,
    KINDS,
    SERVICE,
    SERVICE_LEVELS,
)
from credit.selectors_cases import ClockState, SetClock
from credit.services.supervision.claims import KINDS as CLAIM_KINDS
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import Words

CASE_TONES: Final = {
    states.CANDIDATE: "idle",
    states.NOTIFIED: "warn",
    states.HEARD: "info",
    states.PROPOSED: "warn",
    states.DECIDED: "warn",
    states.PUBLISHED: "bad",
    states.ENDING: "info",
    states.REMOVED: "idle",
    states.DISMISSED: "ok",
}
CLAIM_TONES: Final = {
    states.DRAFT: "idle",
    states.SUBMITTED: "warn",
    states.UNDER_REVIEW: "info",
    states.ASKED: "info",
    states.ACCEPTED: "ok",
    states.REJECTED: "bad",
    states.WITHDRAWN: "idle",
}
WARNING_TONES: Final = {
    states.ISSUED: "warn",
    states.REPLIED: "info",
    states.ENDED: "idle",
    states.WITHDRAWN: "idle",
}
ENDINGS: Final[Mapping[str, Words]] = {
    "repaired": gettext_lazy("信用修复"),
    "expired": gettext_lazy("公布期届满"),
    "annulled": gettext_lazy("决定撤销"),
}
DEEDS: Final[Mapping[str, Words]] = {
    "opened": gettext_lazy("立案"),
    "dropped": gettext_lazy("撤回拟列入"),
    "notified": gettext_lazy("告知当事人"),
    "waived": gettext_lazy("当事人放弃陈述申辩"),
    "stated": gettext_lazy("当事人陈述申辩"),
    "term_passed": gettext_lazy("陈述申辩期满"),
    "proposed": gettext_lazy("提出处理意见"),
    "sent_back": gettext_lazy("退回重新提出"),
    "decided": gettext_lazy("决定列入"),
    "dismissed": gettext_lazy("决定不予列入"),
    "published": gettext_lazy("公布"),
    "annulled": gettext_lazy("决定撤销"),
    "repaired": gettext_lazy("信用修复"),
    "expired": gettext_lazy("公布期届满"),
    "removed": gettext_lazy("移出公布页"),
    "submitted": gettext_lazy("提交"),
    "withdrawn": gettext_lazy("撤回"),
    "lapsed": gettext_lazy("期满失效"),
    "read": gettext_lazy("审阅"),
    "answered": gettext_lazy("随决定答复"),
    "begun": gettext_lazy("开始核查"),
    "asked": gettext_lazy("转数据提供部门"),
    "answered_by_department": gettext_lazy("部门答复"),
    "accepted": gettext_lazy("采纳"),
    "rejected": gettext_lazy("未采纳"),
}
INTERNAL: Final = frozenset({"opened", "proposed", "sent_back"})
"""Steps of a case that its party does not see: the office's own deliberation."""
SOON_DAYS: Final = 1
_OPTIONS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    CHANNEL: CHANNELS,
    SERVICE: SERVICE_LEVELS,
}
"""Effects whose value is chosen, not typed."""


def language() -> str:
    """The language of this page."""
    return get_language() or "zh-hans"


def said(texts: tuple[str, str]) -> str:
    """A text of two languages in that of the page."""
    return texts[0 if language().startswith("zh") else 1]


def case_label(status: str) -> Label:
    """A case's status as word and colour."""
    return Label(CASE_TONES[status], said(states.CASE_LABELS[status]))


def claim_label(status: str) -> Label:
    """A claim's status as word and colour."""
    return Label(CLAIM_TONES[status], said(states.CLAIM_LABELS[status]))


def warning_label(status: str) -> Label:
    """A warning's status as word and colour."""
    return Label(WARNING_TONES[status], said(states.WARNING_LABELS[status]))


def claim_kind(kind: str) -> str:
    """What a kind of claim is called."""
    return said(CLAIM_KINDS[kind])


def cause_label(code: str) -> str:
    """What a cause is called."""
    return CAUSES[code].label(language())


def level_label(code: str) -> str:
    """How serious a cause is."""
    return said(LEVELS[code])


def ground_label(code: str) -> str:
    """For whom a measure is meant."""
    return said(GROUNDS[code])


def record_name(record: Record) -> str:
    """A record of the ledger as people speak of it."""
    kind = RECORD_KINDS.get(record.kind)
    return f"{said(kind.title) if kind else record.kind} {record.number}"


def subject_name(row: Case | Claim | Measure | Any) -> str:
    """The firm a row is about; a natural person is never named on a page."""
    enterprise = row.subject.enterprise
    return enterprise.name if enterprise is not None else _("自然人（不公开）")


def department(code: str) -> str:
    """The name of a department."""
    return str(DEPARTMENTS.get(code, code))


def item_row(item: MeasureItem) -> dict[str, Any]:
    """A row of the list of measures in words."""
    return {
        "item": item,
        "title": item.zh if language().startswith("zh") else item.en,
        "kind": Label("ok" if item.kind == "incentive" else "bad", said(KINDS[item.kind])),
        "effect": said(EFFECTS[item.effect]),
        "value": value_label(item.effect, item.value),
        "grounds": _("、").join(ground_label(code) for code in item.grounds),
        "department": department(item.department),
        "options": [(code, said(texts)) for code, texts in _OPTIONS.get(item.effect, {}).items()],
    }


def value_label(effect: str, value: str) -> str:
    """The value of an effect in words."""
    if effect == CHANNEL:
        return said(CHANNELS[value])
    if effect == SERVICE:
        return said(SERVICE_LEVELS[value])
    return f"{value} %"


def clock_row(state: ClockState) -> dict[str, Any]:
    """A clock of a case or claim in words and colour."""
    if state.met is not None:
        label = Label("bad", _("逾期办结")) if state.late else Label("ok", _("按期办结"))
    else:
        label = _left(state.days_left or 0)
    return {
        "title": state.clock.label(language()),
        "since": state.since,
        "due": state.due,
        "state": label,
        "basis": state.clock.basis,
        "origin": said(ORIGINS[state.clock.origin]),
        "certain": state.certain,
    }


def set_clock_row(row: SetClock) -> dict[str, Any]:
    """A clock as set, in words."""
    unit = (
        ngettext("%(n)s 个月", "%(n)s 个月", row.value)
        if row.clock.unit == MONTHS
        else ngettext("%(n)s 个工作日", "%(n)s 个工作日", row.value)
    )
    return {
        "title": row.clock.label(language()),
        "value": unit % {"n": row.value},
        "basis": row.clock.basis,
        "origin": said(ORIGINS[row.clock.origin]),
        "tone": {"national": "ok", "other_province": "warn", "ours": "info"}[row.clock.origin],
    }


def due_label(days_left: int | None) -> Label | None:
    """What is left of a clock that runs."""
    return None if days_left is None else _left(days_left)


def _left(days: int) -> Label:
    if days < 0:
        text = ngettext("超期 %(n)s 个工作日", "超期 %(n)s 个工作日", -days)
        return Label("bad", text % {"n": -days})
    if days == 0:
        return Label("warn", _("今天到期"))
    text = ngettext("还剩 %(n)s 个工作日", "还剩 %(n)s 个工作日", days)
    return Label("warn" if days <= SOON_DAYS else "info", text % {"n": days})
