"""Which enterprise may send which document.

Basis: the senders named in the official message specification (2022-05), joint notice
商财发〔2018〕486号 on the duties of platform, e-commerce firm, payment and logistics enterprises,
and GACC practice that express and postal operators send orders and payments when entrusted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from enterprises.constants import (
    MANAGING_SCOPES,
    MESSAGE_KINDS,
    SCOPE_ACCOUNTS,
    SCOPE_CREDIT,
    SCOPE_READ,
    SCOPE_RISK,
    SCOPE_SEND,
    SERVICE_SCOPES,
)
from enterprises.facts import EnterpriseFacts, SendingVerdict

ANY_KIND: Final[frozenset[str]] = frozenset()
PLATFORM: Final = frozenset({"platform"})
SELLER: Final = frozenset({"ecommerce", "domestic_agent", "individual"})
PAYMENT: Final = frozenset({"payment"})
CARRIER: Final = frozenset({"logistics", "express", "postal"})
OPERATOR: Final = frozenset({"express", "postal"})
SITE: Final = frozenset({"site", "warehouse"}) | CARRIER
"""Who may be the operator of a supervised site: mail and express are examined at the carrier's."""


@dataclass(frozen=True, slots=True)
class Right:
    """The firm named in ``element`` may send as ``role`` if it is of one of ``kinds``."""

    element: str
    role: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Senders:
    """Who may send one message kind: by right, and as agent of a firm named in an element."""

    rights: tuple[Right, ...]
    principals: tuple[str, ...]
    agent_kinds: frozenset[str]


_ORDERS = Senders(
    rights=(
        Right("ebpCode", "platform", PLATFORM),
        Right("ebcCode", "ecommerce", SELLER),
    ),
    principals=("ebpCode", "ebcCode"),
    agent_kinds=OPERATOR,
)
_WAYBILLS = Senders(
    rights=(Right("logisticsCode", "logistics", CARRIER),),
    principals=("logisticsCode",),
    agent_kinds=CARRIER,
)
_INVENTORIES = Senders(
    rights=(
        Right("agentCode", "agent", ANY_KIND),
        Right("ebcCode", "ecommerce", SELLER),
    ),
    principals=("agentCode", "ebcCode"),
    agent_kinds=ANY_KIND,
)
_TALLIES = Senders(
    rights=(Right("operatorCode", "site", SITE),),
    principals=("operatorCode",),
    agent_kinds=SITE,
)
SENDERS: Final[Mapping[str, Senders]] = MappingProxyType(
    {
        "CEB213": _INVENTORIES,
        "CEB215": _TALLIES,
        "CEB303": _ORDERS,
        "CEB311": _ORDERS,
        "CEB403": Senders(
            rights=(
                Right("payCode", "payment", PAYMENT),
                Right("ebcCode", "ecommerce", SELLER),
            ),
            principals=("payCode", "ebpCode", "ebcCode"),
            agent_kinds=OPERATOR,
        ),
        "CEB411": Senders(
            rights=(Right("payCode", "payment", PAYMENT),),
            principals=("payCode", "ebpCode", "ebcCode"),
            agent_kinds=OPERATOR,
        ),
        "CEB505": _WAYBILLS,
        "CEB507": Senders(
            rights=(
                Right("logisticsCode", "logistics", CARRIER),
                Right("operatorCode", "site", SITE),
            ),
            principals=("logisticsCode", "operatorCode"),
            agent_kinds=SITE,
        ),
        "CEB509": _WAYBILLS,
        "CEB511": _WAYBILLS,
        "CEB513": _WAYBILLS,
        "CEB603": _INVENTORIES,
        "CEB605": _INVENTORIES,
        "CEB607": Senders(
            rights=(
                Right("agentCode", "agent", ANY_KIND),
                Right("logisticsCode", "logistics", CARRIER),
            ),
            principals=("agentCode", "logisticsCode"),
            agent_kinds=ANY_KIND,
        ),
        "CEB621": _INVENTORIES,
        "CEB623": _INVENTORIES,
        "CEB625": _INVENTORIES,
        "CEB701": _INVENTORIES,
        "CEB711": _TALLIES,
    }
)

