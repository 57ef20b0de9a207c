"""Market purchase (1039): what may be found about a declaration and the online orders behind it.

The form itself is customs' (it is declared by declaration form); this portal keeps which online
orders it delivers and holds it against the limit and the market's register. Pure.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from declarations.rules.registry import Settings
from zone_portal.kernel.findings import Evidence, Finding, Severity
from zone_portal.kernel.money import rounded
from zone_portal.kernel.rules import RULES, Parameter, Rule, Text

DOLLAR: Final = "502"
KINDS: Final = ("CEB303",)
ABOVE_LIMIT, NOT_CONVERTED, FIRM_UNKNOWN, ORDER_UNKNOWN, NO_ORDER = (
    f"MKT-00{number}" for number in range(1, 6)
)
LAW: Final = "海关总署公告2014年第54号；海关总署公告2019年第221号"


def _enter(
    code: str,
    title: Text,
    remedy: Text,
    *,
    severity: str = "warning",
    basis: str = LAW,
    **parameters: Parameter,
) -> None:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=basis,
            responsible="agent",
            severity=severity,
            kinds=KINDS,
            modes=("1039",),
            valid_from=date(2014, 7, 30),
            parameters=parameters,
        )
    )


_enter(
    ABOVE_LIMIT,
    (
        "市场采购单票报关单超过 {limit} 美元",
        "A market purchase declares more than {limit} USD on one form",
    ),
    (
        "单票超过 {limit} 美元的不适用市场采购贸易方式，请分票或按一般贸易申报。",
        "Above {limit} USD a form is no market purchase: split it or declare general trade.",
    ),
    severity="error",
    limit=Parameter("150000", ("每份报关单的限值", "limit of one form"), unit="USD"),
)
_enter(
    NOT_CONVERTED,
    (
        "没有当日汇率，无法与市场采购限值比较",
        "Without the exchange rate of the day the limit of market purchase cannot be checked",
    ),
    (
        "请综试区办公室导入当月海关汇率（import_exchange_rates）后重新登记。",
        "Let the zone office import customs' exchange rates of the month, then record it again.",
    ),
)
_enter(
    FIRM_UNKNOWN,
    (
        "市场采购的代理企业或经营户不在市场主体登记中",
        "A trader or stall of a market purchase is not in the market's register",
    ),
    (
        "请向市场主办方办理登记，或请平台管理员更新市场主体登记。",
        "Register with the market, or let the site's staff bring the register up to date.",
    ),
)
_enter(
    ORDER_UNKNOWN,
    (
        "市场采购对应的线上订单尚未报送到本平台",
        "An online order behind a market purchase has not been sent here",
    ),
    (
        "请电商企业报送该出口订单（CEB303）；报送后自动对应。",
        "Let the seller send the export order (CEB303); it is linked by itself then.",
    ),
    basis="综试区线上综合服务平台接口规范",
)
_enter(
    NO_ORDER,
    (
        "市场采购申报没有对应的线上订单",
        "A market purchase names no online order",
    ),
    (
        "经跨境电商平台成交的，请补充对应的订单编号；线下成交的无须处理。",
        "Name the orders where it was sold through a platform; sold offline, nothing is needed.",
    ),
    basis="综试区线上综合服务平台接口规范",
)


@dataclass(frozen=True, slots=True)
class MarketCase:
    """A declaration: its worth, its firms, its online orders as (seller's code, order number)."""

    number: str
    value: Decimal
    currency: str
    trader_code: str
    seller_code: str
    orders: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MarketLaw:
    """What a day knows: renminbi per unit of each currency, firms of the market in force, and which
    of the orders are here."""

    settings: Settings
    rates: Mapping[str, Decimal]
    firms: Collection[str]
    known_orders: Collection[tuple[str, str]] = field(default_factory=frozenset)


def in_dollars(value: Decimal, currency: str, rates: Mapping[str, Decimal]) -> Decimal | None:
    """A value in US dollars, in cents; None where a rate is missing."""
    if currency == DOLLAR:
        return rounded(value)
    own, dollar = rates.get(currency), rates.get(DOLLAR)
    return None if own is None or dollar is None else rounded(value * own / dollar)


def judge_market(case: MarketCase, law: MarketLaw) -> list[Finding]:
    """Everything to be said about a declaration, by code."""
    return [found for found in _found(case, law) if law.settings.of(found.code) != "off"]


def _found(case: MarketCase, law: MarketLaw) -> Iterator[Finding]:
    worth = in_dollars(case.value, case.currency, law.rates)
    limit = law.settings.parameters[ABOVE_LIMIT].limit
    if worth is None:
        yield _finding(NOT_CONVERTED, law, ("currency", case.currency))
    elif worth > limit:
        yield _finding(ABOVE_LIMIT, law, ("goodsValue", f"{worth}"), limit=f"{limit:,f}")
    for code in dict.fromkeys((case.trader_code, case.seller_code)):
        if code not in law.firms:
            yield _finding(FIRM_UNKNOWN, law, ("ebcCode", code))
    for order in case.orders:
        if order not in law.known_orders:
            yield _finding(ORDER_UNKNOWN, law, ("orderNo", order[1]))
    if not case.orders:
        yield _finding(NO_ORDER, law)


def _finding(
    code: str, law: MarketLaw, seen: tuple[str, str] | None = None, **params: str
) -> Finding:
    severity: Severity = "warning" if law.settings.of(code) == "warning" else "error"
    evidence = (Evidence("CEB303", {}, seen[0], None, seen[1]),) if seen else ()
    return Finding(code, severity, evidence, RULES[code].responsible, params)
