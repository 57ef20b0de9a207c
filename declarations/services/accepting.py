"""The fast yes: every document of a message judged, and the rows of the good ones written out.

Nothing here touches a document table. A document whose key may be known, or that changes or
deletes another, is left for ``keeping`` to judge inside the transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any

import msgspec

from declarations.facts import Judged, Sender
from declarations.messages.catalogue import KINDS, Kind, intake_kinds
from declarations.rules.cautions import Cautions
from declarations.rules.checks import CAUTIONED, CLEAN, Checks
from declarations.rules.fields import examine, examine_struct
from declarations.rules.unreadable import envelope_findings, unreadable_finding
from declarations.services.copying import NULL, copier_of, escape
from declarations.services.gathering import Fresh, facts_maker
from declarations.services.numbering import entry_numbers
from declarations.services.sources import Careful, Source
from declarations.services.standing import NAMED, Standing, Standings, named_codes, values_getter
from declarations.verdicts import ACCEPTED, REJECTED
from zone_portal.framework.vault import Sealer, Vault
from zone_portal.kernel.findings import to_stored
from zone_portal.kernel.rules import RULES

REFUSED = "-621001"
"""returnStatus of a document that fails its checks, unless a rule names a closer official code."""

REFUSED_BY_NOUN = {
    "order": "-301008",
    "payment": "-401009",
    "waybill": "-504011",
    "inventory": "-621001",
}


class KeyRow(msgspec.Struct, gc=False):
    """A business key that a fresh document takes; digests are 32 hexadecimal digits."""

    digest: str
    slot: str
    document_id: int
    content: str
    position: int


@dataclass(slots=True)
class Batch:
    """A message judged: verdicts of all documents, rows of the fresh ones.

    ``rows`` and ``lines`` hold, by kind, pairs of position and COPY text; ``facts`` by noun what
    matching compares; ``later`` the positions of documents that need the kept state to be judged.
    """

    judged: list[Judged] = field(default_factory=list)
    keys: list[KeyRow] = field(default_factory=list)
    rows: dict[str, list[tuple[int, bytes]]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[str, list[tuple[int, bytes]]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, list[tuple[int, Fresh]]] = field(default_factory=lambda: defaultdict(list))
    later: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A good document on its way into the tables."""

    kind: Kind
    document: Any
    standing: Standing
    findings: list[dict[str, Any]]
    keys: tuple[tuple[str, str], ...]
    content: str


