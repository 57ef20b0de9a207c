"""Hits, facts and lanes in the language of the page."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from risk.constants import AUDIT, CHANNELS, DECLARATION, GREEN, LEVELS, REASONS, RED, YELLOW
from risk.models import RuleVersion, Screening
from risk.pages.matter_forms import said
from risk.rules.facts import FACTS
from risk.rules.indicators import INDICATORS
from risk.rules.types import type_of
from risk.selectors_screening import versions_of
from zone_portal.framework.lists import Label

TONES: Final = {GREEN: "ok", YELLOW: "warn", RED: "bad", AUDIT: "info"}
LEVEL_TONES: Final = {"blue": "info", "yellow": "warn", "orange": "warn", "red": "bad"}


def lane_label(channel: str) -> Label:
    """A lane as word and colour."""
    return Label(TONES[channel], said(CHANNELS[channel]))


def level_label(level: str) -> Label | None:
    """The highest level among the hits; None without any."""
    return Label(LEVEL_TONES[level], said(LEVELS[level])) if level else None


def reason_words(reason: str) -> str:
    return said(REASONS[reason])


def rule_title(code: str, version: RuleVersion | None = None) -> str:
    """What a rule is called: as its version says, else as it was declared."""
    if version is not None:
        return said(tuple(version.definition["title"]))
    one = INDICATORS.get(code)
    return said(one.title) if one else code


def fact_names(on: str = DECLARATION) -> dict[str, str]:
    """Name of a fact → what it is."""
    return {fact.name: said(fact.text) for fact in FACTS[on]}


def shown_hits(screening: Screening) -> list[dict[str, Any]]:
    """The hits of a screening with their evidence, the strongest first."""
    hits = screening.hits or []
    versions = versions_of(hit["r"] for hit in hits)
    names = fact_names()
    rows = []
    for hit in sorted(hits, key=lambda one: -one["s"]):
        version = versions.get((hit["r"], hit["v"]))
        kind = type_of(hit["r"])
        rows.append(
            {
                "code": hit["r"],
                "version": hit["v"],
                "title": rule_title(hit["r"], version),
                "meaning": said(tuple(version.definition["meaning"])) if version else "",
                "basis": version.definition["basis"] if version else "",
                "type": said(kind.title),
                "strength": hit["s"],
                "facts": [(names.get(name, name), value(v)) for name, v in hit["f"].items()],
                "thresholds": [
                    (threshold_name(hit["r"], name), value(v))
                    for name, v in hit.get("t", {}).items()
                ],
            }
        )
    return rows


def threshold_name(code: str, name: str) -> str:
    """What a threshold of a rule means."""
    one = INDICATORS.get(code)
    if one is None or name not in one.thresholds:
        return name
    return said(one.thresholds[name].meaning)


def value(given: Any) -> str:
    """A value of a fact as people read it."""
    if given is None:
        return _("无数据")
    if isinstance(given, bool):
        return _("是") if given else _("否")
    if isinstance(given, list):
        return "、".join(map(str, given))
    if isinstance(given, float):
        return f"{given:,.2f}".rstrip("0").rstrip(".")
    return str(given)


def named(codes: Iterable[str]) -> list[dict[str, str]]:
    """Rules by their codes and names."""
    return [{"code": code, "title": rule_title(code)} for code in codes]


def trader_words(channel: str) -> Mapping[str, str]:
    """What a firm is told: that its goods or papers are looked at, never which rule said so."""
    told = {
        RED: (
            _("已被选为查验"),
            _("海关可能开箱查验。请准备好合同、发票和商品资料，配合现场查验。"),
        ),
        YELLOW: (
            _("已被选为审单"),
            _("海关可能审核单证。请核对申报要素，备好订单、支付和物流的原始记录。"),
        ),
    }
    if channel not in told:
        return {}
    title, text = told[channel]
    return {"title": title, "text": text}
