"""CEB900: the port could not read a message of the portal, with up to 100 documents in it.

Joined by the message's number. The documents are sent once more, each alone, so that one never
holds up its neighbours; the one that cannot be read alone either is a dead letter: its firms are
told with code and words, and customs officials send it again.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from declarations import gateway
from declarations.messages.catalogue import KINDS
from declarations.models import CustomsReceipt, Dispatch
from declarations.models.columns import TABLES
from declarations.services.course import Courses
from declarations.services.paper_course import PaperCourses
from declarations.services.progress import Progress
from declarations.states import FAILED, QUEUED, SENT
from enterprises.services.notices import notify_members

CODE: Final = "CEB900"
WAITING, ARRIVED, DEAD = "waiting", "sent", "dead"
ROLES: Final = ("administrator", "declarant")
NOTICE: Final = "customs_unreadable"
LONGEST: Final = 160
"""Characters of the port's own words in a notice."""
_GUID: Final = re.compile(r"""<[^>]*\bguid\s*=\s*["']([0-9A-Fa-f-]{36})["']""")
_BEGINNING: Final = 2_000
_WRITERS: Final[Mapping[str, type[Progress]]] = {"inventory": Courses, "paper": PaperCourses}
_PAGES: Final[Mapping[str, str]] = {
    "inventory": "/declarations/{}/",
    "order": "/orders/{}/",
    "payment": "/payments/{}/",
    "waybill": "/waybills/{}/",
    "paper": "/papers/{}/",
}
_NUMBERS: Final[Mapping[str, str]] = {
    "order": "order_no",
    "payment": "pay_transaction_id",
    "waybill": "logistics_no",
    "inventory": "cop_no",
    "paper": "cop_no",
}


@dataclass(frozen=True, slots=True)
class Unread:
    """The documents of a message that could not be read; ``rows`` are those that are taken back."""

    kind: str
    documents: Sequence[int]
    rows: Sequence[Dispatch]

    @property
    def is_single(self) -> bool:
        return len(self.documents) == 1


def guids_of(head: Mapping[str, str], original: str) -> list[str]:
    """The numbers by which the message may be known: as the port names it, and as it quotes it."""
    quoted = _GUID.search(original[:_BEGINNING])
    found = [head.get("oriCopMsgId", "").strip(), quoted[1] if quoted else ""]
    return [guid.upper() for guid in dict.fromkeys(found) if guid]


def find(guids: Sequence[str]) -> Unread | None:
    """The message with one of these numbers, its dispatches locked; None where none was sent."""
    if not guids:
        return None
    own = Dispatch.objects.select_for_update().filter(message_guid__in=guids, status=ARRIVED)
    rows = list(own.order_by("id"))
    if not rows:
        return None
    noun = KINDS[rows[0].kind].noun
    return Unread(
        kind=rows[0].kind,
        documents=[row.document_id for row in rows],
        rows=_unheard(noun, rows),
    )


def _unheard(noun: str, rows: Sequence[Dispatch]) -> list[Dispatch]:
    """Those of which customs has said nothing: what it spoke of, it could read."""
    writer = _WRITERS.get(noun)
    if writer is None:
        return [row for row in rows if not row.answer]
    ids = [row.document_id for row in rows]
    courses = writer.model.objects.filter(**{f"{writer.key}__in": ids}, status=SENT)
    silent = set(courses.values_list(writer.key, flat=True))
    return [row for row in rows if row.document_id in silent]


def take_back(unread: Unread, *, status: str, info: str, at: datetime) -> None:
    """Send each document alone, or give up the one that was alone and tell its firms."""
    if not unread.rows:
        return
    said = f"{CODE} {status} {info}"
    ids = [row.document_id for row in unread.rows]
    target = DEAD if unread.is_single else WAITING
    Dispatch.objects.filter(id__in=[row.id for row in unread.rows]).update(
        status=target,
        alone=True,
        sent_at=None,
        not_before=at,
        message_guid="",
        error=said[:200],
    )
    noun = KINDS[unread.kind].noun
    if (writer := _WRITERS.get(noun)) is not None:
        courses = writer(ids)
        courses.mark(ids, FAILED if unread.is_single else QUEUED, at=at, note=said)
        courses.write()
    if unread.is_single:
        _tell(unread.kind, ids, status=status, info=info, at=at)


def hear_early(guid: str, *, at: datetime) -> None:
    """Work in a CEB900 that came before the message was noted as sent; in the sender's
    transaction."""
    early: Any = CustomsReceipt.objects.filter(kind=CODE, effect="unknown")
    receipt = early.filter(head__oriCopMsgId__iexact=guid).order_by("-id").first()
    if receipt is not None and (unread := find([guid])) is not None:
        take_back(unread, status=receipt.return_status, info=receipt.return_info, at=at)


def _tell(kind: str, ids: Sequence[int], *, status: str, info: str, at: datetime) -> None:
    known = KINDS[kind]
    model: Any = TABLES[known.noun]
    behind = ("（海关模拟器）", " (simulator)") if gateway.is_simulated() else ("", "")
    firms: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in model.objects.filter(id__in=ids):
        number = getattr(row, _NUMBERS[known.noun]) or str(row.id)
        for firm in {row.sender_id, *getattr(row, "owners", ())}:
            firms[firm].append((row.id, number))
    said = info[:LONGEST]
    for firm, own in sorted(firms.items()):
        for document_id, number in own:
            notify_members(
                firm,
                ROLES,
                kind=NOTICE,
                zh=f"{known.zh} {number} 未能送达：电子口岸无法读取报文{behind[0]}，代码 {status}："
                f"{said} 由海关人员核查后重新发送，企业无需重报。"[:300],
                en=f"{known.en} {number} was not delivered: the electronic port could not read the "
                f"message{behind[1]}, code {status}: {said} Officials of customs look into it and "
                "send it again; you need not."[:400],
                at=at,
                link=_PAGES[known.noun].format(document_id),
            )
