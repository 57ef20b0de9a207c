"""What a complaint or a report of fakes must say; which way it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from enterprises.rules.registration import Problem
from zone_portal.kernel.rules import Text

FAKE: Final = "fake"
KINDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "quality": ("商品质量", "Quality of goods"),
        "not_received": ("未收到货", "Goods not received"),
        "refund": ("退货退款", "Return and refund"),
        "description": ("宣传与实物不符", "Not as described"),
        "identity": ("非本人购买", "Bought in my name by others"),
        FAKE: ("举报假冒伪劣", "Report of fakes"),
        "other": ("其他", "Other"),
    }
)
SHORTEST: Final = 10
LONGEST: Final = 2000
LONGEST_CONTACT: Final = 100


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody tells. ``name`` and ``contact`` are personal and kept sealed; a report of
    fakes may leave the name out."""

    kind: str
    firm_name: str
    goods: str
    text: str
    name: str
    contact: str
    order_no: str = ""


def is_report(kind: str) -> bool:
    """Whether it goes by investigation; the others go by the firm and mediation."""
    return kind == FAKE


def telling_problems(telling: Telling) -> list[Problem]:
    """Everything that is missing or wrong."""
    found = []
    if telling.kind not in KINDS:
        found.append(
            Problem("kind", "risk_choice_unknown", "", "请选择事项。", "Choose what it is about.")
        )
    if not telling.firm_name.strip():
        found.append(
            Problem(
                "firm_name",
                "risk_text_missing",
                "",
                "请填写企业或店铺名称。",
                "Name the firm or shop.",
            )
        )
    if not telling.goods.strip():
        found.append(
            Problem("goods", "risk_text_missing", "", "请填写商品名称。", "Name the goods.")
        )
    if not SHORTEST <= len(telling.text.strip()) <= LONGEST:
        found.append(
            Problem(
                "text",
                "risk_text_short",
                "",
                f"请写明情况（{SHORTEST}至{LONGEST}字）。",
                f"Say what happened ({SHORTEST} to {LONGEST} characters).",
            )
        )
    if not is_report(telling.kind) and not telling.name.strip():
        found.append(Problem("name", "risk_text_missing", "", "请填写姓名。", "Give your name."))
    if not is_contact(telling.contact):
        found.append(
            Problem(
                "contact",
                "risk_contact_wrong",
                "",
                "请填写手机号码或邮箱。",
                "Give a telephone number or an e-mail address.",
            )
        )
    return found


def is_contact(text: str) -> bool:
    """Whether a text may be a telephone number or an e-mail address."""
    given = text.strip()
    if "@" in given:
        name, _, host = given.partition("@")
        return bool(name) and "." in host and " " not in given and len(given) <= LONGEST_CONTACT
    digits = [mark for mark in given if mark.isdecimal()]
    known = all(mark.isdecimal() or mark in "+-() " for mark in given)
    return known and 7 <= len(digits) <= 20


def normal_contact(text: str) -> str:
    """One form of a contact, by which the same one is recognised."""
    given = text.strip().lower()
    if "@" in given:
        return given
    digits = "".join(mark for mark in given if mark.isdecimal())
    return digits.removeprefix("0086").removeprefix("86") if len(digits) > 11 else digits
