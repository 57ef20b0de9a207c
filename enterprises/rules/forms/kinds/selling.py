"""Who sells: platforms, e-commerce firms, agents of overseas sellers, individual traders."""

from typing import Final

from enterprises.rules.forms.kinds.declaring import KindForm, licence
from enterprises.rules.forms.shape import Field, Section, Tick

SUPERVISION: Final = "海关总署公告2018年第194号"
DUTIES: Final = "商财发〔2018〕486号"
E_COMMERCE_LAW: Final = "电子商务法"

DIRECTIONS: Final = (("export", "出口", "Export"), ("import", "进口", "Import"))

PLATFORM: Final = KindForm(
    "platform",
    Section(
        "platform",
        "电商平台企业",
        "Platform",
        (
            Field(
                "platform_name",
                "平台名称",
                "Name of the platform",
                "text",
                required=True,
                max_length=100,
                disclosed=True,
            ),
            Field(
                "platform_domains",
                "平台域名",
                "Domains",
                "domain",
                required=True,
                many=True,
                disclosed=True,
                basis=DUTIES,
            ),
            *licence(
                "icp_licence",
                "增值电信业务经营许可证（ICP/EDI）",
                "value-added telecom licence (ICP/EDI)",
                "电信业务经营许可管理办法",
            ),
            Field(
                "interface_test",
                "与海关系统对接测试",
                "Interface test with customs",
                "choice",
                required=True,
                basis=SUPERVISION,
                departments=frozenset({"customs"}),
                choices=(("passed", "已通过", "Passed"), ("planned", "未完成", "Not yet")),
            ),
            Field(
                "interface_test_date",
                "测试通过日期",
                "Day of the test",
                "date",
                required=True,
                only_if=("interface_test", "passed"),
                not_after="today",
                departments=frozenset({"customs"}),
            ),
            Field(
                "platform_rules",
                "平台交易规则与消费者权益保障制度",
                "Rules of the platform and consumer protection",
                "file",
                required=True,
                basis=E_COMMERCE_LAW + "第三十二条",
            ),
            Field(
                "after_sale",
                "售后与退换货制度",
                "After-sale and returns",
                "longtext",
                required=True,
                max_length=1000,
                basis=DUTIES,
            ),
        ),
        kind="platform",
        basis=f"{SUPERVISION}；{DUTIES}；{E_COMMERCE_LAW}",
        tick=(
            Tick(
                "platform_domestic",
                "平台企业在境内办理登记",
                "The platform is registered in China",
                DUTIES,
                section="platform",
            ),
            Tick(
                "platform_rules_complete",
                "平台规则含身份核验、防虚假交易、纠纷处理",
                "The rules cover identity checks, false trade and disputes",
                E_COMMERCE_LAW + "第二十七条、第三十二条",
                stage="market",
                section="platform",
            ),
        ),
    ),
    stages=("market",),
)

E_COMMERCE: Final = KindForm(
    "ecommerce",
    Section(
        "ecommerce",
        "电商企业",
        "E-commerce enterprise",
        (
            Field(
                "ecommerce_directions",
                "进出口方向",
                "Directions",
                "choices",
                required=True,
                choices=DIRECTIONS,
                disclosed=True,
                basis=SUPERVISION,
            ),
            Field(
                "ecommerce_goods",
                "主要商品种类",
                "Kinds of goods",
                "text",
                required=True,
                many=True,
                max_length=60,
                basis=SUPERVISION,
                help_zh="每行一类。",
                help_en="One kind a line.",
            ),
            Field(
                "quality_policy",
                "商品质量安全与风险防控制度",
                "Goods quality and risk control",
                "file",
                required=True,
                basis=DUTIES,
                only_if=("ecommerce_directions", "import"),
            ),
        ),
        kind="ecommerce",
        basis=f"{SUPERVISION}；{DUTIES}",
        tick=(
            Tick(
                "shops_open",
                "所列网站（店铺）可访问且为其经营",
                "The shops open and are its own",
                SUPERVISION,
                section="ecommerce",
            ),
        ),
    ),
)

DOMESTIC_AGENT: Final = KindForm(
    "domestic_agent",
    Section(
        "domestic_agent",
        "境外电商企业境内代理人",
        "Domestic agent",
        (
            Field(
                "overseas_name",
                "境外电商企业名称",
                "Overseas seller",
                "text",
                required=True,
                max_length=160,
                disclosed=True,
                basis=DUTIES,
            ),
            Field(
                "overseas_country",
                "注册国家（地区）",
                "Country of the seller",
                "choice",
                required=True,
                table="countries",
                max_length=3,
                basis=DUTIES,
            ),
            Field(
                "overseas_registration",
                "境外企业注册证明",
                "Incorporation paper of the seller",
                "file",
                required=True,
                basis=DUTIES,
            ),
            Field(
                "entrustment",
                "委托代理协议",
                "Contract of entrustment",
                "file",
                required=True,
                basis=DUTIES,
            ),
            Field(
                "entrustment_until",
                "委托协议有效期至",
                "The entrustment is valid until",
                "date",
                required=True,
                not_before="today",
                basis=DUTIES,
            ),
            Field(
                "joint_duties",
                "承担连带责任的声明",
                "Statement of joint duties",
                "file",
                required=True,
                basis=DUTIES + "第四条",
            ),
        ),
        kind="domestic_agent",
        basis=f"{SUPERVISION}；{DUTIES}",
        tick=(
            Tick(
                "agent_registered",
                "已在代理人所在地海关办理注册登记",
                "Registered with customs where the agent is",
                SUPERVISION,
                stage="customs",
                section="domestic_agent",
            ),
            Tick(
                "entrustment_clear",
                "委托协议写明商品质量、税款和退货责任",
                "The entrustment settles quality, tax and returns",
                DUTIES,
                section="domestic_agent",
            ),
        ),
    ),
    stages=("customs",),
)

INDIVIDUAL: Final = KindForm(
    "individual",
    Section(
        "individual",
        "个人电商",
        "Individual trader",
        (
            Field(
                "market_registration",
                "市场主体登记形式",
                "Form of registration",
                "choice",
                required=True,
                basis="个体工商户登记；" + E_COMMERCE_LAW + "第十条",
                choices=(
                    ("household", "个体工商户", "Individual business"),
                    ("sole", "个人独资企业", "Sole proprietorship"),
                ),
            ),
            Field(
                "id_card",
                "经营者身份证件",
                "Identity document of the trader",
                "file",
                required=True,
                departments=frozenset({"market", "bank", "fx"}),
            ),
            Field(
                "shop_proof",
                "店铺归属证明（后台截图）",
                "Proof that the shop is the trader's",
                "file",
                required=True,
            ),
            Field(
                "account_wanted",
                "委托银行凭备案证明开立收款账户",
                "A bank shall open an account on the certificate",
                "yes_no",
                required=True,
                departments=frozenset({"bank", "fx", "tax"}),
                help_zh="银行扫描备案证明二维码核验，账号自动回写备案。",
                help_en="The bank verifies the QR code; the account number comes back here.",
            ),
        ),
        kind="individual",
        basis=E_COMMERCE_LAW + "第十条",
        tick=(
            Tick(
                "trader_is_person",
                "经营者证件与市场主体登记一致",
                "The trader is the person registered",
                E_COMMERCE_LAW + "第十条",
                stage="market",
                section="individual",
            ),
        ),
    ),
    stages=("market",),
    receivers=("bank",),
)

KINDS: Final = (PLATFORM, E_COMMERCE, DOMESTIC_AGENT, INDIVIDUAL)
