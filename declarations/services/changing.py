"""Documents that meet what is kept already: repeats, changes, deletions, conflicts.

These are judged one by one, in the order of their message, inside the intake transaction and
under a lock on their key.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction

from declarations.facts import Judged
from declarations.messages.catalogue import Kind
from declarations.models import (
    Decision,
    DocumentRevision,
    PastDecision,
    Waybill,
)
from declarations.models.columns import TABLES
from declarations.models.decisions import DecisionBase
from declarations.rules import keeping
from declarations.rules.returning import WAYBILL_RETURNS
from declarations.rules.split_marks import MARKED_NOUNS, UnreadableMark, mark_of, parcel_of
from declarations.services import parcelling
from declarations.services.accepting import Acceptor
from declarations.services.batches import Prepared
from declarations.services.closing import closed_by
from declarations.services.copying import copier_of, copy_rows
from declarations.services.digests import keys_of_any
from declarations.services.number_locks import take_locks
from declarations.services.refusals import refusal_status
from declarations.services.returns.admitting import Admitting
from declarations.services.standing import named_codes
from declarations.services.summaries import APPLICATION, rejoin
from declarations.stored import (
    earlier_revisions,
    load,
    meaning_hash,
    same_content,
    seal_revision,
)
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED
from zone_portal.framework.vault import KeyErased
from zone_portal.kernel.findings import Evidence, Finding, Severity, to_stored

CHANGED, DELETED = "2", "3"


@dataclass(slots=True)
class Touched:
    """What must be decided anew although no fresh document names it."""

    documents: set[int] = field(default_factory=set)
    orders: set[str] = field(default_factory=set)
    waybills: set[str] = field(default_factory=set)
    transactions: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.documents) + len(self.orders) + len(self.waybills)

    def add(self, noun: str, head: Any) -> None:
        """Note the numbers by which other documents refer to this one or it to them."""
        if noun in {"order", "payment", "inventory"}:
            self.orders.add(head.orderNo)
        if noun in {"order", "payment"} and (number := getattr(head, "payTransactionId", None)):
            self.transactions.add(number)
        if noun in {"waybill", "inventory"}:
            self.waybills.add(head.logisticsNo)

    def as_json(self) -> dict[str, Any]:
        return {
            "documents": sorted(self.documents),
            "orders": sorted(self.orders),
            "waybills": sorted(self.waybills),
            "transactions": sorted(self.transactions),
        }


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key row, locked."""

    document_id: int
    revision: int
    content: str


