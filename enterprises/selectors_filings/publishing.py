"""What others see of an approved filing: departments, the public, who checks a certificate."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.constants import HUB
from enterprises.constants import APPROVED, CANCELLED, SUSPENDED
from enterprises.models import Distribution, Filing, FilingVersion
from enterprises.models.querysets import within
from enterprises.rules.forms import Field, Section, shown
from enterprises.rules.reviewing import SITE_STAFF
from enterprises.selectors_filings.values import (
    attachments_of_version,
    files_by_field,
    form_of,
    values_of,
    version_of,
)
from enterprises.viewers import Viewer

IN_FORCE: Final = frozenset({APPROVED, SUSPENDED, CANCELLED})
NUMBER_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as somebody may see it; ``files`` are (id, name) of attachments."""

    field: Field
    zh: str
    en: str
    files: tuple[tuple[int, str], ...] = ()

    def text(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """An approved version as one department may see it; personal values are masked."""

    distribution: Distribution
    version: FilingVersion
    sections: tuple[tuple[Section, tuple[Shown, ...]], ...]


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """A line of the public register: only what may be disclosed."""

    filing_id: int
    number: str
    name: str
    uscc: str
    kinds: tuple[str, ...]
    site: str
    site_en: str
    status: str
    approved_date: date
    simulated: bool
    fields: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says, as it holds at this moment. ``status`` is that of the enterprise:
    the paper of a suspended firm is shown as suspended here, whatever is printed on it."""

    filing_id: int
    type: str
    number: str
    code: str
    name: str
    name_en: str
    uscc: str
    kinds: tuple[str, ...]
    site: str
    site_en: str
    status: str
    version: int
    approved_at: datetime
    confirmed_year: int | None
    simulated: bool

    @property
    def in_force(self) -> bool:
        return self.status == APPROVED


def department_view(distribution: Distribution) -> DepartmentView:
    """The approved version as the department of this row receives it.

    :raises LookupError: when the version is gone, which the database does not allow.
    """
    version = version_of(distribution.filing, distribution.version)
    if version is None:
        raise LookupError(f"filing {distribution.filing_id} has no such version")
    values, form = values_of(version), form_of(version)
    files = files_by_field(attachments_of_version(version))
    sections = []
    for section in form.sections:
        lines = tuple(
            _shown(field, values, files)
            for field in section.fields
            if field.received_by(distribution.department) and field.asked(values)
        )
        if lines:
            sections.append((section, lines))
    return DepartmentView(distribution, version, tuple(sections))


def inbox(viewer: Viewer, filters: Mapping[str, str] | None = None) -> QuerySet[Distribution]:
    """What the departments of an official received, newest first, within the sites in charge.

    ``filters``: ``state`` (``new`` | ``seen`` | ``answered``), ``type``, ``department``, ``q``.
    """
    given = {name: value for name, value in (filters or {}).items() if value}
    rows = Distribution.objects.filter(department__in=sorted(viewer.departments)).select_related(
        "filing", "filing__enterprise", "filing__site", "seen_by", "answered_by"
    )
    if not viewer.is_official:
        return rows.none()
    if not viewer.sees_all:
        rows = rows.filter(within(viewer, "filing__site__path"))
    if "state" in given:
        rows = rows.filter(_STATES.get(given["state"], Q()))
    if "type" in given:
        rows = rows.filter(filing__type=given["type"])
    if "department" in given:
        rows = rows.filter(department=given["department"])
    if "q" in given:
        text = given["q"].strip()
        rows = rows.filter(
            Q(filing__enterprise__name__icontains=text)
            | Q(filing__number=text.upper())
            | Q(filing__enterprise__uscc=text.upper())
        )
    return rows.defer("filing__personal").order_by("-id")


def distributions_of(filing: Filing) -> list[Distribution]:
    """Who received the filing, when it was seen and answered: for the enterprise itself."""
    rows = filing.distributions.select_related("seen_by", "answered_by")
    return list(rows.order_by("-version", "department"))


def public_register(query: Mapping[str, str] | None = None) -> QuerySet[Filing]:
    """The enterprise filings that the public may find, newest first; see :func:`public_entry`.

    ``query``: ``q`` (part of the name, or a whole code or number), ``kind``, ``site``, ``status``.
    """
    given = {name: value for name, value in (query or {}).items() if value}
    rows = Filing.objects.filter(
        type="enterprise", approved_version__isnull=False, enterprise__status__in=sorted(IN_FORCE)
    ).select_related("enterprise", "site")
    if "q" in given:
        text = given["q"].strip()
        rows = rows.filter(
            Q(enterprise__name__icontains=text)
            | Q(enterprise__code=text.upper())
            | Q(enterprise__uscc=text.upper())
            | Q(number=text.upper())
        )
    if "kind" in given:
        rows = rows.filter(enterprise__kinds__contains=[given["kind"]])
    if "site" in given and given["site"] != HUB:
        rows = rows.filter(site__path__contains=f"/{given['site']}/")
    if "status" in given:
        rows = rows.filter(enterprise__status=given["status"])
    return rows.defer("personal", "data").order_by("-id")


def public_entry(filing: Filing, *, whole: bool = False) -> PublicEntry:
    """A line of the public register; ``whole`` adds every disclosed field (two queries)."""
    fields: tuple[Shown, ...] = ()
    if whole:
        version = version_of(filing, filing.approved_version)
        if version is not None:
            fields = tuple(
                _shown(field, version.data, {})
                for field in form_of(version).fields
                if field.disclosed and not field.personal and version.data.get(field.code)
            )
    enterprise, approved_at = filing.enterprise, filing.approved_at or filing.updated_at
    return PublicEntry(
        filing_id=filing.pk,
        number=filing.number,
        name=enterprise.name,
        uscc=enterprise.uscc,
        kinds=tuple(enterprise.kinds),
        site=filing.site.name,
        site_en=filing.site.name_en or filing.site.name,
        status=enterprise.status,
        approved_date=timezone.localdate(approved_at),
        simulated=enterprise.simulated,
        fields=fields,
    )


def certificate(number: str, code: str) -> CertificateFacts | None:
    """The certificate with this number and check code, or None: one cannot be guessed from the
    other, and a wrong code looks like a number that does not exist."""
    rows = Filing.objects.filter(approved_version__isnull=False).exclude(number="")
    filing = rows.select_related("enterprise", "site").filter(number=number[:NUMBER_LENGTH]).first()
    expected = filing.certificate_code if filing is not None else ""
    given = code.strip().upper().encode()
    if filing is None or not expected or not hmac.compare_digest(expected.encode(), given):
        return None
    return certificate_of(filing)


def certificate_of(filing: Filing) -> CertificateFacts | None:
    """What the certificate of a filing says (enterprise and site loaded); None without one."""
    if filing.approved_version is None or filing.approved_at is None:
        return None
    version = version_of(filing, filing.approved_version)
    data: dict[str, Any] = version.data if version is not None else {}
    enterprise = filing.enterprise
    confirmed = filing.confirmations.order_by("-year").values_list("year", flat=True).first()
    own = {SUSPENDED: SUSPENDED, CANCELLED: CANCELLED}.get(filing.status, APPROVED)
    return CertificateFacts(
        filing_id=filing.pk,
        type=filing.type,
        number=filing.number,
        code=filing.certificate_code,
        name=enterprise.name,
        name_en=str(data.get("name_en", "")),
        uscc=enterprise.uscc,
        kinds=tuple(enterprise.kinds),
        site=filing.site.name,
        site_en=filing.site.name_en or filing.site.name,
        status=own if own != APPROVED else enterprise.status,
        version=filing.approved_version,
        approved_at=filing.approved_at,
        confirmed_year=confirmed,
        simulated=enterprise.simulated,
    )


def fields_open_to(viewer: Viewer, filing: Filing) -> frozenset[str]:
    """Codes of the fields an official may see of a filing: the staff of the site and the
    department whose turn it is see all, other departments what is meant for them."""
    form = form_of(filing)
    if viewer.departments & SITE_STAFF or viewer.departments & set(filing.stages):
        return frozenset(form.by_code)
    return frozenset(
        field.code
        for field in form.fields
        if any(field.received_by(department) for department in viewer.departments)
    )


_STATES: Final = {
    "new": Q(seen_at__isnull=True),
    "seen": Q(seen_at__isnull=False, answered_at__isnull=True),
    "answered": Q(answered_at__isnull=False),
}


def _shown(field: Field, values: Mapping[str, Any], files: Mapping[str, list[Any]]) -> Shown:
    if field.is_file:
        named = tuple((row.pk, row.name) for row in files.get(field.code, ()))
        names = "、".join(name for _, name in named)
        return Shown(field, names, names, named)
    value = values.get(field.code) or ""
    return Shown(field, shown(field, value, "zh"), shown(field, value, "en"))
