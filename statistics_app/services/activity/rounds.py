"""A month's index: drafted from its published bulletin, proposed, published by a second person."""

import hashlib
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import zones
from accounts.models import User
from enterprises.rules.registration import Problem
from enterprises.services.refusals import problems_refusal
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from statistics_app.models import Bulletin, IndexMethod, IndexRound
from statistics_app.rules.activity.index import compile_index, relatives_of
from statistics_app.rules.activity.method import read_method
from statistics_app.rules.activity.parameters import limits_in
from statistics_app.rules.activity.reading import reading_of
from statistics_app.rules.bulletins.compiling import canonical
from statistics_app.rules.terms import month as term_of
from statistics_app.rules.terms import month_of
from statistics_app.selectors_activity import (
    bulletin_of,
    method_for,
    published_before,
    published_of,
    released_methods,
)
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
from statistics_app.states import DRAFT, DROPPED, PROPOSED, PUBLISHED


@transaction.atomic
def draft_index(
    *,
    month: date | None,
    viewer: Viewer,
    by: User,
    at: datetime,
    reason: str = "",
    origin: str = "",
) -> IndexRound:
    """Draft the next round of a month's index from its last published bulletin. Its stage is the
    bulletin's; a further round needs its reason.

    :raises Refusal: ``statistics_not_yours``; ``statistics_incomplete`` (422) with everything that
        is wrong; ``index_open`` (409) while a round of the month is not decided.
    """
    must_be_office(viewer)
    if month is None:
        zh, en = "请选择月份", "Choose the month"
        raise problems_refusal("statistics_incomplete", [missing("month", zh, en)], zh, en)
    first = month_of(month)
    last = published_of(first)
    method, bulletin, problems = _ready(first)
    if last is not None:
        problems += need_text("reason", reason, "修订须写明原因", "A revision needs its reason")
    if IndexRound.objects.filter(month=first, status__in=[DRAFT, PROPOSED]).exists():
        raise still_open()
    refuse_problems(problems)
    if method is None or bulletin is None:
        raise AssertionError("an index without its method and bulletin")
    row = IndexRound(
        month=first,
        round=IndexRound.objects.filter(month=first).count(),
        reason=reason.strip()[:500],
        drafted_by=by,
        drafted_at=at,
    )
    _freeze(row, method, bulletin, at=at)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise still_open() from error
    enter(row, "", "drafted", Deed(by, at, origin), new={"value": str(row.value)})
    return row


