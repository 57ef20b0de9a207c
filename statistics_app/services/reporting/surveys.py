"""Sample surveys: designed, drawn so that anybody can draw them again, collected, estimated."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import label_of
from enterprises.models import Member
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Survey, SurveyFrame, SurveyStratum, SurveyUnit
from statistics_app.rules.plan_parameters import LEVEL, REMIND_DAYS
from statistics_app.rules.sampling import (
    ALLOCATIONS,
    DesignError,
    Plan,
    Unit,
    allocate,
    digest_of,
    draw,
    estimate,
)
from statistics_app.selectors_surveys import KIND, SITE, answers_of, frame_of, limits_now
from statistics_app.services.governance.common import (
    Deed,
    found,
    missing,
    must_be_current,
    must_be_office,
    need_text,
    next_number,
    not_yours,
    refuse_problems,
    setting,
)
from statistics_app.services.governance.stepping import enter, move
from statistics_app.services.governance.telling import DUE
from statistics_app.services.governance.telling import KIND as NOTICE
from statistics_app.services.reporting.opening import WRITERS
from statistics_app.states import CLOSED, DRAFT, DRAWN, SURVEY_LABELS

PREFIX: Final = "DC"
MOST: Final = Decimal(10) ** 12
REMIND_EVERY: Final = timedelta(days=3)
SLICE: Final = 1000


@dataclass(frozen=True, slots=True)
class Design:
    """A survey as it is typed."""

    title: str
    question: str
    unit: str
    authority: str
    approval_number: str
    valid_until: date | None
    strata_by: str
    strata: tuple[str, ...]
    size: str
    allocation: str
    seed: str
    due: date | None


@transaction.atomic
def design_survey(
    *, new: Design, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Survey:
    """Keep a design that can be drawn.

    :raises Refusal: ``statistics_not_yours``, ``statistics_incomplete`` (422, all problems),
        ``survey_stratum_empty``, ``survey_sample_small``, ``survey_frame_empty`` (409).
    """
    must_be_office(viewer)
    row = Survey(number=next_number(PREFIX, Survey, at=at), **checked(new, Deed(by, at).day))
    row.save(force_insert=True)
    enter(row, "", "designed", Deed(by, at, origin))
    return row


@transaction.atomic
def draw_survey(
    *, survey_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Survey:
    """Draw the sample by the design and its seed, and send the questionnaires out.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``, and what :func:`design_survey` raises of the frame, which
        may have changed since.
    """
    row = lock_survey(survey_id, viewer, version)
    must_be(row, DRAFT)
    frame = frame_of(row.strata_by, row.frame)
    plans = _plans(frame, row.frame, row.size, row.allocation)
    sample = draw(frame, plans, row.seed)
    by_stratum: dict[str, list[int]] = {}
    for unit in sorted(frame, key=lambda unit: unit.id):
        by_stratum.setdefault(unit.stratum, []).append(unit.id)
    SurveyFrame.objects.create(survey=row, units=by_stratum, digest=digest_of(frame))
    SurveyStratum.objects.bulk_create(
        SurveyStratum(survey=row, code=p.stratum, population=p.population, sample=p.sample)
        for p in plans
    )
    SurveyUnit.objects.bulk_create(
        SurveyUnit(survey=row, enterprise_id=unit.id, stratum=unit.stratum, place=place)
        for place, unit in enumerate(sample, 1)
    )
    move(row, DRAWN, "drawn", Deed(by, at, origin))
    for drawn in row.units.order_by("place"):
        _ask(row, drawn, at=at, kind=NOTICE)
    return row


@transaction.atomic
def answer_survey(
    *,
    unit_id: int,
    value: str,
    note: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> SurveyUnit:
    """Answer a questionnaire, once.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_report_sent`` (409), ``survey_closed`` (409), ``statistics_incomplete`` (422).
    """
    unit: SurveyUnit = found(SurveyUnit.objects.visible_to(viewer), unit_id)
    if not Member.objects.filter(
        user_id=by.pk, enterprise_id=unit.enterprise_id, role__in=WRITERS
    ).exists():
        raise not_yours()
    if unit.survey.status != DRAWN:
        raise Refusal("survey_closed", 409, "该调查已结束，不再接收答卷。", "The survey is closed.")
    if unit.answered_at is not None:
        moment = f"{timezone.localtime(unit.answered_at):%Y-%m-%d %H:%M}"
        raise Refusal(
            "statistics_report_sent",
            409,
            f"答卷已由 {unit.answered_by_label} 于 {moment} 提交，没有重复接收。",
            f"It was answered by {unit.answered_by_label} at {moment} and is not taken twice.",
        )
    try:
        number = Decimal(value.replace(",", "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number < MOST:
        refuse_problems(
            [
                missing(
                    "value", "填写不小于零的数，没有请填 0", "Give a number, 0 where there is none"
                )
            ]
        )
    unit.value, unit.note = number, note.strip()[:500]
    unit.answered_at, unit.answered_by_label = at, label_of(by)[:128]
    unit.save(update_fields=["value", "note", "answered_at", "answered_by_label"])
    audit.record(
        "statistics_survey.answered",
        by=by,
        on=("statistics.survey", str(unit.survey_id)),
        new={"unit": unit.pk},
        at=at,
        origin=origin,
    )
    return unit


@transaction.atomic
def close_survey(
    *, survey_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Survey:
    """Close a survey and estimate the total with its standard error and confidence interval.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``, ``survey_closed``, ``survey_stratum_empty``,
        ``survey_stratum_thin`` (409).
    """
    row = lock_survey(survey_id, viewer, version)
    must_be(row, DRAWN)
    day = Deed(by, at).day
    level = int(setting(LEVEL, on=day))
    try:
        result = estimate(answers_of(row), level=level)
    except DesignError as error:
        raise _refusal(error) from error
    kept = {
        name: value if isinstance(value, int) or value is None else str(value)
        for name, value in asdict(result).items()
    }
    move(row, CLOSED, "estimated", Deed(by, at, origin), estimate=kept | {"level": level})
    return row


def remind_surveys(deed: Deed) -> int:
    """Ask those who have not answered, from some days before the due day on (a dated setting) and
    every third day after it; returns how many. More than a slice goes on with the next run."""
    soon = deed.day + timedelta(days=int(setting(REMIND_DAYS, on=deed.day)))
    rows = SurveyUnit.objects.filter(
        survey__status=DRAWN, answered_at=None, survey__due_date__lte=soon
    ).exclude(reminded_date__gt=deed.day - REMIND_EVERY)
    count = 0
    for unit in rows.select_related("survey").order_by("id")[:SLICE]:
        _ask(unit.survey, unit, at=deed.at, kind=DUE)
        SurveyUnit.objects.filter(pk=unit.pk).update(reminded_date=deed.day)
        count += 1
    return count


def _ask(row: Survey, unit: SurveyUnit, *, at: datetime, kind: str) -> None:
    notify_members(
        unit.enterprise_id,
        WRITERS,
        kind=kind,
        zh=f"请答复抽样调查“{row.title}”，{row.due_date} 前。",
        en=f"Please answer the survey “{row.title}” by {row.due_date}.",
        at=at,
        link=reverse("statistics:questionnaire", args=[unit.pk]),
    )


def checked(new: Design, day: date) -> dict[str, Any]:
    """The columns of a design that can be drawn today."""
    problems = [
        *need_text("title", new.title, "写明调查名称", "Name the survey"),
        *need_text("question", new.question, "写明调查内容", "Say what is asked"),
        *need_text("unit", new.unit, "写明单位", "Give the unit", least=1),
        *need_text("authority", new.authority, "写明制定机关", "Name the authority", least=2),
        *need_text("approval_number", new.approval_number, "写明文号", "Give the number"),
        *need_text("seed", new.seed, "写明随机种子", "Give the seed", least=1),
    ]
    if new.strata_by not in {SITE, KIND} or not new.strata:
        problems.append(missing("strata", "选择分层", "Choose the strata"))
    if not new.size.isdecimal() or not int(new.size):
        problems.append(missing("size", "样本量应为正整数", "The size is a whole number"))
    if new.allocation not in ALLOCATIONS:
        problems.append(missing("allocation", "选择分配方法", "Choose the allocation"))
    if new.due is None or new.due < day:
        problems.append(missing("due", "答复期限不能早于今天", "It cannot be due before today"))
    if new.valid_until is None or (new.due is not None and new.valid_until < new.due):
        problems.append(
            missing(
                "valid_until",
                "批准的有效期应到答复期限之后",
                "The approval must hold until the answers are due",
            )
        )
    refuse_problems(problems)
    strata = list(new.strata)
    _plans(frame_of(new.strata_by, strata), strata, int(new.size), new.allocation)
    return {
        "title": new.title.strip()[:150],
        "question": new.question.strip()[:300],
        "unit": new.unit.strip()[:20],
        "authority": new.authority.strip()[:100],
        "approval_number": new.approval_number.strip()[:60],
        "valid_date": new.valid_until or day,
        "strata_by": new.strata_by,
        "frame": strata,
        "size": int(new.size),
        "allocation": new.allocation,
        "seed": new.seed.strip()[:40],
        "due_date": new.due or day,
    }


def _plans(frame: list[Unit], strata: list[str], size: int, allocation: str) -> list[Plan]:
    counts = Counter(unit.stratum for unit in frame)
    try:
        return allocate(counts, strata, size, allocation, fewest=limits_now().fewest)
    except DesignError as error:
        raise _refusal(error) from error


def must_be(row: Survey, *states: str) -> None:
    """:raises Refusal: 409 ``survey_closed`` where it is past that, or not there yet."""
    if row.status not in states:
        zh, en = SURVEY_LABELS[row.status]
        raise Refusal(
            "survey_closed",
            409,
            f"该调查{zh}，不能再做这一步。",
            f"The survey is past this step: {en.lower()}.",
            details={"status": row.status},
        )


def _refusal(error: DesignError) -> Refusal:
    return Refusal(error.code, 409, error.zh, error.en, details={"stratum": error.stratum})


def lock_survey(survey_id: int, viewer: Viewer, version: int) -> Survey:
    """A survey for a deed of the zone office that saw it in this version.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``,
        ``statistics_changed_meanwhile``.
    """
    row: Survey = found(Survey.objects.visible_to(viewer), survey_id)
    must_be_office(viewer)
    must_be_current(row, version)
    return row
