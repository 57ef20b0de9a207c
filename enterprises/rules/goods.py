"""Whether the goods of a filing are what tariff, code tables and positive list say (商品备案)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from enterprises.rules.findings import LineFinding, caution, error, note
from enterprises.rules.forms.goods import EXPORT, IMPORT
from enterprises.rules.goods_lines import GoodsLine
from reference.facts import CodeTable, CodeTables, PositiveList
from zone_portal.kernel.barcodes import gtin_problem

MODES: Final[Mapping[str, tuple[str, ...]]] = {
    IMPORT: ("9610", "1210", "1239"),
    EXPORT: ("9610", "1210", "9710", "9810"),
}
"""The modes of each direction (modes.md: 1239 imports only, 9710 and 9810 export only)."""

BONDED: Final = frozenset({"1210", "1239"})
KILOGRAM: Final = "035"
NO_BARCODE: Final = frozenset({"", "无"})
"""What the messages write for goods without a bar code."""


def check_goods(
    line: GoodsLine, direction: str, tables: CodeTables, listed: PositiveList
) -> list[LineFinding]:
    """Everything to say about one line by itself; ``direction`` is import or export."""
    found = [
        *_tariff(line, tables),
        *_coded(line, tables),
        *_barcode(line),
        *_money(line, direction),
        *_modes(line, direction),
    ]
    if direction == IMPORT:
        found += _listed(line, listed)
    return found


def repeated_skus(lines: Iterable[GoodsLine]) -> dict[int, LineFinding]:
    """The finding of each line (by its number) whose SKU stands on an earlier line already."""
    first: dict[str, int] = {}
    found: dict[int, LineFinding] = {}
    for line in lines:
        if not line.sku:
            continue
        earlier = first.setdefault(line.sku, line.line)
        if earlier != line.line:
            found[line.line] = error(
                "sku",
                "sku_twice",
                line.sku,
                f"货号与第{earlier}行重复",
                f"the SKU stands on line {earlier} already",
            )
    return found


def sku_elsewhere(sku: str, number: str) -> LineFinding:
    """The note on a line whose SKU is in force from another filing called ``number``."""
    return note(
        "sku",
        "sku_in_force",
        sku,
        f"该货号已备案（{number}），本次通过后由本行代替",
        f"this SKU is in force ({number}); the new line replaces it once approved",
    )


def sku_pending(sku: str) -> LineFinding:
    """The finding on a line whose SKU waits for a decision in another filing."""
    return error(
        "sku",
        "sku_pending",
        sku,
        "该货号正在另一份备案中审核，请等待结果或先撤回",
        "another filing with this SKU is being reviewed: wait for it or withdraw it",
    )


def _tariff(line: GoodsLine, tables: CodeTables) -> Iterator[LineFinding]:
    code, hs = line.hs_code, tables.hs
    if not code:
        return
    if not (code.isascii() and code.isdigit() and len(code) == 10):
        yield error("hs_code", "form", code, "商品编码应为10位数字", "an HS code has ten digits")
        return
    units = hs.units.get(code)
    doubt = error if hs.complete else caution
    if units is None:
        yield doubt(
            "hs_code",
            "hs_unknown",
            code,
            f"税则（{hs.as_of}版）中没有该商品编码，请按当年税则核对",
            f"the tariff of {hs.as_of} lacks this code; check the tariff of the year",
        )
        return
    for field, given, right in (
        ("unit1", line.unit1, units[0]),
        ("unit2", line.unit2, units[1]),
    ):
        if given != right:
            yield doubt(
                field,
                "unit_of_tariff",
                given,
                f"税则（{hs.as_of}版）规定为{right or '无'}",
                f"the tariff of {hs.as_of} says {right or 'none'}",
            )


def _coded(line: GoodsLine, tables: CodeTables) -> Iterator[LineFinding]:
    yield from _known("unit", line.unit, tables.units, ("计量单位", "unit of measure"))
    yield from _known("unit1", line.unit1, tables.units, ("计量单位", "unit of measure"))
    yield from _known("unit2", line.unit2, tables.units, ("计量单位", "unit of measure"))
    yield from _known("origin", line.origin, tables.countries, ("国别（地区）", "country"))
    yield from _known("currency", line.currency, tables.currencies, ("币制", "currency"))


def _known(
    field: str, code: str, table: CodeTable, words: tuple[str, str]
) -> Iterator[LineFinding]:
    if not code or code in table:
        return
    zh, en = words
    if not (code.isascii() and code.isdigit() and len(code) == 3):
        yield error(field, "form", code, f"{zh}应为3位数字代码", f"a {en} has three digits")
    else:
        doubt = error if table.complete else caution
        yield doubt(field, "code_unknown", code, f"未知的{zh}代码", f"is no known {en}")


def _barcode(line: GoodsLine) -> Iterator[LineFinding]:
    if line.barcode in NO_BARCODE:
        return
    problem = gtin_problem(line.barcode)
    if problem == "form":
        yield error(
            "barcode",
            "form",
            line.barcode,
            "条形码应为8、12、13或14位数字；没有则留空",
            "a bar code has 8, 12, 13 or 14 digits; leave it empty where there is none",
        )
    elif problem:
        yield error(
            "barcode",
            "check_digit",
            line.barcode,
            "条形码校验位错误",
            "the check digit of the bar code is wrong",
        )


def _money(line: GoodsLine, direction: str) -> Iterator[LineFinding]:
    if line.price is not None and not line.currency:
        yield error("currency", "missing", "", "请填写币制", "the price needs a currency")
    if line.price is None and line.currency:
        yield caution("price", "missing", "", "有币制而无备案价格", "a currency without a price")
    if line.price is None and not line.currency and direction == IMPORT:
        yield caution(
            "price",
            "price_missing",
            "",
            "未填备案价格，日后促销无从比较",
            "without a filed price no promotion can be compared with it",
        )


def _modes(line: GoodsLine, direction: str) -> Iterator[LineFinding]:
    allowed = MODES.get(direction, ())
    for mode in line.modes:
        if mode not in allowed:
            yield error(
                "modes",
                "mode_of_direction",
                mode,
                f"监管方式应为{'、'.join(allowed)}",
                f"the mode should be one of {', '.join(allowed)}",
            )


def _listed(line: GoodsLine, listed: PositiveList) -> Iterator[LineFinding]:
    """The positive list: whether it holds the goods, in which modes, with which notes."""
    code = line.hs_code[:8]
    if len(code) < 8:
        return
    item = listed.items.get(code)
    if item is None:
        doubt = error if listed.complete else caution
        yield doubt(
            "hs_code",
            "not_listed",
            code,
            "不在正面清单内" if listed.complete else "本平台的正面清单（不完整）未列此税目，请核对",
            "is not on the positive list"
            if listed.complete
            else "is not in the (incomplete) positive list here: check the official one",
        )
        return
    wrong = [mode for mode in line.modes if item.modes and mode not in item.modes]
    if wrong:
        only = (
            "仅限网购保税商品" if item.modes <= BONDED else f"仅限{'、'.join(sorted(item.modes))}"
        )
        yield error(
            "modes",
            "mode_not_listed",
            " ".join(wrong),
            f"正面清单：{only}",
            f"the positive list allows {', '.join(sorted(item.modes))} only",
        )
    if item.note:
        yield note(
            "hs_code",
            "list_note",
            code,
            f"正面清单备注：{item.note}",
            f"Note of the list: {item.note}",
        )
    if item.limit is None:
        return
    limit = f"{item.limit.normalize():f}"
    by_weight = item.limit_unit == KILOGRAM
    zh, en = (
        ("千克", "kg") if by_weight else (f"（单位{item.limit_unit}）", f"(unit {item.limit_unit})")
    )
    yield note(
        "hs_code",
        "yearly_limit",
        code,
        f"每人每年限量{limit}{zh}",
        f"a person may buy {limit} {en} a year",
    )
    if not by_weight:
        return
    if line.net_weight is None:
        yield error(
            "net_weight",
            "missing",
            "",
            "该商品按重量限购，请填写净重",
            "these goods are limited by weight: the net weight is needed",
        )
    elif line.net_weight > item.limit:
        yield error(
            "net_weight",
            "over_limit",
            str(line.net_weight),
            f"单件净重超过每人每年限量{limit}千克",
            f"one piece exceeds the yearly limit of {limit} kg",
        )
