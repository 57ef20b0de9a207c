"""Dated rows, valid from a day until, but not including, another: constraints, and files."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DateRange(Func):
    """``daterange(from, to)``: [from, to), open-ended where ``to`` is NULL."""

    function = "daterange"
    output_field = DateRangeField()


def never_overlapping(*fields: str, name: str) -> ExclusionConstraint:
    """No two rows with equal ``fields`` are valid on the same day."""
    period = DateRange("valid_from", "valid_to")
    return ExclusionConstraint(
        name=name,
        expressions=[
            (period, RangeOperators.OVERLAPS),
            *((field, RangeOperators.EQUAL) for field in fields),
        ],
    )


def ends_after_start(*, name: str) -> models.CheckConstraint:
    """A period has at least one day."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name=name
    )


M = TypeVar("M", bound=models.Model)


class DatedRows(Generic[M]):
    """What the rows of a file come to over the dated rows of a table as they stand: one that begins
    later ends the one before it, one that begins on the same day takes its place.

    ``key`` names the column that tells rows apart, ``values`` those that a file gives, ``stamps``
    those that say who entered them; rows that end get the ``origin``.
    """

    def __init__(
        self,
        standing: Iterable[M],
        *,
        key: str,
        values: Sequence[str],
        stamps: Sequence[str],
        origin: str,
    ) -> None:
        self.created: list[M] = []
        self.updated: dict[int, M] = {}
        self.unchanged = 0
        self._ended: dict[int, M] = {}
        self._key, self._values, self._stamps, self._origin = key, values, stamps, origin
        self._rows: dict[str, list[Any]] = {}
        for row in standing:
            self._rows.setdefault(getattr(row, key), []).append(row)

    def place(self, given: Any) -> date | None:
        """Enter a row; returns the day on which a later one begins that it would overlap, and then
        it is not entered. Without a last day of its own it ends there."""
        rows = self._rows.setdefault(getattr(given, self._key), [])
        later: date | None = min(
            (row.valid_from for row in rows if row.valid_from > given.valid_from), default=None
        )
        if later is not None and (given.valid_to is None or given.valid_to > later):
            if given.valid_to is not None:
                return later
            given.valid_to = later
        same = next((row for row in rows if row.valid_from == given.valid_from), None)
        if same is None:
            self._end_before(rows, given.valid_from)
            rows.append(given)
            rows.sort(key=lambda row: row.valid_from)
            self.created.append(given)
        elif self._content(same) == self._content(given):
            self.unchanged += 1
        else:
            for name in (*self._values, *self._stamps):
                setattr(same, name, getattr(given, name))
            self.updated[same.pk] = same
        return None

    def save(self, manager: Any) -> None:
        """Write it all: rows that end first, so that no new one overlaps them."""
        ended = [row for key, row in self._ended.items() if key not in self.updated]
        manager.bulk_update(ended, ["valid_to", "origin"], batch_size=500)
        names = [*self._values, *self._stamps]
        manager.bulk_update(self.updated.values(), names, batch_size=500)
        manager.bulk_create(self.created, batch_size=500)

    def _end_before(self, rows: Iterable[Any], start: date) -> None:
        for row in rows:
            if row.valid_from < start and (row.valid_to is None or row.valid_to > start):
                row.valid_to, row.origin = start, self._origin
                if row.pk is not None:
                    self._ended[row.pk] = row

    def _content(self, row: M) -> tuple[object, ...]:
        return tuple(getattr(row, name) for name in self._values)
