"""Members: roles change and end at once, an administrator always stays."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from accounts.models import AuditEntry, Notice, User
from declarations.exports import sending_enterprises
from enterprises.models import Enterprise, Invitation, Member
from enterprises.services.invitations import accept_invitation, invite
from enterprises.services.members import change_role, remove_member
from enterprises.viewers import viewer_for
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.users import UserFactory
from tests.integration.enterprises.at_once import at_once, committed
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
__all__ = ["committed"]


def member(firm: Enterprise, role: str = "declarant", **user: Any) -> Member:
    return MemberFactory.create(enterprise=firm, role=role, user=UserFactory.create(**user))


def remove(row: Member, by: User) -> None:
    remove_member(enterprise_id=row.enterprise_id, member_id=row.id, by=by, at=AT)


def give_role(row: Member, role: str, by: User) -> None:
    change_role(enterprise_id=row.enterprise_id, member_id=row.id, role=role, by=by, at=AT)


def refused(code: str, deed: Any, *given: Any) -> PortalError:
    with pytest.raises(PortalError) as refusal:
        deed(*given)
    assert refusal.value.code == code
    return refusal.value


@pytest.mark.django_db
def test_a_role_holds_from_the_next_request_on() -> None:
    firm = EnterpriseFactory.create()
    chief, worker = member(firm, "administrator"), member(firm, "declarant")
    assert sending_enterprises(worker.user)

    give_role(worker, "viewer", chief.user)

    assert sending_enterprises(worker.user) == []
    entry = AuditEntry.objects.get(action="member.role_changed")
    assert (entry.old, entry.new) == (
        {"member": worker.user_id, "role": "declarant"},
        {"member": worker.user_id, "role": "viewer"},
    )


@pytest.mark.django_db
def test_who_is_removed_sees_nothing_any_more_and_is_told() -> None:
    firm = EnterpriseFactory.create()
    chief, worker = member(firm, "administrator"), member(firm)

    remove(worker, chief.user)

    assert viewer_for(worker.user).own_ids == ()
    assert Notice.objects.get(user=worker.user).kind == "member_removed"
    assert AuditEntry.objects.filter(action="member.removed").count() == 1
    refused("member_unknown", remove, worker, chief.user)


@pytest.mark.django_db
def test_invitations_of_who_left_cannot_be_used() -> None:
    firm = EnterpriseFactory.create()
    chief, second = member(firm, "administrator"), member(firm, "administrator")
    made = invite(enterprise_id=firm.id, role="administrator", by=second.user, at=AT)

    remove(second, second.user)

    guest = UserFactory.create()
    with pytest.raises(PortalError) as refusal:
        accept_invitation(secret=made.secret, by=guest, at=AT)
    assert refusal.value.code == "invitation_revoked"
    assert Notice.objects.get(user=chief.user).kind == "member_left"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["declarant", "finance", "viewer"])
def test_only_an_administrator_manages_members(role: str) -> None:
    firm = EnterpriseFactory.create()
    other, actor = member(firm, "administrator"), member(firm, role)
    stranger = member(EnterpriseFactory.create(), "administrator")

    for somebody in (actor.user, stranger.user):
        refused("administrator_needed", remove, other, somebody)
        refused("administrator_needed", give_role, actor, "administrator", somebody)
    assert Member.objects.get(id=actor.id).role == role


@pytest.mark.django_db
def test_the_last_administrator_neither_leaves_nor_steps_down() -> None:
    firm = EnterpriseFactory.create()
    chief = member(firm, "administrator")
    member(firm, "administrator", is_active=False)

    refused("last_administrator", remove, chief, chief.user)
    refused("last_administrator", give_role, chief, "viewer", chief.user)

    assert Member.objects.get(id=chief.id).role == "administrator"
    assert not AuditEntry.objects.filter(action__startswith="member.").exists()


@pytest.mark.django_db
def test_anybody_else_may_leave() -> None:
    firm = EnterpriseFactory.create()
    member(firm, "administrator")
    worker = member(firm, "viewer")

    remove(worker, worker.user)

    assert not Member.objects.filter(id=worker.id).exists()


@pytest.mark.django_db
def test_an_unknown_role_is_refused() -> None:
    firm = EnterpriseFactory.create()
    chief = member(firm, "administrator")

    refused("role_unknown", give_role, chief, "king", chief.user)


@pytest.mark.usefixtures("committed")
def test_of_two_administrators_who_remove_each_other_one_stays() -> None:
    firm = EnterpriseFactory.create()
    first, second = member(firm, "administrator"), member(firm, "administrator")

    results = at_once(partial(remove, first, second.user), partial(remove, second, first.user))

    assert Member.objects.filter(enterprise=firm, role="administrator").count() == 1
    assert sorted(map(str, results)) == ["None", "administrator_needed"]


@pytest.mark.usefixtures("committed")
def test_of_two_administrators_who_step_down_at_once_one_stays() -> None:
    firm = EnterpriseFactory.create()
    first, second = member(firm, "administrator"), member(firm, "administrator")

    results = at_once(
        partial(give_role, first, "viewer", first.user),
        partial(give_role, second, "viewer", second.user),
    )

    assert sorted(map(str, results)) == ["None", "last_administrator"]
    assert Member.objects.filter(enterprise=firm, role="administrator").count() == 1


@pytest.mark.usefixtures("committed")
def test_an_invitation_accepted_twice_at_once_makes_one_member() -> None:
    firm = EnterpriseFactory.create()
    chief = member(firm, "administrator")
    made = invite(enterprise_id=firm.id, role="viewer", by=chief.user, at=AT)
    guests = [UserFactory.create(), UserFactory.create()]

    results = at_once(
        *(partial(accept_invitation, secret=made.secret, by=guest, at=AT) for guest in guests)
    )

    assert [result for result in results if isinstance(result, str)] == ["invitation_used"]
    assert Member.objects.filter(enterprise=firm, user__in=guests).count() == 1
    assert Invitation.objects.get(id=made.row.id).accepted_by in guests
    refusal = AuditEntry.objects.get(action="invitation.refused", on_id=str(made.row.id))
    assert (refusal.new or {}).get("code") == "invitation_used"
