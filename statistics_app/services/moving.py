"""How a status of statistics is written, everywhere: checked against its table of transitions, with
a step for its history and an entry for the audit trail."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from accounts.services import audit
from accounts.services.audit import label_of
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.services.governance.common import (
    Deed,
    found,
    must_be_current,
    must_be_office,
)
from zone_portal.kernel.transitions import Transitions

LONGEST_NOTE: Final = 1000


class Kind(NamedTuple):
    """Something that has a status: its transitions, the model of its steps, by which name a step
    refers to it, and as what the audit trail knows it (``statistics_<name>``)."""

    table: Transitions
    steps: Any
    key: str
    name: str


class Mover:
    """The one writer of the statuses of some kinds."""

    def __init__(self, kinds: Mapping[type[Any], Kind]) -> None:
        self._kinds = kinds

    def move(
        self,
        row: Any,
        target: str,
        name: str,
        deed: Deed,
        *,
        note: str = "",
        kept: Mapping[str, Any] | None = None,
        new: Mapping[str, Any] | None = None,
        **columns: Any,
    ) -> None:
        """Take a locked row to ``target`` by the deed ``name``. ``columns`` are written with it,
        as is what was set on the row before; ``kept`` goes with its step, ``new`` is told beside
        the status.

        :raises PortalError: ``transition_refused``.
        """
        source = row.status
        self._kinds[type(row)].table.check(source, target)
        for column, value in {**columns, "status": target}.items():
            setattr(row, column, value)
        row.version += 1
        row.save()
        self.enter(row, source, name, deed, note=note, kept=kept, new=new)

    def enter(
        self,
        row: Any,
        source: str,
        name: str,
        deed: Deed,
        *,
        note: str = "",
        kept: Mapping[str, Any] | None = None,
        old: Mapping[str, Any] | None = None,
        new: Mapping[str, Any] | None = None,
    ) -> None:
        """Enter a step and an audit entry of what happened; ``source`` is empty for a beginning.
        ``old`` and ``new`` are told beside the status."""
        kind = self._kinds[type(row)]
        kind.steps.objects.create(
            **{kind.key: row},
            **(kept or {}),
            source=source,
            target=row.status,
            deed=name,
            at=deed.at,
            by=deed.person,
            by_label=label_of(deed.by)[:128],
            note=note[:LONGEST_NOTE],
        )
        audit.record(
            f"statistics_{kind.name}.{name}",
            by=deed.by,
            on=(f"statistics.{kind.name}", str(row.pk)),
            old={"status": source, **(old or {})},
            new={"status": row.status, **(new or {})},
            at=deed.at,
            origin=deed.origin,
        )


def taken(
    model: type[Any],
    pk: int,
    viewer: Viewer,
    version: int,
    *,
    roles: frozenset[str] | None = None,
) -> Any:
    """A row, locked, for a deed of the zone office that saw it in this version.

    :raises Refusal: ``statistics_not_yours``, ``statistics_unknown``,
        ``statistics_changed_meanwhile``.
    """
    must_be_office(viewer, roles) if roles else must_be_office(viewer)
    row = found(model.objects.all(), pk)
    must_be_current(row, version)
    return row


def four_eyes(row: Any, by: Any) -> None:
    """:raises Refusal: 403 ``statistics_four_eyes`` where the same person proposed it."""
    if row.proposed_by_id == by.pk:
        raise Refusal(
            "statistics_four_eyes",
            403,
            "提请人不能自己发布，须由另一位复核负责人发布。",
            "Who proposed it cannot publish it: another supervisor must.",
        )
