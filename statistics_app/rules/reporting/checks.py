"""Plausibility of a report: arithmetic, jumps, history. A doubt is answered by a reason."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from statistics_app.rules.reporting.shape import (
    DOUBT,
    ERROR,
    Check,
    Context,
    Figure,
    Figures,
    Finding,
)
from zone_portal.kernel.money import grouped

HISTORY_LEAST: Final = 3
"""Fewer earlier periods are no history."""


def sums(whole: str, parts: tuple[str, ...], zh: str, en: str) -> Check:
    """ST-01: the parts make up the whole."""

    def check(context: Context) -> list[Finding]:
        given = context.figures
        if whole not in given or any(part not in given for part in parts):
            return []
        total = sum((given[part] for part in parts), Decimal(0))
        if total == given[whole]:
            return []
        return [
            Finding(
                "ST-01",
                whole,
                ERROR,
                f"{zh}：合计 {grouped(total)}，填报 {grouped(given[whole])}",
                f"{en}: the parts add up to {grouped(total)}, reported is {grouped(given[whole])}",
            )
        ]

    return check


def part_of(part: str, whole: str, zh: str, en: str) -> Check:
    """ST-02: a part is never more than the whole."""

    def check(context: Context) -> list[Finding]:
        given = context.figures
        if part not in given or whole not in given or given[part] <= given[whole]:
            return []
        return [
            Finding(
                "ST-02",
                part,
                ERROR,
                f"{zh}：{grouped(given[part])} 大于 {grouped(given[whole])}",
                f"{en}: {grouped(given[part])} is more than {grouped(given[whole])}",
            )
        ]

    return check


def together(value: str, count: str, zh: str, en: str) -> Check:
    """ST-03: a value without a count, or a count without a value."""

    def check(context: Context) -> list[Finding]:
        given = context.figures
        if value not in given or count not in given or (given[value] > 0) == (given[count] > 0):
            return []
        return [Finding("ST-03", count, DOUBT, zh, en)]

    return check


def jumps(figures: Iterable[Figure]) -> Check:
    """ST-11: a figure differs from the period before by more than the zone's share."""
    watched = tuple(figures)

    def check(context: Context) -> list[Finding]:
        before = context.before
        if before is None:
            return []
        found = []
        for row in watched:
            old, new = before.get(row.code), context.figures.get(row.code)
            if old is None or new is None or old == new:
                continue
            change = None if old == 0 else (new - old) / abs(old)
            if change is not None and abs(change) <= context.jump:
                continue
            share = "" if change is None else f"{change * 100:+.0f}%"
            found.append(
                Finding(
                    "ST-11",
                    row.code,
                    DOUBT,
                    f"{row.zh}：上期 {grouped(old, row.places)}，本期 {grouped(new, row.places)}"
                    f"{f'（{share}）' if share else ''}",
                    f"{row.en}: {grouped(old, row.places)} before, now {grouped(new, row.places)}"
                    f"{f' ({share})' if share else ''}",
                )
            )
        return found

    return check


def unit_price(value: str, count: str, zh: str, en: str) -> Check:
    """ST-12: value per piece lies outside what this respondent reported before, by more than the
    zone's factor."""

    def check(context: Context) -> list[Finding]:
        price = _price(context.figures, value, count)
        past = [found for row in context.history if (found := _price(row, value, count))]
        if price is None or len(past) < HISTORY_LEAST:
            return []
        low, high = min(past) / context.spread, max(past) * context.spread
        if low <= price <= high:
            return []
        span = f"{grouped(min(past), 4)}–{grouped(max(past), 4)}"
        return [
            Finding(
                "ST-12",
                value,
                DOUBT,
                f"{zh} {grouped(price, 4)}，历史区间 {span}",
                f"{en} {grouped(price, 4)}, before {span}",
            )
        ]

    return check


def _price(figures: Figures, value: str, count: str) -> Decimal | None:
    pieces = figures.get(count)
    return figures[value] / pieces if pieces and value in figures else None
