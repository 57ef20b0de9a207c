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

STATUSES: Final = (("approved", "已备案"), ("suspended", "已暂停"), ("cancelled", "已注销"))
APPROVED: Final = "approved"

HUB: Final = "hub"
"""The site at which a zone that moves in registers its enterprises."""

MESSAGE_KINDS: Final = (
    "CEB303",
    "CEB311",
    "CEB403",
    "CEB411",
    "CEB505",
    "CEB511",
    "CEB603",
    "CEB621",
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

DEFAULT_CLIENT: Final = "default"
DEFAULT_REQUESTS_PER_SECOND: Final = 300
DEFAULT_TOKEN_DAYS: Final = 365
SHOWN_CHARACTERS: Final = 12
"""So much of a token is kept readable, to tell tokens apart."""


def kind_label(kind: str, language: str) -> str:
    """The name of an enterprise kind; an unknown kind is its own name."""
    label = KINDS.get(kind)
    return kind if label is None else label[0 if language.startswith("zh") else 1]
