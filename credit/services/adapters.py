"""Adapters of sources that are asked daily: Credit China and the enterprise publicity system.

A simulator stands in for both in demos: it says so in every record it gives.
"""

import hashlib
import http.client
import ssl
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, Protocol
from urllib.parse import urlencode, urlsplit

import msgspec
from django.conf import settings
from django.utils.timezone import localtime

from accounts.facts import SystemActor
from credit.models import ImportRun, Source, SourceRun
from credit.rules.shipped_sources import CREDIT_CHINA, PUBLICITY
from credit.services.importing import accept_rows, read_delivery
from credit.services.sources import record_run
from enterprises.models import Enterprise
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("credit_sources")
SIMULATOR: Final = "simulator"
MOST_BYTES: Final = 64 * 1024 * 1024
Rows = Sequence[Mapping[str, Any]]


class Unreachable(Exception):
    """The source did not answer, or with what cannot be read; the message says how."""


class Adapter(Protocol):
    """Whoever can be asked for the records since a day."""

    def fetch(self, since: date, today: date) -> Rows:
        """Rows of a delivery (see ``credit.rules.import_rows``).

        :raises Unreachable: when there is no readable answer.
        """


class HttpAdapter:
    """A service that answers ``GET <address>?since=<day>`` with ``{"records": [row, …]}``."""

    def __init__(self, address: str, timeout: float) -> None:
        self.address, self.timeout = address, timeout

    def fetch(self, since: date, today: date) -> Rows:
        """See :class:`Adapter`."""
        parts = urlsplit(self.address)
        connection = (
            http.client.HTTPSConnection(
                parts.hostname or "",
                parts.port,
                timeout=self.timeout,
                context=ssl.create_default_context(),
            )
            if parts.scheme == "https"
            else http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=self.timeout)
        )
        query = urlencode({"since": since.isoformat()})
        try:
            connection.request("GET", f"{parts.path or '/'}?{query}")
            response = connection.getresponse()
            content = response.read(MOST_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(type(error).__name__) from error
        finally:
            connection.close()
        if response.status != HTTPStatus.OK:
            raise Unreachable(f"HTTP {response.status}")
        try:
            return msgspec.json.decode(content, type=_Answer).records
        except msgspec.DecodeError as error:
            raise Unreachable("unreadable answer") from error


class _Answer(msgspec.Struct):
    records: list[dict[str, Any]]


class Simulator:
    """Stands in for a public system: a few invented records of firms of the demo, always the
    same ones."""

    def __init__(self, source: str) -> None:
        self.source = source

    def fetch(self, since: date, today: date) -> Rows:
        """See :class:`Adapter`."""
        firms = Enterprise.objects.registered().filter(simulated=True).order_by("pk")
        rows: list[dict[str, Any]] = []
        for code in firms.values_list("code", flat=True)[:500]:
            dice = hashlib.blake2b(f"{self.source}:{code}".encode(), digest_size=4).digest()
            rows += _invented(self.source, code, dice, today)
        return rows


def _invented(source: str, code: str, dice: bytes, today: date) -> list[dict[str, Any]]:
    """What the simulator says of one firm; the day of an event never moves within a year."""
    base = date(today.year, 1, 1) - timedelta(days=60 + dice[0])

    def row(kind: str, number: str, grade: str, **more: Any) -> dict[str, Any]:
        return {
            "subject": code,
            "kind": kind,
            "number": f"SIM-{number}-{today.year}",
            "occurred_date": base.isoformat(),
            "grade": grade,
            "cause": "模拟数据，非真实记录 (simulator)",
            **more,
        }

    if source == PUBLICITY:
        founded = date(2012 + dice[1] % 12, 1 + dice[2] % 12, 1 + dice[3] % 28).isoformat()
        found = [
            {**row("established", "GS", ""), "number": "SIM-GS", "occurred_date": founded},
            row("licence", "XK", "expired" if dice[1] < 12 else "valid"),
        ]
        return found + ([row("abnormal_list", "YC", "listed")] if dice[2] < 16 else [])
    national = "D" if dice[1] < 8 else "C" if dice[1] < 40 else "B" if dice[1] < 140 else "A"
    found = [row("national_grade", "QG", national)] if base >= date(2026, 4, 1) else []
    if dice[2] < 30:
        found.append(row("market_penalty", "CF", "minor" if dice[3] < 128 else "general"))
    return found


def adapter_of(source: Source) -> Adapter | None:
    """What fetches a source in this installation; None where nothing is configured."""
    chosen: str = settings.CREDIT_ADAPTERS.get(source.adapter, "")
    if not chosen or source.adapter not in {CREDIT_CHINA, PUBLICITY}:
        return None
    if chosen == SIMULATOR:
        return Simulator(source.code)
    return HttpAdapter(chosen, settings.CREDIT_ADAPTER_TIMEOUT_SECONDS)


def fetch_source(*, source: Source, at: datetime, adapter: Adapter | None = None) -> SourceRun:
    """Ask one source for what is new; a failure is entered in the register, never raised.

    :raises PortalError: ``credit_source_not_connected`` without an adapter.
    """
    chosen = adapter or adapter_of(source)
    if chosen is None:
        raise PortalError(
            "credit_source_not_connected",
            zh="该来源没有接通对接服务。",
            en="No service is configured for this source.",
        )
    today = localtime(at).date()
    try:
        rows = chosen.fetch(_since(source, today), today)
    except Unreachable as error:
        return record_run(source=source, at=at, outcome="failed", error=str(error))
    if not rows:
        return record_run(source=source, at=at, outcome="ok")
    try:
        run = accept_rows(source=source, rows=rows, origin="adapter", by=BY, at=at)
    except PortalError as error:
        if error.code != "credit_delivery_known":
            raise
        return record_run(source=source, at=at, outcome="ok", read=len(rows))
    read_delivery(import_id=run.pk, at=at)
    return SourceRun.objects.get(delivery=ImportRun.objects.get(pk=run.pk))


def fetch_all(*, at: datetime) -> int:
    """Ask every connected source that was not asked today; returns how many were asked."""
    today, asked = localtime(at).date(), 0
    for source in Source.objects.filter(active=True).exclude(adapter=""):
        if adapter_of(source) is None or _asked_on(source, today):
            continue
        fetch_source(source=source, at=at)
        asked += 1
    return asked


def _asked_on(source: Source, day: date) -> bool:
    last = SourceRun.objects.filter(source=source).exclude(outcome="failed").order_by("-at").first()
    return last is not None and localtime(last.at).date() == day


def _since(source: Source, today: date) -> date:
    """A week before the last answer: what was late in reaching the source is not missed."""
    last = SourceRun.objects.filter(source=source, outcome__in=["ok", "partial"]).order_by("-at")
    row = last.first()
    start = localtime(row.at).date() if row else today - timedelta(days=1825)
    return start - timedelta(days=7)
