"""The unified code is the one key of a subject; other authorities' numbers hang on it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import Posting, User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.models import Enterprise, SubjectNumber
from enterprises.rules.numbers import (
    BANK_ACCOUNT,
    CONFIRMED_BY,
    CONFIRMING_ROLES,
    number_problems,
    tidied,
)
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.services.rights import must_administer
from enterprises.viewers import Viewer
from zone_portal.framework.vault import vault
from zone_portal.kernel.masking import mask

ON_TYPE: Final = "enterprises.subjectnumber"
LONGEST_NAME: Final = 100


@transaction.atomic
def add_number(
    *,
    enterprise_id: int,
    scheme: str,
    value: str,
    source: str,
    as_of: date,
    viewer: Viewer,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> SubjectNumber:
    """Hang a number on an enterprise, not vouched for yet: by an administrator of the enterprise,
    or an official in charge.

    :raises Refusal: 404 ``subject_not_found``, 403 ``administrator_needed`` or
        ``number_not_yours``, 422 ``number_invalid``, 409 ``number_known``.
    """
    rows = Enterprise.objects.visible_to(viewer).select_for_update(no_key=True, of=("self",))
    enterprise = rows.filter(id=enterprise_id).first()
    if enterprise is None:
        raise _not_found()
    if not viewer.is_official:
        must_administer(enterprise_id, by=by)
    elif not viewer.roles & CONFIRMING_ROLES:
        raise _not_yours()
    return keep_number(
        enterprise, scheme, value, source=source, as_of=as_of, by=by, at=at, origin=origin
    )


@transaction.atomic
def confirm_number(
    *, number_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> SubjectNumber:
    """Vouch for a number as the department that gave it.

    :raises Refusal: 404 ``number_not_found``, 403 ``number_not_yours``, 409 ``number_confirmed``.
    """
    row = _locked(number_id, viewer)
    must_confirm(row.scheme, viewer)
    if row.confirmed_at is not None:
        raise Refusal(
            "number_confirmed",
            409,
            f"该号码已由{row.confirmed_by}确认。",
            f"The number was confirmed by {row.confirmed_by} already.",
        )
    row.confirmed_by = _organisation_of(by, CONFIRMED_BY[row.scheme], localdate(at))
    row.confirmed_at = at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _note("number.confirmed", row, by=by, at=at, origin=origin)
    return row


@transaction.atomic
def end_number(
    *, number_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> SubjectNumber:
    """A number holds no more: said by the department that vouches for it, or, while nobody does,
    by an administrator of the enterprise.

    :raises Refusal: 404 ``number_not_found``, 403 ``number_not_yours``/``administrator_needed``.
    """
    row = _locked(number_id, viewer)
    if viewer.is_official:
        must_confirm(row.scheme, viewer)
    elif row.confirmed_at is not None:
        raise _not_yours()
    else:
        must_administer(row.enterprise_id, by=by)
    _end(row, by=by, at=at, origin=origin)
    return row


def keep_number(
    enterprise: Enterprise,
    scheme: str,
    value: str,
    *,
    source: str,
    as_of: date,
    by: Actor,
    at: datetime,
    confirmed_by: str = "",
    origin: str = "",
) -> SubjectNumber:
    """Keep a number in the caller's transaction, the enterprise being locked.

    A bank account is sealed; only its mask and its keyed hash can be read without the key.

    :raises Refusal: 422 ``number_invalid``, 409 ``number_known``.
    """
    value = tidied(scheme, value)
    problems = list(number_problems(scheme, value, source))
    if problems:
        raise problems_refusal(
            "number_invalid", problems, "号码有误。", "The number cannot be kept."
        )
    row = SubjectNumber(
        enterprise=enterprise,
        scheme=scheme,
        value=value,
        source=source.strip()[:LONGEST_NAME],
        as_of_date=as_of,
        confirmed_by=confirmed_by[:LONGEST_NAME],
        confirmed_at=at if confirmed_by else None,
    )
    if scheme == BANK_ACCOUNT:
        row.value = masked_account(value)
        row.digest = vault().hash("bank-account", value)
        row.sealed = vault().sealer(at).seal(value.encode(), _context(enterprise.pk))
    if _known(row) is not None:
        raise Refusal(
            "number_known", 409, "该号码已登记。", "The number is kept for this enterprise already."
        )
    row.save(force_insert=True)
    _note("number.added", row, by=by, at=at, origin=origin)
    return row


def keep_filed_numbers(
    enterprise: Enterprise,
    filed: Mapping[str, str],
    *,
    source: str,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> None:
    """Bring the numbers of an enterprise up to its approved file (scheme → value): new ones are
    added, filed ones that it names no more are ended, what others added stays."""
    for scheme, value in filed.items():
        if any(number_problems(scheme, tidied(scheme, value), source)):
            continue
        tidy = tidied(scheme, value)
        digest = vault().hash("bank-account", tidy) if scheme == BANK_ACCOUNT else None
        wanted = masked_account(tidy) if scheme == BANK_ACCOUNT else tidy
        in_force = enterprise.numbers.filter(scheme=scheme, ended_at__isnull=True)
        for row in in_force.filter(source__startswith=FILED).exclude(value=wanted, digest=digest):
            _end(row, by=by, at=at, origin=origin)
        if not in_force.filter(value=wanted, digest=digest).exists():
            keep_number(
                enterprise,
                scheme,
                tidy,
                source=source,
                as_of=localdate(at),
                by=by,
                at=at,
                origin=origin,
            )


FILED: Final = "企业备案"
"""How the source of a number from the enterprise's own file begins."""


