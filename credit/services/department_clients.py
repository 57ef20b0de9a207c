"""Tokens of departments' systems: made, shown once, kept as a digest, revoked."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import Organisation, User
from accounts.services import audit
from credit.models import DepartmentClient
from credit.selectors_sharing import allowances
from credit.services.sharing_rights import must_keep_sharing
from enterprises.selectors import token_digest
from enterprises.services.refusals import Refusal

START: Final = "dtk_"
RANDOM_BYTES: Final = 32
SHOWN: Final = 12
MOST_DAYS: Final = 365
NOTE_USE_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new token; ``text`` is the only copy there will ever be."""

    text: str
    row: DepartmentClient


@transaction.atomic
def issue_key(
    *,
    organisation: str,
    name: str,
    purposes: Iterable[str],
    days: int,
    by: User,
    at: datetime,
    origin: str = "",
) -> IssuedKey:
    """Let a system of an organisation ask for purposes that its department has today.

    :raises Refusal: 403 ``credit_office_only``; 422 ``department_system_invalid`` (details
        ``fields``), ``purpose_not_yours``.
    """
    must_keep_sharing(by)
    office = Organisation.objects.filter(code=organisation, active=True).first()
    chosen = sorted(set(purposes))
    if office is None or not name.strip() or not chosen or not 0 < days <= MOST_DAYS:
        raise Refusal(
            "department_system_invalid",
            422,
            f"请选择单位和用途，填写系统名称，有效期 1 至 {MOST_DAYS} 天。",
            f"Choose the organisation and purposes, name the system, for 1 to {MOST_DAYS} days.",
        )
    rows = allowances(on=localtime(at).date(), parties=[office.department])
    if not set(chosen) <= {row.purpose for row in rows}:
        raise Refusal(
            "purpose_not_yours",
            422,
            "该部门没有所选用途的查询权限。",
            "The department may not ask for one of these purposes.",
        )
    text = START + secrets.token_urlsafe(RANDOM_BYTES)
    row = DepartmentClient.objects.create(
        organisation=office,
        name=name.strip()[:60],
        purposes=chosen,
        digest=token_digest(text),
        prefix=text[:SHOWN],
        created_by=by,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    new = {"organisation": office.code, "name": row.name, "purposes": chosen, "prefix": row.prefix}
    audit.record("credit.system.issued", by=by, on=_on(row), new=new, at=at, origin=origin)
    return IssuedKey(text, row)


@transaction.atomic
def revoke_key(*, client_id: int, by: User, at: datetime, origin: str = "") -> DepartmentClient:
    """End a system's token at once, for good.

    :raises Refusal: 403 ``credit_office_only``; 404 ``department_system_unknown``.
    """
    must_keep_sharing(by)
    rows = DepartmentClient.objects.select_for_update()
    row: DepartmentClient | None = rows.filter(pk=client_id).first()
    if row is None:
        raise Refusal("department_system_unknown", 404, "没有这个系统。", "No such system.")
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        audit.record("credit.system.revoked", by=by, on=_on(row), at=at, origin=origin)
    return row


def usable_key(text: str, *, at: datetime) -> DepartmentClient | None:
    """The system behind a token, if it may be used; notes the use once a minute."""
    row: DepartmentClient | None = (
        DepartmentClient.objects.filter(digest=token_digest(text), revoked_at__isnull=True)
        .select_related("organisation__site")
        .filter(expires_at__gt=at, organisation__active=True)
        .first()
    )
    if row is not None and (row.last_used_at is None or at - row.last_used_at > NOTE_USE_EVERY):
        DepartmentClient.objects.filter(pk=row.pk).update(last_used_at=at)
    return row


def _on(row: DepartmentClient) -> tuple[str, str]:
    return ("credit.departmentclient", str(row.pk))
