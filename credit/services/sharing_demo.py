"""Sharing in the demo zone: a rater with a contract, a consent to the bank, looks by departments.
Everything goes through the services that people use; what it says is invented."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localtime

from accounts.facts import SystemActor
from accounts.models import User
from credit.models import Query, RaterContract
from credit.services.raters import Terms, approve_contract, propose_contract, upload_ratings
from credit.services.sharing import look_up
from enterprises.models import Consent, Enterprise
from enterprises.rules.entrusting import Permission
from enterprises.services.consenting import assertion_for, grant_consent
from enterprises.services.demo import refuse_unless_demo
from enterprises.services.demo_zone import demo_applicant
from enterprises.viewers import Viewer, viewer_for
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("load_demo_credit_sharing")
RATER: Final = "service"
BANK: Final = "bank"
SUBJECT: Final = "mall"
NUMBER: Final = "洪综评（演示）〔2026〕1号"
GRADES: Final = (("mall", "AA"), ("seller", "AAA"), ("exporter", "B"), ("broker", "?"))
"""What the rater thinks of whom; the last is a fault to be shown."""
LOOKS: Final = (
    ("customs", "inspection", "布控参考（演示）"),
    ("fx", "fx_service", "便利化名单复核（演示）"),
    ("market", "supervision", "年度双随机检查（演示）"),
    ("commerce", "tax_refund", "无此用途的查询（演示）"),
)
"""Who asked what for, and why; the last is refused."""


@transaction.atomic
def load_demo_sharing(*, at: datetime) -> int:
    """Add what is missing and change nothing that is there; returns how many things were added.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    added = 0
    if not RaterContract.objects.exists():
        added += _contract(at)
    if not Consent.objects.filter(data__contains=["credit_grade"]).exists():
        added += _consent(at)
    if not Query.objects.filter(channel="page", user__isnull=False).exists():
        added += _looks(at)
    return added


def _contract(at: datetime) -> int:
    day = localtime(at).date()
    items = ("grade", "standing", "market", "penalties", "behaviour")
    code = demo_applicant(RATER).code
    terms = Terms(code, NUMBER, items, 10, day, day + timedelta(days=730))
    row = propose_contract(terms=terms, by=_person("supervisor"), at=at)
    approve_contract(contract_id=row.pk, by=_person("second"), at=at)
    rows = [
        {
            "uscc": demo_applicant(key).uscc,
            "number": f"演示评级-{number}",
            "grade": grade,
            "rated_on": (day - timedelta(days=number)).isoformat(),
            "valid_to": (day + timedelta(days=365)).isoformat(),
        }
        for number, (key, grade) in enumerate(GRADES, 1)
    ]
    upload_ratings(
        contract_id=row.pk, rows=rows, by=BY, at=at, name="演示评级.csv", channel="sheet"
    )
    return 2


def _consent(at: datetime) -> int:
    principal, bank = _firm(SUBJECT), _firm(BANK)
    given = Permission(
        bank.code,
        "流动资金贷款审核（演示）",
        ("name", "codes", "credit_grade", "credit_score"),
        localtime(at).date() + timedelta(days=180),
    )
    row = grant_consent(given=given, principal_id=principal.pk, by=_person(SUBJECT), at=at)
    reader = Viewer((bank.pk,), own_ids=(bank.pk,))
    assertion_for(consent_id=row.pk, viewer=reader, issuer="https://demo.invalid/", by=BY, at=at)
    return 2


def _looks(at: datetime) -> int:
    firm = _firm(SUBJECT)
    for username, purpose, reason in LOOKS:
        person = _person(username)
        asked: dict[str, Any] = {"purpose": purpose, "reason": reason, "at": at}
        try:
            look_up(enterprise_id=firm.pk, viewer=viewer_for(person), by=person, **asked)
        except PortalError as refusal:
            if refusal.code != "purpose_not_yours":
                raise
    return len(LOOKS)


def _person(username: str) -> User:
    return User.objects.get(username=username)


def _firm(key: str) -> Enterprise:
    return Enterprise.objects.get(code=demo_applicant(key).code)
