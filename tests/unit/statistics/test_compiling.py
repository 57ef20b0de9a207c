"""A bulletin is compiled from what was taken; nothing in it tells of a hidden cell."""

from decimal import Decimal
from typing import Any

from statistics_app.bulletin_words import fact_text, warnings_of
from statistics_app.rules.bulletins.compiling import compile_bulletin
from statistics_app.rules.bulletins.disclosure import Limits
from statistics_app.rules.bulletins.tables import MONTH, MONTH_BEFORE, PARTS, TABLES, YEAR

LIMITS = Limits(fewest=3, one=Decimal("0.9"), two=Decimal("0.95"), margin=Decimal("0.1"))
Row = list[Any]


def trade(key: str, firms: int, each: str, first: int = 1) -> list[Row]:
    """Exports of so many firms, each of the same value."""
    return [
        ["E", key, firm, each, str(Decimal(each) / 7), 1, 1, "0"]
        for firm in range(first, first + firms)
    ]


def taken(countries: list[Row], before: list[Row] | None = None, **more: Any) -> dict[str, Any]:
    """Figures of one month, the first of its year, told apart by country alone."""
    rows = {MONTH: countries, YEAR: countries, MONTH_BEFORE: before or []}
    return {
        "cells": {
            part: {
                table.code: [
                    row if table.code == "country" else [row[0], "all", *row[2:]]
                    for row in rows.get(part, [])
                ]
                for table in TABLES
            }
            for part in PARTS
        },
        "labels": {},
        "facts": [],
        "targets": [],
        "targets_before": {},
        "warn_change": "0.3",
        "notes": {},
    } | more


def countries_in(content: dict[str, Any]) -> list[tuple[str, Any]]:
    (table,) = [one for one in content["tables"] if one["code"] == "country"]
    return [(row["key"], row.get("rank")) for row in table["rows"]]


def test_a_hidden_line_has_no_place_among_the_published_ones() -> None:
    """Between the first and the second its value would be known nearly."""
    rows = [*trade("502", 4, "1000"), *trade("116", 1, "3900"), *trade("304", 4, "950")]
    rows += trade("110", 4, "900")

    content = compile_bulletin(taken(rows), LIMITS).content

    assert countries_in(content) == [("502", 1), ("304", 2), ("110", None), ("116", None)]


def test_growth_beyond_the_limit_is_a_warning_and_hidden_growth_is_none() -> None:
    now = [*trade("502", 4, "1000"), *trade("304", 4, "600"), *trade("116", 2, "4000")]
    now += [*trade("110", 4, "5000"), *trade("132", 4, "300")]
    before = [*trade("502", 4, "990"), *trade("304", 4, "1000"), *trade("116", 2, "100")]
    before += [*trade("110", 4, "5000"), *trade("132", 4, "300")]

    content = compile_bulletin(taken(now, before), LIMITS).content

    warned = {(one["table"], one["label"][0]): one["growth_rmb"] for one in content["warnings"]}
    assert warned["country", "304"] == "-0.4000"
    assert ("country", "502") not in warned
    assert ("country", "116") not in warned, "two firms: neither its value nor its growth"
    assert ("主要国家（地区）：出口 304同比 -40.0%") in [zh for zh, _ in warnings_of(content)]


def test_clearance_goes_with_the_total_of_the_month() -> None:
    """The clearance times of a single firm are its own."""
    fact = {"code": "IND-EFF-01", "group": "clearance", "value": "7200", "unit": "seconds"}
    filed = {"code": "IND-SCALE-07", "group": "firms", "value": "12", "unit": "count"}

    alone = compile_bulletin(taken(trade("502", 1, "10"), facts=[fact, filed]), LIMITS).content
    many = compile_bulletin(taken(trade("502", 4, "10"), facts=[fact, filed]), LIMITS).content

    assert [fact_text(one) for one in alone["facts"]] == [("＊", "＊"), ("12", "12")]
    assert [fact_text(one)[0] for one in many["facts"]] == ["2 小时 0 分", "12"]


def test_what_has_no_data_says_so() -> None:
    nothing = {"code": "IND-FIN-02", "group": "money", "value": None, "unit": "money"}

    content = compile_bulletin(taken([], facts=[nothing]), LIMITS).content

    assert [fact_text(one) for one in content["facts"]] == [("没有数据", "no data")]
    assert warnings_of(content)[0][0] == "没有超过预警幅度的变动"


def test_growth_against_an_incomplete_base_is_not_told() -> None:
    now, before = trade("502", 4, "1000"), trade("502", 4, "500")

    whole = compile_bulletin(taken(now, before, bases={"y": "", "cy": ""}), LIMITS).content
    part = compile_bulletin(taken(now, before, bases={"y": "uncovered", "cy": ""}), LIMITS).content

    assert whole["totals"]["E"]["m"]["growth_rmb"] == "1.0000"
    assert part["totals"]["E"]["m"]["growth_rmb"] is None
    assert part["totals"]["E"]["m"]["growth_usd"] is None
    assert part["bases"] == {"m": "uncovered", "c": ""}
    assert part["warnings"] == []
