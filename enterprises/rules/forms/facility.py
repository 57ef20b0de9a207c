"""The form of a supervised site, a warehouse or an overseas warehouse (场所仓库备案).

Basis: registration of supervised places by customs (the number is filed here, not given); the
filing of overseas warehouses with customs ended on 2024-12-15 (GACC announcement 2024-167), what
is filed here serves recognition and statistics of the zone.
"""

from collections.abc import Sequence
from typing import Final

from enterprises.constants import FACILITY_KINDS
from enterprises.rules.forms.registry import register
from enterprises.rules.forms.shape import Field, Form, Section, Tick

FACILITY: Final = "facility"
SITE_RULE: Final = "海关监管作业场所登记"
OVERSEAS_RULE: Final = "海关总署公告2024年第167号；公共海外仓认定做法"
ENGLISH: Final = {"site": "Supervised site", "warehouse": "Warehouse", "overseas": "Overseas"}
KINDS: Final = tuple((code, zh, ENGLISH[code]) for code, zh in FACILITY_KINDS)

EQUIPMENT: Final = (
    ("x_ray", "X光机检查设备", "X-ray"),
    ("sorting", "自动分拣线", "Sorting line"),
    ("video", "视频监控（与海关联网）", "Video linked with customs"),
    ("gate", "卡口与地磅", "Gate and weighbridge"),
    ("cold", "冷藏冷冻设备", "Cold storage"),
    ("quarantine", "检疫处理区", "Quarantine area"),
)
SERVICES: Final = (
    ("dropship", "一件代发", "Single-piece dispatch"),
    ("returns", "退换货与重新包装", "Returns and repacking"),
    ("display", "商品展示", "Display"),
    ("repair", "售后维修", "Repair"),
    ("fba", "平台仓补货", "Restocking of platform warehouses"),
)
TENURES: Final = (
    ("owned", "自有", "Owned"),
    ("leased", "租赁", "Leased"),
    ("cooperation", "合作", "Co-operation"),
)

SITE_ONLY: Final = ("kind", "site")
WAREHOUSE_ONLY: Final = ("kind", "warehouse")
OVERSEAS_ONLY: Final = ("kind", "overseas")

KIND: Final = Section(
    "facility",
    "类别与条件",
    "Kind and conditions",
    (
        Field("kind", "类别", "Kind", "choice", required=True, choices=KINDS, disclosed=True),
        Field(
            "customs_number",
            "监管作业场所编号",
            "Customs number of the supervised site",
            "text",
            required=True,
            max_length=30,
            basis=SITE_RULE,
            only_if=SITE_ONLY,
        ),
        Field(
            "equipment",
            "监管设施设备",
            "Equipment",
            "choices",
            required=True,
            choices=EQUIPMENT,
            basis=SITE_RULE,
            only_if=SITE_ONLY,
        ),
        Field(
            "book_number",
            "海关账册编号",
            "Number of the customs account book",
            "text",
            max_length=30,
            only_if=WAREHOUSE_ONLY,
            help_zh="区内保税仓库填写；普通仓库不填",
            help_en="For bonded warehouses; leave empty otherwise",
        ),
        Field(
            "wms_linked",
            "仓储管理系统与海关联网",
            "Warehouse system linked with customs",
            "yes_no",
            required=True,
            only_if=WAREHOUSE_ONLY,
        ),
        Field(
            "video_linked",
            "视频监控与海关联网",
            "Video linked with customs",
            "yes_no",
            required=True,
            only_if=WAREHOUSE_ONLY,
        ),
        Field(
            "operator_abroad",
            "境外运营主体",
            "Operating firm abroad",
            "text",
            required=True,
            only_if=OVERSEAS_ONLY,
        ),
        Field(
            "holding",
            "本企业直接或间接持股比例（%）",
            "Direct or indirect holding (%)",
            "number",
            required=True,
            only_if=OVERSEAS_ONLY,
            basis=OVERSEAS_RULE,
        ),
        Field(
            "investment_certificate",
            "企业境外投资证书编号",
            "Number of the certificate of investment abroad",
            "text",
            required=True,
            max_length=40,
            only_if=OVERSEAS_ONLY,
            basis=OVERSEAS_RULE,
        ),
        Field(
            "system",
            "仓储管理系统（WMS）",
            "Warehouse system (WMS)",
            "text",
            required=True,
            only_if=OVERSEAS_ONLY,
        ),
        Field(
            "services",
            "提供的服务",
            "Services",
            "choices",
            required=True,
            choices=SERVICES,
            only_if=OVERSEAS_ONLY,
        ),
        Field(
            "standards_url",
            "服务时效与收费标准网址",
            "Page of service times and fees",
            "url",
            only_if=OVERSEAS_ONLY,
        ),
        Field(
            "public_use",
            "向其他企业开放（公共海外仓）",
            "Open to other firms (public overseas warehouse)",
            "yes_no",
            required=True,
            only_if=OVERSEAS_ONLY,
            disclosed=True,
        ),
    ),
    basis=f"{SITE_RULE}；{OVERSEAS_RULE}",
    help_zh="先选类别，再填该类别的条件。",
    help_en="Choose the kind; what it asks for appears below.",
    tick=(
        Tick(
            "facility_place",
            "已核对场地权属、面积与设施",
            "Tenure, area and equipment were checked",
            SITE_RULE,
        ),
        Tick(
            "facility_abroad",
            "海外仓：已核对境外投资证书、持股比例与系统",
            "Overseas warehouse: certificate, holding and system were checked",
            OVERSEAS_RULE,
        ),
    ),
)
PLACE: Final = Section(
    "place",
    "场地情况",
    "The place",
    (
        Field("name", "名称", "Name", "text", required=True, max_length=100, disclosed=True),
        Field("country", "国别（地区）", "Country", "choice", required=True, table="countries"),
        Field("customs", "主管海关", "Customs office", "choice", table="districts"),
        Field(
            "address", "详细地址", "Address", "text", required=True, max_length=300, disclosed=True
        ),
        Field("area", "面积（平方米）", "Area (square metres)", "number", required=True),
        Field("opened_on", "启用日期", "Opened on", "date", required=True, not_after="today"),
        Field("tenure", "权属", "Tenure", "choice", required=True, choices=TENURES),
        Field(
            "valid_until",
            "租赁或登记有效期至",
            "Lease or registration valid until",
            "date",
            not_before="today",
        ),
        Field("manager", "现场负责人", "Manager on site", "name", required=True, personal="name"),
        Field("manager_phone", "联系电话", "Telephone", "phone", required=True, personal="phone"),
        Field(
            "tenure_proof",
            "产权证明或租赁合同",
            "Deed or lease",
            "file",
            required=True,
        ),
    ),
)


def facility_form(_kinds: Sequence[str]) -> Form:
    """The form of every place: the staff of the site decide, customs and commerce receive it."""
    sections = (KIND, PLACE)
    return Form(FACILITY, sections, departments=("customs", "tax", "commerce"))


register(FACILITY, facility_form)
