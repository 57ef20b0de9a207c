"""API clients that an enterprise looks after itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.facts import ClientActor
from accounts.models import AuditEntry, Notice
from enterprises.models import ApiClient, ApiToken, Enterprise, Member
from enterprises.selectors_people import token_state
from enterprises.services.clients import (
    create_client,
    give_token,
    remind_of_tokens,
    revoke_own_token,
    rotate_token,
)
from enterprises.services.tokens import IssuedToken
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Member:
    firm = EnterpriseFactory.create(kinds=["payment"])
    return MemberFactory.create(enterprise=firm, role="administrator")


def new_client(chief: Member, name: str = "ERP") -> ApiClient:
    return create_client(enterprise_id=chief.enterprise_id, name=name, by=chief.user, at=AT)


def new_token(chief: Member, **given: Any) -> IssuedToken:
    client = ApiClient.objects.filter(enterprise=chief.enterprise).first() or new_client(chief)
    options: dict[str, Any] = {"scopes": ["read", "send:CEB411"], "days": 90, "at": AT}
    return give_token(
        enterprise_id=chief.enterprise_id,
        client_id=client.id,
        by=chief.user,
        **(options | given),
    )


def rotate(chief: Member, token: IssuedToken, days: int = 3, **given: Any) -> IssuedToken:
    options: dict[str, Any] = {"by": chief.user, "at": AT + timedelta(days=1)}
    return rotate_token(
        enterprise_id=chief.enterprise_id,
        token_id=token.row.id,
        overlap=timedelta(days=days),
        **(options | given),
    )


def code_of(deed: Any, *given: Any, **options: Any) -> str:
    with pytest.raises(PortalError) as refused:
        deed(*given, **options)
    return refused.value.code


def test_a_client_gets_exactly_the_scopes_and_days_it_was_given(chief: Member) -> None:
    issued = new_token(chief)

    assert issued.row.scopes == ["read", "send:CEB411"]
    assert issued.row.expires_at == AT + timedelta(days=90)
    assert issued.text not in str(list(AuditEntry.objects.values()))


def test_a_revoked_token_is_refused_on_the_next_request(chief: Member) -> None:
    issued = new_token(chief)
    header = {"Authorization": f"Bearer {issued.text}"}
    with time_machine.travel(AT, tick=False):
        assert Client().get("/api/v1/receipts/", headers=header).status_code == 200
        revoke_own_token(
            enterprise_id=chief.enterprise_id, token_id=issued.row.id, by=chief.user, at=AT
        )
        answers = [Client().get("/api/v1/receipts/", headers=header) for _ in range(2)]
    assert {(a.status_code, a.json()["code"]) for a in answers} == {(401, "token_revoked")}
    entry = AuditEntry.objects.get(action="token.refused")
    assert entry.on_id == str(issued.row.id)
    assert entry.origin == "127.0.0.1"


def test_what_is_wrong_with_a_request_for_a_token_is_said(chief: Member) -> None:
    new_client(chief)

    assert code_of(new_token, chief, scopes=[]) == "scopes_missing"
    assert code_of(new_token, chief, scopes=["send:CEB511"]) == "scopes_not_allowed"
    assert code_of(new_token, chief, days=0) == "days_invalid"
    assert code_of(new_token, chief, days=settings.TOKEN_LONGEST.days + 1) == "days_invalid"
    assert code_of(new_client, chief, "ERP") == "client_name_taken"
    assert code_of(new_client, chief, "  ") == "client_name_invalid"
    assert not ApiToken.objects.exists()


def test_after_a_rotation_both_tokens_work_for_the_overlap_and_no_longer(chief: Member) -> None:
    old = new_token(chief)

    new = rotate(chief, old, days=3)

    old.row.refresh_from_db()
    assert old.row.expires_at == AT + timedelta(days=4)
    assert old.row.revoked_at is None
    assert new.row.scopes == old.row.scopes
    assert new.row.expires_at == AT + timedelta(days=91)
    assert new.text != old.text
    entry = AuditEntry.objects.get(action="token.rotated")
    assert (entry.new or {}).get("by") == new.row.prefix


def test_without_an_overlap_the_old_token_ends_at_once(chief: Member) -> None:
    old = new_token(chief)

    rotate(chief, old, days=0)

    old.row.refresh_from_db()
    assert token_state(old.row, at=AT + timedelta(days=1)) == "revoked"


def test_an_overlap_never_lengthens_a_token(chief: Member) -> None:
    old = new_token(chief, days=2)

    rotate(chief, old, days=30)

    old.row.refresh_from_db()
    assert old.row.expires_at == AT + timedelta(days=2)


def test_a_scope_that_the_firm_lost_is_not_handed_on(chief: Member) -> None:
    old = new_token(chief)
    Enterprise.objects.filter(id=chief.enterprise_id).update(kinds=["logistics"])

    assert rotate(chief, old).row.scopes == ["read"]


def test_what_cannot_be_rotated_is_refused(chief: Member) -> None:
    old = new_token(chief)

    assert code_of(rotate, chief, old, 31) == "overlap_invalid"
    assert code_of(rotate, chief, old, 3, at=AT + timedelta(days=90)) == "token_not_in_force"
    revoke_own_token(enterprise_id=chief.enterprise_id, token_id=old.row.id, by=chief.user, at=AT)
    assert code_of(rotate, chief, old) == "token_not_in_force"
    assert ApiToken.objects.count() == 1


def test_a_program_rotates_its_own_token_and_no_other(chief: Member) -> None:
    old = new_token(chief)
    sister = new_client(chief, "WMS")

    own = ClientActor(old.row.client_id, "ERP")
    assert rotate(chief, old, by=own).row.client_id == old.row.client_id
    assert code_of(rotate, chief, old, by=ClientActor(sister.id, "WMS")) == "token_unknown"


@pytest.mark.parametrize("role", ["declarant", "finance", "viewer"])
def test_only_an_administrator_touches_clients(chief: Member, role: str) -> None:
    token = new_token(chief)
    other = MemberFactory.create(enterprise=chief.enterprise, role=role)

    assert code_of(new_client, other) == "administrator_needed"
    assert code_of(new_token, other) == "administrator_needed"
    assert code_of(rotate, other, token) == "administrator_needed"


def test_another_firm_does_not_find_a_token(chief: Member) -> None:
    token = new_token(chief)
    stranger = MemberFactory.create(role="administrator")

    assert code_of(rotate, stranger, token) == "token_unknown"
    given = {"enterprise_id": stranger.enterprise_id, "token_id": token.row.id}
    assert code_of(revoke_own_token, by=stranger.user, at=AT, **given) == "token_unknown"


def test_administrators_are_told_once_that_a_token_ends_soon(chief: Member) -> None:
    new_token(chief, days=90)
    soon = new_token(chief, days=60)
    new_token(chief, days=10, at=AT + timedelta(days=40))
    MemberFactory.create(enterprise=chief.enterprise, role="viewer")
    at = AT + timedelta(days=46)
    assert remind_of_tokens(at=AT) == 0

    assert (remind_of_tokens(at=at), remind_of_tokens(at=at)) == (1, 0)

    notice = Notice.objects.get(kind="token_ending")
    assert notice.user == chief.user
    assert soon.row.prefix in notice.text_zh
    assert soon.text not in notice.text_zh
    assert token_state(soon.row, at=at) == "ending"