def masked_account(account: str) -> str:
    """An account as people compare it: first four and last four digits."""
    return (
        mask("id", account) if len(account) >= 15 else f"{'*' * (len(account) - 4)}{account[-4:]}"
    )


def must_confirm(scheme: str, viewer: Viewer) -> None:
    """Refuse who may not vouch for numbers of a scheme.

    :raises Refusal: 403 ``number_not_yours``.
    """
    department = CONFIRMED_BY[scheme]
    if department not in viewer.departments or not viewer.roles & CONFIRMING_ROLES:
        raise _not_yours()


def _locked(number_id: int, viewer: Viewer) -> SubjectNumber:
    rows = SubjectNumber.objects.visible_to(viewer).in_force()
    row: SubjectNumber | None = (
        rows.select_for_update(of=("self",)).select_related("enterprise").filter(id=number_id)
    ).first()
    if row is None:
        raise Refusal("number_not_found", 404, "没有找到。", "Not found.")
    return row


def _known(given: SubjectNumber) -> SubjectNumber | None:
    found: SubjectNumber | None = (
        SubjectNumber.objects.in_force()
        .filter(
            enterprise=given.enterprise,
            scheme=given.scheme,
            value=given.value,
            digest=given.digest,
        )
        .first()
    )
    return found


def _end(row: SubjectNumber, *, by: Actor, at: datetime, origin: str) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _note("number.ended", row, by=by, at=at, origin=origin)


def _note(action: str, row: SubjectNumber, *, by: Actor, at: datetime, origin: str) -> None:
    """Audit a deed on a number; of an account only the mask."""
    new = {
        "enterprise": row.enterprise.code,
        "scheme": row.scheme,
        "value": row.value,
        "source": row.source,
        "confirmed_by": row.confirmed_by,
    }
    audit.record(action, by=by, on=(ON_TYPE, str(row.pk)), new=new, at=at, origin=origin)


def _organisation_of(by: User, department: str, day: date) -> str:
    """The name of the organisation of a department in which an official serves."""
    posting = (
        Posting.objects.filter(user_id=by.pk, organisation__department=department)
        .filter(from_date__lte=day)
        .exclude(to_date__lte=day)
        .select_related("organisation")
        .order_by("id")
        .first()
    )
    return (posting.organisation.name if posting else label_of(by))[:LONGEST_NAME]


def _context(enterprise_id: int) -> bytes:
    return f"subject-number:{enterprise_id}".encode()


def _not_found() -> Refusal:
    return Refusal("subject_not_found", 404, "没有找到该主体。", "There is no such subject.")


def _not_yours() -> Refusal:
    return Refusal(
        "number_not_yours",
        403,
        "该号码须由给出号码的部门的审核人员确认或终止。",
        "Only reviewers of the department that gives such numbers may do this.",
    )
