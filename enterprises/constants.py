"""Kinds of enterprises, the message kinds they send, scopes of API clients, roles of members."""

from types import MappingProxyType
from typing import Final

KINDS: Final = MappingProxyType(
    {
        "platform": ("电商平台企业", "E-commerce platform"),
        "ecommerce": ("电商企业", "E-commerce enterprise"),
        "domestic_agent": ("境外电商企业境内代理人", "Domestic agent of an overseas seller"),
        "payment": ("支付企业", "Payment enterprise"),
        "logistics": ("物流企业", "Logistics enterprise"),
        "express": ("快件运营人", "Express operator"),
        "postal": ("邮政企业", "Postal enterprise"),
        "broker": ("报关企业", "Customs broker"),
        "warehouse": ("仓储企业(区内企业)", "Warehouse in a bonded area"),
        "overseas_warehouse": ("海外仓企业", "Overseas warehouse"),
        "site": ("监管作业场所经营人", "Operator of a supervised site"),
        "foreign_trade_service": ("外贸综合服务企业", "Foreign-trade service enterprise"),
        "service": ("服务商", "Service provider"),
        "individual": ("个人电商", "Individual trader"),
        "park": ("园区运营方", "Park operator"),
        "finance": ("金融保险机构", "Finance or insurance"),
        "lab": ("检测机构", "Testing laboratory"),
    }
)
"""Kind → (zh, en). One firm may be of many kinds at once."""

STATUSES: Final = (
    ("applying", "备案中"),
    ("approved", "已备案"),
    ("suspended", "已暂停"),
    ("cancelled", "已注销"),
)
APPLYING: Final = "applying"
APPROVED: Final = "approved"
SUSPENDED: Final = "suspended"
CANCELLED: Final = "cancelled"

FILING_TYPES: Final = (
    ("enterprise", "企业备案"),
    ("goods", "商品备案"),
    ("promotion", "促销备案"),
    ("facility", "场所仓库备案"),
)
FACILITY_KINDS: Final = (
    ("site", "监管作业场所"),
    ("warehouse", "仓库"),
    ("overseas", "海外仓"),
)
REVIEW_DECISIONS: Final = (("approve", "通过"), ("return", "退回补正"))
SCANS: Final = (("clean", "未发现病毒"), ("infected", "发现病毒"), ("unscanned", "未扫描"))
PROPOSED_ACTIONS: Final = (("suspend", "暂停"), ("cancel", "注销"), ("resume", "恢复"))
MANDATE_STATUSES: Final = (
    ("proposed", "待受托方确认"),
    ("accepted", "已生效"),
    ("declined", "受托方未接受"),
    ("revoked", "已撤销"),
)
CONSENT_STATUSES: Final = (("granted", "已授权"), ("revoked", "已撤回"))
CONSENT_RECIPIENTS: Final = frozenset({"finance", "payment", "service"})
"""Kinds of enterprises to which a consent may be given."""
CONSENT_DATA: Final = MappingProxyType(
    {
        "name": ("企业名称", "Name of the enterprise"),
        "codes": ("海关编码和统一社会信用代码", "Customs code and unified social credit code"),
        "kinds": ("企业类型", "Kinds of enterprise"),
        "filing": ("备案状态和备案编号", "State and number of the filing"),
        "site": ("备案平台", "Site of the filing"),
        "numbers": ("各部门编号（税务、外汇等）", "Numbers of departments (tax, FX …)"),
        "credit_grade": ("信用等级和部门评级", "Credit grade and departmental grades"),
        "credit_score": ("信用分和历次评级", "Credit score and earlier ratings"),
        "credit_records": ("信用记录（处罚、名录等）", "Credit records (penalties, lists …)"),
    }
)
"""What an enterprise may consent to have told: item → (zh, en)."""
NUMBER_SCHEMES: Final = (
    ("customs", "海关注册编码"),
    ("tax", "纳税人识别号"),
    ("fx", "外汇收支企业名录号"),
    ("market", "市场监管登记号"),
    ("bank_account", "银行账号"),
)

MESSAGE_KINDS: Final = (
    "CEB213",
    "CEB215",
    "CEB303",
    "CEB311",
    "CEB403",
    "CEB411",
    "CEB505",
    "CEB507",
    "CEB509",
    "CEB511",
    "CEB513",
    "CEB603",
    "CEB605",
    "CEB607",
    "CEB621",
    "CEB623",
    "CEB625",
    "CEB701",
    "CEB711",
)
"""The documents enterprises send; mandates and scopes speak of them."""

ROLES: Final = (
    ("administrator", "管理员"),
    ("declarant", "申报员"),
    ("finance", "财务"),
    ("viewer", "查看"),
)

SCOPE_READ: Final = "read"
SCOPE_SEND: Final = "send:"
"""Prefix of the scope to send one message kind: ``send:CEB311``."""
SCOPE_MEMBERS: Final = "members"
SCOPE_MANDATES: Final = "mandates"
SCOPE_CONSENTS: Final = "consents"
SCOPE_CERTIFICATES: Final = "certificates"
MANAGING_SCOPES: Final = (
    SCOPE_MEMBERS,
    SCOPE_MANDATES,
    SCOPE_CONSENTS,
    SCOPE_CERTIFICATES,
)
"""Scopes to act on members and invitations, on mandates, on consents and their assertions, on
signing certificates."""
SCOPE_FILINGS: Final = "filings"
SCOPE_IDENTITY: Final = "identity"
SCOPE_CLAIMS: Final = "claims"
SCOPE_REPORTS: Final = "reports"
SERVICE_SCOPES: Final = (SCOPE_FILINGS, SCOPE_IDENTITY, SCOPE_CLAIMS, SCOPE_REPORTS)
"""Scopes to write and submit filings, to have people and firms checked, to contest credit records
and decisions, and to send statistical reports."""
SCOPE_ACCOUNTS: Final = "accounts"
"""Scope of a bank: to verify individual traders and report the accounts it opened for them."""
SCOPE_CREDIT: Final = "credit"
"""Scope of a credit rater: to draw what its contract and a consent open, to upload ratings."""
SCOPE_RISK: Final = "risk"
"""Scope of a bank or payment firm: to report signals of risk."""

DEFAULT_CLIENT: Final = "default"
DEFAULT_REQUESTS_PER_SECOND: Final = 300
DEFAULT_TOKEN_DAYS: Final = 365
SHOWN_CHARACTERS: Final = 12
"""So much of a token is kept readable, to tell tokens apart."""


def kind_label(kind: str, language: str) -> str:
    """The name of an enterprise kind; an unknown kind is its own name."""
    label = KINDS.get(kind)
    return kind if label is None else label[0 if language.startswith("zh") else 1]
