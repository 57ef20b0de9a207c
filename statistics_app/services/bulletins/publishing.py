"""The way of a bulletin: drafted, proposed, published by a second person, corrected by a round."""

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.viewers import Viewer
from statistics_app.constants import COVERAGES
from statistics_app.models import Bulletin, BulletinStep
from statistics_app.rules.bulletins.tables import FOR_BULLETINS, STAGES
from statistics_app.rules.terms import month_of
from statistics_app.services.bulletins.freezing import (
    freeze,
    is_unchanged,
    outdated,
    rates_against,
)
from statistics_app.services.governance.common import (
    RELEASING,
    Deed,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.services.moving import Kind, Mover, four_eyes, taken
from statistics_app.services.reconciling.warning import must_be_acknowledged
from statistics_app.states import BULLETIN, DRAFT, DROPPED, PROPOSED, PUBLISHED

PRELIMINARY, FINAL = "preliminary", "final"
LOCK: Final = 0x5A4F4E45_00000031
"""Advisory lock: one publication at a time."""
_MOVER: Final = Mover({Bulletin: Kind(BULLETIN, BulletinStep, "bulletin", "bulletin")})


@transaction.atomic
def draft(
    *,
    month: date | None,
    coverage: str,
    stage: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    reason: str = "",
    reason_en: str = "",
    origin: str = "",
) -> Bulletin:
    """Draft the next round of a month's bulletin from the figures as they are counted now.

    The first round is preliminary, later ones are revised or final and need a reason, in both
    languages.

    :raises Refusal: ``statistics_not_yours``; ``statistics_incomplete`` (422) with everything that
        is wrong; ``bulletin_open`` (409) while a round of the month is not decided;
        ``bulletin_final`` (409) after the final one.
    """
    must_be_office(viewer)
    if month is None:
        zh, en = "请选择月份", "Choose the month"
        raise problems_refusal("statistics_incomplete", [_problem("month", zh, en)], zh, en)
    row = Bulletin(
        month=month_of(month),
        coverage=coverage,
        stage=stage,
        reason=reason.strip(),
        reason_en=reason_en.strip(),
        drafted_by=by,
        drafted_at=at,
    )
    rows = Bulletin.objects.filter(month=row.month, coverage=coverage)
    last = rows.filter(status=PUBLISHED).order_by("-round").first()
    refuse_problems(_wrong(row, last, on=timezone.localdate(at)))
    if rows.filter(status__in=[DRAFT, PROPOSED]).exists():
        raise _open()
    if last is not None and last.stage == FINAL:
        raise Refusal(
            "bulletin_final",
            409,
            "该月最终数已发布，不再修订。",
            "The final figures of this month are published: there is no further round.",
        )
    row.round = rows.count()
    freeze(row, at=at)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _open() from error
    _enter(row, "", "drafted", Deed(by, at, origin))
    return row


def _wrong(row: Bulletin, last: Bulletin | None, *, on: date) -> list[Problem]:
    wrong = []
    if row.coverage not in FOR_BULLETINS:
        names = "、".join(COVERAGES[code][0] for code in FOR_BULLETINS)
        english = ", ".join(COVERAGES[code][1] for code in FOR_BULLETINS)
        wrong.append(_problem("coverage", f"口径请选择：{names}", f"Choose one of: {english}"))
    if row.stage not in STAGES or (row.stage == PRELIMINARY) != (last is None):
        wrong.append(
            _problem(
                "stage",
                "第一轮为初步数，其后为修订数或最终数",
                "The first round is preliminary, later ones are revised or final",
            )
        )
    if row.month > on:
        wrong.append(_problem("month", "月份尚未开始", "The month has not begun"))
    if last is not None:
        wrong += need_text("reason", row.reason, "修订须写明原因", "A revision needs its reason")
        zh, en = "修订原因须有英文", "Give the reason of the revision in English too"
        wrong += need_text("reason_en", row.reason_en, zh, en)
    return wrong


def _problem(field: str, zh: str, en: str) -> Problem:
    return Problem(field, "statistics_incomplete", "", zh, en)


def _open() -> Refusal:
    return Refusal(
        "bulletin_open",
        409,
        "该月已有未办结的公报，请先发布或放弃。",
        "A round of this month is not decided yet: publish it or give it up first.",
    )


@transaction.atomic
def take_again(
    *, bulletin_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Bulletin:
    """Read the figures anew into a draft.

    :raises Refusal: ``statistics_not_yours``, ``statistics_unknown``,
        ``statistics_changed_meanwhile``, ``bulletin_decided`` (409).
    """
    row = _lock(bulletin_id, viewer, version, DRAFT)
    freeze(row, at=at)
    row.version += 1
    row.save()
    _enter(row, DRAFT, "taken_again", Deed(by, at, origin))
    return row


@transaction.atomic
def write_analysis(
    *,
    bulletin_id: int,
    version: int,
    text: str,
    english: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Bulletin:
    """The words beside the figures, in both languages.

    :raises Refusal: as :func:`take_again`.
    """
    row = _lock(bulletin_id, viewer, version, DRAFT)
    row.analysis, row.analysis_en = text.strip(), english.strip()
    row.version += 1
    row.save(update_fields=["analysis", "analysis_en", "version"])
    _enter(row, DRAFT, "analysed", Deed(by, at, origin))
    return row


@transaction.atomic
def propose(
    *,
    bulletin_id: int,
    version: int,
    viewer: Viewer,
    by: User,
    at: datetime,
    acknowledged: bool = False,
    origin: str = "",
) -> Bulletin:
    """Propose a draft for publication. The figures are read once more: what speaks against them
    now is what counts. ``acknowledged``: open differences to other sources are known.

    :raises Refusal: as :func:`take_again`; ``statistics_incomplete`` (422) with everything that
        forbids publishing; ``differences_open`` (422).
    """
    row = _lock(bulletin_id, viewer, version, DRAFT)
    freeze(row, at=at)
    refuse_problems(Problem("month", one["code"], "", one["zh"], one["en"]) for one in row.problems)
    must_be_acknowledged(row.month, acknowledged=acknowledged, deed=Deed(by, at, origin))
    row.proposed_by = by
    _move(row, PROPOSED, "proposed", Deed(by, at, origin))
    return row


@transaction.atomic
def decide(
    *,
    bulletin_id: int,
    version: int,
    accepted: bool,
    viewer: Viewer,
    by: User,
    at: datetime,
    note: str = "",
    origin: str = "",
) -> Bulletin:
    """A second person publishes a proposed bulletin exactly as frozen, or sends it back.

    :raises Refusal: as :func:`take_again`; ``statistics_four_eyes`` (403);
        ``statistics_incomplete`` (422) where a rate was corrected since it was frozen, or another
        bulletin was published that this one would have to respect.
    """
    _one_at_a_time()
    row = _lock(bulletin_id, viewer, version, PROPOSED, roles=RELEASING)
    deed = Deed(by, at, origin)
    if not accepted:
        _move(row, DRAFT, "sent_back", deed, note=note)
        return row
    four_eyes(row, by)
    refuse_problems(
        Problem("month", one.code, "", one.zh, one.en)
        for one in (*rates_against(row.month), *outdated(row))
    )
    if not is_unchanged(row):
        raise AssertionError("a frozen bulletin that compiles to something else")
    row.published_by, row.published_at = by, at
    _move(row, PUBLISHED, "published", deed, note=note)
    return row


@transaction.atomic
def drop(
    *, bulletin_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Bulletin:
    """Give a draft up.

    :raises Refusal: as :func:`take_again`.
    """
    row = _lock(bulletin_id, viewer, version, DRAFT)
    _move(row, DROPPED, "dropped", Deed(by, at, origin))
    return row


def _lock(
    bulletin_id: int,
    viewer: Viewer,
    version: int,
    status: str,
    *,
    roles: frozenset[str] | None = None,
) -> Bulletin:
    row: Bulletin = taken(Bulletin, bulletin_id, viewer, version, roles=roles)
    if row.status != status:
        raise Refusal(
            "bulletin_decided",
            409,
            "公报的当前状态不允许此事项。",
            "The present status of the bulletin does not allow this.",
        )
    return row


def _one_at_a_time() -> None:
    """Two bulletins published at once would not know of each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _move(row: Bulletin, target: str, name: str, deed: Deed, *, note: str = "") -> None:
    _MOVER.move(row, target, name, deed, note=note, new={"digest": row.digest})


def _enter(row: Bulletin, source: str, name: str, deed: Deed, *, note: str = "") -> None:
    _MOVER.enter(row, source, name, deed, note=note, new={"digest": row.digest})
