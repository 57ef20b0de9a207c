"""Receivers of packages: entered, changed with a reason, ended."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from accounts.models import User
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.constants import COVERAGES
from statistics_app.models import Receiver
from statistics_app.models.packages import WAYS
from statistics_app.rules.packages.periods import FOR_PACKAGES, OF_RHYTHM, RHYTHMS
from statistics_app.services.governance.common import (
    Deed,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.services.packages.common import enter, locked, move
from statistics_app.states import ENDED, WORKING

MOST_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told of a receiver; days as typed, -1 for what is no number."""

    code: str
    name_zh: str
    name_en: str
    rhythm: str
    coverage: str
    parts: Sequence[str]
    working_days: int
    remind_days: int
    way: str
    since_date: date | None
    basis: str


@transaction.atomic
def add_receiver(
    *, told: Entry, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Receiver:
    """Enter a receiver.

    :raises Refusal: ``statistics_not_yours``; ``statistics_incomplete`` (422) with everything that
        is wrong; ``receiver_present`` (409).
    """
    must_be_office(viewer)
    refuse_problems(wrong_with(told))
    row = Receiver(**_columns(told))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(
            "receiver_present", 409, "该代码的接收单位已有。", "There is a receiver of this code."
        ) from error
    enter(row, "", "added", Deed(by, at, origin), new=_told(told))
    return row


@transaction.atomic
def change_receiver(
    *,
    receiver_id: int,
    version: int,
    told: Entry,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Receiver:
    """Change an entry, with a reason; packages that were opened keep their deadlines.

    :raises Refusal: as :func:`locked`; ``statistics_incomplete`` (422) with everything that is
        wrong.
    """
    row: Receiver = locked(Receiver, receiver_id, viewer, version)
    problems = wrong_with(told) + need_text("reason", reason, "请写明理由", "Say why")
    if told.code != row.code or told.rhythm != row.rhythm:
        words = "代码和周期不能修改", "Code and rhythm cannot be changed"
        problems.append(missing("code", *words))
    refuse_problems(problems)
    old = {name: str(getattr(row, name)) for name in _columns(told)}
    for name, value in _columns(told).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    new = {name: str(getattr(row, name)) for name in old}
    changed = [name for name in old if old[name] != new[name]]
    enter(
        row,
        row.status,
        "saved",
        Deed(by, at, origin),
        note=reason.strip(),
        old={name: old[name] for name in changed},
        new={name: new[name] for name in changed},
    )
    return row


@transaction.atomic
def end_receiver(
    *,
    receiver_id: int,
    version: int,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Receiver:
    """No further packages; or, where it had ended, packages again.

    :raises Refusal: as :func:`locked`; ``statistics_incomplete`` (422) without a reason.
    """
    row: Receiver = locked(Receiver, receiver_id, viewer, version)
    refuse_problems(need_text("reason", reason, "请写明理由", "Say why"))
    target = ENDED if row.status == WORKING else WORKING
    name = "ended" if target == ENDED else "resumed"
    move(row, target, name, Deed(by, at, origin), note=reason.strip())
    return row


def wrong_with(told: Entry) -> list[Problem]:
    """Everything that is wrong with an entry."""
    found = []
    if not told.code or not told.code.replace("-", "").isalnum() or not told.code.isascii():
        words = "代码只用字母、数字和连字符", "A code has letters, digits and hyphens only"
        found.append(missing("code", *words))
    for name in ("name_zh", "name_en"):
        text = getattr(told, name)
        found += need_text(
            name, text, "请填写中英文名称", "Give it a name in both languages", least=2
        )
    found += need_text("basis", told.basis, "请写明依据（文件、文号）", "Say on what basis")
    if told.rhythm not in RHYTHMS:
        found.append(missing("rhythm", "请选择周期", "Choose the rhythm"))
    elif not told.parts or not set(told.parts) <= set(OF_RHYTHM[told.rhythm]):
        words = "请选择该周期可报送的内容", "Choose what there is for this rhythm"
        found.append(missing("parts", *words))
    if told.coverage not in FOR_PACKAGES:
        names = "、".join(COVERAGES[code][0] for code in FOR_PACKAGES)
        english = ", ".join(COVERAGES[code][1] for code in FOR_PACKAGES)
        found.append(missing("coverage", f"口径请选择：{names}", f"Choose one of: {english}"))
    if not 1 <= told.working_days <= MOST_DAYS:
        words = (
            f"期限应为 1 至 {MOST_DAYS} 个工作日",
            f"The deadline is 1 to {MOST_DAYS} working days",
        )
        found.append(missing("working_days", *words))
    if not 0 <= told.remind_days <= MOST_DAYS:
        words = (
            f"提醒应为 0 至 {MOST_DAYS} 个工作日",
            f"Reminders begin 0 to {MOST_DAYS} days before",
        )
        found.append(missing("remind_days", *words))
    if told.way not in dict(WAYS):
        found.append(missing("way", "请选择报送方式", "Choose how it is sent"))
    if told.since_date is None:
        found.append(missing("since_date", "请填写自哪期起", "Say from which period on"))
    return found


def _columns(told: Entry) -> dict[str, Any]:
    return {**asdict(told), "parts": list(told.parts)}


def _told(told: Entry) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(told).items()}
