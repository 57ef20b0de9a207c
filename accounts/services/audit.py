"""Writing to the audit trail, always in the transaction of the deed itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from accounts.facts import ClientActor, SystemActor
from accounts.models import AuditEntry, User
from accounts.selectors import postings_of

Actor = User | SystemActor | ClientActor

VIEWED: Final = "viewed"
VIEWED_ONCE_IN: Final = timedelta(minutes=10)
"""A person who opens the same object again within this time is not entered again."""


@dataclass(frozen=True, slots=True)
class Change:
    """One deed of a bulk operation: ``on`` is (type, id), ``old`` and ``new`` are JSON values."""

    action: str
    on: tuple[str, str]
    old: Any = None
    new: Any = None


def record(
    action: str,
    *,
    by: Actor,
    on: tuple[str, str],
    old: Any = None,
    new: Any = None,
    at: datetime,
    origin: str = "",
) -> AuditEntry:
    """Add one entry. ``old`` and ``new`` hold JSON values, personal ones masked or left out."""
    entry = _entry(Change(action, on, old, new), by=by, at=at, origin=origin)
    entry.save(force_insert=True)
    return entry


def record_many(changes: Iterable[Change], *, by: Actor, at: datetime, origin: str = "") -> int:
    """Add an entry for each change in bulk; returns how many."""
    entries = [_entry(change, by=by, at=at, origin=origin) for change in changes]
    AuditEntry.objects.bulk_create(entries, batch_size=1000)
    return len(entries)


def record_view(
    *,
    by: Actor,
    on: tuple[str, str],
    at: datetime,
    what: str = "",
    reason: str = "",
    action: str = VIEWED,
    details: Mapping[str, Any] | None = None,
    origin: str = "",
) -> bool:
    """Enter that an official opened a case or an enterprise's file; at most once per person,
    object and ``action`` in ten minutes. Anybody else's reading of what is their own is not
    entered.

    ``on`` is (type, id), such as ``("enterprises.filing", "7")``; ``what`` names the part that
    was opened by a word of the code (``review``, ``department_view``), never by its content;
    ``details`` are further JSON values. The entry keeps departments and organisations of that
    day. Returns whether an entry was made.
    """
    if not isinstance(by, User) or not by.is_official:
        return False
    seen = AuditEntry.objects.filter(
        on_type=on[0], on_id=on[1], by=by, action=action, at__gt=at - VIEWED_ONCE_IN, at__lte=at
    )
    if seen.exists():
        return False
    postings = postings_of(by)
    new = {
        **(details or {}),
        "departments": sorted({posting.department for posting in postings}),
        "organisations": sorted({posting.organisation for posting in postings}),
    }
    new |= {name: text for name, text in (("what", what), ("reason", reason)) if text}
    record(action, by=by, on=on, new=new, at=at, origin=origin)
    return True


def label_of(actor: Actor) -> str:
    """The name under which an actor stands in the trail."""
    return actor.username if isinstance(actor, User) else actor.label


def _entry(change: Change, *, by: Actor, at: datetime, origin: str) -> AuditEntry:
    return AuditEntry(
        at=at,
        by=by if isinstance(by, User) else None,
        by_label=label_of(by)[:128],
        action=change.action,
        on_type=change.on[0],
        on_id=change.on[1],
        old=change.old,
        new=change.new,
        origin=origin[:64],
    )
