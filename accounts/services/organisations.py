"""Organisations of officials and who serves in them; every change is audited."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.constants import HUB
from accounts.models import Organisation, Posting, User
from accounts.services import audit
from accounts.services.audit import Actor


@transaction.atomic
def found_organisation(
    *,
    code: str,
    name: str,
    department: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
    site: str = HUB,
) -> Organisation:
    """The organisation with this code, made if it does not exist yet."""
    row, made = Organisation.objects.get_or_create(
        code=code,
        defaults={"name": name, "name_en": name_en, "department": department, "site_id": site},
    )
    if made:
        audit.record(
            "organisation.founded",
            by=by,
            on=("accounts.organisation", code),
            new={"name": name, "department": department, "site": site},
            at=at,
        )
    return row


@transaction.atomic
def post(*, user: User, organisation: Organisation, role: str, by: Actor, at: datetime) -> Posting:
    """Give an official a role in an organisation from today on; one held already stays."""
    row, made = Posting.objects.get_or_create(
        user=user,
        organisation=organisation,
        role=role,
        to_date=None,
        defaults={"from_date": timezone.localdate(at)},
    )
    if made:
        audit.record(
            "posting.given",
            by=by,
            on=("accounts.user", str(user.pk)),
            new={"organisation": organisation.code, "role": role},
            at=at,
        )
    return row
