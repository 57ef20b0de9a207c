"""Whether a promotion may be filed as it is (促销备案): its prices, its reason, its days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from enterprises.rules.findings import LineFinding, caution, error, note
from enterprises.rules.goods_lines import LONGEST, read_number
from enterprises.rules.registration import Problem
from zone_portal.kernel.periods import parse_day
from zone_portal.kernel.rules import Text

FIELDS: Final[Mapping[str, Text]] = {
    "sku": ("商品货号", "SKU"),
    "price": ("促销价格", "Promotion price"),
    "quantity": ("预计销量", "Expected quantity"),
}
"""The columns of a file and of the form; name, filed price and currency come from the goods."""

MOST_PIECES: Final = 2_000_000_000
UPCOMING: Final = "upcoming"
RUNNING: Final = "running"
CLOSED: Final = "closed"


@dataclass(frozen=True, slots=True)
class FiledPrice:
    """What is filed of a SKU: ``price`` in ``currency``, None where none was filed."""

    name: str
    price: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class PromotionLine:
    """One promoted article; ``price`` is in the currency of the filed price."""

    line: int
    sku: str
    price: Decimal | None
    quantity: int | None


def read_promotion_line(
    values: Mapping[str, str], line: int
) -> tuple[PromotionLine, list[LineFinding]]:
    """The line written in ``values`` and everything that cannot be read of it."""
    cells = {name: values.get(name, "").strip() for name in FIELDS}
    found = [
        error(name, "missing", "", f"请填写{FIELDS[name][0]}", f"{FIELDS[name][1]} is needed")
        for name, cell in cells.items()
        if not cell
    ]
    if len(cells["sku"]) > LONGEST["sku"]:
        found.append(error("sku", "too_long", cells["sku"], "货号过长", "the SKU is too long"))
    price, wrong = read_number("price", cells["price"], FIELDS["price"])
    found += wrong
    quantity = _pieces(cells["quantity"])
    if cells["quantity"] and quantity is None:
        zh, en = "预计销量应为大于零的整数", "the expected quantity is a whole number above zero"
        found.append(error("quantity", "number", cells["quantity"], zh, en))
    return PromotionLine(line, cells["sku"], price, quantity), found


def check_promotion(line: PromotionLine, filed: FiledPrice | None) -> list[LineFinding]:
    """What is to say about a line, given what is filed of its SKU (None = nothing in force)."""
    if not line.sku:
        return []
    if filed is None:
        zh, en = "该货号没有生效的商品备案", "no filed goods with this SKU are in force"
        return [error("sku", "sku_not_filed", line.sku, zh, en)]
    if line.price is None:
        return []
    if filed.price is None:
        zh, en = "商品备案中没有价格，无法比较", "no price was filed for this SKU to compare with"
        return [caution("sku", "price_not_filed", line.sku, zh, en)]
    return _compared(line.price, filed.price)


def below_filed(findings: Iterable[LineFinding]) -> bool:
    """Whether any of the findings says that a price is below the filed one or not comparable."""
    return any(finding.code in {"below_filed", "price_not_filed"} for finding in findings)


def repeated(lines: Iterable[PromotionLine]) -> dict[int, LineFinding]:
    """The finding of each line (by its number) whose SKU stands on an earlier line already."""
    first: dict[str, int] = {}
    found: dict[int, LineFinding] = {}
    for line in lines:
        earlier = first.setdefault(line.sku, line.line)
        if line.sku and earlier != line.line:
            zh, en = f"货号与第{earlier}行重复", f"the SKU stands on line {earlier} already"
            found[line.line] = error("sku", "sku_twice", line.sku, zh, en)
    return found


def campaign_problems(
    values: Mapping[str, Any], attachments: Mapping[str, int], *, below: bool
) -> Iterator[Problem]:
    """What is wrong with the campaign beyond its single fields; ``below`` says that a price lies
    below the filed one, which needs a reason and a proof."""
    starts, ends = parse_day(values.get("starts") or ""), parse_day(values.get("ends") or "")
    if starts and ends and ends < starts:
        yield Problem(
            "ends",
            "period",
            ends.isoformat(),
            "结束日期不能早于开始日期",
            "the last day may not lie before the first",
        )
    if not below:
        return
    if not values.get("reason"):
        yield Problem(
            "reason",
            "reason_needed",
            "",
            "有商品低于备案价格，请选择促销理由",
            "a price lies below the filed one: give a reason",
        )
    if not attachments.get("proof"):
        yield Problem(
            "proof",
            "proof_needed",
            "",
            "有商品低于备案价格，请上传价格证明",
            "a price lies below the filed one: attach a proof",
        )


def phase(starts: date, ends: date, on: date) -> str:
    """Where an approved campaign stands on a day: upcoming, running or closed."""
    if on < starts:
        return UPCOMING
    return RUNNING if on <= ends else CLOSED


PHASES: Final[Mapping[str, Text]] = {
    UPCOMING: ("未开始", "Upcoming"),
    RUNNING: ("进行中", "Running"),
    CLOSED: ("已结束", "Closed"),
}


def _compared(price: Decimal, filed: Decimal) -> list[LineFinding]:
    if price < filed:
        share = (filed - price) * 100 / filed
        return [
            caution(
                "price",
                "below_filed",
                str(price),
                f"低于备案价格{share:.1f}%，须有理由和价格证明",
                f"{share:.1f}% below the filed price: needs a reason and a proof",
            )
        ]
    if price > filed:
        zh, en = "高于备案价格，可直接销售", "above the filed price: may be sold freely"
        return [note("price", "above_filed", str(price), zh, en)]
    return []


def _pieces(text: str) -> int | None:
    digits = text.replace(",", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 10:
        return None
    return int(digits) if 0 < int(digits) <= MOST_PIECES else None
