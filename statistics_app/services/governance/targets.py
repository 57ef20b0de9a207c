"""Targets of plans: loaded from the shipped table, added by the office, filled with figures."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import PlanTarget, TargetFigure
from statistics_app.rules.plan_table import (
    UNITS_EN,
    Named,
    indicators,
    plan_rows,
    plans,
)
from statistics_app.rules.targets import (
    Row,
    doubles,
)
from statistics_app.services.governance.common import (
    Deed,
    found,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.services.governance.evidence import Paper, keep

OWN_PLAN = "OWN"
MOST = Decimal(10) ** 12


@transaction.atomic
def load_shipped(*, by: Actor, at: datetime) -> int:
    """Add the rows of the shipped table that are not there yet; returns how many.

    What was added here stays; a row that stands twice points to the one that counts.
    """
    known = set(PlanTarget.objects.exclude(line=None).values_list("line", flat=True))
    new = [row for row in plan_rows() if row.line not in known]
    PlanTarget.objects.bulk_create(
        as_target(row, indicators()[row.indicator], by=by, at=at) for row in new
    )
    _mark_doubles()
    if new:
        audit.record(
            "statistics_target.loaded",
            by=by,
            on=("statistics.target", "shipped"),
            new={"rows": len(new)},
            at=at,
        )
    return len(new)


@transaction.atomic
def enter_figure(
    *,
    target_id: int,
    day: date | None,
    value: str,
    source: str,
    reason: str = "",
    paper: Paper | None = None,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> TargetFigure:
    """Enter what had been reached on a day, with where the figure comes from. A second figure for
    the same day is a correction and says why.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_incomplete``
        (422), ``statistics_figure_same`` (409), what :func:`keep` raises.
    """
    target: PlanTarget = found(PlanTarget.objects.visible_to(viewer), target_id)
    must_be_office(viewer)
    number, problems = _figure(day, value, source, today=Deed(by, at).day)
    refuse_problems(problems)
    of_day = day or Deed(by, at).day
    present = target.figures.filter(day_date=of_day).order_by("-id").first()
    if present is not None:
        if present.value == number and present.source == source.strip():
            raise Refusal(
                "statistics_figure_same",
                409,
                "该日期的相同数值已填报过，没有重复保存。",
                "The same figure for that day was entered before; it was not kept twice.",
            )
        refuse_problems(
            need_text(
                "reason",
                reason,
                f"该日期已填报 {present.value.normalize():f}，更正请写明理由",
                f"{present.value.normalize():f} was entered for that day: say why it is corrected",
            )
        )
    row = TargetFigure.objects.create(
        target=target,
        day_date=of_day,
        value=number,
        source=source.strip()[:300],
        evidence=keep(paper, by=by, at=at, origin=origin),
        reason=reason.strip()[:300],
        at=at,
        by=by,
    )
    audit.record(
        "statistics_target.figure",
        by=by,
        on=("statistics.target", str(target.pk)),
        old={"value": str(present.value)} if present else None,
        new={"value": str(number), "day": of_day.isoformat()},
        at=at,
        origin=origin,
    )
    return row


def _figure(
    day: date | None, value: str, source: str, *, today: date
) -> tuple[Decimal, list[Problem]]:
    problems = []
    if day is None or day > today:
        problems.append(
            missing("day", "截至日期应为今天或更早的日期", "The day must be today or earlier")
        )
    try:
        number = Decimal(value.replace(",", "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number < MOST:
        problems.append(
            missing("value", "数值应为不小于零的数字", "The figure must be a number from zero up")
        )
    problems += need_text(
        "source",
        source,
        "写明数据来源（文件名称、文号或统计表）",
        "Say where the figure comes from (document, number or table)",
    )
    return number, problems


def as_target(row: Row, name: Named, *, by: Actor, at: datetime) -> PlanTarget:
    return PlanTarget(
        line=row.line,
        zone=row.zone,
        plan=row.plan,
        indicator=row.indicator,
        zh=name.zh,
        en=name.en,
        basis=row.basis,
        sense=row.sense,
        unit=row.unit,
        unit_en=UNITS_EN.get(row.unit, row.unit),
        year_text=row.year_text,
        target_text=row.target_text,
        start_date=row.start,
        plan_date=row.plan_from,
        added_at=at,
        added_by_label=label_of(by)[:128],
    )


def _mark_doubles() -> None:
    ids = dict(PlanTarget.objects.exclude(line=None).values_list("line", "id"))
    for line, counted in doubles(plan_rows()).items():
        PlanTarget.objects.filter(line=line, same_as=None).update(same_as_id=ids[counted])


def plan_name(code: str) -> tuple[str, str]:
    """The words of a plan, in Chinese and English."""
    if code == OWN_PLAN:
        return "综试区办公室自定", "Set by the zone office"
    _, name, _ = plans()[code]
    return name.zh, name.en
