"""Returns at intake: judged under a lock on the original, entered with their paper.

Two returns of one inventory at once: the second waits for the first and sees what it holds.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from declarations.messages.catalogue import KINDS, Kind
from declarations.models import Inventory, Paper, Return, ReturnLine
from declarations.originals import Original, original_of
from declarations.releases import left_of, release_of, terms_from
from declarations.return_states import APPLIED, HOLDING, STORED, WITHDRAWN
from declarations.rulebook import day_of
from declarations.rules.checks import Checks
from declarations.rules.evidence import as_text
from declarations.rules.return_checks import (
    Asked,
    Released,
    Terms,
    Trouble,
    is_across,
    troubles,
)
from declarations.rules.return_terms import EXPORT, RETURNS, TALLY
from declarations.services.returns.moving import begin, free, hold, move, refresh
from enterprises.models import Facility
from enterprises.selectors import Register
from zone_portal.kernel.findings import Evidence, Finding

NOT_SHOWN: Final = "—"
PLACES: Final = ("site", "warehouse")
"""The kinds of places in which returned goods are counted."""


@dataclass(frozen=True, slots=True)
class Admission:
    """A return as judged: its original, as far as it is known, and its terms."""

    original: Original | None
    released_on: date | None
    terms: Terms


class Admitting:
    """Judges and enters the returns of one message, inside its transaction."""

    def __init__(self, checks: Checks, sender_id: int, at: datetime) -> None:
        self._checks, self._sender_id, self._at = checks, sender_id, at
        self._admitted: dict[int, Admission] = {}

    def findings(self, kind: Kind, document: Any, paper_id: int) -> list[Finding]:
        """What is wrong with a return beside its original; nothing for other kinds."""
        if kind.code not in RETURNS:
            return []
        head = document.head
        original = original_of(
            kind.code, head.invtNo, seller=head.ebcCode, reader_id=self._sender_id
        )
        if original is None:
            self._admitted[paper_id] = Admission(None, None, Terms())
            return []
        inventory = original.inventory
        Inventory.objects.select_for_update(no_key=True).get(id=inventory.id)
        status, released_on = release_of(inventory.id)
        terms = terms_from(kind.code, inventory, released_on)
        self._admitted[paper_id] = Admission(original, released_on, terms)
        asked = Asked(kind.code, head.customsCode, _mode(head), _quantities(document))
        released = Released(
            inventory.trade_mode,
            inventory.customs_code,
            status,
            released_on,
            left_of(inventory.id, original.lines, but=paper_id),
        )
        parameters = self._checks.settings.parameters
        day = day_of(self._at)
        found = troubles(asked, released, terms, today=day, settings=parameters)
        return [
            finding
            for trouble in found
            if (finding := self._finding(kind, head, inventory, document, trouble)) is not None
        ]

    def enter(self, kind: Kind, document: Any, standing: Any, paper_id: int) -> None:
        """Enter a return beside its paper, new or changed; note what a tally says."""
        if kind.code == TALLY:
            self._enter_tally(document.head, paper_id)
        elif kind.code in RETURNS:
            self._enter(kind, document, standing, paper_id)

    def withdraw(self, kind: Kind, paper_id: int) -> None:
        """The paper was deleted: what a return held is left for others again."""
        if kind.code not in RETURNS:
            return
        row = Return.objects.select_for_update().filter(id=paper_id).first()
        if row is not None:
            move(row, WITHDRAWN, at=self._at)

    def _enter(self, kind: Kind, document: Any, standing: Any, paper_id: int) -> None:
        head, admission = document.head, self._admitted.pop(paper_id)
        inventory = admission.original and admission.original.inventory
        target = STORED if head.appStatus == "1" else APPLIED
        row = Return.objects.select_for_update().filter(id=paper_id).first()
        is_new = row is None
        if row is None:
            row = Return(id=paper_id, sender_id=self._sender_id, state=target)
            row.state_at = self._at
        elif row.state in HOLDING:
            free(row)
        _describe(row, kind, head, inventory)
        row.parties = _parties(standing.ids, inventory)
        row.applied_at = self._at
        row.released_on = admission.released_on
        row.apply_until = admission.terms.apply_until
        row.arrive_until = admission.terms.arrive_until
        row.tax_free_until = admission.terms.tax_free_until
        ReturnLine.objects.filter(paper_id=paper_id).delete()
        ReturnLine.objects.bulk_create(
            ReturnLine(paper_id=paper_id, gnum=gnum, quantity=quantity)
            for gnum, quantity in sorted(_quantities(document).items())
        )
        if kind.code == EXPORT:
            _join_tally(row, head)
        if target in HOLDING if is_new else row.state in HOLDING:
            hold(row)
        if is_new:
            begin(row, at=self._at)
        elif row.state == target:
            refresh(row)
        else:
            move(row, target, at=self._at)

    def _enter_tally(self, head: Any, paper_id: int) -> None:
        """The returns of this parcel are back, if whoever says so has to do with them."""
        applied = Paper.objects.filter(
            kind=EXPORT, logistics_no=head.logisticsNo, logistics_code=head.logisticsCode
        )
        rows = Return.objects.select_for_update().filter(
            id__in=applied.values("id"), tally_id__isnull=True
        )
        if head.invtNo:
            rows = rows.filter(invt_no=head.invtNo)
        for row in rows.order_by("id"):
            if _may_tally(row, self._sender_id, head.operatorCode):
                _tallied(row, paper_id, day_of(self._at), head.customsCode, head.location)
                refresh(row)

    def _finding(
        self, kind: Kind, head: Any, inventory: Any, document: Any, trouble: Trouble
    ) -> Finding | None:
        severity = self._checks.settings.of(trouble.code)
        if severity == "off":
            return None
        is_shown = self._sender_id in inventory.parties
        source = _line(document, trouble.line) if trouble.line is not None else head
        own = Evidence(
            kind.code,
            kind.key_of(head),
            trouble.element,
            trouble.line,
            as_text(getattr(source, trouble.element)),
        )
        evidence: tuple[Evidence, ...] = (own,)
        if trouble.theirs is not None and is_shown:
            key = {"agentCode": inventory.agent_code, "copNo": inventory.cop_no or ""}
            evidence += (
                Evidence(inventory.kind, key, trouble.their_element, trouble.line, trouble.theirs),
            )
        params = dict(trouble.params)
        if not is_shown:
            # The number of an inventory is easily guessed: what is known of it is its firms'.
            params |= dict.fromkeys({"day", "left", "status"} & params.keys(), NOT_SHOWN)
        return Finding(
            trouble.code, "error" if severity == "error" else "warning", evidence, "agent", params
        )


def _quantities(document: Any) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for line in document.lines:
        found[line.gnum] = found.get(line.gnum, Decimal(0)) + line.qty
    return found


def _line(document: Any, gnum: int | None) -> Any:
    return next(line for line in document.lines if line.gnum == gnum)


def _mode(head: Any) -> str:
    return getattr(head, "tradeMode", "") or ""


def _describe(row: Return, kind: Kind, head: Any, inventory: Any) -> None:
    row.kind, row.district = kind.code, head.customsCode
    row.number = getattr(head, KINDS[kind.code].key[-1])
    row.invt_no, row.logistics_no = head.invtNo, head.logisticsNo
    row.inventory_id = inventory.id if inventory is not None else None
    theirs = inventory.customs_code if inventory is not None else row.district
    row.is_across = is_across(row.district, theirs)


def _parties(named: list[int], inventory: Any) -> list[int]:
    """Those that the return names and its sender; the firm of the zone's area, where it returns."""
    found = set(named)
    code = getattr(inventory, "area_code", None)
    firm = Register().get(code) if code else None
    return sorted({*found, firm.id} if firm is not None else found)


