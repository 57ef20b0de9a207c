"""A version of a mode in the words of its pages: what it needs, how it is declared, its limits."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations.pages.course import status_words
from declarations.pages.labels import DIRECTIONS, NOUNS, responsible_label
from declarations.rules.modes import DECLARED_BY, FLOWS, ZONE, Step, Template
from declarations.states import AUTHORITIES
from reference.selectors import label
from zone_portal.framework.lists import Label
from zone_portal.kernel.rules import RULES, language_index

ORDER_TYPES: Final = {
    "I": gettext_lazy("I 进口"),
    "E": gettext_lazy("E B2C 出口"),
    "B": gettext_lazy("B B2B 出口"),
    "W": gettext_lazy("W 海外仓订仓单"),
}
STATUSES: Final = {
    "draft": Label("idle", gettext_lazy("草稿")),
    "proposed": Label("warn", gettext_lazy("待复核")),
    "released": Label("ok", gettext_lazy("已发布")),
    "rejected": Label("bad", gettext_lazy("未同意")),
}


def language() -> str:
    """The language of the page."""
    return get_language() or "zh-hans"


def said(texts: tuple[str, str]) -> str:
    """The text in the language of the page."""
    return texts[language_index(language())]


def flow_words(flow: str) -> str:
    """The name of a flow."""
    return said(FLOWS[flow][1])


def owner_words(role: str) -> str:
    """Who owns a step."""
    return said(AUTHORITIES[role]) if role in AUTHORITIES else str(responsible_label(role))


def shown_mode(template: Template, *, on: date) -> dict[str, Any]:
    """A version as its pages show it."""
    return {
        "code": template.code,
        "direction": template.direction,
        "direction_words": DIRECTIONS[template.direction],
        "name": said(template.name),
        "flow": flow_words(template.flow),
        "version": template.version,
        "valid_from": template.valid_from,
        "valid_to": template.valid_to,
        "state": _state(template, on),
        "is_pilot": template.origin == ZONE,
        "declared_by": said(DECLARED_BY[template.declared_by]),
        "documents": " · ".join(str(NOUNS[noun]) for noun in template.documents) or "—",
        "order_types": "、".join(str(ORDER_TYPES[t]) for t in template.order_types) or "—",
        "limit": _limit(template),
        "digits": template.simplified_digits,
        "taxed_as": template.taxed_as,
        "without": [_rule(code) for code in sorted(template.without)],
        "settings": list(_settings(template)),
        "steps": [_step(step) for step in template.steps],
        "basis": template.basis,
        "verified": template.verified,
        "note": said(template.note),
    }


def _state(template: Template, on: date) -> Label:
    if template.applies_on(on):
        return Label("ok", _("有效"))
    if template.valid_from > on:
        return Label("info", _("尚未生效"))
    return Label("idle", _("已失效"))


def _limit(template: Template) -> str:
    if template.ticket_limit is None:
        return ""
    currency = label("currencies", template.ticket_currency, language())
    return f"{template.ticket_limit.normalize():,f} {currency}"


def _rule(code: str) -> dict[str, str]:
    rule = RULES.get(code)
    return {"code": code, "title": said(rule.title) if rule else ""}


def _settings(template: Template) -> Iterable[dict[str, Any]]:
    for code, own in sorted(template.settings.items()):
        values = "；".join(f"{name} = {value}" for name, value in sorted(own.items()))
        yield {**_rule(code), "values": values}


def _step(step: Step) -> dict[str, Any]:
    return {
        "words": f"{status_words(step.source)} → {status_words(step.target)}",
        "owner": owner_words(step.owner),
        "seconds": None if step.hours is None else float(step.hours) * 3600,
        "basis": step.basis,
    }
