"""What raises technical alerts (RT20): counts over a window from the portal's own tables."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.utils import timezone

from accounts.constants import CODE_FAILED, SIGN_IN_FAILED
from accounts.models import AuditEntry
from declarations.models import Dispatch, Outbox, SignatureCheck, Submission, Work
from enterprises.models import SigningCertificate
from risk.models import BackupReport
from risk.rules.cases import parameters
from risk.rules.cases.technical import Counted
from zone_portal.framework.vault import vault

REVEALED = "reveal_personal"
MOST = 200
"""Things of one watch that are told of at a time, the worst first."""


def counts(*, since: datetime, at: datetime) -> Iterator[Counted]:
    """Everything that is counted, whatever its limit: seven small reads."""
    yield from _failed_logins(since, at)
    yield from _reveals(since, at)
    yield from _bad_signatures(since, at)
    yield _waiting(
        parameters.BACKLOG, Work.objects.aggregate(Min("not_before"))["not_before__min"], at
    )
    yield _waiting(parameters.LATE_RECEIPTS, _oldest_outgoing(), at)
    yield from _backups(at)


def expiring_certificates(*, until: datetime) -> list[SigningCertificate]:
    """Certificates in use that end before a moment."""
    rows = SigningCertificate.objects.filter(revoked_at__isnull=True, valid_to__lt=until)
    return list(rows.select_related("enterprise").order_by("valid_to")[:MOST])


def _failed_logins(since: datetime, at: datetime) -> Iterator[Counted]:
    """By the network address they came from; it is kept as a keyed hash."""
    rows = (
        AuditEntry.objects.filter(
            at__gte=since, at__lte=at, action__in=[SIGN_IN_FAILED, CODE_FAILED]
        )
        .exclude(origin="")
        .values_list("origin")
        .annotate(count=Count("pk"), last=Max("at"))
        .order_by("-count")
    )
    for origin, count, last in rows[:MOST]:
        key = vault().hash("origin", origin).hex
        yield Counted(parameters.FAILED_LOGINS, key, count, {"last_at": last.isoformat()})


def _reveals(since: datetime, at: datetime) -> Iterator[Counted]:
    rows = (
        AuditEntry.objects.filter(at__gte=since, at__lte=at, action=REVEALED)
        .values_list("by_label")
        .annotate(count=Count("pk"), last=Max("at"))
        .order_by("-count")
    )
    for label, count, last in rows[:MOST]:
        yield Counted(
            parameters.REVEALS, label, count, {"account": label, "last_at": last.isoformat()}
        )


def _bad_signatures(since: datetime, at: datetime) -> Iterator[Counted]:
    failed = SignatureCheck.objects.filter(
        checked_at__gte=since, checked_at__lte=at, result="failed"
    )
    rows = (
        Submission.objects.filter(pk__in=failed.values("submission_id"))
        .values_list("enterprise_id")
        .annotate(count=Count("pk"), last=Max("pk"))
        .order_by("-count")
    )
    for enterprise_id, count, last in rows[:MOST]:
        yield Counted(
            parameters.BAD_SIGNATURES, str(enterprise_id), count, {"last_submission": last}
        )


def newest_backups() -> list[BackupReport]:
    """The newest backup of each kind that was ever reported; none before the first report."""
    rows = BackupReport.objects.order_by("what", "-finished_at", "-id").distinct("what")
    return list(rows)


def _backups(at: datetime) -> Iterator[Counted]:
    """Hours since the newest backup of each kind. Nothing is said while nobody ever reported
    one: the portal makes none itself."""
    for row in newest_backups():
        hours = max(0, int((at - row.finished_at) / timedelta(hours=1)))
        finished = timezone.localtime(row.finished_at).isoformat()
        evidence = {"what": row.what, "newest": finished, "digest": row.digest, "unit": "hours"}
        yield Counted(parameters.BACKUPS, row.what, hours, evidence)


def _oldest_outgoing() -> datetime | None:
    moments = [
        Outbox.objects.aggregate(Min("created_at"))["created_at__min"],
        Dispatch.objects.filter(status="waiting").aggregate(Min("not_before"))["not_before__min"],
    ]
    found = [moment for moment in moments if moment is not None]
    return min(found) if found else None


def _waiting(watch: str, since: datetime | None, at: datetime) -> Counted:
    waited = timedelta() if since is None or since > at else at - since
    oldest = "" if since is None else timezone.localtime(since).isoformat()
    return Counted(watch, watch, int(waited.total_seconds()), {"oldest": oldest, "unit": "seconds"})
