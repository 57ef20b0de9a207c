"""Promotion prices against filed ones, and what a campaign must bring."""

from datetime import date
from decimal import Decimal

import pytest

from enterprises.rules.promotions import (
    FiledPrice,
    PromotionLine,
    below_filed,
    campaign_problems,
    check_promotion,
    phase,
    read_promotion_line,
    repeated,
)

FILED = FiledPrice("咖啡", Decimal("40"), "142")


def codes(price: str, filed: FiledPrice | None = FILED) -> dict[str, str]:
    found = check_promotion(PromotionLine(1, "A-1", Decimal(price), 10), filed)
    return {finding.code: finding.severity for finding in found}


def test_a_price_above_or_equal_is_free() -> None:
    assert codes("41") == {"above_filed": "note"}
    assert codes("40") == {}


def test_a_price_below_is_marked_with_its_share() -> None:
    assert codes("30") == {"below_filed": "warning"}
    found = check_promotion(PromotionLine(1, "A-1", Decimal("30"), 10), FILED)
    assert "25.0%" in found[0].zh
    assert below_filed(found)


def test_goods_that_are_not_filed_cannot_be_promoted() -> None:
    assert codes("30", None) == {"sku_not_filed": "error"}


def test_without_a_filed_price_nothing_can_be_compared_and_a_proof_is_needed() -> None:
    assert codes("30", FiledPrice("咖啡", None, "")) == {"price_not_filed": "warning"}
    found = check_promotion(
        PromotionLine(1, "A-1", Decimal("30"), 10), FiledPrice("咖啡", None, "")
    )
    assert below_filed(found)


def problems(below: bool, attachments: dict[str, int], **values: str) -> list[tuple[str, str]]:
    given = {"starts": "2026-12-01", "ends": "2026-12-12"} | values
    return [(p.field, p.code) for p in campaign_problems(given, attachments, below=below)]


def test_below_the_filed_price_a_reason_and_a_proof_are_needed() -> None:
    assert problems(True, {}) == [("reason", "reason_needed"), ("proof", "proof_needed")]
    assert problems(True, {"proof": 1}, reason="season") == []
    assert problems(False, {}) == []


def test_a_campaign_ends_after_it_starts() -> None:
    assert problems(False, {}, ends="2026-11-30") == [("ends", "period")]
    assert problems(False, {}, ends="2026-12-01") == []
    assert problems(False, {}, ends="") == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 30), "upcoming"),
        (date(2026, 12, 1), "running"),
        (date(2026, 12, 12), "running"),
        (date(2026, 12, 13), "closed"),
    ],
)
def test_a_campaign_runs_from_its_first_to_its_last_day(day: date, expected: str) -> None:
    assert phase(date(2026, 12, 1), date(2026, 12, 12), day) == expected


def test_a_line_is_read_with_all_its_faults() -> None:
    line, found = read_promotion_line({"sku": "A", "price": "9.9", "quantity": "1,000"}, 1)
    assert (line.price, line.quantity, found) == (Decimal("9.9"), 1000, [])
    _, found = read_promotion_line({"sku": "", "price": "0", "quantity": "1.5"}, 2)
    assert [(f.field, f.code) for f in found] == [
        ("sku", "missing"),
        ("price", "number"),
        ("quantity", "number"),
    ]


def test_a_sku_is_promoted_once() -> None:
    lines = [PromotionLine(n, sku, Decimal(1), 1) for n, sku in enumerate("ABB", 1)]
    assert set(repeated(lines)) == {3}
