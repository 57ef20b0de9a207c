"""Who runs places: bonded warehouses, overseas warehouses, supervised sites, parks."""

from typing import Final

from enterprises.rules.forms.kinds.declaring import KindForm, licence
from enterprises.rules.forms.shape import Field, Section, Tick

ZONES: Final = "综合保税区管理办法（海关总署令第256号）"
SITES: Final = "海关监管区管理暂行办法（海关总署令第232号）"
ABROAD: Final = "境外投资管理办法（商务部令2014年第3号）"
WAREHOUSES_ABROAD: Final = "国办发〔2021〕24号"

CUSTOMS_ONLY: Final = frozenset({"customs"})

WAREHOUSE: Final = KindForm(
    "warehouse",
    Section(
        "warehouse",
        "仓储企业（区内企业）",
        "Warehouse in a bonded area",
        (
            Field(
                "bonded_area",
                "所在海关特殊监管区域或保税物流中心",
                "Bonded area",
                "text",
                required=True,
                max_length=100,
                disclosed=True,
                basis=ZONES,
            ),
            Field(
                "account_book",
                "海关账册编号",
                "Customs account book",
                "text",
                required=True,
                max_length=20,
                departments=CUSTOMS_ONLY,
                basis=ZONES,
            ),
            Field(
                "warehouse_area",
                "仓储面积（平方米）",
                "Floor area (m²)",
                "number",
                required=True,
                max_length=12,
            ),
            Field(
                "warehouse_system",
                "仓储管理系统（WMS）名称",
                "Warehouse management system",
                "text",
                required=True,
                max_length=100,
                basis=ZONES,
            ),
            Field(
                "video_link",
                "视频监控已与海关联网",
                "Video linked with customs",
                "yes_no",
                required=True,
                departments=CUSTOMS_ONLY,
                basis=ZONES,
            ),
            Field("warehouse_lease", "场地产权或租赁证明", "Title or lease", "file", required=True),
        ),
        kind="warehouse",
        basis=ZONES,
        tick=(
            Tick(
                "book_exists",
                "账册有效，系统与海关联网",
                "The account book is in force, the system is linked",
                ZONES,
                stage="customs",
                section="warehouse",
            ),
        ),
    ),
    stages=("customs",),
)

OVERSEAS_WAREHOUSE: Final = KindForm(
    "overseas_warehouse",
    Section(
        "overseas_warehouse",
        "海外仓企业",
        "Overseas warehouse",
        (
            *licence(
                "investment_certificate",
                "企业境外投资证书",
                "certificate of investment abroad",
                ABROAD,
                dated=False,
            ),
            Field(
                "overseas_warehouse_country",
                "海外仓所在国家（地区）",
                "Country",
                "choice",
                required=True,
                table="countries",
                max_length=3,
                disclosed=True,
            ),
            Field(
                "overseas_warehouse_address",
                "海外仓地址",
                "Address of the warehouse",
                "address",
                required=True,
                max_length=200,
            ),
            Field(
                "overseas_warehouse_area",
                "海外仓面积（平方米）",
                "Floor area (m²)",
                "number",
                required=True,
                max_length=12,
            ),
            Field(
                "overseas_warehouse_lease",
                "海外仓产权或租赁合同",
                "Title or lease",
                "file",
                required=True,
            ),
            Field(
                "overseas_warehouse_lease_until",
                "租赁合同有效期至",
                "The lease runs until",
                "date",
                not_before="today",
            ),
            Field(
                "overseas_warehouse_system",
                "仓储信息系统",
                "Information system",
                "text",
                required=True,
                max_length=100,
            ),
            Field("fee_standard", "服务项目与收费标准", "Services and fees", "file"),
        ),
        kind="overseas_warehouse",
        basis=f"{WAREHOUSES_ABROAD}；{ABROAD}",
        help_zh="自2024年12月15日起，海关不再要求海外仓业务备案（海关总署公告2024年第167号）；"
        "此处为商务主管部门的登记。",
        help_en="Since 2024-12-15 customs no longer asks for this filing (GACC 2024-167); "
        "it serves the commerce department.",
        tick=(
            Tick(
                "investment_filed",
                "境外投资已办理备案或核准",
                "The investment abroad is filed or approved",
                ABROAD,
                stage="commerce",
                section="overseas_warehouse",
            ),
        ),
    ),
    stages=("commerce",),
)

SITE: Final = KindForm(
    "site",
    Section(
        "site",
        "监管作业场所经营人",
        "Operator of a supervised site",
        (
            *licence(
                "site_registration",
                "海关监管作业场所登记证明",
                "registration of the supervised site",
                SITES,
            ),
            Field(
                "site_address",
                "场所地址",
                "Address of the site",
                "address",
                required=True,
                max_length=200,
                disclosed=True,
            ),
            Field(
                "site_customs",
                "主管海关",
                "Customs in charge",
                "choice",
                required=True,
                table="districts",
                max_length=4,
                basis=SITES,
            ),
            Field(
                "site_equipment",
                "设备清单（X光机、分拣线、视频监控）",
                "Equipment (X-ray, sorting line, video)",
                "file",
                required=True,
                basis=SITES,
                departments=CUSTOMS_ONLY,
            ),
            Field(
                "site_capacity",
                "日处理能力（件）",
                "Parcels a day",
                "number",
                required=True,
                max_length=9,
            ),
        ),
        kind="site",
        basis=SITES,
        tick=(
            Tick(
                "site_registered",
                "监管作业场所登记有效，设备与清单相符",
                "The site is registered and equipped as listed",
                SITES,
                stage="customs",
                section="site",
            ),
        ),
    ),
    stages=("customs",),
)

PARK: Final = KindForm(
    "park",
    Section(
        "park",
        "园区运营方",
        "Park operator",
        (
            Field(
                "park_name",
                "园区名称",
                "Name of the park",
                "text",
                required=True,
                max_length=100,
                disclosed=True,
            ),
            Field(
                "park_area",
                "建筑面积（平方米）",
                "Floor area (m²)",
                "number",
                required=True,
                max_length=12,
            ),
            Field(
                "park_authorisation",
                "园区运营授权或产权证明",
                "Title or authorisation",
                "file",
                required=True,
            ),
            Field(
                "park_services",
                "为入园企业提供的服务",
                "Services for tenants",
                "longtext",
                required=True,
                max_length=1000,
                disclosed=True,
            ),
        ),
        kind="park",
        basis="综试区建设实施方案",
        tick=(
            Tick(
                "park_authorised",
                "运营方对园区有经营权",
                "The operator has title to the park",
                "综试区建设实施方案",
                section="park",
            ),
        ),
    ),
    receivers=("park",),
)

KINDS: Final = (WAREHOUSE, OVERSEAS_WAREHOUSE, SITE, PARK)
