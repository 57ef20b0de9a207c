"""What receivers and packages share: the lock, the one writer of a status, a refusal."""

from typing import Final

from enterprises.services.refusals import Refusal
from statistics_app.models import Package, PackageStep, Receiver, ReceiverStep
from statistics_app.services.moving import Kind, Mover, taken
from statistics_app.states import PACKAGE, RECEIVER

_MOVER: Final = Mover(
    {
        Receiver: Kind(RECEIVER, ReceiverStep, "receiver", "receiver"),
        Package: Kind(PACKAGE, PackageStep, "package", "package"),
    }
)
move, enter, locked = _MOVER.move, _MOVER.enter, taken


def must_be_latest(row: Package) -> None:
    """:raises Refusal: 409 ``package_decided`` where a later edition replaces the package."""
    if row.replaced_by_id is not None:
        raise Refusal(
            "package_decided",
            409,
            "该报送包已有新版，请在新版上办理。",
            "There is a later edition of the package: act on that one.",
            details={"replaced_by": row.replaced_by_id},
        )


def must_be(row: Package, *states: str) -> None:
    """:raises Refusal: 409 ``package_decided`` unless the package is in one of the states."""
    if row.status not in states:
        raise Refusal(
            "package_decided",
            409,
            "报送包的当前状态不允许此事项。",
            "The present status of the package does not allow this.",
        )
