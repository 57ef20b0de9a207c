"""What every enterprise files, whatever it does.

Basis: GACC announcement 2016-26 (registration form of information), 2018-219 (qualification
papers), joint notice 商财发〔2018〕486号; park, industry, modes, platforms, account and consent are
the zone's own additions.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from enterprises.constants import KINDS
from enterprises.rules.forms.shape import Field, Section, Tick

REGISTRATION: Final = "海关总署公告2016年第26号"
ZONE_RULE: Final = "综试区备案办法"
IDENTITY: Final = frozenset({"customs", "tax", "fx", "market", "police", "bank"})
MONEY: Final = frozenset({"tax", "fx", "bank"})

SELLERS: Final = frozenset({"platform", "ecommerce", "domestic_agent", "individual"})
KNOWN_TO_CUSTOMS: Final = frozenset(
    {"domestic_agent", "broker", "warehouse", "site", "express", "postal", "payment", "logistics"}
)
"""Kinds that customs registers: they file their customs code."""

CONTACT_ROLES: Final = (
    ("legal", "法定代表人", "Legal representative"),
    ("business", "业务负责人", "Business"),
    ("customs", "关务负责人", "Customs affairs"),
    ("finance", "财务负责人", "Finance"),
    ("technical", "技术负责人", "Technical"),
    ("quality", "质量安全负责人", "Quality and safety"),
)
INDUSTRIES: Final = (
    ("apparel", "服装鞋帽箱包", "Apparel, shoes, bags"),
    ("home", "家居家纺家具", "Home and furniture"),
    ("electronics", "电子电器", "Electronics"),
    ("baby", "母婴用品", "Mother and baby"),
    ("beauty", "美妆个护", "Beauty and care"),
    ("food", "食品与保健食品", "Food and supplements"),
    ("ceramics", "陶瓷与工艺品", "Ceramics and crafts"),
    ("machinery", "机械与汽车配件", "Machinery and car parts"),
    ("transport", "物流与仓储", "Transport and storage"),
    ("payment", "支付与金融", "Payment and finance"),
    ("software", "信息技术服务", "Information technology"),
    ("other", "其他", "Other"),
)
MODES: Final = (
    ("9610", "9610 跨境贸易电子商务", "9610 direct purchase, retail export"),
    ("1210", "1210 保税电商", "1210 bonded e-commerce"),
    ("1239", "1239 保税电商A", "1239 bonded e-commerce A"),
    ("9710", "9710 跨境电商B2B直接出口", "9710 B2B direct export"),
    ("9810", "9810 跨境电商出口海外仓", "9810 export to overseas warehouse"),
    ("0110", "0110 一般贸易", "0110 general trade"),
    ("1039", "1039 市场采购", "1039 market procurement"),
)
AGREED: Final = (("yes", "同意", "I agree"),)

SUBJECT: Final = Section(
    "subject",
    "企业基本情况",
    "The enterprise",
    (
        Field(
            "kinds",
            "企业类型",
            "Kinds of enterprise",
            "choices",
            required=True,
            choices=tuple((code, zh, en) for code, (zh, en) in KINDS.items()),
            disclosed=True,
            basis=ZONE_RULE,
            help_zh="可多选；每种类型有各自的材料。",
            help_en="Several may be chosen; each asks for material of its own.",
        ),
        Field(
            "uscc",
            "统一社会信用代码",
            "Unified social credit code",
            "uscc",
            required=True,
            max_length=18,
            disclosed=True,
            basis="GB 32100-2015；" + REGISTRATION,
            help_zh="18位，与营业执照一致。",
            help_en="18 characters, as on the business licence.",
        ),
        Field(
            "customs_code",
            "海关注册编码",
            "Customs registration code",
            "customs_code",
            max_length=10,
            disclosed=True,
            basis="海关总署公告2018年第194号",
            help_zh="10位；没有的出口电商企业可只填统一社会信用代码。",
            help_en="10 characters; an export e-commerce firm without one leaves it empty.",
        ),
        Field(
            "name",
            "企业名称",
            "Name in Chinese",
            "text",
            required=True,
            max_length=100,
            disclosed=True,
            basis=REGISTRATION,
        ),
        Field("name_en", "英文名称", "Name in English", "text", max_length=160, disclosed=True),
        Field(
            "address",
            "住所（经营场所）",
            "Address",
            "address",
            required=True,
            max_length=200,
            basis=REGISTRATION,
        ),
        Field(
            "established_date",
            "成立日期",
            "Date of establishment",
            "date",
            required=True,
            not_after="today",
        ),
        Field(
            "licence_term",
            "营业期限",
            "Term of the licence",
            "choice",
            required=True,
            choices=(("long", "长期", "Without end"), ("dated", "有期限", "Until a day")),
        ),
        Field(
            "licence_until",
            "营业执照有效期至",
            "Business licence valid until",
            "date",
            required=True,
            only_if=("licence_term", "dated"),
            not_before="today",
        ),
        Field(
            "licence",
            "营业执照",
            "Business licence",
            "file",
            required=True,
            basis=REGISTRATION,
            help_zh="扫描件或照片，PDF、PNG、JPEG 或 OFD。",
            help_en="Scan or photograph: PDF, PNG, JPEG or OFD.",
        ),
    ),
    basis=REGISTRATION,
    tick=(
        Tick(
            "licence_matches",
            "营业执照与所填名称、代码、住所、期限一致",
            "The licence agrees with name, code, address and term",
            REGISTRATION,
        ),
        Tick(
            "kinds_fit",
            "所选企业类型与实际业务相符",
            "The chosen kinds fit what the enterprise does",
            ZONE_RULE,
        ),
    ),
)

PEOPLE: Final = Section(
    "people",
    "法定代表人与联系人",
    "Legal representative and contact",
    (
        Field(
            "legal_representative",
            "法定代表人（负责人）",
            "Legal representative",
            "name",
            required=True,
            personal="name",
            max_length=60,
            departments=IDENTITY,
            basis=REGISTRATION,
        ),
        Field(
            "legal_id_type",
            "证件类型",
            "Kind of identity document",
            "id_type",
            required=True,
            departments=IDENTITY,
            basis=REGISTRATION,
        ),
        Field(
            "legal_id_number",
            "证件号码",
            "Number of the document",
            "id_number",
            required=True,
            personal="id",
            max_length=30,
            departments=IDENTITY,
            basis="GB 11643-1999；" + REGISTRATION,
            id_type_field="legal_id_type",
        ),
        Field(
            "contact_name",
            "联系人",
            "Contact",
            "name",
            required=True,
            personal="name",
            max_length=60,
            basis=REGISTRATION,
        ),
        Field(
            "contact_role",
            "联系人职务",
            "Role of the contact",
            "choice",
            required=True,
            choices=CONTACT_ROLES,
        ),
        Field(
            "contact_phone",
            "联系人手机",
            "Mobile phone of the contact",
            "phone",
            required=True,
            personal="phone",
            max_length=30,
            basis=REGISTRATION,
        ),
        Field(
            "contact_email",
            "联系人邮箱",
            "E-mail of the contact",
            "email",
            personal="account",
            max_length=120,
        ),
        Field("fixed_phone", "固定电话", "Fixed phone", "phone", max_length=30, basis=REGISTRATION),
    ),
    basis=REGISTRATION,
    tick=(
        Tick(
            "representative_matches",
            "法定代表人与营业执照一致",
            "The legal representative is the one on the licence",
            REGISTRATION,
        ),
    ),
)

BUSINESS: Final = Section(
    "business",
    "经营情况",
    "Business",
    (
        Field(
            "shops",
            "跨境电商网站（店铺）",
            "Web shops",
            "url",
            many=True,
            disclosed=True,
            basis=REGISTRATION,
            help_zh="每行一个网址。",
            help_en="One address a line.",
        ),
        Field(
            "modes",
            "监管方式",
            "Supervision modes",
            "choices",
            choices=MODES,
            disclosed=True,
            departments=frozenset({"customs", "tax", "fx", "commerce"}),
        ),
        Field(
            "platforms",
            "入驻平台",
            "Platforms it sells on",
            "text",
            many=True,
            max_length=100,
            disclosed=True,
        ),
        Field(
            "industry",
            "所属行业",
            "Industry",
            "choice",
            required=True,
            choices=INDUSTRIES,
            disclosed=True,
        ),
        Field("park", "所在园区", "Park", "text", max_length=60, disclosed=True),
        Field("bank_name", "开户银行", "Bank", "text", max_length=100, departments=MONEY),
        Field(
            "bank_account",
            "银行账号",
            "Bank account",
            "number",
            personal="account",
            max_length=40,
            departments=MONEY,
            help_zh="仅税务、外汇和银行可见。",
            help_en="Seen by tax, FX and banks only.",
        ),
        Field("logo", "企业标识", "Logo", "file"),
    ),
    basis=ZONE_RULE,
)

DECLARATION: Final = Section(
    "declaration",
    "承诺与授权",
    "Declaration and consent",
    (
        Field(
            "truth",
            "承诺所填内容和材料真实、有效",
            "What is filed is true and valid",
            "choice",
            required=True,
            choices=AGREED,
            basis=ZONE_RULE,
        ),
        Field(
            "data_rules",
            "同意按数据规则向各监管部门共享备案信息",
            "Consent to sharing the file with the departments under the data rules",
            "choice",
            required=True,
            choices=AGREED,
            basis="个人信息保护法第十三条、第二十三条",
        ),
    ),
    basis=ZONE_RULE,
)


def basic_sections(kinds: Sequence[str]) -> tuple[Section, ...]:
    """The sections for everyone, stricter where a kind asks for it: sellers name their shops and
    modes, kinds that customs registers their customs code; the address of an individual trader
    may be a home and is kept as personal."""
    chosen = frozenset(kinds)
    required = set[str]()
    if chosen & SELLERS:
        required |= {"shops", "modes"}
    if chosen & KNOWN_TO_CUSTOMS:
        required.add("customs_code")
    subject = _strict(SUBJECT, required)
    if "individual" in chosen:
        subject = replace(subject, fields=tuple(map(_as_home, subject.fields)))
    return subject, PEOPLE, _strict(BUSINESS, required), DECLARATION


def _strict(section: Section, required: set[str]) -> Section:
    fields = (
        replace(given, required=True) if given.code in required else given
        for given in section.fields
    )
    return replace(section, fields=tuple(fields))


def _as_home(given: Field) -> Field:
    if given.code != "address":
        return given
    return replace(given, personal="address", departments=IDENTITY)
