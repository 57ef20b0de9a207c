"""Writing to the audit trail, always in the transaction of the deed itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.facts import ClientActor, SystemActor
from accounts.models import AuditEntry, User

Actor = User | SystemActor | ClientActor


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
