"""What can be computed at all: the form of a purchase, every problem at once."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from taxation.constants import DOCUMENTS, MODES, TAXPAYERS
from taxation.facts import Goods, Purchase
from zone_portal.kernel.errors import PortalError

MOST_LINES: Final = 100
MOST: Final = Decimal(1_000_000_000)
SMALLEST: Final = Decimal("0.00001")

Problem = dict[str, Any]


class PurchaseInvalid(PortalError):
    """A purchase that cannot be computed; details ``problems``: field, code, zh, en."""

    status = 422


def check_purchase(purchase: Purchase) -> None:
    """Refuse what no list could hold.

    :raises PurchaseInvalid: ``purchase_invalid`` with all problems.
    """
    problems = list(problems_of(purchase))
    if problems:
        raise PurchaseInvalid(
            "purchase_invalid",
            details={"problems": problems},
            zh="填写的内容有误，请更正后再试。",
            en="Some of what was entered is wrong: correct it and try again.",
        )


def problems_of(purchase: Purchase) -> Iterator[Problem]:
    """Everything that is wrong, by field; those of lines are ``lines.<index>.<field>``."""
    if not purchase.goods:
        yield _problem("lines", "missing", "请至少填写一行商品", "Enter at least one line")
    if len(purchase.goods) > MOST_LINES:
        text = f"At most {MOST_LINES} lines"
        yield _problem("lines", "too_many", f"最多 {MOST_LINES} 行商品", text)
    if purchase.direction not in {"I", "E"}:
        yield _problem("direction", "unknown", "应为 I（进口）或 E（出口）", "Must be I or E")
    for field, known in (("mode", MODES), ("taxpayer", TAXPAYERS), ("document", DOCUMENTS)):
        if getattr(purchase, field) not in known:
            yield _problem(field, "unknown", "未知的代码", "Unknown code")
    for field in ("freight", "insurance"):
        yield from _amount(field, getattr(purchase, field))
    if purchase.used is not None:
        yield from _amount("used", purchase.used)
    for index, line in enumerate(purchase.goods):
        yield from _line(f"lines.{index}.", line)


def _line(at: str, line: Goods) -> Iterator[Problem]:
    code = line.hs_code
    if not (code.isascii() and code.isdigit() and len(code) == 10):
        yield _problem(f"{at}hs_code", "form", "应为10位商品编码", "Must be ten digits")
    yield from _amount(f"{at}total_price", line.total_price)
    for field, quantity in (("pieces", line.pieces), *line.quantities.items()):
        name = field if field == "pieces" else f"quantities.{field}"
        yield from _amount(f"{at}{name}", quantity, least=SMALLEST)


def _amount(field: str, amount: Decimal, least: Decimal = Decimal(0)) -> Iterator[Problem]:
    if not amount.is_finite() or not least <= amount <= MOST:
        zh = "应为大于 0 的数" if least else "应为不小于 0 的金额"
        en = "Must be above 0" if least else "Must be an amount of at least 0"
        yield _problem(field, "range", f"{zh}，且不超过十亿", f"{en} and at most a billion")
    elif _decimals(amount) > 5:
        yield _problem(field, "decimals", "最多 5 位小数", "At most five decimals")


def _decimals(amount: Decimal) -> int:
    return -int(amount.normalize().as_tuple().exponent)


def _problem(field: str, code: str, zh: str, en: str) -> Problem:
    return {"field": field, "code": code, "zh": zh, "en": en}
