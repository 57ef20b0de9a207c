"""The nightly run, and the full rebuild: the same booking, of what is due or of everything."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from declarations.models import Course
from declarations.services.tax_following import is_behind as taxes_are_behind
from statistics_app.models import Booking, Due, Run, TouchedDay
from statistics_app.services.booking import (
    Booked,
    book_due,
    book_range,
    follow_firms,
    make_due,
    recount,
)
from statistics_app.services.following import follow_courses, follow_returns
from statistics_app.services.rates import follow_rates, rates_in_force
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("statistics")
SLICE: Final = 20_000
SLICE_OF_ALL: Final = 100_000
LOCK: Final = 0x5A4F4E45_00000008
"""Advisory lock of the session: one run at a time."""


def run_night(*, at: datetime, by: Actor = BY, seconds: float = 0) -> Run | None:
    """Book what is due; None when another run is at it. Run again at once it changes nothing.

    ``seconds`` limits the reading of the event log; 0 reads all of one step.
    """
    with _alone() as mine:
        if not mine:
            return None
        follow_courses(seconds=seconds, at=at)
        follow_returns(_last_run())
        follow_rates()
        follow_firms()
        run = _begin("nightly", Due.objects.count(), by, at)
        begun, rates, booked = time.monotonic(), rates_in_force(), Booked()
        while (part := book_due(rates, most=SLICE)).looked_at:
            booked.add(part)
            Run.objects.filter(id=run.pk).update(done=booked.looked_at)
        if booked.untaxed and taxes_are_behind():
            make_due(booked.untaxed)
        return _close(run, booked, at=at, begun=begun)


def rebuild(*, at: datetime, by: Actor) -> Run:
    """Book every declaration again, and add up every cell again; what differs is put right.

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
        total = Course.objects.count()
        run = _begin("rebuild", total, by, at)
        begun, rates, booked = time.monotonic(), rates_in_force(), Booked()
        for first, last in _ranges():
            booked.add(book_range(first, last, rates))
            Run.objects.filter(id=run.pk).update(done=min(booked.looked_at, total))
        run.mended = recount()
        audit.record(
            "statistics.rebuilt",
            by=by,
            on=("statistics_run", str(run.pk)),
            new={"bookings": booked.bookings, "cells": run.mended},
            at=at,
        )
        return _close(run, booked, at=at, begun=begun)


def _begin(kind: str, total: int, by: Actor, at: datetime) -> Run:
    """A run; one that still says it is running was broken off, since only one can be at it."""
    Run.objects.filter(state="running").update(state="failed", ended_at=at)
    return Run.objects.create(kind=kind, started_at=at, total=total, by_label=label_of(by))


def _close(run: Run, booked: Booked, *, at: datetime, begun: float) -> Run:
    TouchedDay.objects.bulk_create(
        TouchedDay(run=run, day=day, direction=direction, tickets=tickets, rmb=rmb, usd=usd, at=at)
        for (day, direction), (tickets, rmb, usd) in sorted(booked.touched.items())
    )
    run.state = "done"
    run.done = booked.looked_at
    run.bookings, run.cells = booked.bookings, booked.cells
    run.seconds = round(time.monotonic() - begun, 3)
    run.ended_at = timezone.now()
    run.save()
    return run


def _last_run() -> datetime | None:
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
