"""The features of an export record: what each looks at and which class it speaks for. Pure.

A feature either speaks or is silent; what a record does not say is no evidence of anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from statistics_app.constants import B2B, B2B2C, B2C, OTHER
from statistics_app.rules.b2b.parameters import WEIGHT

Text = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Traits:
    """What an export record shows. ``order_type`` is empty where no online order belongs to it.

    ``most`` is the largest quantity of a line, ``pieces`` that of all lines, ``kilograms`` and
    ``units`` the largest statutory quantity in kilograms and in any other unit. ``rmb`` is None
    where a rate was missing. ``short`` and ``long`` count earlier records of the same buyer with
    goods of the same heading in the two windows of the model.
    """

    day: date
    mode: str
    order_type: str = ""
    company: bool = False
    taxed: bool = False
    person: bool = False
    most: Decimal = Decimal(0)
    pieces: Decimal = Decimal(0)
    kilograms: Decimal = Decimal(0)
    units: Decimal = Decimal(0)
    rmb: Decimal | None = None
    short: int = 0
    long: int = 0
    ds_mark: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a version, as text by name."""

    told: Mapping[str, str]

    def number(self, name: str) -> Decimal:
        return Decimal(self.told[name])

    def codes(self, name: str) -> frozenset[str]:
        return frozenset(self.told[name].split())

    def day(self, name: str) -> date:
        return date.fromisoformat(self.told[name])


Ask = Callable[[Traits, Figures], str]
"""What was observed, as text; empty when the feature is silent."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature; ``limit`` names the figure that it compares with, empty for none."""

    code: str
    title: Text
    toward: str
    ask: Ask
    limit: str = ""

    @property
    def weight(self) -> str:
        """The name of its weight among the figures."""
        return f"{WEIGHT}{self.code}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _mode(name: str, since: str = "") -> Ask:
    def ask(one: Traits, figures: Figures) -> str:
        if one.mode not in figures.codes(name) or (since and one.day < figures.day(since)):
            return ""
        return one.mode

    return ask


def _general(*, online: bool) -> Ask:
    def ask(one: Traits, figures: Figures) -> str:
        is_general = one.mode in figures.codes("general_modes")
        return one.mode if is_general and bool(one.order_type) == online else ""

    return ask


def _order(code: str) -> Ask:
    return lambda one, _figures: code if one.order_type == code else ""


def _yes(name: str) -> Ask:
    return lambda one, _figures: "1" if getattr(one, name) else ""


def _at_least(name: str, limit: str) -> Ask:
    def ask(one: Traits, figures: Figures) -> str:
        value = getattr(one, name)
        reached = value is not None and value >= figures.number(limit)
        return _plain(Decimal(value)) if reached else ""

    return ask


def _at_most(name: str, limit: str) -> Ask:
    def ask(one: Traits, figures: Figures) -> str:
        value = getattr(one, name)
        is_small = value is not None and 0 < value <= figures.number(limit)
        return _plain(Decimal(value)) if is_small else ""

    return ask


def _bulk_legal(one: Traits, figures: Figures) -> str:
    if one.kilograms >= figures.number("bulk_kilograms"):
        return f"{_plain(one.kilograms)} kg"
    return _plain(one.units) if one.units >= figures.number("bulk_units") else ""


def _ds_mark(one: Traits, figures: Figures) -> str:
    return "DS" if one.ds_mark and one.day < figures.day("ds_until") else ""


_ALL: Final = (
    Feature(
        "mode_direct", ("监管方式为B2B直接出口", "Mode of direct B2B export"), B2B,
        _mode("direct_modes", "modes_from"),
    ),
    Feature(
        "mode_warehouse", ("监管方式为出口海外仓", "Mode of overseas warehouses"), B2B2C,
        _mode("warehouse_modes", "modes_from"),
    ),
    Feature(
        "mode_retail", ("监管方式为零售出口", "Mode of retail export"), B2C, _mode("retail_modes")
    ),
    Feature(
        "mode_zone", ("监管方式为特殊区域出口", "Mode of special zones"), B2B2C,
        _mode("zone_modes"),
    ),
    Feature(
        "general_online", ("一般贸易，有线上订单", "General trade, ordered online"), B2B,
        _general(online=True),
    ),
    Feature(
        "general_offline", ("一般贸易，没有线上订单", "General trade, not ordered online"), OTHER,
        _general(online=False),
    ),
    Feature("order_b", ("订单类型为B2B", "Order of type B2B"), B2B, _order("B")),
    Feature(
        "order_w", ("订单类型为海外仓订仓单", "Booking of an overseas warehouse"), B2B2C,
        _order("W"),
    ),
    Feature("order_e", ("订单类型为B2C", "Order of type B2C"), B2C, _order("E")),
    Feature(
        "buyer_company", ("备注中的买家是企业", "A remark names a company as buyer"), B2B,
        _yes("company"),
    ),
    Feature(
        "buyer_taxed", ("备注中有买家税号", "A remark has the buyer's tax number"), B2B,
        _yes("taxed"),
    ),
    Feature(
        "buyer_person", ("买家持个人证件", "The buyer shows a personal document"), B2C,
        _yes("person"),
    ),
    Feature(
        "bulk_line", ("单项商品数量大", "Large quantity of one line"), B2B,
        _at_least("most", "bulk_pieces"), "bulk_pieces",
    ),
    Feature(
        "bulk_legal", ("法定计量单位数量大", "Large statutory quantity"), B2B, _bulk_legal
    ),
    Feature(
        "few_pieces", ("商品总数量少", "Few pieces in all"), B2C,
        _at_most("pieces", "few_pieces"), "few_pieces",
    ),
    Feature(
        "high_value", ("货值高（元）", "High value (RMB)"), B2B, _at_least("rmb", "high_value"),
        "high_value",
    ),
    Feature(
        "low_value", ("货值低（元）", "Low value (RMB)"), B2C, _at_most("rmb", "low_value"),
        "low_value",
    ),
    Feature(
        "repeat_short", ("短窗口内同买家同品目重复", "Same buyer and heading, short window"), B2B,
        _at_least("short", "repeat_short"), "repeat_short",
    ),
    Feature(
        "repeat_long", ("长窗口内同买家同品目重复", "Same buyer and heading, long window"), B2B,
        _at_least("long", "repeat_long"), "repeat_long",
    ),
    Feature("ds_mark", ("有DS标识", "Carries the DS mark"), B2B, _ds_mark),
)  # fmt: skip
FEATURES: Final[Mapping[str, Feature]] = MappingProxyType({one.code: one for one in _ALL})
