"""Reading mandates and consents, and who looked at what a consent opened."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import AuditEntry
from enterprises.facts import EnterpriseFacts
from enterprises.models import Consent, Enterprise, Filing, Mandate, SubjectNumber
from enterprises.selectors import facts_of
from enterprises.viewers import Viewer

CONSENT: Final = "enterprises.consent"
CONSENT_READ: Final = "consent.read"
MOST_READS: Final = 200


def registered_firm(code: str) -> EnterpriseFacts | None:
    """The registered enterprise with this customs code or USCC, as it is in the database now."""
    wanted = code.strip().upper()
    rows = Enterprise.objects.registered().filter(Q(code=wanted) | Q(uscc=wanted))
    row = rows.first() if wanted else None
    return None if row is None else facts_of(row)


def mandates_of(viewer: Viewer) -> QuerySet[Mandate]:
    """The mandates a viewer may see with both firms, newest first."""
    rows: Any = Mandate.objects.visible_to(viewer)
    found: QuerySet[Mandate] = rows.select_related("principal", "agent").order_by("-id")
    return found


def mandates_between(viewer: Viewer, enterprise_id: int) -> QuerySet[Mandate]:
    """The mandates that one enterprise gave or holds."""
    return mandates_of(viewer).filter(Q(principal_id=enterprise_id) | Q(agent_id=enterprise_id))


def mandate_state(row: Mandate, *, on: date) -> str:
    """The status of a mandate as people mean it: an accepted one may be ``ahead`` or ``over``."""
    if row.status in {"proposed", "accepted"} and row.valid_to is not None and row.valid_to <= on:
        return "over"
    if row.status == "accepted" and row.valid_from > on:
        return "ahead"
    return row.status


@dataclass(frozen=True, slots=True)
class LapsedMandate:
    """A mandate that does not hold on a day: ``state`` is proposed, declined, revoked, ahead or
    over, ``day`` since when it does not (or, ahead, from when it will)."""

    principal_name: str
    state: str
    day: date


def lapsed_mandate(
    agent_id: int, principal_ids: Collection[int], kind: str, *, on: date
) -> LapsedMandate | None:
    """The mandate for ``kind`` that comes closest to holding on ``on`` but does not: the one that
    ended last, or one that was never accepted; None where there never was any."""
    rows = Mandate.objects.filter(
        agent_id=agent_id, principal_id__in=tuple(principal_ids), kinds__contains=[kind]
    ).select_related("principal")
    found = [(row, mandate_state(row, on=on)) for row in rows.order_by("-id")[:50]]
    lapsed = [
        LapsedMandate(row.principal.name, state, _day_of(row, state, on))
        for row, state in found
        if state != "accepted"
    ]
    return max(lapsed, key=lambda one: (_NEARNESS[one.state], one.day), default=None)


_NEARNESS: Final = {"declined": 0, "proposed": 1, "ahead": 2, "revoked": 3, "over": 3}


def _day_of(row: Mandate, state: str, on: date) -> date:
    moments = {"revoked": row.revoked_at, "declined": row.answered_at, "proposed": row.proposed_at}
    moment = moments.get(state)
    if moment is not None:
        return _local_day(moment)
    return (row.valid_to if state == "over" else row.valid_from) or on


def consents_of(viewer: Viewer) -> QuerySet[Consent]:
    """The consents a viewer's enterprises gave or hold, newest first."""
    rows: Any = Consent.objects.visible_to(viewer)
    found: QuerySet[Consent] = rows.select_related("principal", "recipient").order_by("-id")
    return found


def consents_between(viewer: Viewer, enterprise_id: int) -> QuerySet[Consent]:
    """The consents that one enterprise gave or holds."""
    rows = consents_of(viewer)
    return rows.filter(Q(principal_id=enterprise_id) | Q(recipient_id=enterprise_id))


def consent_state(row: Consent, *, on: date) -> str:
    """``granted``, ``over`` when its time has passed, or ``revoked``."""
    return "over" if row.status == "granted" and row.valid_to <= on else row.status


def reads_of(consent_ids: Iterable[int]) -> Sequence[AuditEntry]:
    """Who read what the consents open, newest first, at most 200."""
    ids = [str(identifier) for identifier in consent_ids]
    rows = AuditEntry.objects.filter(on_type=CONSENT, on_id__in=ids, action=CONSENT_READ)
    return list(rows.order_by("-at")[:MOST_READS])


def _local_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def consented_data(row: Consent) -> dict[str, Any]:
    """The items of a consent that this app knows of, as they are now; what apps above know is told
    by their providers (``services.consenting.provide``)."""
    return {item: _READERS[item](row.principal) for item in row.data if item in _READERS}


def _filing(firm: Enterprise) -> dict[str, Any]:
    filing = Filing.objects.filter(enterprise=firm, type="enterprise").order_by("-id").first()
    number = filing.number if filing else ""
    return {"status": firm.status, "number": number or None}


def _numbers(firm: Enterprise) -> list[dict[str, Any]]:
    rows = SubjectNumber.objects.filter(enterprise=firm, ended_at__isnull=True)
    return [
        {
            "scheme": row.scheme,
            "value": row.value,
            "source": row.source,
            "as_of": row.as_of_date.isoformat(),
            "confirmed_by": row.confirmed_by or None,
        }
        for row in rows.order_by("scheme", "id")
    ]


_READERS: Final[Mapping[str, Callable[[Enterprise], Any]]] = {
    "name": lambda firm: firm.name,
    "codes": lambda firm: {"customs_code": firm.code, "uscc": firm.uscc or None},
    "kinds": lambda firm: sorted(firm.kinds),
    "filing": _filing,
    "site": lambda firm: {"code": firm.site_id, "name": firm.site.name},
    "numbers": _numbers,
}
