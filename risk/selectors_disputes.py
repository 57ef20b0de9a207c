"""Reading complaints, notices, recalls, authorisations and the trace of batches."""

import hashlib
import hmac
from datetime import date
from typing import Any, Final

import msgspec
from django.db.models import Q

from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from reference import selectors as reference
from risk.models import BrandAuthorisation, Complaint, GoodsBatch, Recall, RightsNotice, TraceEvent
from risk.rules.matters import CONFIRMED, PUBLISHED
from risk.rules.quality.parameters import CODE, PARAMETERS
from risk.rules.quality.tracing import Gap, Passage, gaps
from zone_portal.framework.vault import vault

MOST_FOUND: Final = 20


def figure(parameter: str, *, on: date) -> int:
    """A term or limit as set for a day."""
    rows = reference.rule_settings(on=on).get(CODE, {})
    return int(rows.get(parameter, PARAMETERS[parameter].initial))


def find_firms(viewer: Viewer, q: str) -> list[Enterprise]:
    """Registered enterprises that a viewer sees, by part of the name or by code."""
    text = q.strip()
    if not text:
        return []
    named = Q(name__icontains=text) | Q(uscc=text.upper()) | Q(code=text.upper())
    rows = Enterprise.objects.registered().visible_to(viewer).filter(named)
    return list(rows.order_by("name")[:MOST_FOUND])


def complaints(viewer: Viewer, given: dict[str, Any], *, on: date) -> Any:
    """Complaints and reports by the filters of the list; ``state=late`` those past a term."""
    rows = Complaint.objects.visible_to(viewer).select_related("firm")
    if text := given.get("q"):
        named = Q(firm_name__icontains=text) | Q(number=text.upper()) | Q(goods__icontains=text)
        rows = rows.filter(named | Q(firm__name__icontains=text))
    if given.get("state") == "late":
        return rows.filter(
            Q(status="received", accept_due_date__lt=on)
            | Q(status="with_firm", answer_due_date__lt=on)
            | Q(status__in=["answered", "mediating", "checking"], end_due_date__lt=on)
        )
    names = ("status", "kind")
    return rows.filter(**{name: given[name] for name in names if given.get(name)})


def due_of(row: Complaint) -> date | None:
    """The term that runs now, if one does."""
    if row.status == "received":
        return row.accept_due_date
    if row.status == "with_firm":
        return row.answer_due_date
    return None if row.ended_at else row.end_due_date


def told_by(row: Complaint) -> dict[str, str]:
    """Name and contact in the clear; the caller has entered the reason in the audit trail."""
    content = vault().open(row.sealed, complaint_context(row.number))
    return msgspec.json.decode(content, type=dict[str, str])


def complaint_context(number: str) -> bytes:
    """What binds the sealed contact to its complaint."""
    return f"risk_complaint:{number}".encode()


def secret_digest(secret: str) -> bytes:
    """What is kept of the code with which a reporter asks how it stands."""
    return hashlib.sha256(secret.strip().upper().encode()).digest()


def standing_of(number: str, secret: str) -> Complaint | None:
    """The complaint of who shows its number and code."""
    row: Complaint | None = Complaint.objects.filter(number=number.strip().upper()).first()
    if row is None or not hmac.compare_digest(bytes(row.secret), secret_digest(secret)):
        return None
    return row


def others_of_contact(row: Complaint) -> int:
    """How many other complaints came from the same contact."""
    rows = Complaint.objects.filter(contact_hash=row.contact_hash)
    return int(rows.exclude(pk=row.pk).count())


def notices(viewer: Viewer, given: dict[str, Any]) -> Any:
    """Notices of infringement by the filters of the list."""
    rows = RightsNotice.objects.visible_to(viewer).select_related("firm")
    if text := given.get("q"):
        named = Q(brand__icontains=text) | Q(holder__icontains=text) | Q(number=text.upper())
        rows = rows.filter(named | Q(firm__name__icontains=text))
    return rows.filter(status=given["status"]) if given.get("status") else rows


def authorisations(viewer: Viewer, given: dict[str, Any]) -> Any:
    """Brand authorisations by the filters of the list."""
    rows = BrandAuthorisation.objects.visible_to(viewer).select_related("firm")
    if text := given.get("q"):
        named = Q(brand__icontains=text) | Q(holder__icontains=text) | Q(number=text.upper())
        rows = rows.filter(named | Q(firm__name__icontains=text))
    return rows.filter(status=given["status"]) if given.get("status") else rows


def authorised(firm_id: int, brand: str, *, on: date) -> BrandAuthorisation | None:
    """The verified authorisation of a firm for a brand on a day."""
    found: BrandAuthorisation | None = BrandAuthorisation.objects.filter(
        firm_id=firm_id,
        brand__iexact=brand.strip(),
        status=CONFIRMED,
        from_date__lte=on,
        until_date__gte=on,
    ).first()
    return found


def recalls(viewer: Viewer, given: dict[str, Any]) -> Any:
    """Recalls and failed tests by the filters of the list."""
    rows = Recall.objects.visible_to(viewer).select_related("firm")
    return _recalls(rows, given)


def public_recalls(given: dict[str, Any]) -> Any:
    """What the public may read of recalls."""
    return _recalls(Recall.objects.all().public().select_related("firm"), given)


def _recalls(rows: Any, given: dict[str, Any]) -> Any:
    if text := given.get("q"):
        named = Q(goods__icontains=text) | Q(barcode=text) | Q(batches__contains=[text])
        rows = rows.filter(named | Q(number=text.upper()) | Q(firm__name__icontains=text))
    return rows.filter(status=given["status"]) if given.get("status") else rows


def batches(viewer: Viewer, given: dict[str, Any]) -> Any:
    """Batches by the filters of the list."""
    rows = GoodsBatch.objects.visible_to(viewer).select_related("firm")
    if text := given.get("q"):
        named = Q(name__icontains=text) | Q(batch_no=text) | Q(code=text.upper()) | Q(barcode=text)
        rows = rows.filter(named)
    return rows


def batch_of(viewer: Viewer, pk: int) -> GoodsBatch | None:
    """A batch that the viewer sees."""
    rows = GoodsBatch.objects.visible_to(viewer).select_related("firm")
    found: GoodsBatch | None = rows.filter(pk=pk).first()
    return found


def batch_by_code(code: str) -> GoodsBatch | None:
    """A batch by the code on its label."""
    rows = GoodsBatch.objects.select_related("firm").filter(code=code.strip().upper())
    found: GoodsBatch | None = rows.first()
    return found


def trace_of(batch: GoodsBatch) -> list[TraceEvent]:
    """Its stages by day."""
    return list(batch.events.order_by("on_date", "id"))


def gaps_of(batch: GoodsBatch, events: list[TraceEvent]) -> list[Gap]:
    """What does not fit in its trace."""
    passed = [Passage(one.stage, one.on_date, one.quantity, one.party) for one in events]
    return gaps(passed, batch.quantity)


def recalls_of(batch: GoodsBatch) -> list[Recall]:
    """Published recalls that name this batch."""
    rows = Recall.objects.filter(
        firm=batch.firm, status=PUBLISHED, batches__contains=[batch.batch_no]
    )
    return list(rows.order_by("-id"))
