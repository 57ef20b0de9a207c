"""How a review goes on: its stages as they stand, and what happened so far."""

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises import selectors_filings as filings
from enterprises.models import Filing, Review
from enterprises.pages.labels import department_name, filing_label, stage_name
from enterprises.rules.forms import Form
from enterprises.states import (
    APPROVED,
    CANCELLED,
    CHANGING,
    DRAFT,
    IN_QUEUE,
    RETURNED,
    SUBMITTED,
    SUSPENDED,
    UNDER_REVIEW,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the review; ``tone`` says whether it is past, now, or to come."""

    label: str
    tone: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the course of a filing."""

    title: str
    at: datetime
    note: str
    tone: str


def review_course(
    form: Form, filing: Filing | None = None, *, on: date | None = None
) -> dict[str, Any]:
    """Context of ``course_of_review.html``: the stages with their state, the days they take."""
    settings = filings.filing_settings(on=on or timezone.localdate())
    stages = [_stage(form.stages, index, filing) for index in range(len(form.stages))]
    received = _("、").join(department_name(code) for code in form.departments)
    shared = Stage(
        _("各部门收到备案"),
        "ok" if filing and filing.status in {APPROVED, SUSPENDED} else "idle",
        received,
    )
    return {
        "stages": [*stages, shared] if form.departments else stages,
        "review_days": int(settings[form.review_days_parameter]),
    }


def _stage(stages: tuple[str, ...], index: int, filing: Filing | None) -> Stage:
    label = stage_name(stages[index])
    if filing is None or filing.status in {DRAFT, CHANGING, CANCELLED}:
        return Stage(label, "idle")
    if filing.status in {APPROVED, SUSPENDED} or index < filing.stage:
        return Stage(label, "ok", _("已通过"))
    if index > filing.stage:
        return Stage(label, "idle")
    if filing.status == RETURNED:
        return Stage(label, "warn", _("退回补正"))
    waiting = _("审核中") if filing.status == UNDER_REVIEW else _("等待审核")
    return Stage(label, "info", waiting if filing.status in IN_QUEUE else "")


TONES = {RETURNED: "warn", APPROVED: "ok", SUSPENDED: "bad", CANCELLED: "bad"}


def events_of(filing: Filing) -> list[Happening]:
    """What happened, oldest first, for ``components/timeline.html``."""
    entries = filings.history(filing)
    happenings = [
        Happening(_title(entry), entry.at, _note(entry), TONES.get(entry.target, "ok"))
        for entry in reversed(entries)  # what happened at one moment keeps its order
    ]
    # A stage that is passed on changes no status, unless it is the last one.
    told = {entry.at for entry in entries if entry.target in {APPROVED, RETURNED}}
    happenings += [
        Happening(_passed(review), review.at, review.comment, "ok")
        for review in filing.reviews.filter(decision="approve").order_by("at")
        if review.at not in told
    ]
    return sorted(happenings, key=attrgetter("at"))


def _passed(review: Review) -> str:
    return _("%(stage)s：通过") % {"stage": stage_name(review.department)}


def _title(entry: filings.HistoryEntry) -> str:
    if entry.target == SUBMITTED and entry.source == SUBMITTED:
        return str(filing_label(SUBMITTED).text)
    if entry.target == DRAFT:
        return _("已撤回") if entry.source else _("开始填报")
    if entry.source == SUBMITTED and entry.target == CHANGING:
        return _("已撤回")
    if entry.source in {CHANGING, RETURNED} and entry.target == APPROVED:
        return _("放弃变更")
    if entry.source == SUSPENDED and entry.target == APPROVED:
        return _("已恢复")
    return str(filing_label(entry.target).text)


def _note(entry: filings.HistoryEntry) -> str:
    version = _("第 %(number)s 版") % {"number": entry.version} if entry.version else ""
    return " · ".join(part for part in (version, entry.note) if part)
