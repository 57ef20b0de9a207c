"""Organisations of officials and who serves in them; every change is audited."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.constants import HUB
from accounts.models import Organisation, Posting, Site, User
from accounts.services import audit
from accounts.services.audit import Actor
from accounts.services.authorising import CODE_FORM, problem_at, require_organisation
from zone_portal.kernel.errors import PortalError


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
def create_organisation(
    *,
    code: str,
    name: str,
    department: str,
    site: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
) -> Organisation:
    """A new organisation where the actor may appoint people to it.

    :raises PortalError: ``not_administrator_here``, ``organisation_code_form``,
        ``organisation_code_taken``.
    """
    row = Organisation(
        code=code,
        name=name,
        name_en=name_en,
        department=department,
        site=Site.objects.get(code=site),
    )
    require_organisation(by, row)
    if not CODE_FORM.fullmatch(code):
        raise problem_at(
            "code",
            "organisation_code_form",
            zh="代码只能用小写字母、数字和连字符。",
            en="A code has small letters, digits and hyphens only.",
        )
    if Organisation.objects.filter(code=code).exists():
        raise problem_at(
            "code",
            "organisation_code_taken",
            zh="这个代码已有单位使用。",
            en="An organisation has this code already.",
        )
    return found_organisation(
        code=code, name=name, name_en=name_en, department=department, site=site, by=by, at=at
    )


@transaction.atomic
def edit_organisation(
    *, code: str, name: str, name_en: str, active: bool, by: Actor, at: datetime
) -> Organisation:
    """Rename an organisation or put it in or out of use; out of use ends what its postings allow.

    :raises PortalError: ``not_administrator_here``, ``organisation_is_own`` (nobody puts the
        organisation out of use that the own posting stands on).
    """
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("site")
    row = rows.get(code=code)
    require_organisation(by, row)
    own = isinstance(by, User) and row.postings.filter(user=by, to_date__isnull=True).exists()
    if own and not active:
        raise PortalError(
            "organisation_is_own",
            zh="不能停用自己任职的单位。",
            en="Nobody puts out of use the organisation they serve in.",
        )
    old = {"name": row.name, "name_en": row.name_en, "active": row.active}
    new = {"name": name, "name_en": name_en, "active": active}
    if old != new:
        row.name, row.name_en, row.active = name, name_en, active
        row.save(update_fields=list(new))
        changed = [key for key in new if old[key] != new[key]]
        audit.record(
            "organisation.edited",
            by=by,
            on=("accounts.organisation", code),
            old={key: old[key] for key in changed},
            new={key: new[key] for key in changed},
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
