"""A plan in use, or drilled: its clock runs, every step is entered, then it is reviewed."""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse

from accounts.models import User
from accounts.selectors import officials_in_charge
from accounts.services.audit import Actor, label_of
from accounts.services.notices import notify_all
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.models import Case, Plan, PlanRun, RunStep
from risk.rules.matters import ENDED, RELEASED, REVIEWED, RUNNING
from risk.rules.plans.clock import due_at, next_daily
from risk.rules.plans.definition import DAILY, Step
from risk.selectors_plans import content_of
from risk.services.matters.core import (
    DECIDING,
    HANDLING,
    Deed,
    begun,
    lock,
    move,
    must_be_current,
    must_hold,
    must_say,
    next_number,
    noted,
    refuse_problems,
    unknown,
)
from risk.services.plans.points import OFFICE, site_of
from zone_portal.kernel.rules import Text

PREFIX: Final = "QD"
KIND: Final = "risk"
SLICE: Final = 500


@transaction.atomic
def start_run(
    *,
    plan_id: int,
    drill: bool,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    case_id: int | None = None,
    origin: str = "",
) -> PlanRun:
    """Start a plan for a case, or drill it: every step gets its term from now on, and the
    departments that have to act are told.

    :raises Refusal: ``risk_matter_unknown`` (the plan, or the case), ``risk_not_yours``,
        ``risk_plan_not_in_force`` (409), ``risk_plan_runs`` (409), ``risk_incomplete``.
    """
    plan = lock(Plan, plan_id, viewer)
    site = site_of(viewer)
    must_hold(by, departments={OFFICE, plan.department}, at=at, path=site.path)
    if plan.status != RELEASED:
        raise Refusal(
            "risk_plan_not_in_force", 409, "该预案未在施行。", "This plan is not in force."
        )
    if case_id is not None and not Case.objects.visible_to(viewer).filter(pk=case_id).exists():
        raise unknown()
    why = must_say("reason", reason)
    deed = Deed(by, at, origin)
    try:
        with transaction.atomic():
            run: PlanRun = PlanRun.objects.create(
                number=next_number(PREFIX, PlanRun, at=at),
                status=RUNNING,
                opened_by=by,
                opened_at=at,
                plan=plan,
                site=site,
                drill=drill,
                case_id=case_id,
                reason=why[:1000],
                started_at=at,
            )
    except IntegrityError as error:
        raise Refusal(
            "risk_plan_runs",
            409,
            "该事项已启动此预案。",
            "This plan runs for the case already.",
        ) from error
    steps = content_of(plan).steps
    RunStep.objects.bulk_create(
        _step(run, place, step, due_at(at, step.minutes)) for place, step in enumerate(steps, 1)
    )
    begun(run, deed, name="started", note=why)
    _tell_start(run, sorted({step.department for step in steps}), at)
    return run


