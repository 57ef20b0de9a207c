"""What an article must say before it may be published, and whom it concerns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from enterprises.rules.registration import Problem
from risk.constants import LEVELS
from risk.rules.column.words import CHAPTERS, INDUSTRIES, KINDS

SHORTEST: Final = 10
DEEPEST: Final = 10
"""Digits of a customs commodity code."""


@dataclass(frozen=True, slots=True)
class Content:
    """What an article says. ``countries`` are customs codes, empty for everywhere; ``hs`` are
    beginnings of commodity codes, and with ``industries`` empty it concerns all goods."""

    title_zh: str
    title_en: str
    kind: str
    level: str
    summary_zh: str
    summary_en: str
    advice_zh: str
    advice_en: str
    source: str
    from_date: date
    until_date: date
    countries: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    case_zh: str = ""
    case_en: str = ""
    source_url: str = ""


def problems_of(content: Content, countries: Collection[str]) -> list[Problem]:
    """Everything that keeps an article from being saved; ``countries`` are the known codes."""
    found = [
        Problem(field, "risk_text_missing", "", zh, en)
        for field, text, zh, en in (
            ("title_zh", content.title_zh, "请填写中文标题。", "Give the Chinese title."),
            ("title_en", content.title_en, "请填写英文标题。", "Give the English title."),
            ("source", content.source, "请写明来源。", "Name the source."),
        )
        if not text.strip()
    ]
    found += [
        Problem(
            field,
            "risk_text_short",
            "",
            f"{zh}不少于{SHORTEST}字。",
            f"{en}: at least {SHORTEST} characters.",
        )
        for field, text, zh, en in (
            ("summary_zh", content.summary_zh, "中文摘要", "Chinese summary"),
            ("summary_en", content.summary_en, "英文摘要", "English summary"),
            ("advice_zh", content.advice_zh, "中文建议", "Chinese advice"),
            ("advice_en", content.advice_en, "英文建议", "English advice"),
        )
        if len(text.strip()) < SHORTEST
    ]
    return [*found, *_choices(content, countries), *_days_and_link(content)]


def _choices(content: Content, countries: Collection[str]) -> Iterable[Problem]:
    if content.kind not in KINDS:
        yield Problem("kind", "risk_choice_unknown", content.kind, "请选择类别。", "Choose a kind.")
    if content.level not in LEVELS:
        yield Problem(
            "level", "risk_choice_unknown", content.level, "请选择级别。", "Choose a level."
        )
    if wrong := sorted(set(content.countries) - set(countries)):
        text = " ".join(wrong)
        yield Problem(
            "countries",
            "risk_country_unknown",
            text[:40],
            f"没有这些国家（地区）代码：{text}。",
            f"No such country codes: {text}.",
        )
    if set(content.industries) - INDUSTRIES.keys():
        yield Problem("industries", "risk_choice_unknown", "", "请选择行业。", "Choose industries.")
    if bad := [code for code in content.hs if not is_hs(code)]:
        text = " ".join(bad)
        yield Problem(
            "hs",
            "risk_hs_wrong",
            text[:40],
            f"商品编码应为2至{DEEPEST}位数字：{text}。",
            f"Commodity codes have 2 to {DEEPEST} digits: {text}.",
        )


def _days_and_link(content: Content) -> Iterable[Problem]:
    if content.until_date < content.from_date:
        yield Problem(
            "until_date",
            "risk_days_wrong",
            content.until_date.isoformat(),
            "截止日期不能早于起始日期。",
            "It cannot end before it begins.",
        )
    if content.source_url and not content.source_url.startswith(("https://", "http://")):
        yield Problem(
            "source_url",
            "risk_link_wrong",
            content.source_url[:40],
            "来源链接应以 http:// 或 https:// 开头。",
            "The link begins with http:// or https://.",
        )


def is_hs(code: str) -> bool:
    """Whether a text may begin a commodity code."""
    return code.isascii() and code.isdecimal() and 2 <= len(code) <= DEEPEST


def goods_of(industries: Iterable[str], hs: Iterable[str]) -> tuple[str, ...]:
    """The beginnings of commodity codes that industries and codes together mean."""
    chapters = {chapter for name in industries for chapter in CHAPTERS[name]}
    return tuple(sorted(chapters | set(hs)))


def concerns(countries: Collection[str], goods: Collection[str], country: str, hs: str) -> bool:
    """Whether an article of these countries and goods concerns a market or a subscription.

    An empty list means everything, on both sides. Commodity codes meet when one begins the other:
    who follows chapter 61 is told of 6109, and who follows 6109 is told of chapter 61.
    """
    if countries and country and country not in countries:
        return False
    return not goods or not hs or any(g.startswith(hs) or hs.startswith(g) for g in goods)