def _join_tally(row: Return, head: Any) -> None:
    """A tally may come before the application."""
    tallies = Paper.objects.filter(kind=TALLY, logistics_no=head.logisticsNo)
    for tally in tallies.filter(logistics_code=head.logisticsCode).order_by("-id"):
        operator = tally.data.get("operatorCode", "")
        if tally.invt_no in {None, "", head.invtNo} and _may_tally(row, tally.sender_id, operator):
            place = tally.data.get("customsCode", ""), tally.data.get("location")
            _tallied(row, tally.id, day_of(tally.received_at), *place)
            return


def _may_tally(row: Return, sender_id: int, operator_code: str) -> bool:
    """Whether the word of a site counts: it or its sender is a firm of the return, or it runs a
    place on file under the customs with which the return is declared."""
    operator = Register().get(operator_code)
    if not {sender_id, operator.id if operator is not None else None}.isdisjoint(row.parties):
        return True
    if operator is None:
        return False
    places = Facility.objects.filter(enterprise_id=operator.id, in_force=True)
    return bool(places.filter(kind__in=PLACES, customs=row.district).exists())


def _tallied(row: Return, tally_id: int, day: date, district: str, location: str | None) -> None:
    row.tally_id, row.arrived_on = tally_id, day
    row.arrived_at_place = " ".join(filter(None, (district, location)))[:60]
