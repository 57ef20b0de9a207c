"""The taxes of one line, step by step. Pure; formulas at the head of calculator.py."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from taxation import constants as c
from taxation.dutiable import INSIDE
from taxation.facts import ONE, ZERO, Goods, LineTax, Rate, Step
from zone_portal.kernel.money import rounded

Words = tuple[str, str]

RETAIL: Final = "财关税〔2016〕18号；财关税〔2018〕49号"
"""Where the duty rate and the share inside the limits come from."""

UNITS: Final = MappingProxyType(
    {
        "036": ("g", ONE),
        "035": ("g", Decimal(1000)),
        "070": ("g", Decimal(1_000_000)),
        "096": ("ml", ONE),
        "095": ("ml", Decimal(1000)),
    }
)
"""Customs unit → what it measures and how much of it: gram, kilogram, tonne, millilitre, litre.
Mass and volume are never turned into each other."""

UNIT_NAMES: Final = MappingProxyType(
    {
        "007": ("个", "piece"),
        "011": ("件", "item"),
        "035": ("千克", "kg"),
        "036": ("克", "g"),
        "070": ("吨", "t"),
        "095": ("升", "L"),
        "096": ("毫升", "mL"),
    }
)


def quantity_in(unit: str, quantities: Mapping[str, Decimal]) -> Decimal | None:
    """The quantity in a unit, given as it is or in a unit of the same measure."""
    if unit in quantities:
        return quantities[unit]
    measure, size = UNITS.get(unit, ("", ONE))
    for other, quantity in quantities.items():
        if measure and UNITS.get(other, ("other", ONE))[0] == measure:
            return quantity * UNITS[other][1] / size
    return None


def missing_for(
    goods: Goods, rate: Rate | None, duty_rate: Decimal | None
) -> Iterator[tuple[str, Words]]:
    """Rule code and words of everything without which the line cannot be computed."""
    if rate is None:
        yield c.RATE_MISSING, ("税率", "rate")
        return
    if duty_rate is None and rate.duty is None:
        yield c.RATE_MISSING, ("关税税率", "duty rate")
    if rate.vat is None:
        yield c.RATE_MISSING, ("增值税税率", "VAT rate")
    if rate.consumption is None:
        yield c.RATE_MISSING, ("消费税税率", "consumption tax rate")
    needed = {rate.specific_unit if rate.specific else "", rate.price_unit} - {""}
    for unit in sorted(needed):
        if not quantity_in(unit, goods.quantities):
            yield c.QUANTITY_MISSING, UNIT_NAMES.get(unit, (unit, unit))


class Amounts(NamedTuple):
    """The taxes of a line, statutory, and what they were computed from on the way."""

    quantity: Decimal | None
    unit_price: Decimal | None
    specific: Decimal
    duty: Decimal
    consumption: Decimal
    vat: Decimal


def charged(
    goods: Goods,
    value: Decimal,
    rate: Rate,
    *,
    duty_rate: Decimal | None,
    share: Decimal,
    explain: bool = True,
) -> LineTax:
    """The taxes of a line of which nothing is missing. ``duty_rate`` None: that of the goods.
    Without ``explain`` there are no steps, which is half of the work."""
    d = rate.duty or ZERO if duty_rate is None else duty_rate
    amounts = _amounts(goods, value, rate, d)
    line = LineTax(
        gnum=goods.gnum,
        hs_code=goods.hs_code,
        name=goods.name,
        value=value,
        duty=amounts.duty,
        statutory_consumption=amounts.consumption,
        statutory_vat=amounts.vat,
        consumption=rounded(amounts.consumption * share, INSIDE),
        vat=rounded(amounts.vat * share, INSIDE),
        verified=rate.verified,
    )
    if not explain:
        return line
    own = duty_rate is None
    return replace(line, steps=tuple(_steps(goods, line, amounts, rate, (d, own, share))))


def _amounts(goods: Goods, value: Decimal, rate: Rate, d: Decimal) -> Amounts:
    duty = rounded(value * d, INSIDE)
    quantity = unit_price = None
    consumption = specific = ZERO
    bears = bool(rate.consumption or rate.specific)
    if bears and rate.from_price is not None:
        # Goods like cosmetics bear consumption tax only from a price on.
        quantity = quantity_in(rate.price_unit, goods.quantities) or ONE
        unit_price = rounded(value / quantity, INSIDE)
        bears = unit_price >= rate.from_price
    if bears and rate.specific:
        taxed = quantity_in(rate.specific_unit, goods.quantities) or ZERO
        specific = rounded(taxed * rate.specific / rate.specific_per, INSIDE)
    if bears:
        t = rate.consumption or ZERO
        consumption = rounded((value + duty + specific) / (ONE - t) * t + specific, INSIDE)
    vat = rounded((value + duty + consumption) * (rate.vat or ZERO), INSIDE)
    return Amounts(quantity, unit_price, specific, duty, consumption, vat)


def _steps(
    goods: Goods, line: LineTax, amounts: Amounts, rate: Rate, terms: tuple[Decimal, bool, Decimal]
) -> Iterator[Step]:
    """What was computed, in order. ``terms``: duty rate, whether it is the goods' own, share."""
    d, own, share = terms
    extras = line.value - goods.total_price
    formula = _n(goods.total_price) + (f" + {_n(extras)}" if extras else "")
    yield Step("value", formula, line.value)
    source = rate.source if own else RETAIL
    yield Step("duty", f"{_n(line.value)} × {_p(d)}", line.duty, _p(d), source)
    yield from _consumption_steps(goods, line, amounts, rate)
    v = rate.vat or ZERO
    formula = f"({_n(line.value)} + {_n(line.duty)} + {_n(amounts.consumption)}) × {_p(v)}"
    yield Step("vat", formula, amounts.vat, _p(v), rate.source)
    source = "" if share == ONE else RETAIL
    payable = (
        ("payable_consumption", amounts.consumption, line.consumption),
        ("payable_vat", amounts.vat, line.vat),
    )
    for code, tax, due in payable:
        yield Step(code, f"{_n(tax)} × {_p(share)}", due, _p(share), source)


