"""What a refusal of customs blames: the codes in its text, whose document each means, and which.

Pure. Customs publishes no list of the codes in returnInfo: what is known of them was seen in
receipts (flow.md §4 of the facts). A code without a meaning here is kept as it stands.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from declarations.codebook.official_codes import INFOS, known_codes
from declarations.codebook.remedies import way_out
from declarations.rules.registry import SENDERS
from declarations.rules.repairing import NOUN_OF

LONGEST: Final = 12
"""Characters of a code at most, as a repair task keeps it."""

_GROUP = re.compile(r"\[Code:([^;\]]+);Desc:(.*?)\](?=\[Code:|[^\]]*$)", re.DOTALL)
_ABSENT: Final[Mapping[str, str]] = {
    "订单信息不存在": "order",
    "支付信息不存在": "payment",
    "运单信息不存在": "waybill",
}
"""Sentences without a code that name a document which customs does not have."""

ELEMENTS: Final[Mapping[str, str]] = {
    "1320": "gnum",
    "1322": "qty",
    "1327": "payerName",
    "1332": "amountPaid",
    "13035": "payCode",
    "13127": "buyerName",
    "130126": "buyerTelephone",
}
"""Code in returnInfo → the element of the responsible party's document that it is about."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason of a refusal: who must act (a role that some firm holds) and on which document.

    ``element`` is empty where no element of it is wrong; ``is_known`` says whether the tables here
    have a meaning for the code; ``text`` is what customs wrote beside it.
    """

    code: str
    role: str
    noun: str
    element: str = ""
    is_known: bool = True
    text: str = ""


def causes_of(status: str, info: str, *, noun: str = "inventory") -> list[Cause]:
    """The causes that a receipt names, each code and role once; ``noun`` is what it answers.

    A refusal by code (negative returnStatus) is its own cause; status 100 says its causes in
    groups, or in sentences. What names none is the answered document's sender's turn.
    """
    code = status.strip()
    if code.startswith("-"):
        return [_of_port(code, info, noun)]
    found = [_of_customs(group, text, noun) for group, text in _GROUP.findall(info)]
    if not found:
        absent = [one for words, one in _ABSENT.items() if words in info]
        found = [Cause(code[:LONGEST], SENDERS[one], one, text=info) for one in absent]
    distinct: dict[tuple[str, str], Cause] = {}
    for one in found or [Cause(code[:LONGEST], SENDERS[noun], noun, text=info)]:
        distinct.setdefault((one.code, one.role), one)
    return list(distinct.values())


def _of_port(code: str, info: str, noun: str) -> Cause:
    known = known_codes().get(code)
    role = _acting(way_out(known.remedy)[0] if known else "", noun)
    text = "；".join(part for _, part in _GROUP.findall(info)) or info
    return Cause(code[:LONGEST], role, NOUN_OF.get(role, noun), is_known=bool(known), text=text)


def _of_customs(code: str, text: str, noun: str) -> Cause:
    key = INFOS.get(code.strip())
    role = _acting(way_out(key)[0] if key else "", noun)
    element = ELEMENTS.get(code.strip(), "")
    return Cause(
        code.strip()[:LONGEST], role, NOUN_OF.get(role, noun), element, key is not None, text
    )


def _acting(role: str, noun: str) -> str:
    """The role in which a firm acts: nobody here is the buyer, and customs sends nothing again."""
    return role if role in NOUN_OF else SENDERS[noun]
