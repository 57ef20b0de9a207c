"""The activity index as it was published, its methods, and the bulletins it is made from."""

from collections.abc import Iterable
from datetime import date

from statistics_app.models import Bulletin, IndexMethod, IndexRound
from statistics_app.states import RELEASED


def series(*, newest_first: bool = True) -> list[IndexRound]:
    """The last published round of every month."""
    rows = IndexRound.objects.published().select_related("method")
    rows = rows.order_by("-month", "coverage", "-round").distinct("month", "coverage")
    found = list(rows)
    return found if newest_first else found[::-1]


def rounds_of(month: date) -> Iterable[IndexRound]:
    """The published rounds of a month, the first one first."""
    return IndexRound.objects.published().filter(month=month).order_by("round")


def published_of(month: date) -> IndexRound | None:
    """The last published round of a month."""
    return IndexRound.objects.published().filter(month=month).order_by("-round").first()


def published_before(month: date, *, since: date) -> IndexRound | None:
    """The last published round of the latest month before ``month``, not before ``since``."""
    rows = IndexRound.objects.published().filter(month__lt=month, month__gte=since)
    return rows.order_by("-month", "-round").first()


def bulletin_of(month: date, coverage: str) -> Bulletin | None:
    """The last published bulletin of a month: all that the index knows of it."""
    rows = Bulletin.objects.published().defer("taken")
    return rows.filter(month=month, coverage=coverage).order_by("-round").first()


def released_methods() -> list[IndexMethod]:
    """The methods in use, the newest first."""
    return list(IndexMethod.objects.filter(status=RELEASED).order_by("-number"))


def method_for(month: date) -> IndexMethod | None:
    """By which method a month is counted: the newest whose base month lies before it; the first
    method counts its own base month too."""
    for method in released_methods():
        if method.base_month < month or (method.number == 1 and method.base_month == month):
            return method
    return None
