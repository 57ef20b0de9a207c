"""What a firm may know of its own risks: counted from what is shown to it elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from credit.selectors import records_as_of
from declarations.models import Inventory, SignatureCheck, Submission, Task
from enterprises.models import SigningCertificate
from enterprises.viewers import Viewer
from risk import selectors_disputes as disputes
from risk.constants import RED, YELLOW
from risk.models import Screening
from risk.rules.cases import parameters
from risk.rules.matters import FORWARDED, PUBLISHED, WITH_FIRM
from risk.rules.self_check import (
    BILLS,
    CERTIFICATES,
    COMPLAINTS,
    CONFIRMED,
    DOCUMENTS,
    PAYMENTS,
    RECALLS,
    RIGHTS,
    SELECTED,
    SIGNATURES,
    WARNINGS,
    Area,
    areas_of,
)
from risk.selectors_cases import setting
from risk.selectors_column import for_viewer
from taxation.selectors import bills_filtered, bills_for

DAYS: Final = 30
YEAR: Final = 365
MOST_SHOWN: Final = 50
PAYMENT_KINDS: Final = ("CEB403", "CEB411")
CONFIRMED_RISK: Final = "risk_confirmed"


@dataclass(frozen=True, slots=True)
class Told:
    """A declaration that the firm was told about: its lane, red or yellow, and since when."""

    inventory: Inventory
    channel: str
    at: datetime


def own_areas(viewer: Viewer, *, at: datetime) -> list[Area]:
    """The plans' five types for the firms that a viewer acts for."""
    day, since = localdate(at), at - timedelta(days=DAYS)
    tasks = unfinished_tasks(viewer)
    payments = tasks.filter(kind__in=PAYMENT_KINDS).count()
    counts = {
        WARNINGS: len(for_viewer(viewer, on=day)),
        DOCUMENTS: tasks.count() - payments,
        PAYMENTS: payments,
        SELECTED: _selected(viewer, since).count(),
        COMPLAINTS: disputes.complaints(viewer, {"status": WITH_FIRM}, on=day)
        .filter(firm_id__in=viewer.own_ids)
        .count(),
        RIGHTS: disputes.notices(viewer, {"status": FORWARDED})
        .filter(firm_id__in=viewer.own_ids)
        .count(),
        RECALLS: disputes.recalls(viewer, {"status": PUBLISHED})
        .filter(firm_id__in=viewer.own_ids)
        .count(),
        CONFIRMED: _confirmed(viewer, at),
        BILLS: bills_filtered(bills_for(viewer), state="overdue").count(),
        SIGNATURES: _bad_signatures(viewer, since),
        CERTIFICATES: _ending(viewer, at),
    }
    return areas_of(counts)


def unfinished_tasks(viewer: Viewer) -> Any:
    """The findings in the viewer's own documents that wait to be put right."""
    tasks: Any = Task.objects
    return tasks.to_be_done_by(viewer).unfinished().order_by("deadline_at", "id")


def selected(viewer: Viewer, *, at: datetime) -> list[Told]:
    """The newest declarations of the viewer's firms that were selected within thirty days, as the
    firm is told on the page of each; only those that it may open."""
    rows = list(_selected(viewer, at - timedelta(days=DAYS)).order_by("-inventory_id")[:MOST_SHOWN])
    seen: Any = Inventory.objects
    inventories = seen.visible_to(viewer).in_bulk([row.inventory_id for row in rows])
    return [
        Told(inventories[row.inventory_id], row.channel, row.at)
        for row in rows
        if row.inventory_id in inventories
    ]


def _selected(viewer: Viewer, since: datetime) -> Any:
    """The newest screening of each declaration decides, as on the page of the declaration."""
    rows = Screening.objects.filter(
        enterprise_id__in=viewer.own_ids, channel__in=[RED, YELLOW], at__gte=since
    )
    later = Screening.objects.filter(
        inventory_id=OuterRef("inventory_id"), sequence__gt=OuterRef("sequence")
    )
    return rows.filter(~Exists(later))


def _confirmed(viewer: Viewer, at: datetime) -> int:
    rows = records_as_of(at).filter(
        subject__enterprise_id__in=viewer.own_ids,
        kind=CONFIRMED_RISK,
        occurred_date__gte=localdate(at) - timedelta(days=YEAR),
    )
    return rows.count()


def _bad_signatures(viewer: Viewer, since: datetime) -> int:
    failed = SignatureCheck.objects.filter(result="failed", checked_at__gte=since)
    own = Submission.objects.filter(enterprise_id__in=viewer.own_ids)
    return own.filter(pk__in=failed.values("submission_id")).count()


def _ending(viewer: Viewer, at: datetime) -> int:
    """Certificates in use that end within the time of the watch (RT20), where no other is in
    force for longer."""
    days = int(setting(parameters.CERTIFICATES, on=localdate(at), code=parameters.TECHNICAL))
    rows = SigningCertificate.objects.filter(
        enterprise_id__in=viewer.own_ids, revoked_at__isnull=True
    )
    until = at + timedelta(days=days)
    ending = rows.filter(valid_to__lt=until)
    safe = rows.filter(valid_to__gte=until, valid_from__lte=at).values("enterprise_id")
    return ending.exclude(enterprise_id__in=safe).count()
