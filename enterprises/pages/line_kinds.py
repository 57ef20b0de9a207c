"""The filings that have lines of their own: what a line holds and how the pages write it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.models import FiledGoods, PromotionLine
from enterprises.pages.labels import language
from enterprises.rules import goods_lines, promotions
from enterprises.rules.forms.goods import GOODS
from enterprises.rules.forms.promotion import PROMOTION
from enterprises.rules.goods import MODES
from enterprises.services.goods import editing as goods_editing
from enterprises.services.promotions import editing as promotion_editing
from reference.selectors import label
from zone_portal.framework.lists import Field
from zone_portal.framework.templatetags.portal import money
from zone_portal.kernel.rules import Text, language_index

Words = str | Promise


@dataclass(frozen=True, slots=True)
class LineKind:
    """One kind of lines: ``fields`` are entered (code → label), ``tables`` the code table a field
    looks into, ``columns`` are shown; ``put``, ``drop`` and ``upload`` are the services."""

    type: str
    title: Words
    one: Words
    model: Any
    fields: Mapping[str, Text]
    help: Mapping[str, Words]
    tables: Mapping[str, str]
    needed: frozenset[str]
    columns: tuple[Field, ...]
    sample: Mapping[str, str]
    put: Callable[..., Any]
    drop: Callable[..., int]
    upload: Callable[..., Any]
    cells: Callable[[Any], dict[str, Any]]
    typed: Callable[[Any], dict[str, str]]

    def label_of(self, field: str) -> str:
        """The heading of a field; of none, its own name."""
        text = self.fields.get(field)
        return text[language_index(language())] if text else field


def coded(table: str, code: str) -> str:
    """A code with its name, as lists show it."""
    name = label(table, code, language()) if code else ""
    return f"{code} {name}".strip() if name != code else code


def plain(number: Decimal | None) -> str:
    """A number without the zeros that the column adds; empty for none."""
    return "" if number is None else f"{number.normalize():f}"


def goods_cells(row: FiledGoods) -> dict[str, Any]:
    """A line of goods by column."""
    statutory = [coded("units", unit) for unit in (row.unit1, row.unit2) if unit]
    return {
        "line": row.line,
        "sku": row.sku,
        "name": row.name,
        "gmodel": row.gmodel,
        "hs": row.hs_code,
        "unit": coded("units", row.unit),
        "statutory": " / ".join(statutory),
        "origin": coded("countries", row.origin),
        "barcode": row.barcode,
        "price": row.price,
        "price_said": _price(row),
        "currency": label("currencies", row.currency, language()) if row.currency else "",
        "net_weight": plain(row.net_weight),
        "modes": " ".join(row.modes),
    }


def _price(row: FiledGoods) -> str:
    """The price with currency and unit, as one reads it."""
    if row.price is None:
        return "—"
    currency = label("currencies", row.currency, language()) if row.currency else ""
    unit = label("units", row.unit, language())
    return f"{money(row.price)} {currency}/{unit}"


def _goods_typed(row: FiledGoods) -> dict[str, str]:
    texts = {name: str(getattr(row, name) or "") for name in goods_lines.FIELDS if name != "modes"}
    numbers = {"price": plain(row.price), "net_weight": plain(row.net_weight)}
    return texts | numbers | {"modes": " ".join(row.modes)}


def _promotion_cells(row: PromotionLine) -> dict[str, Any]:
    return {
        "line": row.line,
        "sku": row.sku,
        "name": row.name,
        "filed": row.filed_price,
        "price": row.price,
        "currency": label("currencies", row.currency, language()) if row.currency else "",
        "quantity": row.quantity,
    }


def _promotion_typed(row: PromotionLine) -> dict[str, str]:
    return {"sku": row.sku, "price": plain(row.price), "quantity": str(row.quantity)}


GOODS_LINES: Final = LineKind(
    type=GOODS,
    title=_("商品明细"),
    one=_("商品"),
    model=FiledGoods,
    fields=goods_lines.FIELDS,
    help={
        "sku": _("企业自己的货号，至多30个字符；零售进口清单只放得下20个"),
        "name": _("至多250个字符"),
        "gmodel": _("规格、型号、品牌、包装数量"),
        "hs_code": _("10位数字，按当年税则"),
        "unit": _("成交单位的3位代码，例如 011 件"),
        "unit1": _("两个法定单位都留空时按税则填入"),
        "unit2": _("税则没有第二单位的留空"),
        "origin": _("3位国别（地区）代码，例如 502 美国"),
        "barcode": _("8、12、13或14位数字，没有则留空"),
        "price": _("每一申报单位的价格，促销备案以此比较"),
        "currency": _("3位币制代码，人民币 142"),
        "net_weight": _("每一申报单位的净重；按重量限购的商品必填"),
        "modes": _("9610、1210 等，多个以空格分开"),
    },
    tables={
        "unit": "units",
        "unit1": "units",
        "unit2": "units",
        "origin": "countries",
        "currency": "currencies",
    },
    needed=frozenset(goods_lines.NEEDED),
    columns=(
        Field("sku", _("商品货号"), form="link"),
        Field("name", _("商品名称")),
        Field("hs", _("商品编码"), form="code"),
        Field("origin", _("原产国（地区）")),
        Field("price_said", _("备案价格"), numeric=True),
        Field("modes", _("监管方式")),
    ),
    sample={
        "sku": "DEMO-001",
        "name": "研磨咖啡 250克",
        "gmodel": "250克/袋",
        "hs_code": "0901210000",
        "unit": "011",
        "unit1": "035",
        "origin": "502",
        "barcode": "4006381333931",
        "price": "39.90",
        "currency": "142",
        "net_weight": "0.25",
        "modes": "9610 1210",
    },
    put=goods_editing.put_line,
    drop=goods_editing.drop_lines,
    upload=goods_editing.upload_lines,
    cells=goods_cells,
    typed=_goods_typed,
)
PROMOTION_LINES: Final = LineKind(
    type=PROMOTION,
    title=_("促销商品"),
    one=_("促销商品"),
    model=PromotionLine,
    fields=promotions.FIELDS,
    help={
        "sku": _("须已有生效的商品备案"),
        "price": _("与备案价格同一币制、同一单位"),
        "quantity": _("活动期间预计卖出的数量"),
    },
    tables={},
    needed=frozenset(promotions.FIELDS),
    columns=(
        Field("sku", _("商品货号"), form="link"),
        Field("name", _("商品名称")),
        Field("filed", _("备案价格"), form="money", numeric=True),
        Field("price", _("促销价格"), form="money", numeric=True),
        Field("currency", _("币制")),
        Field("quantity", _("预计销量"), form="count", numeric=True),
    ),
    sample={"sku": "DEMO-001", "price": "29.90", "quantity": "500"},
    put=promotion_editing.put_line,
    drop=promotion_editing.drop_lines,
    upload=promotion_editing.upload_lines,
    cells=_promotion_cells,
    typed=_promotion_typed,
)
KINDS: Final[Mapping[str, LineKind]] = {GOODS: GOODS_LINES, PROMOTION: PROMOTION_LINES}
LINE_FIELDS: Final = frozenset({"goods", "lines"})
"""What problems of the lines name as their field."""


def modes_of(direction: Any) -> tuple[str, ...]:
    """The modes to choose from; without a direction all of them."""
    every = dict.fromkeys(mode for modes in MODES.values() for mode in modes)
    return MODES.get(direction, tuple(every)) if isinstance(direction, str) else tuple(every)