OWN: Final = "own"
MANDATE: Final = "mandate"
SENDER_NOT_APPROVED: Final = "sender_not_approved"
KIND_NOT_SENT: Final = "kind_not_sent"
NOT_NAMED: Final = "not_named"
ENTERPRISE_KIND: Final = "enterprise_kind"
AGENT_KIND: Final = "agent_kind"
MANDATE_MISSING: Final = "mandate_missing"


def may_send(
    kind: str,
    *,
    sender: EnterpriseFacts,
    named: Mapping[str, EnterpriseFacts | None],
    mandates: frozenset[tuple[int, str]],
) -> SendingVerdict:
    """Whether ``sender`` may send a document of ``kind``.

    ``named`` maps elements (``ebpCode`` …) to the registered firms they name, None or absent
    where the element is empty or unknown. ``mandates`` are the sender's: (principal id, kind).
    Reasons: ``own`` and ``mandate`` allow; ``kind_not_sent`` (no enterprise sends this),
    ``sender_not_approved``, ``enterprise_kind`` (named, but not filed as such an enterprise),
    ``agent_kind`` (entrusted, but neither express nor postal operator), ``mandate_missing``
    (may be entrusted, is not) and ``not_named`` refuse.
    """
    senders = SENDERS.get(kind)
    if senders is None:
        return SendingVerdict(False, "", KIND_NOT_SENT, "")
    if not sender.approved:
        return SendingVerdict(False, "", SENDER_NOT_APPROVED, senders.rights[0].element)
    unfiled: Right | None = None
    for right in senders.rights:
        firm = named.get(right.element)
        if firm is None or firm.id != sender.id:
            continue
        if _is_one_of(sender, right.kinds):
            return SendingVerdict(True, right.role, OWN, right.element)
        unfiled = unfiled or right
    by_mandate = _by_mandate(kind, senders, sender, named, mandates)
    if by_mandate.allowed or unfiled is None:
        return by_mandate
    return SendingVerdict(False, unfiled.role, ENTERPRISE_KIND, unfiled.element)


def scopes_for(kinds: Iterable[str]) -> frozenset[str]:
    """Every scope an enterprise of these kinds may have: reading, managing its own people, mandates
    and consents, filing, checking identities, and each message kind that it could send by right or
    under a mandate. Anyone may be named as agent of an inventory; banks may report accounts,
    banks and payment firms signals of risk, service providers may rate."""
    mine = frozenset(kinds)
    sendable = (kind for kind in MESSAGE_KINDS if _could_send(SENDERS[kind], mine))
    of_banks = (SCOPE_ACCOUNTS,) if "finance" in mine else ()
    of_raters = (SCOPE_CREDIT,) if "service" in mine else ()
    of_reporters = (SCOPE_RISK,) if mine & {"finance", "payment"} else ()
    return frozenset(
        {
            SCOPE_READ,
            *MANAGING_SCOPES,
            *SERVICE_SCOPES,
            *of_banks,
            *of_raters,
            *of_reporters,
            *(f"{SCOPE_SEND}{k}" for k in sendable),
        }
    )


def _by_mandate(
    kind: str,
    senders: Senders,
    sender: EnterpriseFacts,
    named: Mapping[str, EnterpriseFacts | None],
    mandates: frozenset[tuple[int, str]],
) -> SendingVerdict:
    """The verdict on a sender that has no right of its own."""
    first = senders.principals[0]
    suitable = _is_one_of(sender, senders.agent_kinds)
    for element in senders.principals:
        principal = named.get(element)
        if principal is not None and (principal.id, kind) in mandates:
            reason = MANDATE if suitable else AGENT_KIND
            return SendingVerdict(suitable, "agent", reason, element)
    return SendingVerdict(False, "agent", MANDATE_MISSING if suitable else NOT_NAMED, first)


def _is_one_of(firm: EnterpriseFacts, kinds: frozenset[str]) -> bool:
    return not kinds or not kinds.isdisjoint(firm.kinds)


def _could_send(senders: Senders, mine: frozenset[str]) -> bool:
    groups = [*(right.kinds for right in senders.rights), senders.agent_kinds]
    return any(not kinds or not kinds.isdisjoint(mine) for kinds in groups)
