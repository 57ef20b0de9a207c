"""Holds follow the courses: opened and ended by steps of customs alone, and told to the firms."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from declarations import gateway
from declarations.messages.catalogue import KINDS
from declarations.models import Hold, Inventory, Paper
from declarations.services.progress import Said
from declarations.services.suggesting import end_suggested
from declarations.states import BY_CUSTOMS, HOLDS, STATUSES
from declarations.states import ENDED as FINAL
from enterprises.services.notices import notify_members

ROLES: Final = ("administrator", "declarant")
BEGAN, ENDED = "hold_began", "hold_ended"
LISTS: Final = {"inventory_id": "/declarations/?customs=held", "paper_id": "/papers/"}
PAGES: Final = {"inventory_id": "/declarations/{}/", "paper_id": "/papers/{}/"}


def follow_holds(moves: Sequence[tuple[Said, Any]], key: str, *, at: datetime) -> None:
    """Open and end the holds that some steps mean; ``key`` is inventory_id or paper_id.

    Whoever declared is told why, once for a message however many declarations it speaks of.
    """
    began: list[Said] = []
    ended: list[Said] = []
    for said, step in moves:
        if said.source in HOLDS:
            Hold.objects.filter(**{key: said.subject_id}, source=BY_CUSTOMS, ended_at=None).update(
                ended_at=said.at, ended_status=said.status, ended_reason=said.info
            )
            ended.append(said)
        if said.status in HOLDS:
            Hold.objects.create(
                **{key: said.subject_id},
                status=said.status,
                reason=said.info,
                since=said.at,
                receipt_id=step.receipt_id,
            )
            began.append(said)
    if key == "inventory_id":
        over = {said.subject_id: said.status for said, _ in moves if said.status in FINAL}
        end_suggested(over, at=at)
    named = _named([*began, *ended], key)
    _tell(BEGAN, began, named, key, at)
    _tell(ENDED, [said for said in ended if said.status not in HOLDS], named, key, at)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a document is called in a notice, and whose it is."""

    zh: str
    en: str
    firms: Sequence[int]


def _named(said: Iterable[Said], key: str) -> dict[int, _Named]:
    ids = {one.subject_id for one in said}
    if not ids:
        return {}
    found = {}
    if key == "inventory_id":
        rows: Any = Inventory.objects.filter(id__in=ids)
        for row in rows.values_list("id", "cop_no", "order_no", "owners"):
            number = row[1] or row[2]
            found[row[0]] = _Named(f"清单 {number}", f"Inventory {number}", row[3])
        return found
    papers: Any = Paper.objects.filter(id__in=ids)
    for paper_id, kind, number, sender in papers.values_list("id", "kind", "cop_no", "sender_id"):
        title = KINDS[kind]
        found[paper_id] = _Named(f"{title.zh} {number}", f"{title.en} {number}", [sender])
    return found


def _tell(
    what: str, said: Sequence[Said], named: dict[int, _Named], key: str, at: datetime
) -> None:
    concerned: dict[int, list[Said]] = defaultdict(list)
    for one in said:
        for firm in named[one.subject_id].firms if one.subject_id in named else ():
            concerned[firm].append(one)
    for firm, own in sorted(concerned.items()):
        if len(own) == 1:
            name = named[own[0].subject_id]
            zh, en = _words(what, own[0], name)
            link = PAGES[key].format(own[0].subject_id)
        else:
            verb = ("被海关扣留或查验", "held or inspected by customs")
            if what == ENDED:
                verb = ("已由海关解除扣留或查验", "no longer held by customs")
            zh = f"{len(own)} 份单证{verb[0]}{_behind()[0]}。"
            en = f"{len(own)} documents are {verb[1]}{_behind()[1]}."
            link = LISTS[key]
        notify_members(firm, ROLES, kind=what, zh=zh, en=en, at=at, link=link)


def _words(what: str, said: Said, name: _Named) -> tuple[str, str]:
    status, (zh, en) = STATUSES[said.status], _behind()
    if what == BEGAN:
        return (
            f"{name.zh} 被海关{status.zh}{zh}。原因：{said.info}",
            f"{name.en}: {status.en} by customs{en}. Reason: {said.info}",
        )
    return (
        f"{name.zh} 的扣留或查验已结束{zh}，现为{status.zh}。{said.info}",
        f"{name.en} is no longer held{en}; it is now: {status.en}. {said.info}",
    )


def _behind() -> tuple[str, str]:
    """What is added where a simulator stands in for customs."""
    return ("（海关模拟器）", " (simulator)") if gateway.is_simulated() else ("", "")
