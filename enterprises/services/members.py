"""The people of an enterprise: changing what they may do, letting them go."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from accounts.services.notices import notify
from enterprises.constants import ROLES
from enterprises.models import Invitation, Member
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal
from enterprises.services.rights import ADMINISTRATOR, lock_people, must_administer

ON_TYPE = "enterprises.enterprise"


@transaction.atomic
def change_role(
    *, enterprise_id: int, member_id: int, role: str, by: Actor, at: datetime, origin: str = ""
) -> Member:
    """Give a member another role; it holds from the member's next request on.

    :raises Refusal: ``administrator_needed``, ``role_unknown``, ``member_unknown``,
        ``last_administrator``.
    """
    enterprise = lock_people(enterprise_id)
    must_administer(enterprise_id, by=by)
    row = _member(enterprise_id, member_id)
    if role not in dict(ROLES):
        raise Refusal("role_unknown", 422, "没有这种角色", "there is no such role")
    if row.role == role:
        return row
    _keep_an_administrator(row, enterprise.name)
    old, row.role = row.role, role
    row.save(update_fields=["role"])
    audit.record(
        "member.role_changed",
        by=by,
        on=(ON_TYPE, str(enterprise_id)),
        old={"member": row.user_id, "role": old},
        new={"member": row.user_id, "role": role},
        at=at,
        origin=origin,
    )
    return row


@transaction.atomic
def remove_member(
    *, enterprise_id: int, member_id: int, by: Actor, at: datetime, origin: str = ""
) -> None:
    """Let a member go, or leave: whatever they may do for the enterprise ends with the commit, and
    with it the invitations they made that nobody used yet.

    Rights are read anew on every request, so an open session shows nothing of the firm any more.

    :raises Refusal: ``administrator_needed``, ``member_unknown``, ``last_administrator``.
    """
    enterprise = lock_people(enterprise_id)
    row = _member(enterprise_id, member_id)
    leaves = isinstance(by, User) and by.pk == row.user_id
    if not leaves:
        must_administer(enterprise_id, by=by)
    _keep_an_administrator(row, enterprise.name)
    person = row.user
    withdrawn = Invitation.objects.filter(
        enterprise_id=enterprise_id,
        created_by_id=row.user_id,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    ).update(revoked_at=at)
    row.delete()
    audit.record(
        "member.left" if leaves else "member.removed",
        by=by,
        on=(ON_TYPE, str(enterprise_id)),
        old={"member": person.pk, "role": row.role},
        new={"invitations_withdrawn": withdrawn},
        at=at,
        origin=origin,
    )
    if leaves:
        notify_members(
            enterprise_id,
            [ADMINISTRATOR],
            kind="member_left",
            zh=f"{person.get_full_name()} 已退出本企业（{enterprise.name}）。",
            en=f"{person.get_full_name()} has left {enterprise.name}.",
            link="/members/",
            at=at,
        )
    else:
        notify(
            user=person,
            kind="member_removed",
            zh=f"您已被移出企业 {enterprise.name}，不能再查看和办理其业务。",
            en=f"You were removed from {enterprise.name} and can no longer act for it.",
            at=at,
        )


def _member(enterprise_id: int, member_id: int) -> Member:
    row = Member.objects.select_related("user").filter(id=member_id, enterprise_id=enterprise_id)
    found: Member | None = row.first()
    if found is None:
        raise Refusal(
            "member_unknown",
            404,
            "该成员已不在本企业。请刷新成员列表。",
            "This person is no longer a member. Reload the list of members.",
        )
    return found


def _keep_an_administrator(row: Member, name: str) -> None:
    """Refuse to take the last administrator from an enterprise; its row is locked."""
    if row.role != ADMINISTRATOR:
        return
    others = Member.objects.filter(
        enterprise_id=row.enterprise_id, role=ADMINISTRATOR, user__is_active=True
    )
    if not others.exclude(id=row.id).exists():
        raise Refusal(
            "last_administrator",
            409,
            f"这是 {name} 的最后一位管理员。请先把另一位成员设为管理员。",
            f"This is the last administrator of {name}. Make another member administrator first.",
        )
