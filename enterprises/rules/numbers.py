"""The numbers by which authorities and banks know an enterprise: their form, and who vouches."""

import re
from collections.abc import Iterator
from typing import Final

from enterprises.constants import NUMBER_SCHEMES
from enterprises.rules.registration import Problem
from zone_portal.kernel.identifiers import is_customs_code

CUSTOMS: Final = "customs"
TAX: Final = "tax"
FX: Final = "fx"
MARKET: Final = "market"
BANK_ACCOUNT: Final = "bank_account"

CONFIRMED_BY: Final = {
    CUSTOMS: "customs",
    TAX: "tax",
    FX: "fx",
    MARKET: "market",
    BANK_ACCOUNT: "bank",
}
"""Scheme → the department whose officials may vouch for such a number."""

CONFIRMING_ROLES: Final = frozenset({"administrator", "reviewer", "supervisor"})

SCHEME_LABELS: Final = {
    CUSTOMS: ("海关注册编码", "Customs registration code"),
    TAX: ("纳税人识别号", "Taxpayer number"),
    FX: ("外汇收支企业名录号", "Number in the FX directory"),
    MARKET: ("市场监管登记号", "Market registration number"),
    BANK_ACCOUNT: ("银行账号", "Bank account"),
}

_FORMS: Final = {
    TAX: re.compile(r"[0-9A-Z]{15,20}", re.ASCII),
    FX: re.compile(r"[0-9A-Z-]{5,40}", re.ASCII),
    MARKET: re.compile(r"[0-9A-Z]{13,18}", re.ASCII),
    BANK_ACCOUNT: re.compile(r"[0-9]{8,30}", re.ASCII),
}


def tidied(scheme: str, value: str) -> str:
    """A number as it is kept: upper case; an account without blanks and hyphens."""
    text = value.strip().upper()
    return re.sub(r"[\s-]", "", text) if scheme == BANK_ACCOUNT else text


def number_problems(scheme: str, value: str, source: str) -> Iterator[Problem]:
    """Everything wrong with a number (tidied) and its source; an account is never quoted."""
    if scheme not in dict(NUMBER_SCHEMES):
        yield Problem("scheme", "unknown", scheme, "未知的号码种类", "is not a known scheme")
        return
    right = is_customs_code(value) if scheme == CUSTOMS else _FORMS[scheme].fullmatch(value)
    if not right:
        zh, en = SCHEME_LABELS[scheme]
        quoted = "" if scheme == BANK_ACCOUNT else value[:40]
        yield Problem("value", "form", quoted, f"不是{zh}的形式", f"does not look like: {en}")
    if not source.strip():
        yield Problem("source", "missing", "", "请写明来源", "say where the number comes from")
