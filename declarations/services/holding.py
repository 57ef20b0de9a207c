"""Holds follow the courses: opened and ended by steps of customs alone, and told to the firms."""

from collections.abc import Iterable
from typing import Any

from declarations.models import Hold
from declarations.services.progress import Said
from declarations.states import HOLDS


def follow_holds(moves: Iterable[tuple[Said, Any]], key: str) -> None:
    """Open and end the holds that some steps mean; ``key`` is inventory_id or paper_id."""
    for said, step in moves:
        if said.source in HOLDS:
            Hold.objects.filter(**{key: said.subject_id}, ended_at=None).update(
                ended_at=said.at, ended_status=said.status, ended_reason=said.info
            )
        if said.status in HOLDS:
            Hold.objects.create(
                **{key: said.subject_id},
                status=said.status,
                reason=said.info,
                since=said.at,
                receipt_id=step.receipt_id,
            )
