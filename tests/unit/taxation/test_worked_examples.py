"""The worked examples of docs/algorithms/tax.md hold, to the cent."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from taxation import constants
from taxation.calculator import assess
from taxation.facts import Estimate, Goods, Purchase, Rate
from tests.builders.taxes import HS_CODE, RETAIL, terms
from zone_portal.kernel.money import rounded

DOCUMENT = Path(__file__).parents[3] / "docs" / "algorithms" / "tax.md"
CELLS = 12
_CASE = re.compile(r"^\| [A-K]\d? ")
_LINE = re.compile(r"([\d.]+) × (\d+)(?: \[([\d.]+) (\d{3})\])?")
_PRICE = re.compile(r"([\d.]+)(?: \[([\d.]+) (\d{3})\])?")
_SPECIFIC = re.compile(r"([\d.]+) per ([\d.]+) (\d{3})")


def examples() -> Iterator[list[str]]:
    """The rows of the table, cell by cell."""
    for text in DOCUMENT.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in text[1:-1].split("|")]
        if _CASE.match(text) and len(cells) == CELLS:
            yield cells


def known(text: str) -> Decimal | None:
    return None if text == "?" else Decimal(text)


def rate_of(text: str) -> Rate:
    d, t, s, v = (part.strip() for part in text.split(" / "))
    price = _PRICE.fullmatch(t)
    assert price, t
    specific = _SPECIFIC.fullmatch(s)
    return Rate(
        hs_code=HS_CODE,
        valid_from=date(2019, 4, 1),
        duty=known(d),
        vat=known(v),
        consumption=known(price[1]),
        from_price=Decimal(price[2]) if price[2] else None,
        price_unit=price[3] or "",
        specific=Decimal(specific[1]) if specific else Decimal(0),
        specific_per=Decimal(specific[2]) if specific else Decimal(1),
        specific_unit=specific[3] if specific else "",
    )


def purchase_of(goods: str, freight: str, used: str) -> Purchase:
    lines = []
    for gnum, text in enumerate(goods.split("; "), 1):
        match = _LINE.fullmatch(text)
        assert match, text
        quantities = {match[4]: Decimal(match[3])} if match[3] else {}
        lines.append(Goods(gnum, HS_CODE, Decimal(match[1]), Decimal(match[2]), quantities))
    return Purchase(tuple(lines), freight=Decimal(freight), used=Decimal(used))


def assessed(row: list[str]) -> Estimate:
    _case, goods, freight, used, rate = row[:5]
    return assess(
        purchase_of(goods, freight, used),
        rates={HS_CODE: rate_of(rate)},
        terms=terms(),
        treatment=RETAIL,
    )


@pytest.mark.parametrize("row", list(examples()), ids=lambda row: row[0])
def test_worked_example(row: list[str]) -> None:
    said = assessed(row)
    *_, value, consumption, vat, pays_consumption, pays_vat, duty, total = row
    assert f"{rounded(said.value)}" == value
    if total in {constants.REFUSED, constants.UNKNOWN}:
        assert (said.outcome, said.total) == (total, None)
        assert consumption in {finding.code for finding in said.findings}
        return
    assert said.outcome == constants.COMPUTED
    statutory = sum(line.statutory_consumption for line in said.lines)
    assert f"{statutory:.4f}" == consumption
    assert f"{sum(line.statutory_vat for line in said.lines):.4f}" == vat
    got = (said.consumption, said.vat, said.duty, said.total)
    assert tuple(map(str, got)) == (pays_consumption, pays_vat, duty, total)
    assert said.counted == said.value


def test_the_table_is_read() -> None:
    cases = [row[0].split()[0] for row in examples()]
    assert {"A", "A2", *"BCDEFGHI"} <= set(cases)
