"""A bank verifies an individual trader's certificate and reports the account it opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from accounts.services import audit
from accounts.services.audit import Actor
from enterprises.constants import APPROVED
from enterprises.facts import EnterpriseFacts
from enterprises.models import Enterprise, Filing, SubjectNumber
from enterprises.rules.numbers import BANK_ACCOUNT
from enterprises.selectors_filings import CertificateFacts, certificate, values_of, version_of
from enterprises.services.notices import notify_members
from enterprises.services.numbers import keep_number
from enterprises.services.refusals import Refusal

TRADER: Final = "individual"
WANTED: Final = "account_wanted"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a bank learns from the QR code of a trader's certificate: the certificate as it holds
    now, the shops, whether the trader asked for an account, and what banks reported so far."""

    certificate: CertificateFacts
    shops: tuple[str, ...]
    account_wanted: bool
    accounts: tuple[SubjectNumber, ...]


@transaction.atomic
def read_proof(
    *, number: str, code: str, bank: EnterpriseFacts, by: Actor, at: datetime, origin: str = ""
) -> Proof:
    """The proof behind number and check code of a certificate; who looked is audited.

    :raises Refusal: 404 ``proof_not_found``: a wrong code looks like a number that does not exist,
        and only the certificates of individual traders are proofs for banks.
    """
    found = _certificate(number, code)
    filing = Filing.objects.select_related("enterprise").get(pk=found.filing_id)
    version = version_of(filing, filing.approved_version)
    values = values_of(version) if version is not None else {}
    audit.record(
        "proof.read",
        by=by,
        on=("enterprises.filing", str(filing.pk)),
        new={"bank": bank.code},
        at=at,
        origin=origin,
    )
    rows = SubjectNumber.objects.in_force().filter(
        enterprise=filing.enterprise, scheme=BANK_ACCOUNT, source=bank.name
    )
    return Proof(
        certificate=found,
        shops=tuple(map(str, values.get("shops") or ())),
        account_wanted=values.get(WANTED) == "yes",
        accounts=tuple(rows.order_by("id")),
    )


@transaction.atomic
def report_account(
    *,
    number: str,
    code: str,
    account: str,
    bank: EnterpriseFacts,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> SubjectNumber:
    """Write the account that a bank opened for a trader back into the file: sealed, shown masked,
    confirmed by the bank; the trader is told.

    :raises Refusal: 404 ``proof_not_found``, 409 ``trader_not_in_force`` or ``number_known``,
        422 ``number_invalid``.
    """
    found = _certificate(number, code)
    trader: Enterprise = Enterprise.objects.select_for_update(no_key=True).get(
        filings=found.filing_id
    )
    if not found.in_force or trader.status != APPROVED:
        raise Refusal(
            "trader_not_in_force",
            409,
            "该备案已暂停或注销，不能据以开立账户。",
            "The filing is suspended or cancelled: no account may be opened on it.",
        )
    row = keep_number(
        trader,
        BANK_ACCOUNT,
        account,
        source=bank.name,
        as_of=localdate(at),
        by=by,
        at=at,
        confirmed_by=bank.name,
        origin=origin,
    )
    notify_members(
        trader.pk,
        (),
        kind="account_reported",
        zh=f"{bank.name}已将为您开立的账户 {row.value} 回写到备案。"
        "若非本人办理，请联系该银行和综试区。",
        en=f"{bank.name} entered the account {row.value} that it opened for you in your file. If "
        "you did not ask for it, tell the bank and the zone office.",
        at=at,
        link=f"/enterprises/{trader.pk}/numbers/",
    )
    return row


def _certificate(number: str, code: str) -> CertificateFacts:
    found = certificate(number.upper(), code)
    if found is None or found.type != "enterprise" or TRADER not in found.kinds:
        raise Refusal(
            "proof_not_found",
            404,
            "没有找到该个人电商备案证明，请核对备案号和校验码。",
            "There is no such certificate of an individual trader: check number and code.",
        )
    return found
