"""Packages on their way: sent, received, asked for when they are late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import User
from accounts.selectors import officials_in_charge
from accounts.services.audit import Actor
from accounts.services.notices import notify_all
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from reference.selectors import add_working_days
from statistics_app.models import Package
from statistics_app.rules.packages.periods import remind_from, said
from statistics_app.selectors_packages import latest_editions, stock
from statistics_app.services.governance.common import (
    HANDLING,
    HUB_PATH,
    OFFICE,
    Deed,
    need_text,
    refuse_problems,
)
from statistics_app.services.governance.telling import DUE
from statistics_app.services.packages.common import locked, move, must_be
from statistics_app.states import MADE, RECEIVED, SENT, WAITING

SIMULATOR: Final = "simulator"
FORM, API = "form", "api"
LONGEST: Final = 80
EVERY: Final = timedelta(days=2)
RECEIVING: Final = SystemActor("statistics_receiver")


@transaction.atomic
def send(
    *,
    package_id: int,
    version: int,
    reference: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Package:
    """Send a package: by the simulator where the receiver is one (demo only; it says so), else it
    was downloaded and handed over, and ``reference`` says how.

    :raises Refusal: ``statistics_not_yours``, ``statistics_unknown``,
        ``statistics_changed_meanwhile``; ``package_decided`` (409); ``package_no_system`` (409)
        where the simulator is off; ``statistics_incomplete`` (422) without the reference.
    """
    row: Package = locked(Package, package_id, viewer, version)
    must_be(row, MADE)
    if row.receiver.way == SIMULATOR:
        if not settings.PORTAL_DEMO:
            raise Refusal(
                "package_no_system",
                409,
                "模拟接收系统只在演示环境可用。",
                "The simulated receiver works in a demo only.",
            )
        row.reference, row.is_simulated = f"SIM-{row.digest[:12]}", True
    else:
        words = "请写明报送方式和收文编号", "Say how it was handed over, and its number there"
        refuse_problems(need_text("reference", reference, *words))
        row.reference = reference.strip()[:LONGEST]
    row.sent_at = at
    move(row, SENT, "sent", Deed(by, at, origin), note=row.reference)
    return row


@transaction.atomic
def enter_receipt(
    *,
    package_id: int,
    version: int,
    number: str,
    received_by: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Package:
    """The office enters the receipt that it got.

    :raises Refusal: as :func:`send`; ``statistics_incomplete`` (422) with everything that is
        missing.
    """
    row: Package = locked(Package, package_id, viewer, version)
    must_be(row, SENT)
    _receive(row, number, received_by, FORM, Deed(by, at, origin))
    return row


@transaction.atomic
def take_receipt(
    *, number: str, digest: str, receipt: str, received_by: str, at: datetime, origin: str = ""
) -> Package:
    """A receiver's own system confirms a package: it has it who shows its manifest's digest. The
    same receipt again changes nothing.

    :raises Refusal: 404 ``statistics_unknown`` for another number or digest; ``package_decided``
        (409) before it was sent, or with another receipt; ``statistics_incomplete`` (422).
    """
    row = Package.objects.select_for_update().filter(number=number, digest=digest).first()
    if row is None or not digest:
        raise Refusal("statistics_unknown", 404, "没有找到该事项。", "There is no such thing.")
    if row.status == RECEIVED and row.receipt_number == receipt.strip()[:LONGEST]:
        return row
    must_be(row, SENT)
    _receive(row, receipt, received_by, API, Deed(RECEIVING, at, origin))
    return row


def _receive(row: Package, number: str, received_by: str, way: str, deed: Deed) -> None:
    refuse_problems(
        [
            *need_text(
                "receipt", number, "请填写回执编号", "Give the number of the receipt", least=1
            ),
            *need_text("received_by", received_by, "请填写签收人", "Say who received it", least=1),
        ]
    )
    row.receipt_number = number.strip()[:LONGEST]
    row.received_by = received_by.strip()[:LONGEST]
    row.received_at, row.receipt_way = deed.at, way
    move(row, RECEIVED, "received", deed, note=row.receipt_number)


def remind(*, by: Actor, at: datetime) -> int:
    """Tell the zone office of packages that are soon due, late, or without receipt after the
    deadline, every other day; and once of each that is behind what was published since it was
    made. Returns how many."""
    today, told = timezone.localdate(at), 0
    rows = latest_editions()
    open_rows = rows.filter(status__in=[WAITING, MADE, SENT])
    waiting = open_rows.filter(Q(reminded_date=None) | Q(reminded_date__lte=today - EVERY))
    for row in waiting.order_by("due_date"):
        words = words_for(row, today)
        if words is not None:
            _tell(row, words, at)
            told += 1
    return told + _tell_outdated(at)


def _tell_outdated(at: datetime) -> int:
    rows = list(latest_editions().exclude(status=WAITING))
    there, told = stock(rows), 0
    for row in rows:
        since = max((one.at for one in there.newer(row).values() if one.at), default=None)
        if since and (row.reminded_date is None or row.reminded_date < timezone.localdate(since)):
            zh, en = said(row.receiver.rhythm, row.first_date)
            words = (
                f"{row.receiver.name_zh} {zh}的报送包生成后数据又有更新，请重新生成。",
                f"{row.receiver.name_en}, {en}: newer figures were published, make it anew.",
            )
            _tell(row, words, at)
            told += 1
    return told


def _tell(row: Package, words: tuple[str, str], at: datetime) -> None:
    ids = officials_in_charge(HUB_PATH, sorted(HANDLING), department=OFFICE, at=at)
    link = reverse("statistics:package", args=[row.pk])
    notify_all(ids, kind=DUE, zh=words[0], en=words[1], at=at, link=link)
    Package.objects.filter(pk=row.pk).update(reminded_date=timezone.localdate(at))


def words_for(row: Package, today: Any) -> tuple[str, str] | None:
    """What the office is told of a package on a day; None where there is nothing to tell."""
    receiver = row.receiver
    zh, en = said(receiver.rhythm, row.first_date)
    name = f"{receiver.name_zh} {zh}", f"{receiver.name_en}, {en}"
    if row.status == SENT:
        if today <= row.due_date:
            return None
        return f"{name[0]}的报送包尚无回执。", f"{name[1]}: no receipt of the package yet."
    if today > row.due_date:
        return (
            f"{name[0]}的报送包已逾期（{row.due_date}），请报送。",
            f"{name[1]}: the package was due on {row.due_date}. Send it.",
        )
    if today >= remind_from(row.due_date, receiver.remind_days, add_working_days):
        return (
            f"{name[0]}的报送包应于 {row.due_date} 前报送。",
            f"{name[1]}: the package is due by {row.due_date}.",
        )
    return None


def listed_receipt(row: Package) -> Mapping[str, Any]:
    """What a receiver's system is answered."""
    return {
        "number": row.number,
        "status": row.status,
        "receipt": row.receipt_number,
        "received_at": row.received_at.isoformat() if row.received_at else None,
    }
