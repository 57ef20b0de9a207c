"""The official returnStatus of a document that is refused by its checks."""

from collections.abc import Iterable, Mapping
from typing import Any

from declarations.messages.catalogue import KINDS
from zone_portal.kernel.rules import RULES

REFUSED = "-621001"
"""returnStatus of a document that fails its checks, unless a rule names a closer official code."""

REFUSED_BY_NOUN = {
    "order": "-301008",
    "payment": "-401009",
    "waybill": "-504011",
    "inventory": "-621001",
    "paper": "100",
}
REFUSED_PAPERS = {
    "CEB213": "-625001",
    "CEB513": "-505011",
    "CEB605": "-623001",
    "CEB623": "-623001",
    "CEB625": "-625001",
    "CEB711": "-800001",
}
"""Papers for which the official table has a code of its own (specification 202205, table 7-2)."""


def refusal_status(code: str, findings: Iterable[Mapping[str, Any]]) -> str:
    """The official returnStatus of a refusal: the first finding's own code, else the noun's."""
    for finding in findings:
        rule = RULES.get(finding["code"])
        if finding["severity"] == "error" and rule is not None and rule.official.startswith("-"):
            return rule.official
    kind = KINDS.get(code)
    if kind is None:
        return REFUSED
    return REFUSED_PAPERS.get(code) or REFUSED_BY_NOUN.get(kind.noun, REFUSED)
