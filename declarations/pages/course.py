"""Words, colours and the course of a declaration at customs, for its page and for lists."""

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations import gateway
from declarations.courses import CourseFacts, PaperFacts, Said
from declarations.messages.receipts import UNREADABLE, answered_by
from declarations.models import CourseStep, Hold, PaperCourse, PaperStep
from declarations.pages.happenings import Happening
from declarations.states import (
    AUTHORITIES,
    HOLDS,
    PORTAL,
    STANDING,
    STATUSES,
    SUGGESTED,
    is_known_there,
    status_of,
)
from zone_portal.framework.lists import Label

_GROUP = re.compile(r"\[Code:(\d+);Desc:(.*?)\](?=\[Code:|$)", re.DOTALL)


def plain_info(info: str) -> str:
    """returnInfo without its brackets: ``[Code:2600;Desc:放行]`` → ``放行（2600）``."""
    return _GROUP.sub(lambda found: f"{found[2]}（{found[1]}）", info)


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def status_words(code: str) -> str:
    """The name of a status in the language of the page, with its official code."""
    status = STANDING[code]
    words = status.zh if _is_chinese() else status.en.capitalize()
    return f"{words} {code}" if code.isdecimal() else words


SUGGESTED_CHOICES = [(code, lazy(status_words, str)(code)) for code in SUGGESTED]
STATUS_CHOICES = [(code, lazy(status_words, str)(code)) for code in STATUSES]


def status_label(code: str) -> Label:
    """A status at customs as word and colour."""
    return Label(STANDING[code].tone, status_words(code))


def authority(code: str, *, simulated: bool) -> str:
    """Who stands behind a status; a simulator is named as one."""
    behind = STANDING[code].authority if code in STANDING else "customs"
    if simulated and behind != PORTAL:
        return _("海关模拟器")
    return AUTHORITIES[behind][0 if _is_chinese() else 1]


def happenings(facts: CourseFacts) -> list[Happening]:
    """What the portal sent and what customs said, each with the authority behind it."""
    return _sent(facts.steps) + [_heard(said) for said in _worth_telling(facts.said)]


def _sent(steps: Iterable[CourseStep | PaperStep]) -> list[Happening]:
    return [
        Happening(
            step.at,
            status_words(step.target),
            step.note or authority(step.target, simulated=False),
            STATUSES[step.target].tone,
        )
        for step in steps
    ]


def paper_happenings(facts: PaperFacts) -> list[Happening]:
    """The same of a paper, with every receipt, in the order of time."""
    heard = [_heard(said, of_paper=True) for said in facts.said]
    return sorted(_sent(facts.steps) + heard, key=attrgetter("at"))


def _worth_telling(said: Iterable[Said]) -> Iterator[Said]:
    """Everything said of the declaration itself, of each other document only the last word."""
    last: dict[int | None, Said] = {}
    for one in said:
        if one.receipt.inventory_id is None:
            last[one.receipt.document_id] = one
        else:
            yield one
    yield from last.values()


def _heard(said: Said, *, of_paper: bool = False) -> Happening:
    receipt = said.receipt
    status = status_of(receipt.return_status)
    behind = authority(status or "", simulated=receipt.simulated)
    title = status_words(status) if status else receipt.return_status or receipt.kind
    answered = answered_by(receipt.kind, receipt.head)
    if receipt.kind == UNREADABLE:
        title = _("电子口岸无法读取报文（%(code)s）") % {"code": receipt.return_status}
    if answered is not None and answered.noun != "inventory" and not of_paper:
        noun = answered.title(get_language() or "zh")
        title = _("%(noun)s：%(status)s") % {"noun": noun, "status": title}
    notes = [behind, receipt.kind, plain_info(receipt.return_info)]
    if receipt.effect == "late":
        notes.append(_("迟到的回执，状态不变"))
    elif receipt.effect == "no_step" and is_known_there(receipt.return_status):
        notes.append(_("口岸已有此单，状态不变"))
    elif receipt.effect == "no_step":
        notes.append(_("与当前状态不衔接，状态不变"))
    if said.repeats:
        notes.append(_("又收到 %(count)s 次") % {"count": said.repeats})
    moves = receipt.effect == "moved" or (receipt.inventory_id is None and not of_paper)
    tone = STATUSES[status].tone if status and moves else "idle"
    return Happening(receipt.return_time, title, " · ".join(filter(None, notes)), tone)


def customs_panel(facts: CourseFacts | PaperFacts) -> dict[str, Any] | None:
    """Where the declaration stands at customs, in one panel; None while it is not there."""
    course = facts.course
    if course is None:
        return None
    held = next((hold for hold in facts.holds if hold.ended_at is None), None)
    simulated = gateway.is_simulated() or facts.simulated
    return {
        "label": status_label(course.status),
        "authority": authority(course.status, simulated=simulated),
        "since": course.status_at,
        "info": plain_info(course.info),
        "is_held": course.status in HOLDS,
        "hold": held and _hold(held),
        "releases": [_hold(hold) for hold in facts.holds if hold.ended_at is not None],
        "simulated": simulated,
        "round": course.round,
        "numbers": _numbers(course),
    }


def _numbers(course: Any) -> list[str]:
    """The numbers that port and customs gave to a paper."""
    if not isinstance(course, PaperCourse):
        return []
    return [number for number in (course.pre_no, course.given_no) if number]


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "since": hold.since,
        "reason": plain_info(hold.reason),
        "ended_at": hold.ended_at,
        "ended_reason": plain_info(hold.ended_reason),
    }
