"""The nightly run, and the full rebuild: the same booking, of what is due or of everything."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from declarations.models import Course
from declarations.services.tax_following import is_behind as taxes_are_behind
from enterprises.viewers import Viewer
from statistics_app.models import Booking, Due, Run
from statistics_app.services.booking import (
    Booked,
    Slice,
    book_due,
    book_range,
    counted_months,
    follow_firms,
    recount_month,
    stale_months,
)
from statistics_app.services.following import follow_courses, follow_returns
from statistics_app.services.governance.common import must_be_office
from statistics_app.services.rates import follow_rates, rates_in_force
from zone_portal.framework.background import hint
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("statistics")
SLICE: Final = 50_000
SLICE_OF_ALL: Final = 100_000
TASK: Final = "statistics.count_asked"
WAITING: Final = "waiting"
LONGEST_READ: Final = 600.0
"""Seconds that a run which was asked for may read the log."""
LOCK: Final = 0x5A4F4E45_00000008
"""Advisory lock of the session: one run at a time."""


def run_night(*, at: datetime, by: Actor = BY, seconds: float = 0) -> Run | None:
    """Book what is due; None when another run is at it. Run again at once it changes nothing.

    Broken off, it loses nothing: what its slices did stands whole, the rest is still due.
    ``seconds`` limits the reading of the event log; 0 reads all of one step.
    """
    with _alone() as mine:
        if not mine:
            return None
        follow_courses(seconds=seconds, at=at)
        follow_returns(last_run())
        follow_rates()
        follow_firms()
        run = _begin("nightly", Due.objects.count(), by, at)
        run.count_months(stale_months())
        common = run.slices(keep_untaxed=taxes_are_behind())
        after = 0
        while (part := book_due(common, after=after, most=SLICE)).looked_at:
            run.add(part)
            after = part.last
        return run.close()


def rebuild(*, at: datetime, by: Actor) -> Run:
    """Book every declaration again, and add up every cell again; what differs is put right.

    Broken off, what it changed stands; the months that are still to be added up are marked, and
    the next run, of either kind, adds them up.

    :raises PortalError: ``statistics_busy`` when another run is at it.
    """
    with _alone() as mine:
        if not mine:
            raise PortalError(
                "statistics_busy",
                zh="统计正在运行，请稍后再试",
                en="the figures are being counted; try again later",
            )
        follow_firms()
        follow_rates()
        run = _begin("rebuild", Course.objects.count(), by, at)
        common = run.slices(keep_untaxed=taxes_are_behind())
        for first, last in _ranges():
            run.add(book_range(common, first, last))
        run.count_months(counted_months())
        audit.record(
            "statistics.rebuilt",
            by=by,
            on=("statistics_run", str(run.row.pk)),
            new={"bookings": run.row.bookings, "cells": run.row.mended},
            at=at,
        )
        return run.close()


@transaction.atomic
def ask_to_count(*, viewer: Viewer, by: User, at: datetime, origin: str = "") -> Run:
    """Have the figures counted now, in the background; who asks while a run waits gets that one.

    :raises Refusal: ``statistics_not_yours``.
    """
    must_be_office(viewer)
    try:
        with transaction.atomic():
            row = Run.objects.create(
                kind="nightly", state=WAITING, started_at=at, by_label=label_of(by)
            )
    except IntegrityError:
        return Run.objects.get(state=WAITING)
    audit.record(
        "statistics.count_asked",
        by=by,
        on=("statistics_run", str(row.pk)),
        at=at,
        origin=origin,
    )
    hint(TASK, queue="default")
    return row


def count_asked(*, at: datetime) -> Run | None:
    """The run that was asked for; None where none was, or where another run is at it: then it
    waits for the next look."""
    if not Run.objects.filter(state=WAITING).exists():
        return None
    return run_night(at=at, seconds=LONGEST_READ)


@dataclass(frozen=True, slots=True)
class _Running:
    """A run while it is at it: its row says after every slice how far it is."""

    row: Run
    begun: float

    def slices(self, *, keep_untaxed: bool = False) -> Slice:
        """What all its slices have in common."""
        return Slice(self.row.pk, self.row.started_at, rates_in_force(), keep_untaxed)

    def add(self, part: Booked) -> None:
        """A slice was booked."""
        self.row.done += part.looked_at
        self.row.bookings += part.bookings
        self.row.cells += part.cells
        self.row.save(update_fields=["done", "bookings", "cells"])

    def count_months(self, months: Iterable[date]) -> None:
        """Add up months anew and put their cells right."""
        for month in months:
            self.row.mended += recount_month(month)
            self.row.save(update_fields=["mended"])

    def close(self) -> Run:
        """It is done."""
        self.row.state = "done"
        self.row.seconds = round(time.monotonic() - self.begun, 3)
        self.row.ended_at = timezone.now()
        self.row.save()
        return self.row


def _begin(kind: str, total: int, by: Actor, at: datetime) -> _Running:
    """A run; one that still says it is running was broken off, since only one can be at it. One
    that was asked for is this one."""
    Run.objects.filter(state="running").update(state="failed", ended_at=at)
    begun = {"kind": kind, "state": "running", "started_at": at, "total": total}
    if not Run.objects.filter(state=WAITING).update(**begun):
        Run.objects.create(**begun, by_label=label_of(by))
    return _Running(Run.objects.get(state="running"), time.monotonic())


def last_run() -> datetime | None:
    """When the last completed run began."""
    last: datetime | None = Run.objects.filter(state="done").aggregate(at=Max("started_at"))["at"]
    return last


def _ranges() -> Iterator[tuple[int, int]]:
    """Ranges of inventory ids, of about ``SLICE_OF_ALL`` declarations each."""
    ends = [
        rows.aggregate(first=Min("inventory_id"), last=Max("inventory_id"))
        for rows in (Course.objects.all(), Booking.objects.all())
    ]
    known = [value for end in ends for value in end.values() if value is not None]
    if not known:
        return
    first, last = min(known), max(known)
    while first <= last:
        rows = Course.objects.filter(inventory_id__gte=first).order_by("inventory_id")
        following = rows.values_list("inventory_id", flat=True)[SLICE_OF_ALL : SLICE_OF_ALL + 1]
        end = next(iter(following), last + 1) - 1
        yield first, end
        first = end + 1


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this is the only run; held by the session, so that slices may commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        mine: bool = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