_encode = msgspec.json.Encoder().encode
_Take = Callable[[int, Any], None]
_Place = tuple[int, int, int]
"""Document id, position in the message, revision."""
_WriteRow = Callable[[Any, list[str], Standing, str, _Place], bytes]


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
        self._sealer: Sealer = vault.sealer(at)
        self._hash_key = vault.hash_key
        self._hashes: dict[str, dict[str, str]] = defaultdict(dict)
        self._seen: set[str] = set()
        self._received = at.isoformat()
        self._entry_numbers = entry_numbers(checks.day)
        self._hashers = {kind.code: self._hasher(kind) for kind in intake_kinds()}
        self._writers = {kind.code: self._row_writer(kind) for kind in intake_kinds()}
        self._takers = {kind.struct: self._taker(kind) for kind in intake_kinds()}

    def run(self, source: Source) -> Batch:
        """Judge every document of the source, in order."""
        takers = self._takers
        for position, document in enumerate(source.documents()):
            take = takers.get(document.__class__)
            if take is None:
                self._explain(position, document)
            else:
                take(position, document)
        self._takers = {}  # they refer to this object: without the circle it is freed at once
        self.batch.judged[0].findings += [
            to_stored(finding) for finding in envelope_findings(source.warnings, self.checks)
        ]
        return self.batch

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

    def prepare(self, document: Any) -> Prepared | None:
        """What a document needs to be kept; None when it does not pass its checks."""
        kind = KINDS[document.__class__.__name__]
        standing = self.standings.of(kind.code, named_codes(kind.code)(document.head))
        findings = self._findings(kind, document, standing)
        if any(finding["severity"] == "error" for finding in findings):
            return None
        return Prepared(
            kind=kind,
            document=document,
            standing=standing,
            findings=findings,
            keys=keys_of(kind, document.head),
            content=content_digest(document),
        )

    def row(
        self, prepared: Prepared, *, document_id: int, position: int, revision: int = 1
    ) -> bytes:
        """The COPY text of a document's row."""
        return self._writers[prepared.kind.code](
            prepared.document.head,
            self._hashers[prepared.kind.code](prepared.document.head),
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

        def take(position: int, document: Any) -> None:
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
            if head.appType != "1" or first in seen or digests[-1][0] in seen:
                seen.update(digest for digest, _ in digests)
                batch.later.append(position)
                return
            content = content_digest(document)
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

    def _row_writer(self, kind: Kind) -> _WriteRow:
        """Writes the rows of one kind, with everything it needs bound once."""
        code, copier = kind.code, copier_of(kind.code)
        write, personal = copier.row, values_getter(copier.layout.personal)
        seal, received, sender_id = self._sealer.seal, self._received, self.sender.enterprise.id
        submission_id, is_inventory = self.submission_id, kind.noun == "inventory"
        entry_numbers = self._entry_numbers

        def row(
            head: Any, hashes: list[str], standing: Standing, noted: str, place: _Place
        ) -> bytes:
            document_id, position, revision = place
            sealed = seal(_encode(personal(head)), document_id.to_bytes(8, "big")).hex()
            own = f"\t{standing.owners}\t{next(entry_numbers)}" if is_inventory else ""
            return (
                f"{document_id}\t{code}\t{revision}\t{submission_id}\t{position}\t{received}\t"
                f"{NULL}\t{sender_id}\t{standing.parties}\t{noted}\t\\\\x{sealed}{own}\t"
                f"{write(head, *hashes)}\n"
            ).encode()

        return row

    def _hasher(self, kind: Kind) -> Callable[[Any], list[str]]:
        """Reads the keyed hashes of one kind's compared personal values, each worked out once."""
        hashed = tuple(
            (attrgetter(name), self._hashes[value_kind], self._hash_key(value_kind))
            for name, value_kind in copier_of(kind.code).layout.hashed.values()
        )

        def hashes_of(head: Any) -> list[str]:
            hashes = []
            for read, known, key in hashed:
                value = read(head)
                if value is None:
                    hashes.append(NULL)
                    continue
                found = known.get(value)
                if found is None:
                    found = known[value] = blake2b(
                        value.encode(), key=key, digest_size=16
                    ).hexdigest()
                hashes.append(found)
            return hashes

        return hashes_of

    def _explain(self, position: int, careful: Careful) -> None:
        """A document that did not fit its record: list everything that is wrong with it."""
        kind = KINDS.get(careful.kind)
        if careful.unreadable or kind is None or kind.noun == "receipt":
            finding = unreadable_finding(careful.unreadable, careful.kind)
            self._reject(position, careful.kind, {}, "", [to_stored(finding)])
            return
        examined = examine(kind, careful.data, self.checks, problems=careful.problems)
        if examined.document is not None and not any(f.is_error for f in examined.findings):
            self._takers[kind.struct](position, examined.document)
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
        return [*found, *(to_stored(finding) for finding in own.findings)]

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


def refusal_status(code: str, findings: Iterable[Mapping[str, Any]]) -> str:
    """The official returnStatus of a refusal: the first finding's own code, else the noun's."""
    for finding in findings:
        rule = RULES.get(finding["code"])
        if finding["severity"] == "error" and rule is not None and rule.official.startswith("-"):
            return rule.official
    kind = KINDS.get(code)
    return REFUSED_BY_NOUN.get(kind.noun, REFUSED) if kind else REFUSED


def content_digest(document: Any) -> str:
    """Digest of a document without guid and appTime: the same content gives the same digest."""
    head = document.head
    guid, time = head.guid, head.appTime
    head.guid = head.appTime = ""
    digest = blake2b(_encode(document), digest_size=16).hexdigest()
    head.guid, head.appTime = guid, time
    return digest


def keys_of(kind: Kind, head: Any) -> tuple[tuple[str, str], ...]:
    """The keys a document takes, as (digest, slot): its own, and an inventory also its order's."""
    own = "\x1f".join([kind.code, *(getattr(head, name) or "" for name in kind.key)])
    keys = ((blake2b(own.encode(), digest_size=16).hexdigest(), kind.code),)
    if kind.noun != "inventory":
        return keys
    seller = head.ebpCode if kind.direction == "import" else head.ebcCode
    declared = f"{kind.code}-order\x1f{seller}\x1f{head.orderNo}"
    return (*keys, (blake2b(declared.encode(), digest_size=16).hexdigest(), "ORDER"))


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
