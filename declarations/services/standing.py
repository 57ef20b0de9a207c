"""Who may send a document, whom it names, and who may therefore see it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from declarations.facts import Sender
from declarations.messages.catalogue import KINDS
from declarations.rules.checks import Checks
from declarations.rules.registry import sender_of
from declarations.services.signatures import Checked
from enterprises.facts import EnterpriseFacts, SendingVerdict
from enterprises.rules.sending import MANDATE_MISSING, may_send
from enterprises.rules.sending import SENDERS as SENDING
from enterprises.selectors import Register, mandates_for
from enterprises.selectors_mandates import lapsed_mandate
from zone_portal.kernel.findings import Evidence, Finding, to_stored
from zone_portal.kernel.rules import Text

NAMED: Mapping[str, tuple[str, ...]] = {
    "CEB311": ("ebpCode", "ebcCode", "payCode"),
    "CEB303": ("ebpCode", "ebcCode"),
    "CEB411": ("payCode", "ebpCode"),
    "CEB403": ("payCode", "ebpCode", "ebcCode"),
    "CEB511": ("logisticsCode",),
    "CEB505": ("logisticsCode", "ebcCode"),
    "CEB621": ("ebpCode", "ebcCode", "logisticsCode", "agentCode", "areaCode"),
    "CEB603": ("ebpCode", "ebcCode", "logisticsCode", "agentCode", "iacCode", "ownerCode"),
    "CEB213": ("ebpCode", "ebcCode", "logisticsCode", "agentCode"),
    "CEB215": ("operatorCode", "logisticsCode"),
    "CEB507": ("logisticsCode", "operatorCode"),
    "CEB509": ("logisticsCode",),
    "CEB513": ("logisticsCode",),
    "CEB605": ("agentCode", "ebcCode"),
    "CEB607": ("agentCode", "logisticsCode"),
    "CEB623": ("ebpCode", "ebcCode", "logisticsCode", "agentCode"),
    "CEB625": ("ebpCode", "ebcCode", "logisticsCode", "agentCode"),
    "CEB701": ("agentCode", "ebcCode", "declAgentCode"),
    "CEB711": ("operatorCode", "logisticsCode"),
}
"""The elements of each kind that name an enterprise by its code."""

OWNERS: Mapping[str, tuple[str, ...]] = {
    "order": ("ebpCode", "ebcCode"),
    "payment": ("payCode",),
    "waybill": ("logisticsCode",),
    "inventory": ("ebcCode", "agentCode"),
}
"""The elements whose firms own a document of a noun and may read it whole."""

OWNERS_OF_PAPERS: Mapping[str, tuple[str, ...]] = {
    "CEB213": ("ebcCode", "agentCode"),
    "CEB215": ("operatorCode", "logisticsCode"),
    "CEB507": ("logisticsCode", "operatorCode"),
    "CEB509": ("logisticsCode",),
    "CEB513": ("logisticsCode",),
    "CEB605": ("ebcCode", "agentCode"),
    "CEB607": ("agentCode", "logisticsCode"),
    "CEB623": ("ebcCode", "agentCode"),
    "CEB625": ("ebcCode", "agentCode"),
    "CEB701": ("ebcCode", "agentCode", "declAgentCode"),
    "CEB711": ("operatorCode", "logisticsCode"),
}
"""Likewise of each kind of paper. Platform and carrier of a return stay out: it names the buyer."""

LOOSELY_NAMED = frozenset({"areaCode", "iacCode", "ownerCode", "declAgentCode", "operatorCode"})
"""Firms that need not act on the platform: unknown ones are only pointed out."""
LOOSE_CARRIER = frozenset({"CEB213", "CEB215"})
"""Kinds whose carrier may be a foreign one: that of the way back."""

NOT_A_CODE: frozenset[str | None] = frozenset({"无", "NO", "", None})
"""What the specification lets stand where there is no registered firm."""

EXPECTED_KINDS: Mapping[str, frozenset[str]] = {
    "ebpCode": frozenset({"platform"}),
    "ebcCode": frozenset({"ecommerce", "individual"}),
    "payCode": frozenset({"payment"}),
    "logisticsCode": frozenset({"logistics", "express", "postal"}),
    "operatorCode": frozenset({"site", "warehouse", "logistics", "express", "postal"}),
}

LAPSED: Mapping[str, Text] = {
    "over": ("{principal}的委托已于 {day} 到期", "the mandate of {principal} ended on {day}"),
    "revoked": (
        "与{principal}的委托已于 {day} 撤销",
        "the mandate of {principal} was revoked on {day}",
    ),
    "ahead": (
        "{principal}的委托自 {day} 起才生效",
        "the mandate of {principal} begins only on {day}",
    ),
    "proposed": (
        "{principal}于 {day} 提出的委托尚未被本企业接受",
        "the mandate that {principal} proposed on {day} was not accepted yet",
    ),
    "declined": (
        "{principal}的委托已于 {day} 被本企业拒绝",
        "the mandate of {principal} was declined on {day}",
    ),
}
"""What is said of a mandate that does not hold, by its state."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a combination of named codes means for one sender.

    ``parties`` and ``owners`` are enterprise ids as COPY text, ``ids`` the parties as a list;
    ``findings`` are in stored form with an empty key, because many documents share a standing;
    ``responsible`` must act on errors.
    """

    parties: str
    owners: str
    ids: list[int]
    responsible: str
    findings: tuple[dict[str, Any], ...] = ()


@dataclass(slots=True)
class Standings:
    """The standings of one message, each worked out once.

    ``of`` takes a kind and its named codes, in the order of ``NAMED``. ``signature`` is what
    became of the message's signature; what is wrong with it is told to each document.
    """

    sender: Sender
    checks: Checks
    day: date
    signature: Checked | None = None
    _register: Register = field(default_factory=Register)
    _known: dict[tuple[str, tuple[str, ...]], Standing] = field(default_factory=dict)
    _mandates: frozenset[tuple[int, str]] | None = None

    def of(self, kind: str, codes: tuple[str, ...]) -> Standing:
        """The standing of a document of ``kind`` that names ``codes``."""
        found = self._known.get((kind, codes))
        if found is None:
            found = self._known[(kind, codes)] = self._work_out(kind, codes)
        return found

    def may_touch(self, kind: str, codes: tuple[str, ...]) -> bool:
        """Whether the sender may send documents of ``kind`` that name ``codes``, and so may change
        or delete one that is kept."""
        return self._verdict(kind, self._firms(kind, codes)).allowed

    def _firms(self, kind: str, codes: tuple[str, ...]) -> dict[str, EnterpriseFacts | None]:
        return {
            element: self._register.get(code) if code not in NOT_A_CODE else None
            for element, code in zip(NAMED[kind], codes, strict=True)
        }

    def _work_out(self, kind: str, codes: tuple[str, ...]) -> Standing:
        noun = KINDS[kind].noun
        named = self._firms(kind, codes)
        findings = [*self._may_send(kind, named), *self._known_firms(kind, codes, named)]
        if self.signature is not None:
            findings += self.signature.findings(kind)
        own = {self.sender.enterprise.id}
        owners = own | {named[e].id for e in owners_of(kind) if named.get(e)}  # type: ignore[union-attr]
        parties = owners
        if noun == "inventory":
            parties = own | {firm.id for firm in named.values() if firm}
        return Standing(
            parties=_array(parties),
            owners=_array(owners),
            ids=sorted(parties),
            responsible=self._responsible(kind, named),
            findings=tuple(to_stored(finding) for finding in findings),
        )

    def _responsible(self, kind: str, named: Mapping[str, EnterpriseFacts | None]) -> str:
        noun = KINDS[kind].noun
        seller, platform = named.get("ebcCode"), named.get("ebpCode")
        own = self.sender.enterprise.id
        if (
            noun == "order"
            and seller
            and seller.id == own
            and not (platform and platform.id == own)
        ):
            return "ecommerce"
        return sender_of(KINDS[kind])

    def _verdict(self, kind: str, named: Mapping[str, EnterpriseFacts | None]) -> SendingVerdict:
        own = self.sender.enterprise
        verdict = may_send(kind, sender=own, named=named, mandates=self._mandates or frozenset())
        if not verdict.allowed and self._mandates is None:
            # Most send in their own right: mandates are read only for those who do not.
            self._mandates = mandates_for(own.id, on=self.day)
            verdict = may_send(kind, sender=own, named=named, mandates=self._mandates)
        return verdict

    def _may_send(self, kind: str, named: Mapping[str, EnterpriseFacts | None]) -> list[Finding]:
        verdict = self._verdict(kind, named)
        scopes = self.sender.scopes
        in_scope = scopes is None or kind in scopes
        if verdict.allowed and in_scope:
            return []
        element = verdict.owner_element or NAMED[kind][0]
        reason: str | Text = verdict.reason_code if in_scope else "scope_missing"
        if reason == MANDATE_MISSING:
            reason = self._lapsed(kind, named) or reason
        return self._finding("ENT-001", kind, element, None, {"reason": reason})

    def _lapsed(self, kind: str, named: Mapping[str, EnterpriseFacts | None]) -> Text | None:
        """Which mandate the sender may be thinking of, and why it does not hold."""
        principals = [named.get(element) for element in SENDING[kind].principals]
        ids = [firm.id for firm in principals if firm is not None]
        lapsed = lapsed_mandate(self.sender.enterprise.id, ids, kind, on=self.day)
        if lapsed is None:
            return None
        zh, en = LAPSED[lapsed.state]
        facts = {"principal": lapsed.principal_name, "day": lapsed.day}
        return (
            f"mandate_{lapsed.state}，{zh.format_map(facts)}",
            f"mandate_{lapsed.state}, {en.format_map(facts)}",
        )

    def _known_firms(
        self,
        kind: str,
        codes: tuple[str, ...],
        named: Mapping[str, EnterpriseFacts | None],
    ) -> list[Finding]:
        findings: list[Finding] = []
        for (element, firm), code in zip(named.items(), codes, strict=True):
            if code in NOT_A_CODE:
                continue
            if firm is None:
                rule = "ENT-003" if is_loosely_named(kind, element) else "ENT-002"
                findings += self._finding(rule, kind, element, code, {})
            elif not firm.approved:
                findings += self._finding("ENT-005", kind, element, code, {})
            elif element in EXPECTED_KINDS and not firm.kinds & EXPECTED_KINDS[element]:
                findings += self._finding("ENT-006", kind, element, code, {})
        return findings

    def _finding(
        self, code: str, kind: str, element: str, value: str | None, params: dict[str, Any]
    ) -> list[Finding]:
        severity = self.checks.settings.of(code)
        if severity == "off":
            return []
        evidence = Evidence(type=kind, key={}, field=element, value=value)
        return [
            Finding(
                code=code,
                severity="error" if severity == "error" else "warning",
                documents=(evidence,),
                params=params,
            )
        ]


def owners_of(kind: str) -> tuple[str, ...]:
    """The elements whose firms own a document of a kind."""
    return OWNERS_OF_PAPERS.get(kind) or OWNERS[KINDS[kind].noun]


def is_loosely_named(kind: str, element: str) -> bool:
    """Whether the firm in an element may be unknown here."""
    return element in LOOSELY_NAMED or (element == "logisticsCode" and kind in LOOSE_CARRIER)


def named_codes(kind: str) -> Callable[[Any], tuple[str, ...]]:
    """Reads the named codes of a head, in the order of ``NAMED``."""
    return values_getter(NAMED[kind])


def values_getter(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Reads attributes as a tuple, also where there is only one."""
    if len(names) == 1:
        (only,) = names
        return lambda record: (getattr(record, only),)
    return attrgetter(*names)


def _array(ids: set[int]) -> str:
    return "{" + ",".join(map(str, sorted(ids))) + "}"
