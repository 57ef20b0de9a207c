"""How figures are written: amounts in the largest unit that still says something, rates, names."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reference import selectors as reference
from statistics_app.rules import chapters
from statistics_app.rules.goods import section_name
from statistics_app.rules.growth import WHY, Growth
from statistics_app.rules.indicators.base import COUNT, MONEY, SECONDS, SHARE, Change
from statistics_app.selectors_indicators import Value
from zone_portal.framework.templatetags.portal import grouped, seconds, share
from zone_portal.kernel.money import rounded
from zone_portal.kernel.rules import language_index

NOTHING: Final = "—"
THOUSAND: Final = 1000
_ZH: Final = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"))
_EN: Final = (
    (Decimal(1_000_000_000), " bn"),
    (Decimal(1_000_000), " m"),
    (Decimal(1000), " k"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What the amounts of a chart or tile are divided by, and what that is called."""

    factor: Decimal
    name: str

    def of(self, amount: Decimal) -> Decimal:
        """The amount in this unit, to two decimals."""
        return rounded(amount / self.factor)

    def short(self, amount: Decimal) -> str:
        """The same for a tile: four digits say enough where the unit is not one."""
        value = self.of(amount)
        if self.factor == 1:
            return f"{value:,}"
        return f"{rounded(value, 0 if abs(value) >= THOUSAND else 2):,}"


def index() -> int:
    """0 for Chinese, 1 for English: the place in a pair of words."""
    return language_index(get_language() or "zh")


def said(words: tuple[str, str]) -> str:
    """The words of the reader's language."""
    return words[index()]


def unit_for(amounts: Sequence[Decimal], currency: str) -> Unit:
    """The unit in which the largest of some amounts has one to four digits."""
    most = max((abs(amount) for amount in amounts), default=Decimal(0))
    english = bool(index())
    for factor, name in _EN if english else _ZH:
        if most >= factor:
            return Unit(factor, _named(name, currency))
    return Unit(Decimal(1), _named("", currency))


def _named(scale: str, currency: str) -> str:
    if index():
        return f"{'USD' if currency == 'usd' else 'RMB'}{scale}"
    return f"{scale}{'美元' if currency == 'usd' else '元'}"


def amount_text(amount: Decimal, currency: str) -> str:
    """``12.70 亿元``; ``RMB 1.27 bn``."""
    unit = unit_for([amount], currency)
    number = unit.short(amount)
    if not index():
        return f"{number} {unit.name}"
    code, _gap, scale = unit.name.partition(" ")
    return f"{code} {number}{' ' + scale if scale else ''}"


@dataclass(frozen=True, slots=True)
class Rate:
    """A growth rate as shown: why there is none, or how good it looks."""

    text: str
    tone: str = ""
    why: str = ""


def rate_text(growth: Growth) -> Rate:
    """``+31.6 %``; a dash with the reason where there is none."""
    if growth.rate is None:
        return Rate(NOTHING, why=said(WHY[growth.why]))
    percent = growth.rate * 100
    return Rate(f"{percent:+,.1f} %", "ok" if percent >= 0 else "bad")


def points_text(growth: Growth) -> Rate:
    """``+1.2``: percentage points; a dash with the reason where there is none."""
    rate = rate_text(growth)
    return Rate(rate.text.removesuffix(" %"), rate.tone, rate.why)


def written(value: Value) -> str:
    """``12.70 亿元``, ``1,204``, ``31.6 %``, ``2.1 小时``; a dash for no figure."""
    if value.value is None:
        return NOTHING
    writes = {
        MONEY: lambda number: amount_text(number, value.currency),
        COUNT: lambda number: grouped(int(number)),
        SHARE: lambda number: share(float(number)),
        SECONDS: lambda number: seconds(int(number)),
    }
    if isinstance(value.indicator.formula, Change):
        return rate_text(Growth(value.value)).text
    write = writes.get(value.indicator.unit)
    return write(value.value) if write else f"{Decimal(value.value):,}"


def country_name(code: str) -> str:
    """A country by its customs code."""
    return reference.label("countries", code, get_language() or "zh")


def chapter_name(code: str) -> str:
    """``69 陶瓷产品``: a chapter of the tariff."""
    return said(chapters.chapter_name(code))


def heading_name(code: str) -> str:
    """``6911 瓷餐具…``: a heading of the tariff, by its code alone where it has no name here."""
    return said(chapters.heading_name(code))


def section_label(code: str) -> str:
    """``XIII 石、陶瓷、玻璃``: a section of the tariff."""
    return f"{code} {said(section_name(code))}"


def mode_name(code: str) -> str:
    """A supervision mode with its code."""
    name = reference.label("trade_modes", code, get_language() or "zh")
    return code if name == code else f"{code} {name}"


def customs_name(code: str) -> str:
    """``3501 马尾海关``: a customs office, or a district of two digits."""
    name = reference.label("districts", f"{code:0<4}", get_language() or "zh")
    return code if name == f"{code:0<4}" else f"{code} {name}"


def direction_name(code: str) -> str:
    """Import or export."""
    return {"I": _("进口"), "E": _("出口")}.get(code, code)
