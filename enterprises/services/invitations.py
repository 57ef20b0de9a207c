"""Invitations by link: made once, shown once, used once."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from enterprises.constants import CANCELLED, ROLES
from enterprises.models import Invitation, Member
from enterprises.selectors_people import invitation_digest, invitation_of
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal
from enterprises.services.rights import ADMINISTRATOR, lock_people, must_administer
from zone_portal.kernel.errors import PortalError

RANDOM_BYTES = 32
LONGEST_NOTE = 60
ON_TYPE = "enterprises.invitation"


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation; ``secret`` is the only copy there will ever be, the link is made of it."""

    secret: str
    row: Invitation


@transaction.atomic
def invite(
    *, enterprise_id: int, role: str, note: str = "", by: Actor, at: datetime, origin: str = ""
) -> NewInvitation:
    """A link with which one person becomes a member in ``role``.

    ``note`` is for the inviter's own list ("the new declarant"), at most 60 characters. How long
    the link holds is the setting ``INVITATION_LIFETIME``.

    :raises Refusal: ``administrator_needed``, ``role_unknown``, ``note_too_long``.
    """
    enterprise = lock_people(enterprise_id)
    must_administer(enterprise_id, by=by)
    if role not in dict(ROLES):
        raise Refusal("role_unknown", 422, "没有这种角色", "there is no such role")
    if len(note) > LONGEST_NOTE:
        raise Refusal("note_too_long", 422, "备注至多 60 字", "a note has at most 60 characters")
    secret = secrets.token_urlsafe(RANDOM_BYTES)
    row = Invitation.objects.create(
        enterprise=enterprise,
        role=role,
        note=note.strip(),
        digest=invitation_digest(secret),
        created_at=at,
        created_by=by if isinstance(by, User) else None,
        expires_at=at + settings.INVITATION_LIFETIME,
    )
    _record("invitation.made", row, by=by, at=at, origin=origin)
    return NewInvitation(secret, row)


@transaction.atomic
def revoke_invitation(
    *, enterprise_id: int, invitation_id: int, by: Actor, at: datetime, origin: str = ""
) -> Invitation:
    """Make a link useless that nobody used yet; a revoked one stays as it is.

    :raises Refusal: ``administrator_needed``, ``invitation_unknown``, ``invitation_used``.
    """
    lock_people(enterprise_id)
    must_administer(enterprise_id, by=by)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("enterprise")
    found = rows.filter(id=invitation_id, enterprise_id=enterprise_id)
    row: Invitation | None = found.first()
    if row is None:
        raise unknown_invitation()
    if row.accepted_at is not None:
        raise _used(row)
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        _record("invitation.revoked", row, by=by, at=at, origin=origin)
    return row


def accept_invitation(*, secret: str, by: User, at: datetime, origin: str = "") -> Member:
    """Make the person a member, once. A refusal is kept in the trail too: whoever tries a used or
    revoked link should be known to the administrator.

    :raises Refusal: ``invitation_unknown``, ``invitation_used``, ``invitation_revoked``,
        ``invitation_expired``, ``invitation_already_member``, ``invitation_not_for_officials``,
        ``enterprise_cancelled``.
    """
    try:
        with transaction.atomic():
            return _accept(secret, by=by, at=at, origin=origin)
    except PortalError as refusal:
        found = invitation_of(secret)
        audit.record(
            "invitation.refused",
            by=by,
            on=(ON_TYPE, str(found.id) if found else "unknown"),
            new={"code": refusal.code, "enterprise": found.enterprise_id if found else None},
            at=at,
            origin=origin,
        )
        raise


def check_invitation(row: Invitation | None, *, by: User | None, at: datetime) -> Invitation:
    """The invitation, if the person (or, not signed in yet, anybody) may use it now.

    :raises Refusal: as ``accept_invitation``.
    """
    if row is None:
        raise unknown_invitation()
    if row.accepted_at is not None:
        raise _used(row)
    if row.revoked_at is not None:
        raise Refusal(
            "invitation_revoked",
            410,
            "该邀请已被撤销。请向邀请您的企业索取新的链接。",
            "This invitation was revoked. Ask the enterprise that invited you for a new link.",
        )
    if row.expires_at <= at:
        day = timezone.localtime(row.expires_at)
        raise Refusal(
            "invitation_expired",
            410,
            f"该邀请已于 {day:%Y-%m-%d %H:%M} 过期。请向邀请您的企业索取新的链接。",
            f"This invitation expired on {day:%Y-%m-%d %H:%M}. Ask the enterprise for a new link.",
        )
    if row.enterprise.status == CANCELLED:
        raise Refusal(
            "enterprise_cancelled",
            409,
            "该企业的备案已注销，不能加入。",
            "The filing of this enterprise was cancelled; nobody can join it.",
        )
    if by is not None:
        _suits(row, by)
    return row


def unknown_invitation() -> Refusal:
    """What is said of a link that leads to no invitation."""
    return Refusal(
        "invitation_unknown",
        404,
        "没有这个邀请。请核对链接是否完整，或索取新的链接。",
        "There is no such invitation. Check that the link is complete, or ask for a new one.",
    )


def _accept(secret: str, *, by: User, at: datetime, origin: str) -> Member:
    found = invitation_of(secret)
    if found is None:
        raise unknown_invitation()
    lock_people(found.enterprise_id)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("enterprise")
    row = check_invitation(rows.get(id=found.id), by=by, at=at)
    member = Member.objects.create(user=by, enterprise=row.enterprise, role=row.role, joined_at=at)
    row.accepted_at, row.accepted_by = at, by
    row.save(update_fields=["accepted_at", "accepted_by"])
    _record("invitation.accepted", row, by=by, at=at, origin=origin)
    notify_members(
        row.enterprise_id,
        [ADMINISTRATOR],
        kind="member_joined",
        zh=f"{by.get_full_name()} 已通过邀请加入 {row.enterprise.name}。",
        en=f"{by.get_full_name()} has joined {row.enterprise.name} by invitation.",
        link="/members/",
        at=at,
    )
    return member


def _suits(row: Invitation, by: User) -> None:
    if by.is_official:
        raise Refusal(
            "invitation_not_for_officials",
            403,
            "监管人员账号不能加入企业。请用本人的企业用户账号打开链接。",
            "The account of an official cannot join an enterprise. Use an account of your own.",
        )
    if Member.objects.filter(user_id=by.pk, enterprise_id=row.enterprise_id).exists():
        raise Refusal(
            "invitation_already_member",
            409,
            "您已是该企业的成员，邀请未被使用。需要其他角色的，请管理员在成员页修改。",
            "You are a member already; the invitation was not used. An administrator can change "
            "your role on the page of members.",
        )


def _used(row: Invitation) -> Refusal:
    when = timezone.localtime(row.accepted_at)
    return Refusal(
        "invitation_used",
        410,
        f"该邀请已于 {when:%Y-%m-%d %H:%M} 使用过，每个链接只能用一次。请索取新的链接。",
        f"This invitation was used on {when:%Y-%m-%d %H:%M}; each link works once. Ask for a new "
        "one.",
    )


def _record(action: str, row: Invitation, *, by: Actor, at: datetime, origin: str) -> None:
    audit.record(
        action,
        by=by,
        on=(ON_TYPE, str(row.id)),
        new={"enterprise": row.enterprise_id, "role": row.role},
        at=at,
        origin=origin,
    )
