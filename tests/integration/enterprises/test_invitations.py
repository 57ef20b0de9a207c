"""Invitations: shown once, used once, with a clear word when they do not work."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from accounts.models import AuditEntry, Notice, User
from enterprises.models import Invitation, Member
from enterprises.services.invitations import (
    NewInvitation,
    accept_invitation,
    invite,
    revoke_invitation,
)
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.users import UserFactory
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Member:
    return MemberFactory.create(role="administrator")


def make(chief: Member, role: str = "declarant", note: str = "") -> NewInvitation:
    return invite(enterprise_id=chief.enterprise_id, role=role, note=note, by=chief.user, at=AT)


def accept(made: NewInvitation, by: User, at: datetime = AT) -> Member:
    return accept_invitation(secret=made.secret, by=by, at=at)


def refusal(made: NewInvitation | str, by: User, at: datetime = AT) -> str:
    secret = made if isinstance(made, str) else made.secret
    with pytest.raises(PortalError) as refused:
        accept_invitation(secret=secret, by=by, at=at)
    entry = AuditEntry.objects.filter(action="invitation.refused").latest("id")
    assert (entry.new or {}).get("code") == refused.value.code
    assert entry.by == by
    return refused.value.code


def test_who_opens_the_link_becomes_a_member_in_the_role(chief: Member) -> None:
    made, guest = make(chief, "finance"), UserFactory.create()

    joined = accept(made, guest)

    assert (joined.enterprise_id, joined.role) == (chief.enterprise_id, "finance")
    row = Invitation.objects.get()
    assert (row.accepted_by, row.accepted_at) == (guest, AT)
    assert Notice.objects.get(user=chief.user).kind == "member_joined"


def test_only_a_digest_of_the_secret_is_kept(chief: Member) -> None:
    made = make(chief)

    row = Invitation.objects.values().get()

    assert made.secret.encode() not in bytes(row["digest"])
    assert made.secret not in str(AuditEntry.objects.get(action="invitation.made").new)
    assert row["expires_at"] == AT + settings.INVITATION_LIFETIME


def test_a_link_works_once(chief: Member) -> None:
    made = make(chief)
    accept(made, UserFactory.create())

    assert refusal(made, UserFactory.create()) == "invitation_used"
    assert Member.objects.filter(enterprise=chief.enterprise).count() == 2


def test_a_link_ends_with_its_time(chief: Member) -> None:
    made, guest = make(chief), UserFactory.create()
    end = AT + settings.INVITATION_LIFETIME

    assert refusal(made, guest, end) == "invitation_expired"
    assert accept(made, guest, end - timedelta(seconds=1))


def test_a_revoked_link_does_not_work(chief: Member) -> None:
    made = make(chief)
    revoke_invitation(
        enterprise_id=chief.enterprise_id, invitation_id=made.row.id, by=chief.user, at=AT
    )

    assert refusal(made, UserFactory.create()) == "invitation_revoked"


def test_a_used_link_cannot_be_revoked(chief: Member) -> None:
    made = make(chief)
    accept(made, UserFactory.create())

    with pytest.raises(PortalError) as refused:
        revoke_invitation(
            enterprise_id=chief.enterprise_id, invitation_id=made.row.id, by=chief.user, at=AT
        )
    assert refused.value.code == "invitation_used"


def test_a_member_leaves_the_link_to_somebody_else(chief: Member) -> None:
    made = make(chief, "viewer")

    assert refusal(made, chief.user) == "invitation_already_member"
    assert Member.objects.get(id=chief.id).role == "administrator"
    assert accept(made, UserFactory.create())


def test_officials_and_strangers_to_the_link_are_told_so(chief: Member) -> None:
    assert refusal(make(chief), official()) == "invitation_not_for_officials"
    assert refusal("no-such-secret", UserFactory.create()) == "invitation_unknown"


def test_nobody_joins_a_cancelled_enterprise(chief: Member) -> None:
    made = make(chief)
    chief.enterprise.status = "cancelled"
    chief.enterprise.save()

    assert refusal(made, UserFactory.create()) == "enterprise_cancelled"


@pytest.mark.parametrize("role", ["declarant", "finance", "viewer"])
def test_only_an_administrator_invites_and_revokes(chief: Member, role: str) -> None:
    made = make(chief)
    other = MemberFactory.create(enterprise=chief.enterprise, role=role)
    for deed, given in (
        (invite, {"role": "viewer"}),
        (revoke_invitation, {"invitation_id": made.row.id}),
    ):
        call: Any = deed
        with pytest.raises(PortalError) as refused:
            call(enterprise_id=chief.enterprise_id, by=other.user, at=AT, **given)
        assert refused.value.code == "administrator_needed"


def test_another_firm_cannot_touch_an_invitation(chief: Member) -> None:
    made = make(chief)
    stranger = MemberFactory.create(enterprise=EnterpriseFactory.create(), role="administrator")

    with pytest.raises(PortalError) as refused:
        revoke_invitation(
            enterprise_id=stranger.enterprise_id,
            invitation_id=made.row.id,
            by=stranger.user,
            at=AT,
        )
    assert refused.value.code == "invitation_unknown"
