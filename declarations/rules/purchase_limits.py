"""Acceptance rules of the limits of retail purchases, by import inventory.

The value is what tax is assessed on: goods, freight and insurance. Up to the single limit a
purchase enjoys the reduced taxes. Above it only an order of one single article may use the retail
channel, at full taxes and within the yearly limit; everything else is general trade. One article
is one line with a price, of at most one piece where its unit counts pieces. How much of
the year a buyer has used is another capability's question.
"""

from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final

from declarations.messages.catalogue.import_inventories import InventoryHead621
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import TAX_LIMITS
from taxation.constants import SINGLE_LIMIT, TAXED_IN_FULL, YEARLY_LIMIT
from taxation.rules.law import MEASURES as MEASURING
from taxation.rules.law import TAX_RULES
from zone_portal.kernel.rules import Parameter

SINGLE = Parameter(
    "5000",
    ("单次交易限值", "limit of a single purchase"),
    unit="CNY",
    same_as=(SINGLE_LIMIT, "limit"),
)
YEARLY = Parameter(
    "26000",
    ("年度交易限值", "limit of a person's year"),
    unit="CNY",
    same_as=(YEARLY_LIMIT, "limit"),
)
"""Both figures are those of the taxes: estimate and acceptance can never differ."""
_UNITS = next(rule for rule in TAX_RULES if rule.code == SINGLE_LIMIT).parameters[MEASURING]
MEASURES = _UNITS._replace(same_as=(SINGLE_LIMIT, MEASURING))
"""Units that measure: a quantity in them is no number of articles."""

TOLD_BY_ACCEPTANCE: Final[Mapping[str, str]] = MappingProxyType(
    {"INV-058": SINGLE_LIMIT, "INV-059": TAXED_IN_FULL, "INV-060": YEARLY_LIMIT}
)
"""What a finding of acceptance already says of the limits → the finding of an estimate that would
say it again. Whoever sees both is told by the first only."""


@acceptance(
    "INV-058",
    "CEB621",
    title=(
        "多件商品的购买金额超过单次限值 {limit} 元",
        "Several articles together exceed the single purchase limit of {limit} CNY",
    ),
    remedy=(
        "超过单次限值且不是单件不可分割商品的，不能按跨境电商零售进口申报，"
        "请减少商品或按一般贸易申报。",
        "Above the limit only one single article may be imported as retail: take fewer goods or "
        "declare general trade.",
    ),
    basis=f"{TAX_LIMITS} 第一、二条",
    official="-621005",
    limit=SINGLE,
    measures=MEASURES,
)
def single_purchase_within_limit(
    head: InventoryHead621, lines: Any, param: SimpleNamespace
) -> Holds:
    """Goods, freight and insurance stay within the limit, or there is one single article."""
    return sum(
        [line.totalPrice for line in lines]
    ) + head.freight + head.insuredFee <= param.limit or (
        sum([line.totalPrice > 0 for line in lines]) == 1
        and sum(
            [line.qty for line in lines if line.totalPrice > 0 and line.unit not in param.measures]
        )
        <= 1
    )


@acceptance(
    "INV-059",
    "CEB621",
    title=(
        "单件商品超过单次限值 {limit} 元，按全额征税",
        "A single article above {limit} CNY is taxed in full",
    ),
    remedy=(
        "订单下仅一件商品且在年度限值以内的可以申报，关税、增值税、消费税按货物税率全额征收，"
        "请告知订购人。",
        "It may be declared while it is within the yearly limit, but duty, value added tax and "
        "consumption tax are charged in full: tell the buyer.",
    ),
    basis=f"{TAX_LIMITS} 第二条",
    severity="warning",
    limit=SINGLE,
    measures=MEASURES,
)
def single_article_within_limit(
    head: InventoryHead621, lines: Any, param: SimpleNamespace
) -> Holds:
    """One single article stays within the limit of a single purchase."""
    return (
        sum([line.totalPrice for line in lines]) + head.freight + head.insuredFee <= param.limit
        or sum([line.totalPrice > 0 for line in lines]) != 1
        or sum(
            [line.qty for line in lines if line.totalPrice > 0 and line.unit not in param.measures]
        )
        > 1
    )


@acceptance(
    "INV-060",
    "CEB621",
    title=(
        "购买金额超过个人年度限值 {limit} 元",
        "The purchase alone exceeds a person's yearly limit of {limit} CNY",
    ),
    remedy=(
        "超过年度限值的不能按跨境电商零售进口申报，请按一般贸易申报。",
        "It cannot be imported as retail: declare general trade.",
    ),
    basis=f"{TAX_LIMITS} 第一、二条",
    official="-621018",
    limit=YEARLY,
)
def purchase_within_yearly_limit(
    head: InventoryHead621, lines: Any, param: SimpleNamespace
) -> Holds:
    """Goods, freight and insurance alone stay within the yearly limit."""
    return sum([line.totalPrice for line in lines]) + head.freight + head.insuredFee <= param.limit
