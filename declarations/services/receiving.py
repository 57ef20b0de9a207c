"""Receipts of customs: kept raw and for good, joined to their documents, weighed once.

Any kind of the catalogue that customs sends is taken. A receipt is known again by its number,
returnTime, returnStatus and text: a repeated one is counted. One for an unknown number is kept.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import zstandard
from django.db import IntegrityError, connection, transaction

from declarations import gateway
from declarations.joined import JOINED
from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import Kind
from declarations.messages.receipts import SHANGHAI
from declarations.messages.xml_reader import UnreadableMessage, read_message
from declarations.models import (
    Course,
    CustomsMessage,
    CustomsReceipt,
    CustomsRepeat,
    DocumentKey,
    Inventory,
    Paper,
    PaperCourse,
)
from declarations.services.answering import Answer, fold
from declarations.services.course import Courses
from declarations.services.digests import own_digest
from declarations.services.events import tell_receipts
from declarations.services.paper_course import PaperCourses
from declarations.services.progress import MOVED, Said
from declarations.services.unreadable import CODE, find, guids_of, take_back
from declarations.states import CANCELLED, CONCLUDED, is_known_there, status_of
from zone_portal.framework.vault import vault
from zone_portal.kernel.identifiers import (
    CHECK_DIGIT,
    DATE_INVALID,
    FORM,
    resident_id_problems,
)
from zone_portal.kernel.masking import mask_id_number, mask_phone

KEPT, UNKNOWN = "kept", "unknown"
WITHDRAWALS: Final = frozenset({"CEB624", "CEB606"})
"""Receipts of cancellations: concluded, they end the course of the inventory."""
CONTEXT: Final = b"customs"
AHEAD: Final = timedelta(hours=1)
"""A returnTime further ahead of our clock is not believed: it would silence whatever follows."""

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")
_NO_PERSON = frozenset({FORM, DATE_INVALID, CHECK_DIGIT})
_NUMBERS = (
    "copNo", "coElNo", "invtNo", "orderNo", "payTransactionId", "payNo", "logisticsNo", "sumNo",
    "rkdNo", "preNo", "oriCopMsgId",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message: new receipts, repeated ones, and those for unknown numbers."""

    receipts: int
    repeated: int
    unknown: int


@dataclass(slots=True)
class Facts:
    """A receipt as read, and what it is about once that was looked up."""

    kind: Kind
    position: int
    head: dict[str, str]
    status: str
    at: datetime
    info: str
    digest: str
    document_id: int | None = None
    inventory_id: int | None = None
    effect: str = UNKNOWN
    messages: list[str] = field(default_factory=list)
    """Numbers by which a message of the portal may be meant that could not be read."""

    @property
    def number(self) -> str:
        """The number that people know it by."""
        found = (self.head.get(name) for name in (*reversed(self._key()), *_NUMBERS))
        return next(filter(None, found), "")[:60]

    def _key(self) -> tuple[str, ...]:
        answered = KINDS.get(self.kind.answers)
        return answered.key if answered else ()


def receive_receipts(body: bytes, *, at: datetime) -> Taken:
    """Keep a message from the gateway and move what it speaks of; one transaction.

    :raises UnreadableMessage: when it cannot be read; it is kept all the same.
    """
    try:
        message = read_message(body, receipts=True)
    except UnreadableMessage as error:
        with transaction.atomic(durable=True):
            _keep_message(body, "", at, refusal=f"{error.code}: {error.text('zh')}")
        raise
    found = [_facts(message.kind, n, raw.data, at) for n, raw in enumerate(message.documents)]
    try:
        return _take(body, message.kind.code, found, at)
    except IntegrityError:
        # The same receipt came twice at the same moment: now the other one is there.
        return _take(body, message.kind.code, found, at)


def _take(body: bytes, kind: str, found: list[Facts], at: datetime) -> Taken:
    with transaction.atomic(durable=True):
        message_id = _keep_message(body, kind, at)
        _look_up(found)
        return _weigh(found, message_id, at)


def _keep_message(body: bytes, kind: str, at: datetime, *, refusal: str = "") -> int:
    """The id under which the message is kept; the same bytes are kept once."""
    sha256 = hashlib.sha256(body).digest()
    packed = zstandard.ZstdCompressor(level=3).compress(body)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO declarations_customs_message (sha256, kind, body, received_at, refusal)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (sha256) DO NOTHING",
            [sha256, kind, vault().sealer(at).seal(packed, CONTEXT), at, refusal[:300]],
        )
    found: int = CustomsMessage.objects.values_list("id", flat=True).get(sha256=sha256)
    return found


