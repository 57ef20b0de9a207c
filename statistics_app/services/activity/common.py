"""What methods and rounds of the index share: the lock, the one writer of a status, refusals."""

from typing import Any, Final

from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import IndexMethod, IndexMethodStep, IndexRound, IndexRoundStep
from statistics_app.services.moving import Kind, Mover, taken
from statistics_app.states import INDEX, INDEX_METHOD

_MOVER: Final = Mover(
    {
        IndexMethod: Kind(INDEX_METHOD, IndexMethodStep, "method", "index_method"),
        IndexRound: Kind(INDEX, IndexRoundStep, "round", "index"),
    }
)
move, enter = _MOVER.move, _MOVER.enter


def locked(
    model: type[Any],
    pk: int,
    viewer: Viewer,
    version: int,
    status: str,
    *,
    roles: frozenset[str] | None = None,
) -> Any:
    """A row for a deed of the zone office, which its status must allow.

    :raises Refusal: ``statistics_not_yours``, ``statistics_unknown``,
        ``statistics_changed_meanwhile``, ``index_decided`` (409).
    """
    row = taken(model, pk, viewer, version, roles=roles)
    if row.status != status:
        raise Refusal(
            "index_decided",
            409,
            "当前状态不允许此事项。",
            "The present status does not allow this.",
        )
    return row


def still_open() -> Refusal:
    """While something of the kind is not decided, no other is begun."""
    return Refusal(
        "index_open",
        409,
        "已有未办结的一轮，请先发布或放弃。",
        "One is not decided yet: publish it or give it up first.",
    )