@transaction.atomic
def propose_index(
    *, round_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> IndexRound:
    """Propose a draft for publication, compiled once more from what is published now.

    :raises Refusal: as :func:`locked`; ``statistics_incomplete`` (422) with everything that
        forbids publishing.
    """
    row: IndexRound = locked(IndexRound, round_id, viewer, version, DRAFT)
    method, bulletin, problems = _ready(row.month)
    if method is not None and bulletin is not None:
        _freeze(row, method, bulletin, at=at)
    problems += [Problem("month", one["code"], "", one["zh"], one["en"]) for one in row.problems]
    refuse_problems(problems)
    row.proposed_by = by
    move(row, PROPOSED, "proposed", Deed(by, at, origin))
    return row


@transaction.atomic
def decide_index(
    *,
    round_id: int,
    version: int,
    accepted: bool,
    viewer: Viewer,
    by: User,
    at: datetime,
    note: str = "",
    origin: str = "",
) -> IndexRound:
    """A second person publishes an index exactly as frozen, or sends it back.

    :raises Refusal: as :func:`locked`; ``statistics_four_eyes`` (403).
    """
    row: IndexRound = locked(IndexRound, round_id, viewer, version, PROPOSED, roles=RELEASING)
    deed = Deed(by, at, origin)
    if not accepted:
        move(row, DRAFT, "sent_back", deed, note=note)
        return row
    four_eyes(row, by)
    if not is_unchanged(row):
        raise AssertionError("a frozen index that compiles to something else")
    row.published_by, row.published_at = by, at
    move(row, PUBLISHED, "published", deed, note=note)
    return row


@transaction.atomic
def drop_index(
    *, round_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> IndexRound:
    """Give a draft up.

    :raises Refusal: as :func:`locked`.
    """
    row: IndexRound = locked(IndexRound, round_id, viewer, version, DRAFT)
    move(row, DROPPED, "dropped", Deed(by, at, origin))
    return row


def is_unchanged(row: IndexRound) -> bool:
    """Whether what was frozen still gives what was published, byte for byte."""
    content, _ = compile_index(row.inputs)
    again = hashlib.sha256(canonical(content)).hexdigest()
    return again == row.digest == hashlib.sha256(canonical(row.content)).hexdigest()


def _ready(first: date) -> tuple[IndexMethod | None, Bulletin | None, list[Problem]]:
    """By which method and from which bulletin a month is made, and what is not there yet."""
    methods = released_methods()
    if not methods:
        words = ("还没有发布指数方法", "No method of the index was released yet")
        return None, None, [missing("month", *words)]
    method, bulletin = method_for(first), bulletin_of(first, methods[0].coverage)
    problems = []
    if method is None:
        base = methods[-1].base_month
        problems.append(
            missing("month", f"指数从 {base:%Y-%m} 起编制", f"The index begins with {base:%Y-%m}")
        )
    elif first > method.base_month and published_of(method.base_month) is None:
        base = method.base_month
        problems.append(
            missing(
                "month",
                f"请先发布基期 {base:%Y-%m} 的指数",
                f"Publish the index of the base month {base:%Y-%m} first",
            )
        )
    if bulletin is None:
        problems.append(
            missing(
                "month",
                "该月统计公报尚未发布，指数只据已公布的数据编制",
                "The bulletin of the month is not published: the index knows nothing else",
            )
        )
    return method, bulletin, problems


def _freeze(row: IndexRound, method: IndexMethod, bulletin: Bulletin, *, at: datetime) -> None:
    """Everything the index follows from, and the index; the row is not saved here."""
    weighed, _ = read_method(method.definition)
    before = published_before(row.month, since=method.base_month)
    ago = published_of(term_of(row.month).year_before().first)
    zone = zones.current()
    row.coverage, row.stage = method.coverage, bulletin.stage
    row.method, row.bulletin = method, bulletin
    row.inputs = {
        "month": f"{row.month:%Y-%m}",
        "stage": row.stage,
        "coverage": bulletin.content["coverage"],
        "zone": [zone.name, zone.name_en],
        "simulated": bool(bulletin.content.get("simulated")),
        "method": {
            "number": method.number,
            "base_month": f"{method.base_month:%Y-%m}",
            "base_value": str(method.base_value),
            "indicators": [
                {"code": one.code, "weight": str(one.weight), "way": one.way} for one in weighed
            ],
            "base": {one.code: method.base.get(one.code) for one in weighed},
        },
        "readings": {one.code: reading_of(one.code, bulletin.content).kept() for one in weighed},
        "bulletin": {"id": bulletin.pk, "round": bulletin.round, "sha256": bulletin.digest},
        "before": None
        if before is None
        else {**_quoted(before), "relatives": relatives_of(before.content)},
        "year_before": None if ago is None else _quoted(ago),
        "limits": limits_in(rule_settings(on=timezone.localdate(at))),
    }
    row.content, problems = compile_index(row.inputs)
    row.value = Decimal(row.content["value"])
    row.digest = hashlib.sha256(canonical(row.content)).hexdigest()
    row.problems = [{"code": one.code, "zh": one.zh, "en": one.en} for one in problems]


def _quoted(row: IndexRound) -> dict[str, str]:
    return {"month": f"{row.month:%Y-%m}", "value": str(row.value), "sha256": row.digest}
