"""The taxes of one line, step by step. Pure; formulas at the head of calculator.py."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

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


def charged(
    goods: Goods, value: Decimal, rate: Rate, *, duty_rate: Decimal | None, share: Decimal
) -> LineTax:
    """The taxes of a line of which nothing is missing. ``duty_rate`` None: that of the goods."""
    steps = [_value_step(goods, value)]
    d = rate.duty or ZERO if duty_rate is None else duty_rate
    duty = rounded(value * d, INSIDE)
    source = rate.source if duty_rate is None else RETAIL
    steps.append(Step("duty", f"{_n(value)} × {_p(d)}", duty, _p(d), source))
    consumption = ZERO
    if _bears_consumption_tax(goods, value, rate, steps):
        consumption = _consumption(goods, value + duty, rate, steps)
    v = rate.vat or ZERO
    base = value + duty + consumption
    vat = rounded(base * v, INSIDE)
    formula = f"({_n(value)} + {_n(duty)} + {_n(consumption)}) × {_p(v)}"
    steps.append(Step("vat", formula, vat, _p(v), rate.source))
    payable = [rounded(tax * share, INSIDE) for tax in (consumption, vat)]
    for code, tax, due in zip(
        ("payable_consumption", "payable_vat"), (consumption, vat), payable, strict=True
    ):
        source = "" if share == ONE else RETAIL
        steps.append(Step(code, f"{_n(tax)} × {_p(share)}", due, _p(share), source))
    return LineTax(
        gnum=goods.gnum,
        hs_code=goods.hs_code,
        name=goods.name,
        value=value,
        duty=duty,
        statutory_consumption=consumption,
        statutory_vat=vat,
        consumption=payable[0],
        vat=payable[1],
        verified=rate.verified,
        steps=tuple(steps),
    )


def _value_step(goods: Goods, value: Decimal) -> Step:
    """Price, and the line's part of freight and insurance."""
    extras = value - goods.total_price
    formula = _n(goods.total_price) + (f" + {_n(extras)}" if extras else "")
    return Step("value", formula, value)


def _bears_consumption_tax(goods: Goods, value: Decimal, rate: Rate, steps: list[Step]) -> bool:
    """Whether any is due: goods like cosmetics bear it only from a price on."""
    if not rate.consumption and not rate.specific:
        return False
    if rate.from_price is None:
        return True
    quantity = quantity_in(rate.price_unit, goods.quantities) or ONE
    price = rounded(value / quantity, INSIDE)
    unit = UNIT_NAMES.get(rate.price_unit, ("", rate.price_unit))[1]
    sign = "≥" if price >= rate.from_price else "<"
    formula = f"{_n(value)} ÷ {_n(quantity)} {unit} {sign} {_n(rate.from_price)}"
    steps.append(Step("unit_price", formula, price, "", rate.source))
    return price >= rate.from_price


def _consumption(goods: Goods, base: Decimal, rate: Rate, steps: list[Step]) -> Decimal:
    t = rate.consumption or ZERO
    specific = ZERO
    if rate.specific:
        quantity = quantity_in(rate.specific_unit, goods.quantities) or ZERO
        unit = UNIT_NAMES.get(rate.specific_unit, ("", rate.specific_unit))[1]
        specific = rounded(quantity * rate.specific / rate.specific_per, INSIDE)
        per = "" if rate.specific_per == ONE else f" ÷ {_n(rate.specific_per)}"
        formula = f"{_n(quantity)} {unit} × {_n(rate.specific)}{per}"
        steps.append(Step("specific", formula, specific, "", rate.source))
    tax = rounded((base + specific) / (ONE - t) * t + specific, INSIDE)
    if t:
        extra = f" + {_n(specific)}" if specific else ""
        taxed = f"({_n(base)}{extra})" if extra else _n(base)
        formula = f"{taxed} ÷ (1 − {_p(t)}) × {_p(t)}{extra}"
        steps.append(Step("consumption", formula, tax, _p(t), rate.source))
    return tax


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
