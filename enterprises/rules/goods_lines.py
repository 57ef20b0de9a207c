"""A line of a goods filing as somebody wrote it, read into numbers and codes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from enterprises.rules.findings import LineFinding, caution, error
from zone_portal.kernel.rules import Text

LONGEST: Final = {"name": 250, "gmodel": 510, "sku": 30, "barcode": 50}
"""Official lengths: itemName C..250, gmodel C..510, itemNo C..30 (orders), barCode C..50."""

LIST_SKU: Final = 20
"""itemNo of the import list (CEB621) is C..20."""

MOST: Final = Decimal(10) ** 14
DECIMALS: Final = 5
"""Quantities and prices of the messages are N19,5."""

FIELDS: Final[Mapping[str, Text]] = {
    "sku": ("商品货号", "SKU"),
    "name": ("商品名称", "Name"),
    "gmodel": ("规格型号", "Specification"),
    "hs_code": ("商品编码", "HS code"),
    "unit": ("申报计量单位", "Unit"),
    "unit1": ("法定计量单位", "Statutory unit"),
    "unit2": ("第二计量单位", "Second unit"),
    "origin": ("原产国（地区）", "Origin"),
    "barcode": ("条形码", "Bar code"),
    "price": ("备案价格", "Filed price"),
    "currency": ("币制", "Currency"),
    "net_weight": ("净重（千克）", "Net weight (kg)"),
    "modes": ("监管方式", "Modes"),
}
"""The columns of a file and of the form, in their order."""

NEEDED: Final = ("sku", "name", "hs_code", "unit", "origin", "modes")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_MODE_GAP: Final = re.compile(r"[\s,，;；/、]+")


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One article: codes as text, ``price`` in ``currency`` for one ``unit``, ``net_weight`` in
    kilograms of one ``unit``."""

    line: int
    sku: str
    name: str
    gmodel: str
    hs_code: str
    unit: str
    unit1: str
    unit2: str
    origin: str
    barcode: str
    price: Decimal | None
    currency: str
    net_weight: Decimal | None
    modes: tuple[str, ...]


def read_goods_line(values: Mapping[str, str], line: int) -> tuple[GoodsLine, list[LineFinding]]:
    """The line written in ``values`` (by the names of ``FIELDS``) and everything that cannot be
    read of it; a number that cannot be read is None."""
    cells = {name: values.get(name, "").strip() for name in FIELDS}
    found = [*_missing(cells), *_texts(cells)]
    numbers: dict[str, Decimal | None] = {}
    for name in ("price", "net_weight"):
        numbers[name], wrong = read_number(name, cells[name], FIELDS[name])
        found += wrong
    modes = tuple(dict.fromkeys(mode for mode in _MODE_GAP.split(cells["modes"]) if mode))
    read = GoodsLine(
        line=line,
        price=numbers["price"],
        net_weight=numbers["net_weight"],
        modes=modes,
        **{name: cells[name] for name in FIELDS if name not in {"price", "net_weight", "modes"}},
    )
    return read, found


def with_statutory_units(line: GoodsLine, units: Mapping[str, tuple[str, str]]) -> GoodsLine:
    """The line with the statutory units of the tariff where it leaves both empty."""
    if line.unit1 or line.unit2 or line.hs_code not in units:
        return line
    unit1, unit2 = units[line.hs_code]
    return replace(line, unit1=unit1, unit2=unit2)


def read_number(name: str, text: str, label: Text) -> tuple[Decimal | None, list[LineFinding]]:
    """A positive number with at most five decimals, or what is wrong with it; empty is None."""
    if not text:
        return None, []
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 < number < MOST:
        zh, en = f"{label[0]}应为大于零的数字", f"{label[1]} should be a number above zero"
        return None, [error(name, "number", text, zh, en)]
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMALS:
        zh = f"{label[0]}最多{DECIMALS}位小数"
        return None, [
            error(name, "decimals", text, zh, f"{label[1]} has at most {DECIMALS} decimals")
        ]
    return number, []


def _missing(cells: Mapping[str, str]) -> Iterator[LineFinding]:
    for name in NEEDED:
        if not cells[name]:
            zh, en = FIELDS[name]
            yield error(name, "missing", "", f"请填写{zh}", f"{en} is needed")


def _texts(cells: Mapping[str, str]) -> Iterator[LineFinding]:
    for name, most in LONGEST.items():
        zh, en = FIELDS[name]
        if len(cells[name]) > most:
            long_zh, long_en = f"{zh}超过{most}个字符", f"{en} has more than {most} characters"
            yield error(name, "too_long", cells[name], long_zh, long_en)
        if _CONTROL.search(cells[name]):
            yield error(
                name,
                "characters",
                "",
                f"{zh}含有换行或控制字符",
                f"{en} holds line breaks or control characters",
            )
    if LIST_SKU < len(cells["sku"]) <= LONGEST["sku"]:
        yield caution(
            "sku",
            "sku_long",
            cells["sku"],
            f"货号超过{LIST_SKU}个字符，零售进口清单中放不下",
            f"an import list holds {LIST_SKU} characters of an article number",
        )
