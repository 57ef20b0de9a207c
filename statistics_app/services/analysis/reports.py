"""Analysis reports: drafted from published bulletins, reviewed and published by a second person."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from accounts.models import User
from enterprises.rules.registration import Problem
from enterprises.viewers import Viewer
from statistics_app.models import AnalysisReport, AnalysisTemplate, Bulletin
from statistics_app.rules.analysis.figures import Source
from statistics_app.rules.analysis.reporting import QUARTERLY, compile_report
from statistics_app.rules.bulletins.compiling import canonical
from statistics_app.rules.terms import month as term_of
from statistics_app.rules.terms import month_of, next_month
from statistics_app.selectors_activity import bulletin_of, published_of
from statistics_app.services.analysis.common import enter, locked, move, still_open
from statistics_app.services.governance.common import (
    RELEASING,
    Deed,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.services.moving import four_eyes
from statistics_app.states import DRAFT, DROPPED, IN_USE, PROPOSED, PUBLISHED

LONGEST: Final = 4000


@transaction.atomic
def draft_report(
    *,
    template_id: int,
    month: date | None,
    viewer: Viewer,
    by: User,
    at: datetime,
    reason: str = "",
    origin: str = "",
) -> AnalysisReport:
    """Draft the report of a month, or of the quarter it lies in, by a template in use. A further
    round of the same needs its reason.

    :raises Refusal: ``statistics_not_yours``; ``statistics_incomplete`` (422) with everything that
        is missing; ``analysis_open`` (409) while a round of it is not decided.
    """
    must_be_office(viewer)
    template = AnalysisTemplate.objects.filter(pk=template_id, status=IN_USE).first()
    problems = []
    if template is None:
        problems.append(missing("template", "请选择在用的模板", "Choose a template in use"))
    if month is None:
        problems.append(missing("month", "请选择月份", "Choose the month"))
    refuse_problems(problems)
    if template is None or month is None:
        raise AssertionError("a report without its template and month")
    first = _first(template.period, month)
    rows = AnalysisReport.objects.filter(template__code=template.code, first=first)
    bulletins, problems = _bulletins(template, first)
    if rows.filter(status=PUBLISHED).exists():
        problems += need_text("reason", reason, "修订须写明原因", "A revision needs its reason")
    refuse_problems(problems)
    if rows.filter(status__in=[DRAFT, PROPOSED]).exists():
        raise still_open()
    row = AnalysisReport(
        template=template,
        first=first,
        round=rows.count(),
        reason=reason.strip()[:500],
        drafted_by=by,
        drafted_at=at,
    )
    _freeze(row, bulletins)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise still_open() from error
    enter(row, "", "drafted", Deed(by, at, origin))
    return row


@transaction.atomic
def write_own(
    *,
    report_id: int,
    version: int,
    own: Mapping[str, tuple[str, str]],
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> AnalysisReport:
    """What officials add to sections (by number), zh and en; compiled with the same figures.

    :raises Refusal: as :func:`locked`.
    """
    row: AnalysisReport = locked(AnalysisReport, report_id, viewer, version, DRAFT)
    row.own = {
        number: [texts[0].strip()[:LONGEST], texts[1].strip()[:LONGEST]]
        for number, texts in own.items()
        if any(text.strip() for text in texts)
    }
    row.inputs = {**row.inputs, "own": row.own}
    _compile(row)
    row.version += 1
    row.save()
    enter(row, DRAFT, "saved", Deed(by, at, origin))
    return row


@transaction.atomic
def propose_report(
    *, report_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> AnalysisReport:
    """Propose a draft for publication, made once more from what is published now.

    :raises Refusal: as :func:`locked`; ``statistics_incomplete`` (422) with everything that forbids
        publishing.
    """
    row: AnalysisReport = locked(AnalysisReport, report_id, viewer, version, DRAFT)
    bulletins, problems = _bulletins(row.template, row.first)
    refuse_problems(problems)
    _freeze(row, bulletins)
    if not row.content["sections"]:
        refuse_problems(
            [missing("template", "没有任何章节可以公布", "There is no section to publish")]
        )
    row.proposed_by = by
    move(row, PROPOSED, "proposed", Deed(by, at, origin))
    return row


@transaction.atomic
def decide_report(
    *,
    report_id: int,
    version: int,
    accepted: bool,
    viewer: Viewer,
    by: User,
    at: datetime,
    note: str = "",
    origin: str = "",
) -> AnalysisReport:
    """A second person publishes a report exactly as frozen, or sends it back.

    :raises Refusal: as :func:`locked`; ``statistics_four_eyes`` (403).
    """
    row: AnalysisReport = locked(
        AnalysisReport, report_id, viewer, version, PROPOSED, roles=RELEASING
    )
    deed = Deed(by, at, origin)
    if not accepted:
        move(row, DRAFT, "sent_back", deed, note=note)
        return row
    four_eyes(row, by)
    if not is_unchanged(row):
        raise AssertionError("a frozen report that compiles to something else")
    row.published_by, row.published_at = by, at
    move(row, PUBLISHED, "published", deed, note=note)
    return row


@transaction.atomic
def drop_report(
    *, report_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> AnalysisReport:
    """Give a draft up.

    :raises Refusal: as :func:`locked`.
    """
    row: AnalysisReport = locked(AnalysisReport, report_id, viewer, version, DRAFT)
    move(row, DROPPED, "dropped", Deed(by, at, origin))
    return row


def preview(template: AnalysisTemplate) -> tuple[dict[str, Any], list[str]] | None:
    """What a template says of the last published months; None where there are none."""
    last = (
        Bulletin.objects.published()
        .filter(coverage=template.coverage)
        .order_by("-month")
        .values_list("month", flat=True)
    )
    for month in last[:6]:
        first = _first(template.period, month)
        bulletins, problems = _bulletins(template, first)
        if not problems:
            inputs = _inputs(template, first, bulletins, {})
            return _compiled(inputs)
    return None


def is_unchanged(row: AnalysisReport) -> bool:
    """Whether what was frozen still gives what was published, byte for byte."""
    content, _ = _compiled(row.inputs)
    again = hashlib.sha256(canonical(content)).hexdigest()
    return again == row.digest == hashlib.sha256(canonical(row.content)).hexdigest()


def _first(period: str, month: date) -> date:
    first = month_of(month)
    return first.replace(month=(first.month - 1) // 3 * 3 + 1) if period == QUARTERLY else first


def _months(period: str, first: date) -> list[date]:
    months = [first]
    while period == QUARTERLY and len(months) < 3:
        months.append(next_month(months[-1]))
    return months


def _words(period: str, first: date) -> tuple[str, str]:
    if period == QUARTERLY:
        quarter = (first.month + 2) // 3
        return f"{first.year} 年第 {quarter} 季度", f"the {quarter}. quarter of {first.year}"
    return f"{first.year} 年 {first.month} 月", f"{first:%B} {first.year}"


def _bulletins(template: AnalysisTemplate, first: date) -> tuple[list[Bulletin], list[Problem]]:
    found, problems = [], []
    for month in _months(template.period, first):
        bulletin = bulletin_of(month, template.coverage)
        if bulletin is None:
            problems.append(
                missing(
                    "month",
                    f"{month:%Y-%m} 的统计公报尚未发布",
                    f"The bulletin of {month:%Y-%m} is not published",
                )
            )
        else:
            found.append(bulletin)
    return found, problems


def _freeze(row: AnalysisReport, bulletins: list[Bulletin]) -> None:
    """Everything the report follows from, and the report; the row is not saved here."""
    row.inputs = _inputs(row.template, row.first, bulletins, row.own)
    _compile(row)


def _inputs(
    template: AnalysisTemplate, first: date, bulletins: list[Bulletin], own: Mapping[str, Any]
) -> dict[str, Any]:
    ago = [
        bulletin_of(term_of(month).year_before().first, template.coverage)
        for month in _months(template.period, first)
    ]
    index = published_of(bulletins[-1].month)
    same = index is not None and index.coverage == template.coverage
    return {
        "period": list(_words(template.period, first)),
        "sections": template.sections,
        "months": [_quoted(one) for one in bulletins],
        "year_before": [_quoted(one) for one in ago if one] if all(ago) else [],
        "index": index.content if index is not None and same else None,
        "own": dict(own),
    }


def _quoted(row: Bulletin) -> dict[str, Any]:
    """What a report needs of a bulletin: its public content, and which one it was."""
    wanted = ("zone", "coverage", "totals", "tables", "facts", "simulated")
    kept = {name: row.content[name] for name in wanted if name in row.content}
    return kept | {
        "month": f"{row.month:%Y-%m}", "stage": row.stage, "round": row.round, "sha256": row.digest,
    }  # fmt: skip


def _compiled(inputs: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    source = Source(inputs["months"], inputs["year_before"], inputs["index"])
    period = inputs["period"][0], inputs["period"][1]
    content, lacking = compile_report(inputs["sections"], source, period, inputs["own"])
    sources = [
        {name: one[name] for name in ("month", "round", "sha256")} for one in inputs["months"]
    ]
    return {**content, "bulletins": sources}, lacking


def _compile(row: AnalysisReport) -> None:
    row.content, row.left_out = _compiled(row.inputs)
    row.stage = row.content["stage"]
    row.digest = hashlib.sha256(canonical(row.content)).hexdigest()
