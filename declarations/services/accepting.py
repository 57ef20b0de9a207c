"""The fast yes: every document of a message judged, and the rows of the good ones written out.

Nothing here touches a document table. A document whose key may be known, that changes or deletes
another, or that says it is one of several, is left for ``keeping`` to judge inside the transaction.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from declarations.facts import Judged, Sender
from declarations.messages.catalogue import KINDS, Kind
from declarations.rules.cautions import Cautions
from declarations.rules.checks import CAUTIONED, CLEAN, Checks
from declarations.rules.fields import examine, examine_struct
from declarations.rules.return_papers import OF_ORIGINALS
from declarations.rules.split_marks import MARKED_NOUNS, is_marked
from declarations.rules.unreadable import envelope_findings, unreadable_finding
from declarations.services.batches import Batch, KeyRow, Prepared
from declarations.services.comparing import Asked, compare
from declarations.services.copying import NULL, copier_of, escape
from declarations.services.digests import content_digest, content_of, keys_of, keys_of_any
from declarations.services.gathering import facts_maker
from declarations.services.number_locks import LOCKED, lock_of
from declarations.services.papers import texts_of
from declarations.services.refusals import refusal_status
from declarations.services.rows import RowMaker, WriteRow
from declarations.services.sources import Careful, Source
from declarations.services.standing import NAMED, Standing, Standings, named_codes
from declarations.verdicts import ACCEPTED, REJECTED
from zone_portal.framework.vault import Vault
from zone_portal.kernel.findings import to_stored

_encode = msgspec.json.Encoder().encode
_Take = Callable[[int, Any], None]


class Acceptor:
    """Judges the documents of one message for one sender at one moment."""

    def __init__(
        self,
        *,
        sender: Sender,
        checks: Checks,
        vault: Vault,
        submission_id: int,
        at: datetime,
    ) -> None:
        self.sender = sender
        self.checks = checks
        self.submission_id = submission_id
        self.at = at
        self.standings = Standings(sender, checks, checks.day)
        self.batch = Batch()
        self.of_envelope: list[dict[str, Any]] = []
        self._seen: set[str] = set()
        self._asked = Asked()
        self._rows = RowMaker(
            vault=vault,
            sender_id=sender.enterprise.id,
            submission_id=submission_id,
            at=at,
            day=checks.day,
        )
        self._hashers: dict[str, Callable[[Any], list[str]]] = {}
        self._writers: dict[str, WriteRow] = {}
        self._takers: dict[type, _Take] = {}
        self._source: Source | None = None

    def run(self, source: Source) -> Batch:
        """Judge every document of the source, in order."""
        takers, self._source = self._takers, source
        for position, document in enumerate(source.documents()):
            take = takers.get(document.__class__)
            if take is None:
                if isinstance(document, Careful):
                    self._explain(position, document)
                    continue
                take = self._prepare_for(document.__class__)
            take(position, document)
        self._takers = {}  # they refer to this object: without the circle it is freed at once
        self._source = None
        self.of_envelope = [
            to_stored(finding) for finding in envelope_findings(source.warnings, self.checks)
        ]
        self.batch.judged[0].findings += self.of_envelope
        return self.batch

    def _prepare_for(self, struct: type) -> _Take:
        """Everything that documents of one kind need, made when the first of them comes."""
        kind = KINDS[struct.__name__]
        if kind.code not in self._writers:
            self._hashers[kind.code] = self._rows.hasher(kind)
            self._writers[kind.code] = self._rows.writer(kind)
        make = self._paper_taker if kind.noun == "paper" else self._taker
        take = self._takers[struct] = make(kind)
        return take

    def _colons(self) -> list[int]:
        return self._source.colons if self._source else []

    def _repeats(self, position: int) -> bool:
        """Whether members of a document come twice; it has been judged by careful reading then."""
        source = self._source
        if source is None or not source.has_repeats(position):
            return False
        source.colons[position] = 0
        self._explain(position, source.careful(position))
        return True

    def struct_of(self, source: Source, position: int) -> Any:
        """A good document of the message, read again."""
        document = source.document(position)
        if not isinstance(document, Careful):
            return document
        kind = KINDS[document.kind]
        return examine(kind, document.data, self.checks, problems=document.problems).document

    def start_over(self) -> None:
        """Forget the verdicts that depended on the kept state, before the message is retried."""
        for position in {*self.batch.later, *(key.position for key in self.batch.keys)}:
            judged = self.batch.judged[position]
            judged.verdict, judged.document_id = ACCEPTED, self.document_id(position)
            judged.findings = [f for f in judged.findings if f["severity"] != "error"]
            judged.status = "2"

    def prepare(self, document: Any) -> Prepared:
        """What a document needs to be kept, judged by what is kept now."""
        kind = KINDS[document.__class__.__name__]
        standing = self.standings.of(kind.code, named_codes(kind.code)(document.head))
        findings = self._findings(kind, document, standing)
        return Prepared(
            kind=kind,
            document=document,
            standing=standing,
            findings=findings,
            keys=keys_of_any(kind, document.head),
            content=content_digest(document),
        )

    def row(
        self, prepared: Prepared, *, document_id: int, position: int, revision: int = 1
    ) -> bytes:
        """The COPY text of a document's row."""
        code, document = prepared.kind.code, prepared.document
        is_paper = prepared.kind.noun == "paper"
        return self._writers[code](
            document.head,
            texts_of(code)(document) if is_paper else self._hashers[code](document.head),
            prepared.standing,
            _noted(prepared.findings),
            (document_id, position, revision),
        )

    def document_id(self, position: int) -> int:
        """Documents take the ids that follow their submission's, in their order."""
        return self.submission_id + 1 + position

    def _taker(self, kind: Kind) -> _Take:
        """The hot path of one kind, with everything it needs bound once."""
        code, key_names, has_lines = kind.code, kind.key, kind.line is not None
        judge, codes, standing_of = self.checks.judge[code], named_codes(code), self.standings.of
        cautions = cautions_of(self.checks, kind)
        seen, batch, first_id = self._seen, self.batch, self.submission_id + 1
        keys_out, judged, rows, lines_out = batch.keys, batch.judged, batch.rows[code], batch.lines
        write_lines, sender_id = copier_of(code).lines, self.sender.enterprise.id
        line_rows = lines_out[code] if has_lines else []
        write_row, hashes_of = self._writers[code], self._hashers[code]
        facts_of, gathered = facts_maker(code), batch.facts[kind.noun]
        may_be_part, colons_of = kind.noun in MARKED_NOUNS, self._colons()

        def take(position: int, document: Any) -> None:
            content, colons = content_of(document)
            if colons < colons_of[position] and self._repeats(position):
                return
            head = document.head
            standing = standing_of(code, codes(head))
            findings: list[dict[str, Any]] = []
            lines = document.lines if has_lines else ()
            rank = judge(head, lines)
            key = {name: getattr(head, name) or "" for name in key_names}
            if rank != CLEAN or standing.findings:
                warnings = None
                if rank == CAUTIONED and not standing.findings:
                    warnings = cautions.found(head, lines, key, standing.responsible)
                if warnings is None:
                    warnings = self._findings(kind, document, standing)
                findings = warnings
                if any(f["severity"] == "error" for f in findings):
                    self._reject(position, code, key, head.guid, findings)
                    return
            document_id = first_id + position
            status = "1" if head.appStatus == "1" else "2"
            judged.append(
                Judged(position, code, key, ACCEPTED, head.guid, status, document_id, findings)
            )
            digests = keys_of(kind, head)
            first = digests[0][0]
            if (
                head.appType != "1"
                or first in seen
                or digests[-1][0] in seen
                or (may_be_part and head.note and is_marked(head.note))
            ):
                seen.update(digest for digest, _ in digests)
                batch.later.append(position)
                return
            for digest, slot in digests:
                seen.add(digest)
                keys_out.append(KeyRow(digest, slot, document_id, content, position))
            noted = _noted(findings) if findings else NULL
            hashes, place = hashes_of(head), (document_id, position, 1)
            rows.append((position, write_row(head, hashes, standing, noted, place)))
            gathered.append(
                (
                    position,
                    facts_of(document, hashes, document_id, sender_id, self.at, standing.ids),
                )
            )
            if write_lines is not None:
                goods = "".join(write_lines(document.lines, document_id))
                line_rows.append((position, goods.encode()))

        return take

    def _paper_taker(self, kind: Kind) -> _Take:
        """The same for a paper: there is nothing to match, but perhaps an earlier declaration to
        compare it with."""
        code, batch, seen = kind.code, self.batch, self._seen
        rows, write_row, texts = batch.rows[code], self._writers[code], texts_of(code)
        is_locked, colons_of = code in LOCKED, self._colons()

        def take(position: int, document: Any) -> None:
            content, colons = content_of(document)
            if colons < colons_of[position] and self._repeats(position):
                return
            batch.papers.add(position)
            head, key = document.head, kind.key_of(document.head)
            standing = self.standings.of(code, named_codes(code)(head))
            findings = self._findings(kind, document, standing)
            if any(f["severity"] == "error" for f in findings):
                self._reject(position, code, key, head.guid, findings)
                return
            self._asked.note(kind, head)
            document_id = self.document_id(position)
            status = "1" if head.appStatus == "1" else "2"
            batch.judged.append(
                Judged(position, code, key, ACCEPTED, head.guid, status, document_id, findings)
            )
            ((digest, slot),) = keys_of_any(kind, head)
            if is_locked:
                batch.locks.add(lock_of(kind, head, digest))
            if is_locked or head.appType != "1" or digest in seen:
                seen.add(digest)
                batch.later.append(position)
                return
            seen.add(digest)
            batch.keys.append(KeyRow(digest, slot, document_id, content, position))
            place = (document_id, position, 1)
            rows.append(
                (position, write_row(head, texts(document), standing, _noted(findings), place))
            )

        return take

    def _explain(self, position: int, careful: Careful) -> None:
        """A document that did not fit its record: list everything that is wrong with it."""
        kind = KINDS.get(careful.kind)
        if careful.unreadable or kind is None or kind.from_customs:
            finding = unreadable_finding(careful.unreadable, careful.kind)
            self._reject(position, careful.kind, {}, "", [to_stored(finding)])
            return
        examined = examine(kind, careful.data, self.checks, problems=careful.problems)
        if examined.document is not None and not any(f.is_error for f in examined.findings):
            take = self._takers.get(kind.struct) or self._prepare_for(kind.struct)
            take(position, examined.document)
            return
        findings = [to_stored(finding) for finding in examined.findings]
        head = careful.data.get(kind.json_head)
        if isinstance(head, Mapping):
            findings += self._of_standing(kind, head, examined.key)
        self._reject(position, kind.code, dict(examined.key), _guid(kind, careful.data), findings)

    def _of_standing(
        self, kind: Kind, head: Mapping[str, Any], key: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """What the sender's standing adds, where every firm that must be named can be read."""
        codes = tuple(head.get(name) for name in NAMED[kind.code])
        for name, code in zip(NAMED[kind.code], codes, strict=True):
            if not (isinstance(code, str) and code) and kind.head_elements[name].mandatory:
                return []
        named = tuple(code if isinstance(code, str) else "" for code in codes)
        return _keyed(self.standings.of(kind.code, named), key)

    def _findings(self, kind: Kind, document: Any, standing: Standing) -> list[dict[str, Any]]:
        found = _keyed(standing, kind.key_of(document.head))
        own = examine_struct(kind, document, self.checks, responsible=standing.responsible)
        stored = [*found, *(to_stored(finding) for finding in own.findings)]
        if kind.code in OF_ORIGINALS:
            compared = compare(
                kind,
                document,
                self.checks,
                sender_id=self.sender.enterprise.id,
                may_touch=self.standings.may_touch,
                responsible=standing.responsible,
            )
            asked = self._asked.before(kind, document.head, self.checks, standing.responsible)
            stored += [to_stored(finding) for finding in (*compared, *asked)]
        return stored

    def _reject(
        self,
        position: int,
        code: str,
        key: Mapping[str, str],
        guid: str,
        findings: list[dict[str, Any]],
    ) -> None:
        self.batch.judged.append(
            Judged(
                position,
                code,
                dict(key),
                REJECTED,
                guid,
                refusal_status(code, findings),
                0,
                findings,
            )
        )


def cautions_of(checks: Checks, kind: Kind) -> Cautions:
    """The prepared warnings of a kind, kept with the checks of the day."""
    found = checks.prepared.get(kind.code)
    if found is None:
        found = checks.prepared[kind.code] = Cautions(kind, checks)
    return found


def _keyed(standing: Standing, key: Mapping[str, str]) -> list[dict[str, Any]]:
    """The findings of a standing as those of one document."""
    return [
        {
            **finding,
            "documents": [{**evidence, "key": dict(key)} for evidence in finding["documents"]],
            "responsible": finding["responsible"] or standing.responsible,
        }
        for finding in standing.findings
    ]


def _noted(findings: list[dict[str, Any]]) -> str:
    """Warnings that an accepted document is kept with, as COPY text."""
    return escape(_encode(findings).decode()) if findings else NULL


def _guid(kind: Kind, data: Mapping[str, Any]) -> str:
    """The guid of a document that did not fit its record, as far as it can be shown."""
    head = data.get(kind.json_head)
    guid = head.get("guid") if isinstance(head, Mapping) else ""
    return guid[:36] if isinstance(guid, str) else ""
