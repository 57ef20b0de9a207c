"""Targets that the zone office sets itself: added, changed with a reason, withdrawn."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from accounts.models import User
from accounts.services import audit
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import PlanTarget
from statistics_app.rules.plan_table import UNITS_EN, ZONES, Named
from statistics_app.rules.targets import (
    BASES,
    POLICY,
    REACH,
    Row,
    UnreadableError,
    read_deadline,
    read_goal,
    start_of,
)
from statistics_app.services.governance.common import (
    Deed,
    found,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.services.governance.targets import OWN_PLAN, as_target

LOCK: Final = 0x5A4F4E45_0000001F
"""Advisory lock of the transaction: one own target is looked at and added at a time."""


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target that the zone office adds, as it is typed."""

    zone: str
    zh: str
    en: str
    unit: str
    year: str
    target: str
    basis: str
    sense: str = REACH


@transaction.atomic
def add_target(
    *, new: NewTarget, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> PlanTarget:
    """Add a target of the zone's own; it counts from today on.

    :raises Refusal: ``statistics_not_yours``, ``statistics_incomplete`` (422, all problems),
        ``statistics_target_present`` (409).
    """
    must_be_office(viewer)
    refuse_problems(_problems(new))
    _refuse_double(new)
    day = Deed(by, at).day
    deadline = read_deadline(new.year)
    row = Row(
        line=0,
        zone=new.zone,
        plan=OWN_PLAN,
        indicator=f"own-{PlanTarget.objects.filter(plan=OWN_PLAN).count() + 1}",
        basis=new.basis,
        sense=new.sense,
        unit=new.unit.strip(),
        year_text=new.year.strip(),
        target_text=new.target.strip(),
        goal=read_goal(new.target),
        deadline=deadline,
        start=start_of(new.basis, deadline, day),
        plan_from=day,
    )
    target = as_target(row, Named(row.indicator, new.zh.strip(), new.en.strip()), by=by, at=at)
    target.line = None
    target.save(force_insert=True)
    audit.record(
        "statistics_target.added",
        by=by,
        on=("statistics.target", str(target.pk)),
        new={"target": target.target_text, "unit": target.unit, "year": target.year_text},
        at=at,
        origin=origin,
    )
    return target


@transaction.atomic
def change_target(
    *,
    target_id: int,
    version: int,
    new: NewTarget,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> PlanTarget:
    """Change a target of the zone's own, and say why; its figures stay with it.

    :raises Refusal: ``statistics_unknown``, ``statistics_not_yours``, ``statistics_target_moved``
        (409), ``statistics_target_present`` (409), ``statistics_incomplete`` (422, all problems).
    """
    row = _own(target_id, version, viewer)
    reasons = need_text("why", reason, "请写明修改理由", "Say why it is changed")
    refuse_problems([*_problems(new), *reasons])
    _refuse_double(new, but=row.pk)
    deadline = read_deadline(new.year)
    old = told(row)
    for name, value in _columns(new).items():
        setattr(row, name, value)
    row.start_date = start_of(new.basis, deadline, row.plan_date)
    row.version += 1
    row.save()
    now = told(row)
    changed = [name for name in now if now[name] != old[name]]
    audit.record(
        "statistics_target.changed",
        by=by,
        on=("statistics.target", str(row.pk)),
        old={name: old[name] for name in changed},
        new={name: now[name] for name in changed} | {"reason": reason.strip()},
        at=at,
        origin=origin,
    )
    return row


@transaction.atomic
def withdraw_target(
    *,
    target_id: int,
    version: int,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> PlanTarget:
    """Withdraw a target of the zone's own, and say why: it stays to be read and counts no more.

    :raises Refusal: as :func:`change_target`.
    """
    row = _own(target_id, version, viewer)
    refuse_problems(need_text("why", reason, "请写明撤销理由", "Say why it is withdrawn"))
    row.withdrawn_at = at
    row.version += 1
    row.save(update_fields=["withdrawn_at", "version"])
    audit.record(
        "statistics_target.withdrawn",
        by=by,
        on=("statistics.target", str(row.pk)),
        old=told(row),
        new={"reason": reason.strip()},
        at=at,
        origin=origin,
    )
    return row


def told(row: PlanTarget) -> dict[str, str]:
    """What of a target may be changed."""
    return {name: str(getattr(row, name)) for name in _NAMES}


_NAMES: Final = ("zone", "zh", "en", "unit", "year_text", "target_text", "basis", "sense")


def _columns(new: NewTarget) -> dict[str, str]:
    typed = {name: text.strip() for name, text in asdict(new).items()}
    year, target = typed.pop("year"), typed.pop("target")
    unit_en = UNITS_EN.get(typed["unit"], typed["unit"])
    return {**typed, "year_text": year, "target_text": target, "unit_en": unit_en}


def _own(target_id: int, version: int, viewer: Viewer) -> PlanTarget:
    row: PlanTarget = found(PlanTarget.objects.visible_to(viewer), target_id)
    must_be_office(viewer)
    if row.plan != OWN_PLAN or row.withdrawn_at is not None or row.version != version:
        raise Refusal(
            "statistics_target_moved",
            409,
            "该目标已修改或撤销，或不是综试区自定的目标。",
            "The target was changed or withdrawn meanwhile, or is not the zone's own.",
            details={"version": row.version},
        )
    return row


def _refuse_double(new: NewTarget, *, but: int = 0) -> None:
    """Refuse what is a target of the zone's own already: the same name, basis and deadline.

    One posting at a time looks, or two of the same would both find nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    deadline = read_deadline(new.year)
    rows = PlanTarget.objects.filter(
        plan=OWN_PLAN, withdrawn_at=None, zone=new.zone, basis=new.basis, zh=new.zh.strip()
    ).exclude(pk=but)
    present = next((row for row in rows if read_deadline(row.year_text).due == deadline.due), None)
    if present is not None:
        raise Refusal(
            "statistics_target_present",
            409,
            f"已有同名、同口径、同期限的自定目标（{present.target_text} {present.unit}），"
            "请修改原目标。",
            f"There is a target of this name, basis and deadline ({present.target_text} "
            f"{present.unit_en}): change that one.",
            details={"target": present.pk},
        )


def _problems(new: NewTarget) -> list[Problem]:
    problems = [
        *need_text("zh", new.zh, "写明指标名称", "Name the indicator in Chinese", least=1),
        *need_text("en", new.en, "写明英文名称", "Name the indicator in English", least=1),
    ]
    if new.zone not in ZONES:
        problems.append(missing("zone", "选择综试区", "Choose the zone"))
    if not new.unit.strip():
        problems.append(
            missing(
                "unit",
                "目标没有单位，无法判断是否完成",
                "A target without a unit cannot be judged",
            )
        )
    if new.basis not in BASES:
        problems.append(missing("basis", "选择口径", "Choose what the figure counts"))
    if new.sense not in {REACH, POLICY}:
        problems.append(missing("sense", "选择性质", "Choose what kind of figure it is"))
    for field, read, text, zh, en in (
        ("target", read_goal, new.target, "目标", "target"),
        ("year", read_deadline, new.year, "期限", "deadline"),
    ):
        try:
            read(text)
        except UnreadableError:
            problems.append(
                missing(
                    field,
                    f"{zh}“{text}”没有规则能读，例如 ≥5、2-3、2025、持续、未注明",
                    f"No rule reads the {en} “{text}”; such as ≥5, 2-3, 2025, 持续, 未注明",
                )
            )
    return problems
