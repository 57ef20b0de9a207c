"""Reading the signing certificates of enterprises: for their pages, and for checking signatures."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from enterprises.models import SigningCertificate
from enterprises.rules.signing.keys import PublicKey, read_certificate
from enterprises.viewers import Viewer

REMEMBER_SECONDS: Final = 5.0
MOST_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A registered certificate, ready to check signatures with; see ``state``."""

    id: int
    serial: str
    fingerprint: str
    subject: str
    valid_from: datetime
    valid_to: datetime
    revoked_at: datetime | None
    key: PublicKey

    def state(self, *, at: datetime) -> str:
        """``in_force``, ``early``, ``expired`` or ``revoked``."""
        if self.revoked_at is not None and self.revoked_at <= at:
            return "revoked"
        if at < self.valid_from:
            return "early"
        return "in_force" if at < self.valid_to else "expired"


_remembered: dict[int, tuple[float, tuple[SigningKey, ...]]] = {}


def signing_keys(enterprise_id: int) -> tuple[SigningKey, ...]:
    """Every certificate an enterprise ever registered, newest first: none means that it has not
    begun to sign. Remembered in the process for five seconds, so that a burst of messages asks
    once."""
    now = time.monotonic()
    until, found = _remembered.get(enterprise_id, (now, ()))
    if until > now:
        return found
    rows = SigningCertificate.objects.filter(enterprise_id=enterprise_id).order_by("-id")
    found = tuple(_key_of(row) for row in rows)
    if len(_remembered) > MOST_REMEMBERED:
        _remembered.clear()
    _remembered[enterprise_id] = (now + REMEMBER_SECONDS, found)
    return found


def forget_signing_keys() -> None:
    """Forget what this process remembers (after a write in this process, and in tests)."""
    _remembered.clear()


def is_of_another(fingerprint: str, *, enterprise_id: int) -> bool:
    """Whether a certificate is in force for another enterprise than this one."""
    rows = SigningCertificate.objects.filter(fingerprint=fingerprint, revoked_at__isnull=True)
    return rows.exclude(enterprise_id=enterprise_id).exists()


def certificates_of(viewer: Viewer, enterprise_id: int) -> QuerySet[SigningCertificate]:
    """The certificates of an enterprise that the viewer acts for, newest first."""
    rows: Any = SigningCertificate.objects.visible_to(viewer)
    found: QuerySet[SigningCertificate] = rows.filter(enterprise_id=enterprise_id)
    return found.select_related("registered_by").order_by("-id")


def certificate_state(row: SigningCertificate, *, at: datetime) -> str:
    """``in_force``, ``ending`` (expires within ``CERTIFICATE_REMINDER``), ``early``, ``expired`` or
    ``revoked``."""
    if row.revoked_at is not None:
        return "revoked"
    if row.valid_to <= at:
        return "expired"
    if row.valid_from > at:
        return "early"
    return "ending" if row.valid_to - at <= settings.CERTIFICATE_REMINDER else "in_force"


def certificates_to_remind_of(*, at: datetime) -> QuerySet[SigningCertificate]:
    """Certificates that end soon and of which nobody was told yet."""
    return SigningCertificate.objects.filter(
        revoked_at__isnull=True,
        reminded_at__isnull=True,
        valid_to__gt=at,
        valid_to__lte=at + settings.CERTIFICATE_REMINDER,
    ).order_by("id")


def _key_of(row: SigningCertificate) -> SigningKey:
    return SigningKey(
        id=row.pk,
        serial=row.serial,
        fingerprint=row.fingerprint,
        subject=row.subject,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        revoked_at=row.revoked_at,
        key=read_certificate(row.pem).key,
    )