def _consumption_steps(goods: Goods, line: LineTax, amounts: Amounts, rate: Rate) -> Iterator[Step]:
    if amounts.unit_price is not None and amounts.quantity is not None and rate.from_price:
        sign = "≥" if amounts.unit_price >= rate.from_price else "<"
        per = f"{_n(amounts.quantity)} {_unit(rate.price_unit)}"
        formula = f"{_n(line.value)} ÷ {per} {sign} {_n(rate.from_price)}"
        yield Step("unit_price", formula, amounts.unit_price, "", rate.source)
    if amounts.specific:
        taxed = quantity_in(rate.specific_unit, goods.quantities) or ZERO
        per = "" if rate.specific_per == ONE else f" ÷ {_n(rate.specific_per)}"
        formula = f"{_n(taxed)} {_unit(rate.specific_unit)} × {_n(rate.specific)}{per}"
        yield Step("specific", formula, amounts.specific, "", rate.source)
    t = rate.consumption
    if t and amounts.consumption:
        extra = f" + {_n(amounts.specific)}" if amounts.specific else ""
        base = _n(line.value + line.duty)
        taxable = f"({base}{extra})" if extra else base
        formula = f"{taxable} ÷ (1 − {_p(t)}) × {_p(t)}{extra}"
        yield Step("consumption", formula, amounts.consumption, _p(t), rate.source)


def _unit(code: str) -> str:
    return UNIT_NAMES.get(code, ("", code))[1]


def _n(number: Decimal) -> str:
    """A number of a formula: grouped, at least two decimals where it has any, no idle zeros."""
    text = f"{number:,f}"
    if "." not in text:
        return text
    whole, decimals = text.split(".")
    decimals = decimals.rstrip("0").ljust(2, "0")
    return whole if decimals == "00" and number == number.to_integral() else f"{whole}.{decimals}"


def _p(share: Decimal) -> str:
    """A share as per cent."""
    return f"{(share * 100).normalize():f}%"
