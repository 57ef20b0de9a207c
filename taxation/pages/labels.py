"""Codes of taxes in the words of the page."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy

from taxation.constants import COMPUTED, FULL, REDUCED, REFUSED, STEPS, UNKNOWN, UNTAXED
from taxation.states import TAX_BILL_LABELS
from zone_portal.framework.lists import Label
from zone_portal.kernel.findings import Finding, render, to_stored
from zone_portal.kernel.rules import RULES, language_index

OUTCOMES: Final[Mapping[str, Label]] = {
    COMPUTED: Label("ok", gettext_lazy("已估算")),
    REFUSED: Label("bad", gettext_lazy("不适用零售进口")),
    UNKNOWN: Label("warn", gettext_lazy("无法计算")),
    UNTAXED: Label("info", gettext_lazy("不征进口税")),
}
REGIMES: Final = {
    REDUCED: gettext_lazy("限值以内，优惠征税"),
    FULL: gettext_lazy("按货物税率全额征税"),
    "": "—",
}
RESPONSIBLE: Final = {
    "agent": gettext_lazy("申报企业"),
    "buyer": gettext_lazy("订购人"),
    "portal": gettext_lazy("本平台"),
}
BILL_TONES: Final = {
    "expected": "idle",
    "generated": "info",
    "summarised": "info",
    "overdue": "bad",
    "paid": "ok",
    "void": "idle",
}
MOVEMENTS: Final = {
    "open": gettext_lazy("开立"),
    "change": gettext_lazy("变更"),
    "freeze": gettext_lazy("冻结"),
    "release": gettext_lazy("释放"),
}
FORMS: Final = {
    "total": gettext_lazy("总担保"),
    "deposit": gettext_lazy("保证金"),
    "letter": gettext_lazy("银行保函"),
    "other": gettext_lazy("其他财产"),
}


def language() -> str:
    """The language of this page."""
    return get_language() or "zh-hans"


def said(texts: tuple[str, str]) -> str:
    """A text of two languages in that of the page."""
    return texts[language_index(language())]


def choices(labels: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes with their names in the language of the page."""
    return [(code, said(texts)) for code, texts in labels.items()]


def step_label(code: str) -> str:
    """What a step of a computation is called."""
    return said(STEPS[code])


def bill_label(state: str) -> Label:
    """A bill's state as word and colour."""
    return Label(BILL_TONES[state], said(TAX_BILL_LABELS[state]))


def cards(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as the component of findings shows them."""
    return [_card(render(to_stored(finding), RULES, language())) for finding in findings]


def _card(public: dict[str, Any]) -> dict[str, Any]:
    public["responsible_label"] = RESPONSIBLE.get(public["responsible"], public["responsible"])
    public["several_kinds"] = False
    public["evidence"] = [{**item, "label": ""} for item in public["documents"]]
    return public
