"""The forms of direct reporting. A form that changes gets a new version; the old one stays, so
that every report is read by the version it was written for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from statistics_app.rules.reporting.checks import jumps, part_of, sums, together, unit_price
from statistics_app.rules.reporting.shape import MONTHLY, QUARTERLY, YEARLY, Figure, Form

_MONEY: Final = ("万元", "10,000 yuan")
_PIECES: Final = ("票", "orders")
_PEOPLE: Final = ("人", "people")
_FIRMS: Final = ("家", "firms")
_AREA: Final = ("平方米", "m²")


def _money(code: str, zh: str, en: str, *, required: bool = True) -> Figure:
    return Figure(code, zh, en, *_MONEY, required=required)


def _count(code: str, zh: str, en: str, unit: tuple[str, str], *, required: bool = True) -> Figure:
    return Figure(code, zh, en, *unit, required=required, places=0)


_KEY: Final = (
    _money("export_value", "出口额", "Export value"),
    _money("export_b2b", "其中 B2B 出口额", "of it B2B"),
    _money("export_b2c", "其中 B2C 出口额", "of it B2C"),
    _count("export_orders", "出口票数", "Export orders", _PIECES),
    _money("import_value", "进口额", "Import value"),
    _count("import_orders", "进口票数", "Import orders", _PIECES),
    _money("other_modes", "以一般贸易等其他方式申报的跨境电商额", "Declared under other modes"),
    _money("fx_receipts", "跨境收汇额", "Foreign exchange received", required=False),
    _count("staff", "从业人员期末人数", "Staff at the end", _PEOPLE),
    _count("warehouses", "海外仓个数", "Overseas warehouses", ("个", "warehouses"), required=False),
)
_LEADING: Final = (
    _money("turnover", "全年跨境电商交易额", "Turnover of the year"),
    _money("export_value", "其中出口额", "of it exports"),
    _money("own_brand", "其中自主品牌销售额", "of it under own brands"),
    _money("research", "研发投入", "Spent on development"),
    _count("staff", "年末从业人员", "Staff at the end", _PEOPLE),
    _count("brands", "自主品牌数", "Own brands", ("个", "brands")),
    _count("markets", "销往国家和地区数", "Countries sold to", ("个", "countries")),
)
_MAIL: Final = (
    _count("parcels_out", "出境邮件快件量", "Parcels out", ("件", "parcels")),
    _count("parcels_in", "进境邮件快件量", "Parcels in", ("件", "parcels")),
    _count("ecommerce_out", "其中跨境电商出境件", "of it e-commerce out", ("件", "parcels")),
    _money("value_out", "跨境电商出境货值", "Value of e-commerce out"),
    Figure("weight_out", "跨境电商出境重量", "Weight of e-commerce out", "吨", "tonnes", places=3),
)
_PARK: Final = (
    Figure("area", "园区建筑面积", "Floor area", *_AREA, places=0),
    Figure("area_let", "已入驻面积", "Area let", *_AREA, places=0),
    _count("firms", "入驻企业数", "Firms", _FIRMS),
    _count("ecommerce_firms", "其中跨境电商企业", "of it e-commerce firms", _FIRMS),
    _count("staff", "从业人员", "Staff", _PEOPLE),
    _money("trade_value", "园区跨境电商交易额", "Turnover of the park"),
    _count("trainings", "培训人次", "People trained", ("人次", "people"), required=False),
)

_FORMS: Final = (
    Form(
        code="KEY-M",
        version=1,
        zh="跨境电商重点企业直报表",
        en="Direct report of key firms",
        purpose_zh="了解重点企业各月进出口和其他方式申报的规模，供全口径测算。",
        purpose_en="Monthly scale of key firms, other modes included, for the full estimate.",
        rhythm=MONTHLY,
        figures=_KEY,
        checks=(
            sums(
                "export_value",
                ("export_b2b", "export_b2c"),
                "出口额应等于 B2B 与 B2C 之和",
                "Exports are the sum of B2B and B2C",
            ),
            together(
                "export_value",
                "export_orders",
                "出口额与票数应同有或同无",
                "Export value and orders go together",
            ),
            together(
                "import_value",
                "import_orders",
                "进口额与票数应同有或同无",
                "Import value and orders go together",
            ),
            jumps(row for row in _KEY if row.code != "warehouses"),
            unit_price(
                "export_value", "export_orders", "出口每票金额（万元）", "Export value per order"
            ),
            unit_price(
                "import_value", "import_orders", "进口每票金额（万元）", "Import value per order"
            ),
        ),
    ),
    Form(
        code="LEAD-Y",
        version=1,
        zh="跨境电商龙头企业年报表",
        en="Yearly report of leading firms",
        purpose_zh="建立龙头企业数据库，反映品牌、投入和市场。",
        purpose_en="The register of leading firms: brands, spending and markets.",
        rhythm=YEARLY,
        due_day=31,
        figures=_LEADING,
        checks=(
            part_of(
                "export_value", "turnover", "出口额不超过交易额", "Exports are part of the turnover"
            ),
            part_of(
                "own_brand",
                "turnover",
                "自主品牌销售额不超过交易额",
                "Own brands are part of the turnover",
            ),
            jumps(_LEADING),
        ),
    ),
    Form(
        code="MAIL-M",
        version=1,
        zh="邮件快件运营单位月报表",
        en="Monthly report of mail and express operators",
        purpose_zh="邮件快件纳入跨境电商统计。",
        purpose_en="Brings mail and express into the statistics of e-commerce.",
        rhythm=MONTHLY,
        kinds=("express", "postal", "logistics"),
        figures=_MAIL,
        checks=(
            part_of(
                "ecommerce_out",
                "parcels_out",
                "跨境电商件不超过出境总量",
                "E-commerce parcels are part of all",
            ),
            together(
                "value_out",
                "ecommerce_out",
                "货值与件数应同有或同无",
                "Value and parcels go together",
            ),
            jumps(_MAIL),
            unit_price("value_out", "ecommerce_out", "每件货值（万元）", "Value per parcel"),
        ),
    ),
    Form(
        code="PARK-Q",
        version=1,
        zh="跨境电商园区季报表",
        en="Quarterly report of parks",
        purpose_zh="反映园区入驻、从业和交易，计算入驻率。",
        purpose_en="Firms, staff and turnover of parks; gives the occupancy.",
        rhythm=QUARTERLY,
        respondents="site",
        due_day=15,
        figures=_PARK,
        checks=(
            part_of(
                "area_let",
                "area",
                "已入驻面积不超过建筑面积",
                "The area let is part of the floor area",
            ),
            part_of(
                "ecommerce_firms",
                "firms",
                "跨境电商企业不超过入驻企业",
                "E-commerce firms are part of all firms",
            ),
            jumps(_PARK),
        ),
    ),
)

FORMS: Final[Mapping[tuple[str, int], Form]] = MappingProxyType(
    {(form.code, form.version): form for form in _FORMS}
)


def form_of(code: str, version: int) -> Form:
    """A form in a version; KeyError where there is none."""
    return FORMS[code, version]


def latest(code: str) -> Form:
    """A form in its newest version; KeyError where there is none."""
    return FORMS[code, max(version for known, version in FORMS if known == code)]


CODES: Final = tuple(dict.fromkeys(form.code for form in _FORMS))
