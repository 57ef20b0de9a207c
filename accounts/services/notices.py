"""Notices: telling people in the portal what they should know. Not audited: nothing is decided."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Notice, User

LONGEST: Final = {"zh": 300, "en": 400}
BATCH: Final = 2000


def notify(*, user: User, kind: str, zh: str, en: str, at: datetime, link: str = "") -> Notice:
    """Tell one person; ``link`` is an address of this portal (``/filings/7/``) or empty.

    :raises ValueError: for a link that leads elsewhere.
    """
    return notify_all([user.pk], kind=kind, zh=zh, en=en, at=at, link=link)[0]


def notify_all(
    user_ids: Iterable[int], *, kind: str, zh: str, en: str, at: datetime, link: str = ""
) -> list[Notice]:
    """Tell several people the same with one statement; each id once.

    :raises ValueError: for a link that leads elsewhere.
    """
    people = dict.fromkeys(user_ids)
    return notify_each(((user_id, zh, en) for user_id in people), kind=kind, at=at, link=link)


def notify_each(
    told: Iterable[tuple[int, str, str]], *, kind: str, at: datetime, link: str = ""
) -> list[Notice]:
    """Tell many people, each in words of their own: ``(user id, zh, en)``.

    :raises ValueError: for a link that leads elsewhere.
    """
    if link and not url_has_allowed_host_and_scheme(link, allowed_hosts=None):
        raise ValueError(f"a notice links to this portal only, not to {link!r}")
    return Notice.objects.bulk_create(
        (
            Notice(
                user_id=user_id,
                at=at,
                kind=kind,
                text_zh=zh[: LONGEST["zh"]],
                text_en=en[: LONGEST["en"]],
                link=link,
            )
            for user_id, zh, en in told
        ),
        batch_size=BATCH,
    )


def mark_read(*, by: User, at: datetime, notice_id: int | None = None) -> int:
    """Mark one notice, or all, of this person as read; returns how many were unread."""
    unread = Notice.objects.filter(user_id=by.pk, read_at__isnull=True)
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=at)