class Judge:
    """Judges documents against what is kept, for one message."""

    def __init__(self, acceptor: Acceptor, cursor: Any) -> None:
        self._acceptor = acceptor
        self._cursor = cursor
        self._returns = Admitting(acceptor.checks, acceptor.sender.enterprise.id, acceptor.at)
        self.touched = Touched()

    def take_locks(self) -> None:
        """Wait for whoever judges papers about the same numbers."""
        take_locks(self._cursor, self._acceptor.batch.locks)

    def decide(self, position: int, document: Any) -> None:
        """Give the document at ``position`` its verdict, and keep, change or delete it."""
        judged = self._acceptor.batch.judged[position]
        self._decide(judged, document)
        if position == 0:  # what stands wrong around the documents is told with the first
            judged.findings = [*judged.findings, *self._acceptor.of_envelope]

    def _decide(self, judged: Judged, document: Any) -> None:
        prepared = self._acceptor.prepare(document)
        if prepared.is_refused:  # by what happened since the first look
            self._refuse(judged, prepared)
            return
        try:
            mark_of(prepared.kind.code, _note(prepared))
        except UnreadableMark as error:
            self._reject(judged, prepared, keeping.MARK_UNREADABLE, "note", str(error))
            return
        kept = self._lock_key(prepared.keys[0][0])
        app_type = document.head.appType
        if app_type == CHANGED:
            self._change(judged, prepared, kept)
        elif app_type == DELETED:
            self._delete(judged, prepared, kept)
        else:
            self._add(judged, prepared, kept)

    def _add(self, judged: Judged, prepared: Prepared, kept: KeptKey | None) -> None:
        if kept is not None and self._number_may_return(prepared, kept):
            self._free_keys(prepared.keys)
            kept = None
        if kept is not None:
            self._repeat(judged, prepared, kept)
            return
        if code := self._order_taken(prepared):
            # The same document may have been committed between the two looks: then both keys are.
            if (kept := self._lock_key(prepared.keys[0][0])) is not None:
                self._repeat(judged, prepared, kept)
            else:
                self._reject(judged, prepared, code, "orderNo")
            return
        if not self._admits(judged, prepared, judged.document_id):
            return
        self._write(judged, prepared, judged.document_id, revision=1)
        self._enter_keys(prepared, judged.document_id, revision=1)

    def _order_taken(self, prepared: Prepared) -> str:
        """The rule by which an inventory may not declare its order, when there is one."""
        kind, head = prepared.kind, prepared.document.head
        if kind.noun != "inventory":
            return ""
        mark = parcel_of(kind.code, head.note)
        if self._lock_key(prepared.keys[-1][0]) is not None:
            return keeping.PARCEL_ALREADY_DECLARED if mark else keeping.ORDER_ALREADY_DECLARED
        return parcelling.join(self._cursor, kind, head, mark) if mark else ""

    def _repeat(self, judged: Judged, prepared: Prepared, kept: KeptKey) -> None:
        """The same content again is a duplicate, other content under a taken key a conflict."""
        if kept.content == prepared.content:
            _repeated(judged, kept.document_id)
            return
        earlier = self._theirs(prepared, kept)
        if earlier is not None and self._is_known(prepared, kept, earlier):
            _repeated(judged, kept.document_id)
            return
        self._reject(judged, prepared, keeping.KNOWN_WITH_OTHER_CONTENT, prepared.kind.key[1])

    def _change(self, judged: Judged, prepared: Prepared, kept: KeptKey | None) -> None:
        earlier = self._theirs(prepared, kept)
        if kept is None or earlier is None:
            self._reject_missing(judged, prepared)
        elif kept.content == prepared.content or self._is_known(prepared, kept, earlier):
            _repeated(judged, kept.document_id)
        elif self._may_change(judged, prepared, kept, earlier):
            self._replace(judged, prepared, kept, earlier)

    def _replace(self, judged: Judged, prepared: Prepared, kept: KeptKey, earlier: Any) -> None:
        if not self._admits(judged, prepared, kept.document_id):
            return
        revision = kept.revision + 1
        try:
            with transaction.atomic():  # what a refusal undoes
                staying = self._replaced(prepared, earlier, kept)
        except _OrderTakenError as taken:
            self._reject(judged, prepared, taken.code, "orderNo")
            return
        self._write(judged, prepared, kept.document_id, revision=revision)
        TABLES[prepared.kind.noun].objects.filter(id=kept.document_id).update(
            revised_at=self._acceptor.at, **staying
        )
        self._enter_keys(prepared, kept.document_id, revision=revision)
        judged.document_id = kept.document_id
        if prepared.kind.noun == "paper":
            self._rejoin(prepared.kind, kept)
            return
        self.touched.add(prepared.kind.noun, earlier.head)
        self.touched.add(prepared.kind.noun, prepared.document.head)
        self.touched.documents.add(kept.document_id)

    def _replaced(self, prepared: Prepared, earlier: Any, kept: KeptKey) -> dict[str, Any]:
        """Put the earlier content away and let its keys go; returns what stays.

        :raises _OrderTakenError: when the new content declares an order that another one has.
        """
        staying = self._end(prepared, earlier, kept, CHANGED)
        self._let_go(prepared.kind, earlier.head)
        if code := self._order_taken(prepared):
            raise _OrderTakenError(code)
        return staying

    def _let_go(self, kind: Kind, head: Any) -> None:
        """Free the keys of a document whose row is gone."""
        self._free_keys(keys_of_any(kind, head))
        if kind.noun == "inventory" and parcel_of(kind.code, head.note):
            parcelling.leave(self._cursor, kind, head)

    def _delete(self, judged: Judged, prepared: Prepared, kept: KeptKey | None) -> None:
        if kept is None and self._is_deleted(prepared):
            _repeated(judged, 0)
            return
        earlier = self._theirs(prepared, kept)
        if kept is None or earlier is None:
            self._reject_missing(judged, prepared)
            return
        if not self._may_change(judged, prepared, kept, earlier):
            return
        self._end(prepared, earlier, kept, DELETED)
        self._let_go(prepared.kind, earlier.head)
        if prepared.kind.noun == "inventory":
            end_decision(kept.document_id)
        self._returns.withdraw(prepared.kind, kept.document_id)
        self._rejoin(prepared.kind, kept)
        judged.document_id, judged.findings = 0, prepared.findings
        self.touched.add(prepared.kind.noun, earlier.head)

    def _rejoin(self, kind: Kind, kept: KeptKey) -> None:
        """What a monthly summary carried is left for another one."""
        if kind.code == APPLICATION:
            rejoin(kept.document_id, at=self._acceptor.at)

    def _admits(self, judged: Judged, prepared: Prepared, document_id: int) -> bool:
        """Whether a return fits what was released and what others returned; else it is refused."""
        kind = prepared.kind
        found = self._returns.findings(kind, prepared.document, document_id)
        prepared.findings.extend(map(to_stored, found))
        if not prepared.is_refused:
            return True
        self._refuse(judged, prepared)
        return False

    def _refuse(self, judged: Judged, prepared: Prepared) -> None:
        judged.verdict, judged.document_id = REJECTED, 0
        judged.findings = prepared.findings
        judged.status = refusal_status(prepared.kind.code, prepared.findings)

    def _reject_missing(self, judged: Judged, prepared: Prepared) -> None:
        """Nothing is kept under the key: it never was, or it was deleted."""
        number = getattr(prepared.document.head, prepared.kind.key[1])
        deleted = DocumentRevision.objects.filter(
            number=number[:60],
            kind=prepared.kind.code,
            sender_id=self._acceptor.sender.enterprise.id,
            ended_by=DELETED,
        ).exists()
        code = keeping.DELETED_BEFORE if deleted else keeping.NOTHING_TO_CHANGE
        self._reject(judged, prepared, code, prepared.kind.key[1])

    def _theirs(self, prepared: Prepared, kept: KeptKey | None) -> Any | None:
        """The kept document as it is now, when the sender had the right to send that one, too.

        Keys do not name every firm: another seller on the same platform may write the same number.
        To such a sender the document is as unknown as one that was never sent. So is one whose
        month has been erased, to everybody.
        """
        if kept is None:
            return None
        code = prepared.kind.code
        try:
            earlier = load(code, kept.document_id)
        except KeyErased:  # nobody can tell any more what it said, so nobody changes it
            return None
        if earlier is None:
            raise AssertionError("a key without its document")
        codes = named_codes(code)(earlier.head)
        return earlier if self._acceptor.standings.may_touch(code, codes) else None

    def _is_known(self, prepared: Prepared, kept: KeptKey, earlier: Any) -> bool:
        """Whether the document says what is kept, or is one sent again that was changed since."""
        if same_content(earlier, prepared.document):
            return True
        head = prepared.document.head
        try:
            revisions = earlier_revisions(kept.document_id)
        except KeyErased:
            return False
        return any(
            (record.head.guid, record.head.appTime) == (head.guid, head.appTime)
            and same_content(record, prepared.document)
            for _, record in revisions
        )

    def _is_deleted(self, prepared: Prepared) -> bool:
        """Whether the same deletion was the last that happened to the document."""
        number = getattr(prepared.document.head, prepared.kind.key[1])
        return DocumentRevision.objects.filter(
            number=number[:60],
            kind=prepared.kind.code,
            ended_by=DELETED,
            ended_content=meaning_hash(prepared.document),
        ).exists()

    def _may_change(self, judged: Judged, prepared: Prepared, kept: KeptKey, earlier: Any) -> bool:
        """Whether the kept document may still change; if not, the refusal is recorded."""
        if (code := closed_by(prepared.kind.noun, kept.document_id, earlier.head)) is not None:
            self._reject(judged, prepared, code, "appType")
            return False
        severity = self._acceptor.checks.settings.of(keeping.OLDER_THAN_KEPT)
        if prepared.document.head.appTime >= earlier.head.appTime or severity == "off":
            return True
        if severity == "error":
            self._reject(judged, prepared, keeping.OLDER_THAN_KEPT, "appTime")
            return False
        older = _finding(judged, prepared, keeping.OLDER_THAN_KEPT, "appTime", severity="warning")
        prepared.findings.append(older)
        return True

    def _number_may_return(self, prepared: Prepared, kept: KeptKey) -> bool:
        """Waybill numbers come again after a dated number of days (six months)."""
        if prepared.kind.noun != "waybill":
            return False
        days = self._acceptor.checks.settings.parameters[WAYBILL_RETURNS.code].days
        before = self._acceptor.at - timedelta(days=int(days))
        old = Waybill.objects.filter(id=kept.document_id, received_at__lt=before)
        return bool(old.exists())

    def _end(self, prepared: Prepared, earlier: Any, kept: KeptKey, how: str) -> dict[str, Any]:
        """Put the current content away as a revision; returns what stays in spite of a change."""
        acceptor, kind = self._acceptor, prepared.kind
        model = TABLES[kind.noun]
        row = model.objects.select_for_update().get(id=kept.document_id)
        DocumentRevision.objects.create(
            document_id=kept.document_id,
            revision=kept.revision,
            kind=kind.code,
            submission_id=row.submission_id,
            sender_id=row.sender_id,
            number=getattr(earlier.head, kind.key[1])[:60],
            entry_no=getattr(row, "entry_no", ""),
            content=seal_revision(earlier, kept.document_id, kept.revision, acceptor.at),
            ended_by=how,
            ended_content=meaning_hash(prepared.document),
            ended_by_submission_id=acceptor.submission_id,
            ended_at=acceptor.at,
        )
        staying = {"received_at": row.received_at}
        if kind.noun == "inventory":
            staying["entry_no"] = row.entry_no
        row.delete()
        line_table = copier_of(kind.code).layout.line_table
        if line_table:
            self._cursor.execute(
                f"DELETE FROM {line_table} WHERE document_id = %s", [kept.document_id]
            )
        return staying

    def _write(
        self, judged: Judged, prepared: Prepared, document_id: int, *, revision: int
    ) -> None:
        copier = copier_of(prepared.kind.code)
        row = self._acceptor.row(
            prepared, document_id=document_id, position=judged.position, revision=revision
        )
        copy_rows(self._cursor, copier.layout.table, copier.columns, [row])
        if copier.lines is not None:
            lines = "".join(copier.lines(prepared.document.lines, document_id))
            copy_rows(self._cursor, copier.layout.line_table, copier.line_columns, [lines.encode()])
        self._returns.enter(prepared.kind, prepared.document, prepared.standing, document_id)
        if mark := mark_of(prepared.kind.code, _note(prepared)):
            TABLES[prepared.kind.noun].objects.filter(id=document_id).update(split=str(mark))
        judged.verdict, judged.findings = ACCEPTED, prepared.findings

    def _lock_key(self, digest: str) -> KeptKey | None:
        while True:
            self._cursor.execute(
                "SELECT document_id, revision, content_digest FROM declarations_document_key "
                "WHERE digest = %s FOR UPDATE",
                [digest],
            )
            if (row := self._cursor.fetchone()) is not None:
                return KeptKey(row[0], row[1], row[2].hex)
            # A change replaces the row: who waited for the old one sees the new one only now.
            self._cursor.execute(
                "SELECT 1 FROM declarations_document_key WHERE digest = %s", [digest]
            )
            if self._cursor.fetchone() is None:
                return None

    def _enter_keys(self, prepared: Prepared, document_id: int, *, revision: int) -> None:
        for digest, slot in prepared.keys:
            self._cursor.execute(
                "INSERT INTO declarations_document_key VALUES (%s, %s, %s, %s, %s)",
                [digest, slot, document_id, revision, prepared.content],
            )

    def _free_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        self._cursor.execute(
            "DELETE FROM declarations_document_key WHERE digest = ANY(%s::uuid[])",
            [[digest for digest, _ in keys]],
        )

    def _reject(
        self, judged: Judged, prepared: Prepared, code: str, element: str, value: str = ""
    ) -> None:
        finding = _finding(judged, prepared, code, element, value=value)
        judged.verdict, judged.document_id = REJECTED, 0
        judged.findings = [*prepared.findings, finding]
        judged.status = keeping.official_code(code, prepared.kind)


