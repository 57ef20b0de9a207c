"""The overseas column: what an article must say, whom it concerns, when a series alarms."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from risk.rules.column.article import Content, concerns, goods_of, problems_of
from risk.rules.column.series import Threshold, change_percent, crossing
from risk.rules.matters import MACHINES

DAY = date(2026, 11, 20)
WHOLE = Content(
    title_zh="标题",
    title_en="Title",
    kind="tariff",
    level="blue",
    summary_zh="十个字以上的中文摘要内容。",
    summary_en="A summary of some length.",
    advice_zh="十个字以上的中文建议内容。",
    advice_en="Advice of some length.",
    source="来源",
    from_date=DAY,
    until_date=DAY,
    countries=("502",),
    industries=("toys",),
    hs=("9503",),
    source_url="https://example.org/",
)


def test_a_whole_article_has_no_problems() -> None:
    assert problems_of(WHOLE, {"502"}) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_zh": " "}, "title_zh"),
        ({"title_en": ""}, "title_en"),
        ({"source": ""}, "source"),
        ({"summary_zh": "短"}, "summary_zh"),
        ({"advice_en": "short"}, "advice_en"),
        ({"kind": "gossip"}, "kind"),
        ({"level": "purple"}, "level"),
        ({"countries": ("502", "999")}, "countries"),
        ({"industries": ("air",)}, "industries"),
        ({"hs": ("9",)}, "hs"),
        ({"hs": ("95O3",)}, "hs"),
        ({"until_date": date(2026, 11, 19)}, "until_date"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
    ],
)
def test_every_problem_is_named_at_its_field(change: dict[str, Any], field: str) -> None:
    found = problems_of(replace(WHOLE, **change), {"502"})

    assert [problem.field for problem in found] == [field]


@pytest.mark.parametrize(
    ("countries", "goods", "country", "hs", "met"),
    [
        (("502",), ("61",), "502", "6109", True),
        (("502",), ("6109",), "502", "61", True),
        (("502",), ("61",), "116", "6109", False),
        (("502",), ("61",), "502", "8517", False),
        (("502",), (), "502", "8517", True),
        ((), ("61",), "116", "6109", True),
        (("502",), ("61",), "", "6109", True),
        (("502",), ("61",), "502", "", True),
    ],
)
def test_an_article_concerns_its_countries_and_goods(
    countries: tuple[str, ...], goods: tuple[str, ...], country: str, hs: str, met: bool
) -> None:
    assert concerns(countries, goods, country, hs) is met


def test_industries_mean_their_chapters() -> None:
    assert goods_of(["toys"], ["6109"]) == ("6109", "95")


LIMITS = (
    Threshold("above", Decimal(90), "red", DAY),
    Threshold("rise", Decimal(10), "yellow", DAY),
    Threshold("fall", Decimal(20), "orange", DAY),
    Threshold("below", Decimal(5), "blue", DAY, date(2026, 12, 1)),
)


@pytest.mark.parametrize(
    ("value", "previous", "on", "level"),
    [
        ("90", "89", DAY, "red"),
        ("89.9", "89", DAY, None),
        ("110", "100", DAY, "red"),
        ("11", "10", DAY, "yellow"),
        ("10.9", "10", DAY, None),
        ("8", "10", DAY, "orange"),
        ("8.1", "10", DAY, None),
        ("5", None, DAY, "blue"),
        ("5", None, date(2026, 12, 1), None),
        ("95", None, date(2026, 11, 19), None),
        ("11", "0", DAY, None),
    ],
)
def test_the_gravest_limit_in_force_counts(
    value: str, previous: str | None, on: date, level: str | None
) -> None:
    found = crossing(Decimal(value), Decimal(previous) if previous else None, LIMITS, on)

    assert (found.level if found else None) == level


def test_a_change_on_a_negative_value_keeps_its_direction() -> None:
    assert change_percent(Decimal(-5), Decimal(-10)) == Decimal(50)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_every_state_has_words_and_can_be_reached(name: str) -> None:
    machine = MACHINES[name]
    reached = {machine.table.initial}.union(*machine.table.following.values())

    assert set(machine.labels) == set(machine.tones) == set(machine.table.states) == reached
