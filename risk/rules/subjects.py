"""Of whom or what a signal speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

ENTERPRISE: Final = "enterprise"
PERSON: Final = "person"
SYSTEM: Final = "system"

KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        ENTERPRISE: ("企业", "Enterprise"),
        PERSON: ("自然人", "Person"),
        "declaration": ("清单", "Declaration"),
        "goods": ("商品", "Goods"),
        "address": ("地址", "Address"),
        "phone": ("电话", "Phone"),
        "account": ("账户", "Account"),
        "country": ("国家（地区）", "Country or region"),
        "market": ("市场", "Market"),
        SYSTEM: ("信息系统", "Information system"),
        "other": ("其他", "Other"),
    }
)
"""Kind of a subject → words."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom a signal speaks.

    ``key`` tells it from the others of its ``kind``: an enterprise's id, a document's number, the
    hexadecimal keyed hash of a person's number, a phone or an address. ``label`` is what officers
    read, personal values masked. ``site`` is the code of the site in charge; empty means that of
    the enterprise, else the hub.
    """

    kind: str
    key: str
    label: str = ""
    enterprise_id: int | None = None
    site: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no kind of subject {self.kind!r}")
        if not self.key:
            raise ValueError("a subject needs a key")


def of_enterprise(enterprise_id: int, name: str) -> Subject:
    """An enterprise as a subject."""
    return Subject(ENTERPRISE, str(enterprise_id), name, enterprise_id)
