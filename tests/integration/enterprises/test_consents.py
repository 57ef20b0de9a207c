"""Consents: exactly the named data, signed, for minutes, and the principal sees each reading."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import jwt
import pytest

from accounts.models import AuditEntry, Notice
from enterprises.models import Consent, Enterprise, Member, SubjectNumber
from enterprises.rules.entrusting import Permission
from enterprises.selectors_mandates import reads_of
from enterprises.services.consenting import (
    Assertion,
    assertion_for,
    grant_consent,
    withdraw_consent,
)
from enterprises.viewers import viewer_for
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.enterprises.at_once import at_once, committed
from zone_portal.framework.signing import published_keys
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
ISSUER = "https://portal.example/"
__all__ = ["committed"]


def chief_of(firm: Enterprise) -> Member:
    return MemberFactory.create(enterprise=firm, role="administrator")


class Pair:
    """A seller and a bank."""

    def __init__(self) -> None:
        self.seller = chief_of(EnterpriseFactory.create())
        self.bank = chief_of(EnterpriseFactory.create(kinds=["finance"]))

    def grant(self, *data: str, by: Member | None = None) -> Consent:
        given = Permission(
            self.bank.enterprise.code, "贷款审核", data or ("name", "codes"), date(2026, 12, 1)
        )
        giver = by or self.seller
        return grant_consent(given=given, principal_id=giver.enterprise_id, by=giver.user, at=AT)

    def ask(self, row: Consent, by: Member | None = None, *, at: datetime = AT) -> Assertion:
        user = (by or self.bank).user
        return assertion_for(
            consent_id=row.id, viewer=viewer_for(user), issuer=ISSUER, by=user, at=at
        )

    def withdraw(self, row: Consent, by: Member | None = None) -> Consent:
        user = (by or self.seller).user
        return withdraw_consent(consent_id=row.id, viewer=viewer_for(user), by=user, at=AT)


def refused(code: str, deed: Any, *given: Any, **options: Any) -> PortalError:
    with pytest.raises(PortalError) as refusal:
        deed(*given, **options)
    assert refusal.value.code == code
    return refusal.value


def checked(assertion: Assertion, audience: str) -> dict[str, Any]:
    """The claims, checked with the published keys as a bank does it."""
    kid = jwt.get_unverified_header(assertion.token)["kid"]
    keys = {key["kid"]: key for key in published_keys(at=AT)["keys"]}
    claims: dict[str, Any] = jwt.decode(
        assertion.token,
        jwt.PyJWK(keys[kid]).key,
        algorithms=["ES256"],
        audience=audience,
        options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
    )
    return claims


@pytest.mark.django_db
def test_an_assertion_holds_exactly_what_was_consented_to() -> None:
    pair = Pair()
    firm = pair.seller.enterprise

    claims = checked(pair.ask(pair.grant("name", "filing")), pair.bank.enterprise.code)

    assert claims["data"] == {
        "name": firm.name,
        "filing": {"status": "approved", "number": None},
    }
    assert firm.code not in str(claims)
    assert claims["exp"] - claims["iat"] == 600
    assert claims["purpose"] == "贷款审核"
    assert claims["iss"] == ISSUER


@pytest.mark.django_db
def test_every_item_can_be_read() -> None:
    pair = Pair()
    firm = pair.seller.enterprise
    SubjectNumber.objects.create(
        enterprise=firm,
        scheme="fx",
        value="FX-1",
        source="外汇局(模拟)",
        as_of_date=date(2026, 1, 2),
    )

    data = pair.ask(pair.grant("name", "codes", "kinds", "filing", "site", "numbers")).data

    assert data["codes"] == {"customs_code": firm.code, "uscc": firm.uscc}
    assert data["kinds"] == ["ecommerce"]
    assert data["site"]["code"] == "hub"
    assert [number["value"] for number in data["numbers"]] == ["FX-1"]


@pytest.mark.django_db
def test_each_reading_stands_in_the_trail_where_the_principal_sees_it() -> None:
    pair = Pair()
    row = pair.grant()

    pair.ask(row)

    (entry,) = reads_of([row.id])
    assert entry.by == pair.bank.user
    assert (entry.new or {}).get("items") == ["codes", "name"]
    assert pair.seller.enterprise.code not in str(entry.new)


@pytest.mark.django_db
def test_a_withdrawn_consent_opens_nothing() -> None:
    pair = Pair()
    row = pair.grant()

    pair.withdraw(row)

    refusal = refused("consent_ended", pair.ask, row)
    assert "2026-11-20" in refusal.text("zh")
    assert reads_of([row.id]) == []
    assert Notice.objects.filter(user=pair.bank.user, kind="consent").count() == 2
    refused("transition_refused", pair.withdraw, row)


@pytest.mark.django_db
def test_a_consent_ends_with_its_last_day() -> None:
    pair = Pair()
    row = pair.grant()

    assert pair.ask(row, at=datetime(2026, 11, 30, 15, 59, tzinfo=UTC))
    refused("consent_ended", pair.ask, row, at=datetime(2026, 11, 30, 16, tzinfo=UTC))


@pytest.mark.django_db
def test_only_the_recipient_asks_and_only_the_principal_withdraws() -> None:
    pair = Pair()
    row = pair.grant()
    stranger = chief_of(EnterpriseFactory.create(kinds=["finance"]))
    clerk = MemberFactory.create(enterprise=pair.seller.enterprise, role="declarant")
    officer = MemberFactory.build(user=official())

    refused("consent_not_yours", pair.ask, row, pair.seller)
    refused("consent_not_yours", pair.withdraw, row, pair.bank)
    refused("administrator_needed", pair.withdraw, row, clerk)
    for other in (stranger, officer):
        refused("consent_unknown", pair.ask, row, other)
        refused("consent_unknown", pair.withdraw, row, other)
    assert Consent.objects.get().status == "granted"


@pytest.mark.django_db
def test_a_consent_goes_to_a_bank_insurer_or_payment_company_only() -> None:
    pair = Pair()
    pair.bank.enterprise.kinds = ["broker"]
    pair.bank.enterprise.save()

    refusal = refused("consent_invalid", pair.grant, "name", "shoe_size")

    problems = {(p["field"], p["code"]) for p in refusal.details["problems"]}
    assert problems == {("recipient", "recipient_kind"), ("data", "unknown")}
    assert not Consent.objects.exists()
    assert not AuditEntry.objects.filter(action="consent.granted").exists()


@pytest.mark.django_db
def test_only_an_administrator_gives_a_consent() -> None:
    pair = Pair()
    clerk = MemberFactory.create(enterprise=pair.seller.enterprise, role="finance")

    refused("administrator_needed", pair.grant, by=clerk)


def test_published_keys_hold_no_secret_and_stay_the_same() -> None:
    first, again = published_keys(at=AT), published_keys(at=AT + timedelta(days=1))

    assert first == again
    assert all({"kty", "crv", "x", "y", "kid", "alg", "use"} == set(key) for key in first["keys"])


@pytest.mark.usefixtures("committed")
def test_a_reading_and_a_withdrawal_at_once_happen_one_after_the_other() -> None:
    pair = Pair()
    row = pair.grant()

    asked, withdrawn = at_once(partial(pair.ask, row), partial(pair.withdraw, row))

    assert withdrawn.status == "revoked"
    assert isinstance(asked, Assertion) or asked == "consent_ended"
    assert len(reads_of([row.id])) == (1 if isinstance(asked, Assertion) else 0)
