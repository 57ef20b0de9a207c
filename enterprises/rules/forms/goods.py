"""The form of a goods filing (商品备案); the goods themselves are its lines.

Basis: GACC announcement 2018-194 (goods of retail import), announcement 2022-7 (positive list),
joint notice 商财发〔2018〕486号 (quality and risk notice).
"""

from collections.abc import Sequence
from typing import Final

from enterprises.rules.forms.registry import register
from enterprises.rules.forms.shape import Field, Form, Section, Tick

GOODS: Final = "goods"
CUSTOMS: Final = "customs"
LIST_BASIS: Final = "财政部等8部门公告2022年第7号"
QUALITY: Final = "商财发〔2018〕486号"

IMPORT: Final = "import"
EXPORT: Final = "export"
DIRECTIONS: Final = (
    (IMPORT, "零售进口", "Retail import"),
    (EXPORT, "出口", "Export"),
)

SECTION: Final = Section(
    "goods",
    "备案批次",
    "Batch",
    (
        Field(
            "title",
            "批次名称",
            "Name of the batch",
            "text",
            required=True,
            max_length=100,
            help_zh="便于日后查找，例如“2026年第四季度新品”",
            help_en="To find it again, for example “new articles, fourth quarter of 2026”",
        ),
        Field(
            "direction",
            "进出口",
            "Direction",
            "choice",
            required=True,
            choices=DIRECTIONS,
            help_zh="零售进口商品按正面清单检查",
            help_en="Goods for retail import are held against the positive list",
        ),
        Field("platform", "销售平台", "Platform", "text", max_length=100),
        Field(
            "quality",
            "已核实商品质量安全并备有中文电子标签",
            "Quality was checked and a Chinese e-label is ready",
            "yes_no",
            required=True,
            basis=QUALITY,
        ),
        Field(
            "papers",
            "商品资料（标签、成分、授权）",
            "Papers (labels, ingredients, authorisation)",
            "file",
            many=True,
        ),
    ),
    basis=LIST_BASIS,
    tick=(
        Tick(
            "goods_classified",
            "已核对商品归类、法定计量单位与原产国",
            "Classification, statutory units and origin were checked",
            "海关进出口税则",
            CUSTOMS,
        ),
        Tick(
            "goods_listed",
            "已对照正面清单及备注",
            "Goods were held against the positive list and its notes",
            LIST_BASIS,
            CUSTOMS,
        ),
    ),
)


def goods_form(_kinds: Sequence[str]) -> Form:
    """The form of every goods filing: customs decides, market supervision receives it too."""
    return Form(GOODS, (SECTION,), stages=(CUSTOMS,), departments=(CUSTOMS, "market"))


register(GOODS, goods_form)
