"""Who serves the others: comprehensive services, providers, finance and insurance, laboratories."""

from typing import Final

from enterprises.rules.forms.kinds.declaring import KindForm, licence
from enterprises.rules.forms.shape import Field, Section, Tick

TRADE_SERVICE: Final = "商贸函〔2017〕759号"
ACCREDITATION: Final = "检验检测机构资质认定管理办法"

SERVICE_KINDS: Final = (
    ("customs", "通关服务", "Customs services"),
    ("tax", "财税服务", "Tax and accounting"),
    ("brand", "品牌与营销", "Brand and marketing"),
    ("training", "人才培训", "Training"),
    ("software", "系统与技术", "Systems"),
    ("legal", "法律与知识产权", "Law and intellectual property"),
    ("operation", "代运营", "Operating shops for others"),
)

FOREIGN_TRADE_SERVICE: Final = KindForm(
    "foreign_trade_service",
    Section(
        "foreign_trade_service",
        "外贸综合服务企业",
        "Foreign-trade service enterprise",
        (
            Field(
                "customs_grade",
                "海关信用等级",
                "Customs credit grade",
                "choice",
                required=True,
                basis="海关注册登记和备案企业信用管理办法",
                choices=(("aeo", "高级认证企业", "AEO"), ("regular", "常规管理企业", "Regular")),
            ),
            Field(
                "refund_class",
                "出口退税管理类别",
                "Class for export refund",
                "choice",
                required=True,
                departments=frozenset({"tax", "customs", "commerce"}),
                basis="国家税务总局公告2017年第35号",
                choices=(
                    ("1", "一类", "Class 1"),
                    ("2", "二类", "Class 2"),
                    ("3", "三类", "Class 3"),
                    ("4", "四类", "Class 4"),
                ),
            ),
            Field(
                "risk_control",
                "风险控制制度",
                "Risk control",
                "file",
                required=True,
                basis=TRADE_SERVICE,
            ),
            Field(
                "service_contract",
                "综合服务合同样本",
                "Model contract",
                "file",
                required=True,
                basis=TRADE_SERVICE,
            ),
        ),
        kind="foreign_trade_service",
        basis=TRADE_SERVICE,
        tick=(
            Tick(
                "service_risk_control",
                "具备通关、收汇、退税等综合服务能力和风险控制制度",
                "It can serve clearance, receipt and refund, and controls the risk",
                TRADE_SERVICE,
                stage="commerce",
                section="foreign_trade_service",
            ),
        ),
    ),
    stages=("commerce",),
)

SERVICE: Final = KindForm(
    "service",
    Section(
        "service",
        "服务商",
        "Service provider",
        (
            Field(
                "service_kinds",
                "服务类别",
                "Kinds of service",
                "choices",
                required=True,
                choices=SERVICE_KINDS,
                disclosed=True,
            ),
            Field(
                "service_description",
                "服务内容与收费",
                "Services and fees",
                "longtext",
                required=True,
                max_length=1000,
                disclosed=True,
            ),
            Field("service_qualification", "相关资质", "Qualifications", "file"),
        ),
        kind="service",
        basis="综试区建设实施方案",
    ),
)

FINANCE: Final = KindForm(
    "finance",
    Section(
        "finance",
        "金融保险机构",
        "Finance or insurance",
        (
            Field(
                "finance_type",
                "机构类型",
                "Type",
                "choice",
                required=True,
                disclosed=True,
                choices=(
                    ("bank", "银行", "Bank"),
                    ("insurer", "保险公司", "Insurer"),
                    ("guarantee", "融资担保公司", "Guarantee company"),
                    ("other", "其他持牌机构", "Other licensed institution"),
                ),
            ),
            *licence(
                "finance_licence",
                "金融（保险）许可证",
                "finance or insurance licence",
                "银行保险机构许可证管理办法",
                dated=False,
            ),
            Field(
                "finance_products",
                "面向跨境电商的产品",
                "Products for e-commerce",
                "longtext",
                max_length=1000,
                disclosed=True,
            ),
        ),
        kind="finance",
        basis="银行保险机构许可证管理办法",
        tick=(
            Tick(
                "finance_licensed",
                "许可证与机构名称、业务范围一致",
                "The licence fits name and business",
                "银行保险机构许可证管理办法",
                section="finance",
            ),
        ),
    ),
    receivers=("bank",),
)

LAB: Final = KindForm(
    "lab",
    Section(
        "lab",
        "检测机构",
        "Testing laboratory",
        (
            *licence(
                "accreditation",
                "检验检测机构资质认定证书（CMA）",
                "accreditation certificate (CMA)",
                ACCREDITATION,
            ),
            Field(
                "test_scope",
                "检测能力范围",
                "Scope of tests",
                "longtext",
                required=True,
                max_length=1000,
                disclosed=True,
                basis=ACCREDITATION,
            ),
        ),
        kind="lab",
        basis=ACCREDITATION,
        tick=(
            Tick(
                "lab_accredited",
                "资质认定证书有效，能力范围相符",
                "The accreditation is valid and covers the scope",
                ACCREDITATION,
                stage="market",
                section="lab",
            ),
        ),
    ),
    stages=("market",),
)

KINDS: Final = (FOREIGN_TRADE_SERVICE, SERVICE, FINANCE, LAB)
