"""What receivers and packages share: the lock, the step, the one writer of a status."""

from typing import Any, Final

from accounts.services import audit
from accounts.services.audit import label_of
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Package, PackageStep, Receiver, ReceiverStep
from statistics_app.services.governance.common import (
    Deed,
    found,
    must_be_current,
    must_be_office,
)
from statistics_app.states import PACKAGE, RECEIVER

Moving = Receiver | Package
LONGEST_NOTE: Final = 1000
_MACHINES: Final[dict[type[Any], tuple[Any, Any, str]]] = {
    Receiver: (RECEIVER, ReceiverStep, "receiver"),
    Package: (PACKAGE, PackageStep, "package"),
}


def locked(model: type[Any], pk: int, viewer: Viewer, version: int) -> Any:
    """A row for a deed of the zone office.

    :raises Refusal: ``statistics_not_yours``, ``statistics_unknown``,
        ``statistics_changed_meanwhile``.
    """
    must_be_office(viewer)
    row = found(model.objects.all(), pk)
    must_be_current(row, version)
    return row


def must_be(row: Package, *states: str) -> None:
    """:raises Refusal: 409 ``package_decided`` unless the package is in one of the states."""
    if row.status not in states:
        raise Refusal(
            "package_decided",
            409,
            "报送包的当前状态不允许此事项。",
            "The present status of the package does not allow this.",
        )


def move(row: Moving, target: str, name: str, deed: Deed, *, note: str = "") -> None:
    """Take a locked row to ``target``.

    :raises PortalError: ``transition_refused``.
    """
    source = row.status
    _MACHINES[type(row)][0].check(source, target)
    row.status = target
    row.version += 1
    row.save()
    enter(row, source, name, deed, note=note)


def enter(
    row: Moving,
    source: str,
    name: str,
    deed: Deed,
    *,
    note: str = "",
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> None:
    """Enter the step and the audit entry of a deed; ``source`` is empty for a beginning."""
    _, steps, key = _MACHINES[type(row)]
    steps.objects.create(
        **{key: row},
        source=source,
        target=row.status,
        deed=name,
        at=deed.at,
        by=deed.person,
        by_label=label_of(deed.by)[:128],
        note=note[:LONGEST_NOTE],
    )
    audit.record(
        f"statistics_{key}.{name}",
        by=deed.by,
        on=(f"statistics.{key}", str(row.pk)),
        old={"status": source, **(old or {})},
        new={"status": row.status, **(new or {})},
        at=deed.at,
        origin=deed.origin,
    )