def _facts(kind: Kind, position: int, data: Mapping[str, Any], at: datetime) -> Facts:
    given = data.get(kind.json_head)
    texts = {n: v for n, v in given.items() if isinstance(v, str)} if given else {}
    head = {
        name: texts[name]
        for name, element in kind.head_elements.items()
        if name in texts and not element.personal and name != "oriBizMessage"
    }
    status = head.get("returnStatus") or head.get("status") or ""
    info = without_people(head.get("returnInfo") or "", at)
    head.pop("returnInfo", None)
    names = sorted(set(head) - {"guid"})
    identity = "\x1f".join([kind.code, *(f"{n}={head[n]}" for n in names), info])
    return Facts(
        kind=kind,
        position=position,
        head=head,
        status=status.strip()[:10],
        at=_moment(head.get("returnTime") or head.get("opDate") or "", at),
        info=info[:1000],
        digest=hashlib.blake2b(identity.encode(), digest_size=16).hexdigest(),
        messages=guids_of(head, texts.get("oriBizMessage", "")) if kind.code == CODE else [],
    )


def _moment(text: str, received_at: datetime) -> datetime:
    """A returnTime (17 digits, Shanghai); the moment of arrival where it makes no sense."""
    try:
        said = datetime.strptime(f"{text[:14]}", "%Y%m%d%H%M%S").replace(tzinfo=SHANGHAI)
        said += timedelta(milliseconds=int(text[14:17] or 0))
    except ValueError:
        return received_at
    return said if said <= received_at + AHEAD else received_at


def without_people(info: str, at: datetime) -> str:
    """``info`` with identity numbers and telephone numbers masked: returnInfo is shown widely."""

    def masked(found: re.Match[str]) -> str:
        number = found[0].upper()
        wrong = _NO_PERSON.intersection(resident_id_problems(number, at.date()))
        return found[0] if wrong else mask_id_number(number)

    return _PHONE.sub(lambda found: mask_phone(found[0]), _ID_NUMBER.sub(masked, info))


def _look_up(found: Iterable[Facts]) -> None:
    """Join each receipt to the document that it answers, and to an inventory."""
    wanted: dict[str, list[Facts]] = defaultdict(list)
    for facts in found:
        answered = KINDS.get(facts.kind.answers)
        if answered is not None and answered.key:
            wanted[own_digest(answered, facts.head)].append(facts)
    keys = DocumentKey.objects.filter(digest__in=wanted).values_list("digest", "document_id")
    for digest, document_id in keys:
        for facts in wanted[digest.hex]:
            facts.document_id = document_id
    for facts in found:
        _join_inventory(facts)


def _join_inventory(facts: Facts) -> None:
    """An inventory's own receipt names it; others (cancellation, tax bill) by its number."""
    answered = KINDS.get(facts.kind.answers)
    if answered is not None and answered.noun == "inventory":
        if facts.document_id is None:
            facts.document_id = _numbered(facts.head.get("preNo"), "pre_no", "entry_no")
        facts.inventory_id = facts.document_id
    elif not facts.messages and (answered is None or answered.noun == "paper"):
        if facts.document_id is None:
            facts.document_id = _numbered_paper(facts, answered)
        facts.inventory_id = _numbered(facts.head.get("invtNo"), "invt_no", "invt_no")
    known = facts.document_id is not None or facts.inventory_id is not None
    facts.effect = KEPT if known else UNKNOWN


def _numbered(number: str | None, of_course: str, of_inventory: str) -> int | None:
    """The inventory with a number that customs or the portal gave; None for none or several."""
    if not number:
        return None
    found = set(Course.objects.filter(**{of_course: number}).values_list("inventory_id", flat=True))
    if not found:
        own = Inventory.objects.filter(**{of_inventory: number})
        found = set(own.values_list("id", flat=True)[:2])
    return found.pop() if len(found) == 1 else None


def _numbered_paper(facts: Facts, answered: Kind | None) -> int | None:
    """The paper with a number that customs gave: a 701 by the sumNo of its result; None for none
    or several."""
    for name, column in (("preNo", "pre_no"), ("sumNo", "given_no"), ("rkdNo", "given_no")):
        if number := facts.head.get(name):
            rows = PaperCourse.objects.filter(**{column: number})
            if answered is not None:
                rows = rows.filter(kind=answered.code)
            found = list(rows.values_list("paper_id", flat=True)[:2])
            if not found and answered is None:
                own = Paper.objects.filter(**{column: number})
                found = list(own.values_list("id", flat=True)[:2])
            if len(found) == 1:
                return int(found[0])
    return None


