"""A person's own sessions: listed, and ended one by one or all but the present one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import Session, User
from accounts.services import audit


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session as its owner sees it; ``handle`` names it without giving its key away."""

    handle: str
    signed_in_at: datetime | None
    seen_at: datetime | None
    origin: str
    browser: str
    is_this: bool


def sessions_of(user: User, *, this_key: str, at: datetime) -> Sequence[OwnSession]:
    """The sessions that are not over, the present one first, then the latest used."""
    rows = Session.objects.filter(
        user_id=user.pk,
        expire_date__gt=at,
        seen_at__gt=at - settings.SESSION_IDLE,
        signed_in_at__gt=at - settings.SESSION_LONGEST,
    ).order_by("-seen_at")
    sessions = [
        OwnSession(
            handle=_handle(row.session_key),
            signed_in_at=row.signed_in_at,
            seen_at=row.seen_at,
            origin=row.origin,
            browser=row.browser,
            is_this=row.session_key == this_key,
        )
        for row in rows
    ]
    return sorted(sessions, key=lambda session: not session.is_this)


@transaction.atomic
def end_session(*, by: User, handle: str, at: datetime, origin: str) -> bool:
    """End one of a person's sessions; False when there is none of this handle."""
    for row in Session.objects.select_for_update().filter(user_id=by.pk):
        if _handle(row.session_key) == handle:
            row.delete()
            _note(by, [row], at, origin)
            return True
    return False


@transaction.atomic
def end_other_sessions(*, by: User, keep: str, at: datetime, origin: str) -> int:
    """End all sessions of a person but the one whose key is ``keep``; returns how many."""
    others = list(
        Session.objects.select_for_update().filter(user_id=by.pk).exclude(session_key=keep)
    )
    Session.objects.filter(session_key__in=[row.session_key for row in others]).delete()
    if others:
        _note(by, others, at, origin)
    return len(others)


def clear_ended(*, at: datetime) -> int:
    """Delete the rows of sessions that are over; returns how many."""
    over = Q(expire_date__lte=at) | Q(seen_at__lte=at - settings.SESSION_IDLE)
    gone, _ = Session.objects.filter(over).delete()
    return gone


def _handle(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]


def _note(by: User, ended: Sequence[Session], at: datetime, origin: str) -> None:
    audit.record(
        "sessions.ended",
        by=by,
        on=("accounts.user", str(by.pk)),
        old=[{"origin": row.origin, "browser": row.browser} for row in ended],
        at=at,
        origin=origin,
    )
