"""The methods of the index: drafted with a reason, weighed, released by a second person."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction

from accounts.models import User
from enterprises.rules.registration import Problem
from enterprises.viewers import Viewer
from statistics_app.models import Bulletin, IndexMethod
from statistics_app.rules.activity.method import SHIPPED, read_method, without_base
from statistics_app.rules.activity.reading import READABLE, reading_of
from statistics_app.rules.terms import month_of
from statistics_app.selectors_activity import bulletin_of, released_methods, series
from statistics_app.services.activity.common import enter, locked, move, still_open
from statistics_app.services.governance.common import (
    RELEASING,
    Deed,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.services.moving import four_eyes
from statistics_app.states import DRAFT, PROPOSED, RELEASED

START: Final = Decimal("100.00")


@transaction.atomic
def draft_method(
    *,
    month: date | None,
    coverage: str,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> IndexMethod:
    """Draft a method: the first from the shipped weights with the base month asked for, each later
    one from the weights in force, on the last month published (``month`` and ``coverage`` are those
    of the series then).

    :raises Refusal: ``statistics_not_yours``; ``statistics_incomplete`` (422) with everything that
        is wrong; ``index_open`` (409) while another method is not released.
    """
    must_be_office(viewer)
    methods = released_methods()
    published = series() if methods else []
    if IndexMethod.objects.exclude(status=RELEASED).exists():
        raise still_open()
    problems = need_text("reason", reason, "请写明理由", "Say why")
    if methods and not published:
        problems.append(
            missing(
                "month",
                "现行方法还没有发布过指数，请直接使用",
                "No index was published by the method in force yet: use that one",
            )
        )
    if methods:
        month, coverage = (published[0].month if published else None), methods[0].coverage
    bulletin = bulletin_of(month_of(month), coverage) if month else None
    if bulletin is None and not problems:
        problems.append(
            missing(
                "month",
                "基期须是已发布统计公报的月份",
                "The base month must have a published bulletin",
            )
        )
    refuse_problems(problems)
    if bulletin is None:
        raise AssertionError("a method without its bulletin")
    definition: Any = methods[0].definition if methods else dict(SHIPPED)
    row = IndexMethod(
        number=methods[0].number + 1 if methods else 1,
        coverage=coverage,
        base_month=bulletin.month,
        base_value=published[0].value if published else START,
        definition=definition,
        reason=reason.strip()[:500],
        drafted_by=by,
        drafted_at=at,
    )
    _take_base(row, bulletin)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise still_open() from error
    enter(row, "", "drafted", Deed(by, at, origin), note=row.reason)
    return row


@transaction.atomic
def save_weights(
    *,
    method_id: int,
    version: int,
    weights: Mapping[str, str],
    ways: Mapping[str, str],
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> IndexMethod:
    """Set the indicators of a draft: those with a weight. They are kept even where they do not add
    up; what is wrong is told beside them.

    :raises Refusal: as :func:`locked`; ``statistics_incomplete`` (422) without a reason.
    """
    row: IndexMethod = locked(IndexMethod, method_id, viewer, version, DRAFT)
    refuse_problems(need_text("reason", reason, "请写明理由", "Say why"))
    old = weights_of(row)
    row.definition = {
        "indicators": [
            {"code": code, "weight": weights[code].strip()[:8], "way": ways.get(code, "")[:8]}
            for code in READABLE
            if weights.get(code, "").strip()
        ]
    }
    row.reason = reason.strip()[:500]
    row.version += 1
    row.save(update_fields=["definition", "reason", "version"])
    new = weights_of(row)
    changed = sorted(code for code in {*old, *new} if old.get(code) != new.get(code))
    enter(
        row,
        DRAFT,
        "saved",
        Deed(by, at, origin),
        note=row.reason,
        old={code: old.get(code) for code in changed},
        new={code: new.get(code) for code in changed},
    )
    return row


@transaction.atomic
def propose_method(
    *, method_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> IndexMethod:
    """Propose a draft for release; the base is the last month published by now, and its bulletin
    is read once more.

    :raises Refusal: as :func:`locked`; ``statistics_incomplete`` (422) with everything that is
        wrong.
    """
    row: IndexMethod = locked(IndexMethod, method_id, viewer, version, DRAFT)
    if row.number > 1:
        last = series()[0]
        row.base_month, row.base_value = last.month, last.value
    bulletin = bulletin_of(row.base_month, row.coverage)
    if bulletin is not None:
        _take_base(row, bulletin)
    refuse_problems(wrong_with(row))
    row.proposed_by = by
    move(row, PROPOSED, "proposed", Deed(by, at, origin))
    return row


@transaction.atomic
def decide_method(
    *,
    method_id: int,
    version: int,
    accepted: bool,
    viewer: Viewer,
    by: User,
    at: datetime,
    note: str = "",
    origin: str = "",
) -> IndexMethod:
    """A second person releases a method, or sends it back.

    :raises Refusal: as :func:`propose_method`; ``statistics_four_eyes`` (403).
    """
    row: IndexMethod = locked(IndexMethod, method_id, viewer, version, PROPOSED, roles=RELEASING)
    deed = Deed(by, at, origin)
    if not accepted:
        move(row, DRAFT, "sent_back", deed, note=note)
        return row
    four_eyes(row, by)
    refuse_problems(wrong_with(row))
    row.released_by, row.released_at = by, at
    move(row, RELEASED, "released", deed, note=note)
    return row


def wrong_with(row: IndexMethod) -> list[Problem]:
    """Everything that forbids releasing a method, told at its fields."""
    weighed, wrong = read_method(row.definition)
    found = [missing(f"weight-{one.field}", one.zh, one.en) for one in wrong]
    has_base = {one.code: _has_base(row, one.code) for one in weighed}
    if not wrong and not without_base(weighed, has_base):
        found.append(
            missing(
                "weights",
                "基期公报没有其中任何一项指标",
                "The bulletin of the base month tells none of the indicators",
            )
        )
    last = series()
    if (
        row.number > 1
        and last
        and (last[0].month, last[0].value) != (row.base_month, row.base_value)
    ):
        found.append(
            missing(
                "month",
                f"其后又发布了 {last[0].month:%Y-%m} 的指数，请再次提请",
                f"The index of {last[0].month:%Y-%m} was published meanwhile: propose it again",
            )
        )
    return found


def weights_of(row: IndexMethod) -> dict[str, str]:
    """Indicator → weight and direction, as text."""
    return {one["code"]: f"{one['weight']} {one['way']}" for one in row.definition["indicators"]}


def _has_base(row: IndexMethod, code: str) -> bool:
    kept = row.base.get(code)
    return kept is not None and kept["value"] is not None


def _take_base(row: IndexMethod, bulletin: Bulletin) -> None:
    row.bulletin = bulletin
    row.base = {code: reading_of(code, bulletin.content).kept() for code in READABLE}
