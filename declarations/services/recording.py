"""A decision as a row: which revisions were compared, what was found, who else is concerned."""

from typing import Any

import msgspec

from declarations.facts import Bundle, Outcome
from declarations.models.decisions import DecisionBase
from declarations.services.copying import NULL, escape
from zone_portal.kernel.findings import to_stored

FIELDS = tuple(field.attname for field in DecisionBase._meta.fields)
_encode = msgspec.json.Encoder().encode


def joined_parties(bundle: Bundle, outcome: Outcome) -> list[int]:
    """Firms that the joined documents bring in and the inventory does not name itself."""
    named = bundle.inventory.parties
    joined: set[int] = set()
    for kept in (outcome.order, outcome.payment, outcome.waybill, *outcome.further):
        if kept is not None and kept.parties != named:
            joined.update(kept.parties)
    return sorted(joined.difference(named))


def decision_row(
    bundle: Bundle, outcome: Outcome, sequence: int, joined: list[int], decided_at: str
) -> bytes:
    """The COPY text of a decision, in the order of ``FIELDS``."""
    findings = codes = waiting = split = NULL
    if outcome.findings:
        stored = [to_stored(finding) for finding in outcome.findings]
        findings = escape(_encode(stored).decode())
        codes = "{" + ",".join(sorted({finding.code for finding in outcome.findings})) + "}"
    if outcome.waiting_for:
        waiting = "{" + ",".join(outcome.waiting_for) + "}"
    if outcome.split:
        split = escape(_encode(split_table(outcome)).decode())
    inventory = bundle.inventory
    documents = "\t".join(
        f"{kept.id}\t{kept.revision}" if kept else f"{NULL}\t{NULL}"
        for kept in (outcome.order, outcome.payment, outcome.waybill)
    )
    parties = "{" + ",".join(map(str, joined)) + "}"
    return (
        f"{inventory.id}\t{sequence}\t{outcome.outcome}\t{waiting}\t{findings}\t{codes}\t"
        f"{outcome.rule_set}\t{inventory.revision}\t{documents}\t{parties}\t{decided_at}\t{split}\n"
    ).encode()


def split_table(outcome: Outcome) -> dict[str, Any] | None:
    """The table of sums as it is kept: with the ids of all documents in it."""
    if not outcome.split:
        return None
    ids = {row["id"] for table in outcome.split.values() for row in table["documents"]}
    return {**outcome.split, "ids": sorted(ids)}
