"""What the last approval does: the version is in force, numbered, certified and shared."""

import secrets
from typing import Final

from django.db import IntegrityError, transaction

from enterprises import states
from enterprises.constants import APPLYING, APPROVED
from enterprises.models import Distribution, Enterprise, Filing, FilingVersion
from enterprises.selectors import forget_register
from enterprises.selectors_filings import form_of
from enterprises.services.filing import telling
from enterprises.services.filing.numbering import next_number
from enterprises.services.filing.plugging import Deed, plugs
from enterprises.services.filing.steps import move, must_be_registered
from enterprises.services.refusals import Refusal

CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 12


def put_in_force(filing: Filing, version: FilingVersion, deed: Deed, *, comment: str) -> Filing:
    """Approve a locked filing's version: register the enterprise, give number and check code,
    send it to the departments, tell everybody. In the caller's transaction.

    :raises Refusal: ``subject_taken`` when another enterprise got the code meanwhile,
        ``enterprise_not_approved`` when the enterprise of goods or places was suspended.
    """
    form = form_of(version)
    must_be_registered(filing.type, filing.enterprise)
    if filing.type == "enterprise":
        _register(filing, version, deed)
    first = filing.approved_version is None
    move(
        filing,
        states.APPROVED,
        by=deed.by,
        at=deed.at,
        origin=deed.origin,
        note=comment,
        number=filing.number or next_number(at=deed.at),
        certificate_code=filing.certificate_code or certificate_code(),
        approved_version=version.version,
        approved_at=deed.at,
        department="",
        due_date=None,
        reviewer=None,
    )
    for part in plugs(filing.type):
        if part.approved is not None:
            part.approved(filing, version, deed)
    Distribution.objects.bulk_create(
        Distribution(filing=filing, version=version.version, department=department, sent_at=deed.at)
        for department in form.departments
    )
    telling.receivers(filing, form.departments, at=deed.at)
    telling.applicants(
        filing,
        f"{'备案' if first else '备案变更'}已通过，备案号 {filing.number}。",
        f"The {'filing' if first else 'change'} was approved under number {filing.number}.",
        at=deed.at,
    )
    return filing


def certificate_code() -> str:
    """A code that nobody can guess from the number: 59 random bits, no letters that look alike."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def _register(filing: Filing, version: FilingVersion, deed: Deed) -> None:
    """Bring the enterprise up to the approved version."""
    data = version.data
    enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=filing.enterprise_id)
    if enterprise.status == APPLYING:
        enterprise.status, enterprise.registered_at = APPROVED, deed.at
    enterprise.code = data.get("customs_code") or data["uscc"]
    enterprise.uscc, enterprise.name = data["uscc"], data["name"]
    enterprise.kinds = list(data["kinds"])
    try:
        with transaction.atomic():
            enterprise.save()
    except IntegrityError as error:
        raise Refusal(
            "subject_taken",
            409,
            "该统一社会信用代码或海关编码已由另一家已备案企业使用，请退回并说明。",
            "Another filed enterprise holds this unified or customs code: return the filing and "
            "say so.",
        ) from error
    filing.enterprise = enterprise
    forget_register()
    transaction.on_commit(forget_register)
