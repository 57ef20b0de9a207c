"""Law and purchases for tests of taxes."""

from datetime import date
from decimal import Decimal
from typing import Any

from taxation.constants import RETAIL_IMPORT
from taxation.facts import Goods, Purchase, Rate, Terms, Treatment

HS_CODE = "9503006000"
DAY = date(2026, 11, 20)
RETAIL = Treatment(RETAIL_IMPORT, "财关税〔2018〕49号", True, date(2019, 1, 1))


def terms(**changes: Any) -> Terms:
    """The figures of 2026."""
    given: dict[str, Any] = {
        "on": DAY,
        "single": Decimal(5000),
        "yearly": Decimal(26000),
        "retail_duty": Decimal(0),
        "share": Decimal("0.7"),
    }
    return Terms(**{**given, **changes})


def rate(**changes: Any) -> Rate:
    """Ordinary goods: 10 % duty, 13 % VAT, no consumption tax."""
    given: dict[str, Any] = {
        "hs_code": HS_CODE,
        "valid_from": date(2019, 4, 1),
        "duty": Decimal("0.10"),
        "vat": Decimal("0.13"),
        "consumption": Decimal(0),
        "source": "示例",
        "verified": True,
    }
    return Rate(**{**given, **changes})


def goods(price: str = "100", gnum: int = 1, **changes: Any) -> Goods:
    """One article of the ordinary goods."""
    return Goods(gnum, changes.pop("hs_code", HS_CODE), Decimal(price), **changes)


def purchase(*lines: Goods, **changes: Any) -> Purchase:
    """An order of somebody who has used nothing yet."""
    given: dict[str, Any] = {"used": Decimal(0)}
    return Purchase(lines or (goods(),), **{**given, **changes})