@transaction.atomic
def do_step(
    *, run_id: int, place: int, text: str, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> RunStep:
    """Enter that a step was done, or the report that it demands; a daily report asks for the next.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_run_over`` (409),
        ``risk_step_done`` (409), ``risk_incomplete``.
    """
    run = lock(PlanRun, run_id, viewer)
    step = run.todo.filter(place=place).first()
    if step is None:
        raise unknown()
    must_hold(by, departments={OFFICE, step.department}, at=at, path=run.site.path)
    if run.status != RUNNING:
        raise Refusal("risk_run_over", 409, "该响应已终止。", "This response has ended already.")
    if step.done_at is not None:
        raise Refusal(
            "risk_step_done",
            409,
            f"该步骤已由 {step.done_by_label} 完成。",
            f"{step.done_by_label} has done this step already.",
        )
    said = must_say("text", text)
    step.done_at, step.done_by, step.done_by_label = at, by, label_of(by)[:128]
    step.text = said[:4000]
    step.save(update_fields=["done_at", "done_by", "done_by_label", "text"])
    if step.kind == DAILY:
        last = run.todo.aggregate(last=Max("place"))["last"]
        following = Step(0, step.zh, step.en, step.department, DAILY)
        _step(run, last + 1, following, next_daily(step.due_at, at)).save(force_insert=True)
    noted(run, Deed(by, at, origin), name="carried_out", note=step.zh)
    return step


@transaction.atomic
def end_run(
    *,
    run_id: int,
    version: int,
    result: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> PlanRun:
    """End the response; what was not done by then stays written as not done, but for reports that
    a later day would have asked for.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours`` (a supervisor ends),
        ``risk_changed_meanwhile``, ``risk_steps_open`` (422), ``transition_refused``.
    """
    run = _begin(run_id, version, viewer, by, at, roles=DECIDING)
    run.machine().table.check(run.status, ENDED)
    said = must_say("result", result)
    run.todo.filter(kind=DAILY, done_at__isnull=True, due_at__gt=at).delete()
    waiting = [step.zh for step in run.todo.filter(done_at__isnull=True)]
    if waiting and not run.drill:
        names = "、".join(waiting)[:200]
        zh = f"还有步骤未完成：{names}。"
        en = f"{len(waiting)} steps are not done yet."
        refuse_problems([Problem("result", "risk_steps_open", str(len(waiting)), zh, en)])
    deed = Deed(by, at, origin)
    return move(run, ENDED, "ended", deed, note=said, ended_at=at, result=said[:2000])


@transaction.atomic
def review_run(
    *,
    run_id: int,
    version: int,
    review: str,
    changes: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> PlanRun:
    """Say after use, or after a drill, what went well, what did not, and what should change.

    :raises Refusal: as :func:`end_run`.
    """
    run = _begin(run_id, version, viewer, by, at)
    run.machine().table.check(run.status, REVIEWED)
    said = must_say("review", review)
    columns = {"review": said[:2000], "changes": changes.strip()[:2000], "reviewed_at": at}
    return move(run, REVIEWED, "reviewed", Deed(by, at, origin), note=said, **columns)


def remind_of_late_steps(*, by: Actor, at: datetime) -> int:
    """Tell supervisors, once, of steps whose term is over; returns of how many."""
    del by  # nothing is decided here
    told = 0
    late = RunStep.objects.filter(
        done_at__isnull=True, told_at__isnull=True, due_at__lt=at, run__status=RUNNING
    )
    for number in list(late.values_list("pk", flat=True)[:SLICE]):
        with transaction.atomic():
            step = (
                RunStep.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("run__site")
                .filter(pk=number, done_at__isnull=True, told_at__isnull=True)
                .first()
            )
            if step is None:
                continue
            step.told_at = at
            step.save(update_fields=["told_at"])
            minutes = int((at - step.due_at) / timedelta(minutes=1))
            _tell(
                step.run,
                [step.department, OFFICE],
                DECIDING,
                (
                    f"预案步骤超时 {minutes} 分钟：{step.zh}（{step.run.number}）。",
                    f"A step is {minutes} minutes late: {step.en} ({step.run.number}).",
                ),
                at,
            )
            told += 1
    return told


def run_link(run: PlanRun) -> str:
    """Where officials find a run."""
    return reverse("risk:plan_run", args=[run.pk])


def _step(run: PlanRun, place: int, step: Step, due: datetime) -> RunStep:
    return RunStep(
        run=run,
        place=place,
        zh=step.zh[:200],
        en=step.en[:300],
        department=step.department,
        kind=step.kind,
        due_at=due,
    )


def _begin(
    run_id: int,
    version: int,
    viewer: Viewer,
    by: User,
    at: datetime,
    *,
    roles: frozenset[str] = HANDLING,
) -> PlanRun:
    run = lock(PlanRun, run_id, viewer)
    departments = {OFFICE, run.plan.department}
    must_hold(by, departments=departments, at=at, roles=roles, path=run.site.path)
    must_be_current(run, version)
    return run


def _tell_start(run: PlanRun, departments: list[str], at: datetime) -> None:
    plan = run.plan
    word = ("演练", "Drill") if run.drill else ("启动预案", "Plan started")
    _tell(
        run,
        departments,
        HANDLING,
        (
            f"{word[0]}：{plan.title_zh}（{run.number}），请按时限完成各自步骤。",
            f"{word[1]}: {plan.title_en} ({run.number}). Do your steps within their terms.",
        ),
        at,
    )


def _tell(
    run: PlanRun, departments: list[str], roles: frozenset[str], words: Text, at: datetime
) -> None:
    people = {
        person
        for department in departments
        for person in officials_in_charge(
            run.site.path, sorted(roles), department=department, at=at
        )
    }
    zh, en = words
    notify_all(sorted(people), kind=KIND, zh=zh, en=en, at=at, link=run_link(run))
