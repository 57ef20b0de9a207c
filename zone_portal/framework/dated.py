"""Dated rows: constraints of what is valid from a day until, but not including, another."""

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
