"""Findings as cards, in the words of the rule and the language of the page."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from declarations.messages.catalogue import KINDS
from declarations.pages.labels import NOUNS, responsible_label
from declarations.rules.return_checks import plain
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

register = template.Library()


@register.filter
def rendered(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a stored finding in the language of this page."""
    language = get_language() or "zh-hans"
    return _explained(render(stored, RULES, language), language)


@register.filter
def quantity(value: Decimal | None) -> str:
    """``2.00000`` → ``2``; nothing → a dash."""
    return "—" if value is None else plain(value)


@register.filter
def noun(code: str) -> str:
    """A noun in the words of the page."""
    return str(NOUNS.get(code, code))


@register.filter
def role(code: str) -> str:
    """A role in the words of the page."""
    return str(responsible_label(code))


@register.inclusion_tag("components/finding.html")
def public_finding(public: Mapping[str, Any]) -> dict[str, Any]:
    """The card of a finding that has its words already."""
    return {"finding": _explained(dict(public), get_language() or "zh-hans")}


def _explained(public: dict[str, Any], language: str) -> dict[str, Any]:
    public["responsible_label"] = responsible_label(public["responsible"])
    public["several_kinds"] = len({item["type"] for item in public["documents"]}) > 1
    public["evidence"] = [_evidence(item, language) for item in public["documents"]]
    return public


@register.inclusion_tag("components/finding.html")
def finding(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A stored finding as a card: what is wrong, both values, whose turn, how to mend it."""
    return {"finding": rendered(stored)}


@register.inclusion_tag("components/finding.html")
def finding_beside(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The same card where the values stand right above it and need no repeating."""
    return {"finding": rendered(stored), "values_shown": True}


def _evidence(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    kind = KINDS.get(item["type"])
    elements = {**kind.line_elements, **kind.head_elements} if kind else {}
    element = elements.get(item["field"])
    return {
        **item,
        "noun": kind.title(language) if kind else item["type"],
        "label": element.label(language) if element else "",
    }
