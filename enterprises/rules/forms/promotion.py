"""The form of a promotion filing (促销备案); the goods and their prices are its lines.

Basis: implementation plan of the zone (promotion plans and prices are filed with customs ahead)
and the practice that a price below the filed one needs a reason and a proof.
"""

from collections.abc import Sequence
from typing import Final

from enterprises.rules.forms.registry import register
from enterprises.rules.forms.shape import Field, Form, Section, Tick

PROMOTION: Final = "promotion"
CUSTOMS: Final = "customs"
PLAN: Final = "综试区实施方案：促销方案和相关商品价格提前备案"

REASONS: Final = (
    ("season", "节日或平台大促", "Shopping festival"),
    ("short_life", "临近保质期", "Short remaining shelf life"),
    ("damaged", "包装破损", "Damaged package"),
    ("clearance", "清仓换季", "Clearance"),
    ("launch", "新品推广", "Launch of a new article"),
    ("other", "其他", "Other"),
)

SECTION: Final = Section(
    "promotion",
    "促销活动",
    "Campaign",
    (
        Field("campaign", "活动名称", "Campaign", "text", required=True, max_length=100),
        Field("platform", "销售平台", "Platform", "text", required=True, max_length=100),
        Field("shop_url", "活动页面网址", "Page of the campaign", "url", required=True, basis=PLAN),
        Field("starts", "开始日期", "First day", "date", required=True, not_before="today"),
        Field("ends", "结束日期", "Last day", "date", required=True, not_before="today"),
        Field("peak_orders", "预计日最高订单量", "Expected orders on the peak day", "number"),
        Field("reason", "促销理由", "Reason", "choice", choices=REASONS),
        Field("explanation", "理由说明", "Explanation", "longtext", max_length=500),
        Field(
            "proof",
            "价格证明（活动页面截图、原价与促销价）",
            "Proof of the prices (screenshot of the page)",
            "file",
            many=True,
        ),
    ),
    basis=PLAN,
    help_zh="促销价低于备案价格时，须填写理由并上传价格证明；高于备案价格可直接销售。",
    help_en="A price below the filed one needs a reason and a proof; a higher one is free.",
    tick=(
        Tick(
            "promotion_prices",
            "已核对备案价格、促销价格与活动期限",
            "Filed prices, promotion prices and period were checked",
            PLAN,
            CUSTOMS,
        ),
    ),
)


def promotion_form(_kinds: Sequence[str]) -> Form:
    """The form of every promotion filing: customs decides before the sale begins."""
    return Form(PROMOTION, (SECTION,), stages=(CUSTOMS,), departments=(CUSTOMS, "commerce"))


register(PROMOTION, promotion_form)