class _OrderTakenError(Exception):
    """The changed inventory declares an order that is declared already."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _repeated(judged: Judged, document_id: int) -> None:
    judged.verdict, judged.document_id, judged.findings = DUPLICATE, document_id, []


def _finding(
    judged: Judged,
    prepared: Prepared,
    code: str,
    element: str,
    *,
    value: str = "",
    severity: Severity = "error",
) -> dict[str, Any]:
    """What is wrong with an element in the light of what is kept, in stored form."""
    value = value or str(getattr(prepared.document.head, element) or "")
    finding = Finding(
        code=code,
        severity=severity,
        documents=(Evidence(prepared.kind.code, dict(judged.key), element, None, value),),
        responsible=prepared.standing.responsible,
    )
    return to_stored(finding)


def _note(prepared: Prepared) -> str | None:
    """The note of a document in which marks are read."""
    note: str | None = None
    if prepared.kind.noun in MARKED_NOUNS:
        note = prepared.document.head.note
    return note


def end_decision(inventory_id: int) -> None:
    """Move the decision in force to the past decisions."""
    decision = Decision.objects.filter(inventory_id=inventory_id).first()
    if decision is not None:
        fields = [field.attname for field in DecisionBase._meta.fields]
        PastDecision.objects.create(**{name: getattr(decision, name) for name in fields})
        decision.delete()