def _weigh(found: list[Facts], message_id: int, at: datetime) -> Taken:
    """Keep what is new, count what is not, move the courses; tell everybody concerned."""
    weighed = [(Courses, _says(found, _said)), (PaperCourses, _says(found, _said_of_paper))]
    books = [
        (writer(s.subject_id for s in says.values()), says) for writer, says in weighed if says
    ]
    ids = _known(found)
    fresh, repeated = _sorted(found, set(ids))
    for facts in fresh:
        if facts.messages:
            _take_back(facts, at)
    for facts in fresh:
        for courses, says in books:
            if (said := says.get(facts.position)) is not None:
                courses.hear(said)
                facts.effect = MOVED if facts.effect == MOVED else said.effect
    rows = CustomsReceipt.objects.bulk_create(_row(facts, message_id, at) for facts in fresh)
    ids |= {str(row.digest): row.id for row in rows}
    for courses, says in books:
        courses.write(
            {id(says[row.position]): row.id for row in rows if row.position in says}, at=at
        )
    fold(
        Answer(row.document_id, row.return_status, row.return_time, row.id)
        for row in rows
        if row.document_id and _noun(row.kind) in JOINED
    )
    CustomsRepeat.objects.bulk_create(
        CustomsRepeat(receipt_id=ids[facts.digest], message_id=message_id, received_at=at)
        for facts in repeated
    )
    tell_receipts([row for row in rows if row.effect != UNKNOWN], at=at)
    return Taken(len(fresh), len(repeated), sum(facts.effect == UNKNOWN for facts in fresh))


def _take_back(facts: Facts, at: datetime) -> None:
    """The port could not read a message of ours: what was in it goes again, or is given up."""
    unread = find(facts.messages)
    if unread is None:
        return
    facts.effect = MOVED if unread.rows else KEPT
    facts.head["oriMessageType"] = f"{unread.kind}Message"
    if unread.is_single:
        (facts.document_id,) = unread.documents
        if KINDS[unread.kind].noun == "inventory":
            facts.inventory_id = facts.document_id
    take_back(unread, status=facts.status, info=facts.info, at=at)


def _noun(receipt: str) -> str:
    """The noun that a kind of receipt answers; empty where it answers none."""
    answered = KINDS.get(KINDS[receipt].answers)
    return answered.noun if answered is not None else ""


def _says(found: Iterable[Facts], said_of: Callable[[Facts], Said | None]) -> dict[int, Said]:
    """What the receipts say, by position in their message."""
    return {facts.position: said for facts in found if (said := said_of(facts)) is not None}


def _known(found: Iterable[Facts]) -> dict[str, int]:
    """The ids of receipts that are kept already, by digest."""
    kept = CustomsReceipt.objects.filter(digest__in=[facts.digest for facts in found])
    return {digest.hex: key for digest, key in kept.values_list("digest", "id")}


def _sorted(found: Iterable[Facts], seen: set[str]) -> tuple[list[Facts], list[Facts]]:
    """New receipts in the order in which customs spoke, and repeated ones."""
    fresh: list[Facts] = []
    repeated: list[Facts] = []
    for facts in sorted(found, key=lambda facts: (facts.at, facts.position)):
        (repeated if facts.digest in seen else fresh).append(facts)
        seen.add(facts.digest)
    return fresh, repeated


def _said(facts: Facts) -> Said | None:
    """What a receipt says of the status of an inventory; None where it says nothing of it."""
    status = status_of(facts.status)
    if facts.inventory_id is None or status is None:
        return None
    head = facts.head
    if facts.kind.code in WITHDRAWALS:
        if status != CONCLUDED:
            return None
        return Said(facts.inventory_id, CANCELLED, facts.at, facts.info)
    if facts.document_id != facts.inventory_id:
        return None
    return Said(
        facts.inventory_id,
        status,
        facts.at,
        facts.info,
        pre_no=(head.get("preNo") or "")[:18],
        given_no=(head.get("invtNo") or "")[:20],
        known_there=is_known_there(facts.status),
    )


def _said_of_paper(facts: Facts) -> Said | None:
    """What a receipt says of the status of the paper that it answers."""
    status, answered = status_of(facts.status), KINDS.get(facts.kind.answers)
    if facts.document_id is None or status is None:
        return None
    if answered is None or answered.noun != "paper":
        return None
    head = facts.head
    return Said(
        facts.document_id,
        status,
        facts.at,
        facts.info,
        pre_no=(head.get("preNo") or "")[:18],
        given_no=(head.get("rkdNo") or head.get("sumNo") or "")[:18],
        kind=answered.code,
        known_there=is_known_there(facts.status),
    )


def _row(facts: Facts, message_id: int, at: datetime) -> CustomsReceipt:
    return CustomsReceipt(
        digest=facts.digest,
        message_id=message_id,
        position=facts.position,
        kind=facts.kind.code,
        number=facts.number,
        document_id=facts.document_id,
        inventory_id=facts.inventory_id,
        return_status=facts.status,
        return_time=facts.at,
        return_info=facts.info,
        head=facts.head,
        effect=facts.effect,
        simulated=gateway.is_simulated(),
        received_at=at,
    )
