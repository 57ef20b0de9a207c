"""Rating cycles: plan, compute, notify, wait for objections, publish; a status has one writer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from credit.models import Cycle, CycleStep, Rating, RatingDocument, ScoreModel, Subject
from credit.rulebook import zone_grade_mode
from credit.rules.model_checking import check_definition
from credit.rules.parameters import OFF
from credit.services.rating import SLICE, rate
from credit.states import (
    ABANDONED,
    COMPUTED,
    CYCLE,
    NOTIFIED,
    OBJECTION_OVER,
    PLANNED,
    PUBLISHED,
)
from enterprises.constants import APPLYING
from enterprises.services.notices import notify_firms
from reference.selectors import add_working_days
from zone_portal.framework.background import hint
from zone_portal.kernel.errors import PortalError

TASK: Final = "credit.compute_cycles"
OPEN_CLAIMS: Final = ("submitted", "under_review", "asked")


def write_document(
    *,
    title: str,
    number: str,
    text: str,
    from_date: date,
    objection_days: int,
    by: User,
    at: datetime,
) -> RatingDocument:
    """Enter the next version of the zone's rating document.

    :raises PortalError: ``credit_document_incomplete``.
    """
    if not (title.strip() and number.strip() and text.strip() and 0 < objection_days <= 60):
        raise PortalError(
            "credit_document_incomplete",
            zh="请填写标题、文号、正文，异议期为1至60个工作日。",
            en="Title, number and text are needed; objections take 1 to 60 working days.",
        )
    with transaction.atomic():
        last = RatingDocument.objects.order_by("-version").first()
        made = RatingDocument.objects.create(
            version=last.version + 1 if last else 1,
            title=title.strip(),
            number=number.strip(),
            text=text.strip(),
            from_date=from_date,
            objection_days=objection_days,
            by=by,
            at=at,
        )
        on_document = ("credit.document", str(made.pk))
        new = {"number": made.number, "version": made.version}
        audit.record("credit.document.written", by=by, on=on_document, new=new, at=at)
    return made


def plan(
    *,
    code: str,
    document_id: int,
    model_id: int,
    as_of: date,
    scope: Mapping[str, Any],
    by: User,
    at: datetime,
) -> Cycle:
    """Plan a cycle: whom it rates (``scope``: lists ``sites`` and ``kinds``, empty = everybody).

    :raises PortalError: ``credit_cycle_known``; ``credit_day_in_future``;
        ``credit_model_not_in_force`` when the model was not released for that day;
        ``credit_document_not_in_force``; ``credit_model_wrong``.
    """
    model = ScoreModel.objects.get(pk=model_id)
    document = RatingDocument.objects.get(pk=document_id)
    _refuse_plan(code, document, model, as_of, at)
    with transaction.atomic():
        made = Cycle.objects.create(
            code=code.strip(),
            document=document,
            model=model,
            as_of_date=as_of,
            scope=dict(scope),
            planned_by=by,
            planned_at=at,
        )
        CycleStep.objects.create(cycle=made, target=PLANNED, at=at, by_label=label_of(by))
        new = {"model": str(model), "document": str(document), "as_of": as_of.isoformat()}
        audit.record("credit.cycle.planned", by=by, on=on(made), new=new, at=at)
    return made


def _refuse_plan(
    code: str, document: RatingDocument, model: ScoreModel, as_of: date, at: datetime
) -> None:
    if not code.strip() or Cycle.objects.filter(code=code.strip()).exists():
        raise PortalError(
            "credit_cycle_known", zh="请填写未使用过的编号。", en="Give a number not used before."
        )
    if as_of > localtime(at).date():
        raise PortalError(
            "credit_day_in_future",
            zh="评价日不能晚于今天。",
            en="The day of evaluation lies in the future.",
        )
    in_force = model.valid_from is not None and model.valid_from <= as_of
    if model.released_at is None or not in_force or (model.valid_to and model.valid_to <= as_of):
        raise PortalError(
            "credit_model_not_in_force",
            zh="所选模型在评价日未发布或不在有效期内。",
            en="The model is not in force on the day of evaluation.",
        )
    if document.from_date > as_of:
        raise PortalError(
            "credit_document_not_in_force",
            zh="所选评级办法在评价日尚未施行。",
            en="The rating document is not in force on the day of evaluation.",
        )
    if check_definition(model.definition):
        raise PortalError("credit_model_wrong", zh="模型定义有误。", en="The model is wrong.")


def order_computing(*, cycle_id: int, by: User, at: datetime) -> Cycle:
    """Have a cycle computed in the background, from what the ledger holds now."""
    with transaction.atomic():
        cycle = _locked(cycle_id)
        CYCLE.check(cycle.state, COMPUTED)
        cycle.known_at, cycle.done, cycle.total = at, 0, subjects_of_cycle(cycle).count()
        cycle.save(update_fields=["known_at", "done", "total"])
        new = {"known_at": at.isoformat()}
        audit.record("credit.cycle.computing", by=by, on=on(cycle), new=new, at=at)
        hint(TASK, queue="default")
    return cycle


def compute_waiting(*, at: datetime) -> int:
    """Compute the cycles that were ordered; returns how many were finished."""
    return sum(compute_cycle(cycle_id=pk, at=at) for pk in waiting())


def waiting() -> list[int]:
    """The cycles that were ordered to be computed and are not."""
    ordered = Cycle.objects.filter(state__in=[PLANNED, COMPUTED], known_at__isnull=False)
    unfinished = ordered.filter(Q(state=PLANNED) | Q(done__lt=F("total"))).order_by("id")
    return list(unfinished.values_list("pk", flat=True))


def compute_cycle(*, cycle_id: int, at: datetime) -> bool:
    """Rate the subjects of a cycle; goes on where it stopped. False when another process is at
    it, or nothing was ordered."""
    while (rated := compute_slice(cycle_id=cycle_id, at=at)) is not None:
        if rated == 0:
            return True
    return False


def compute_slice(*, cycle_id: int, at: datetime) -> int | None:
    """Rate the next subjects of a cycle, in a transaction; 0 finishes it, None: nothing to do."""
    with transaction.atomic():
        held = Cycle.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=cycle_id)
        cycle = held.select_related("model").first()
        if cycle is None or cycle.known_at is None:
            return None
        numbers = _unrated(cycle)
        if not numbers:
            cycle.total = cycle.done
            cycle.save(update_fields=["total"])
            _step(cycle, COMPUTED, by=cycle.planned_by, at=at)
            return 0
        rated = rate(
            subject_ids=numbers,
            model=cycle.model,
            as_of=cycle.as_of_date,
            trigger="cycle",
            by=cycle.planned_by,
            at=at,
            known_at=cycle.known_at,
            cycle=cycle,
        )
        cycle.done += rated
        cycle.save(update_fields=["done"])
        return rated


def _unrated(cycle: Cycle) -> list[int]:
    done = _computed(cycle).order_by("-subject_id")
    after = done.values_list("subject_id", flat=True).first() or 0
    rest = subjects_of_cycle(cycle).filter(pk__gt=after).order_by("pk")
    return list(rest.values_list("pk", flat=True)[:SLICE])


def subjects_of_cycle(cycle: Cycle) -> QuerySet[Subject]:
    """Whom a cycle rates."""
    chosen = Subject.objects.enterprises().exclude(enterprise__status=APPLYING)
    if kinds := cycle.scope.get("kinds"):
        chosen = chosen.filter(enterprise__kinds__overlap=kinds)
    if sites := cycle.scope.get("sites"):
        chosen = chosen.filter(enterprise__site__in=sites)
    found: QuerySet[Subject] = chosen
    return found


def notify(*, cycle_id: int, by: User, at: datetime) -> Cycle:
    """Tell every rated enterprise its result and until when it may object.

    :raises PortalError: ``credit_rating_off`` while the zone shows no rating.
    """
    with transaction.atomic():
        cycle = _locked(cycle_id)
        _refuse_off(at)
        _refuse_unfinished(cycle)
        cycle.notified_at = at
        days = cycle.document.objection_days
        cycle.objections_until_date = add_working_days(localtime(at).date(), days)
        cycle.save(update_fields=["notified_at", "objections_until_date"])
        _step(cycle, NOTIFIED, by=by, at=at)
        until = cycle.objections_until_date.isoformat()
        words = (
            f"评级周期 {cycle.code} 的结果已出，{until} 前可以提出异议。",
            f"Rating cycle {cycle.code} has your result; you may object until {until}.",
        )
        firms = ratings_of(cycle).values_list("subject__enterprise_id", flat=True)
        notify_firms(dict.fromkeys(firms, words), (), kind="credit_rated", at=at, link=own_page())
    return cycle


def settle(*, cycle_id: int, by: User, at: datetime) -> Cycle:
    """End the time for objections.

    :raises PortalError: ``credit_objections_open`` before its last day is over or while an
        objection of a rated enterprise is undecided (details: until, open).
    """
    with transaction.atomic():
        cycle = _locked(cycle_id)
        CYCLE.check(cycle.state, OBJECTION_OVER)
        rated = ratings_of(cycle).values("subject_id")
        open_claims = Subject.objects.filter(
            pk__in=rated, claims__kind="objection", claims__status__in=OPEN_CLAIMS
        ).count()
        until = cycle.objections_until_date
        if until is None or localtime(at).date() <= until or open_claims:
            raise PortalError(
                "credit_objections_open",
                details={"until": until.isoformat() if until else "", "open": open_claims},
                zh=f"异议期至 {until}，尚有 {open_claims} 家企业的异议未办结。",
                en=f"Objections until {until}; {open_claims} enterprises wait for a decision.",
            )
        _step(cycle, OBJECTION_OVER, by=by, at=at)
    return cycle


def abandon(*, cycle_id: int, reason: str, by: User, at: datetime) -> Cycle:
    """Give a cycle up; its ratings stay in the ledger of ratings.

    :raises PortalError: ``credit_reason_missing``.
    """
    if not reason.strip():
        raise PortalError("credit_reason_missing", zh="请写明理由。", en="A reason is needed.")
    with transaction.atomic():
        cycle = _locked(cycle_id)
        _step(cycle, ABANDONED, by=by, at=at, note=reason.strip())
    return cycle


def publish_step(cycle: Cycle, *, by: Actor, at: datetime) -> None:
    """The last step, taken when a batch of the cycle is approved; the caller holds the lock."""
    if cycle.state != PUBLISHED:
        _refuse_off(at)
        _step(cycle, PUBLISHED, by=by, at=at)


def ratings_of(cycle: Cycle) -> QuerySet[Rating]:
    """The ratings of a cycle as they stand: those of its last computing, or of an objection
    accepted since; one per subject."""
    same_day = Rating.objects.filter(
        model=cycle.model,
        as_of_date=cycle.as_of_date,
        subject_id__in=_computed(cycle).values("subject_id"),
    )
    latest = same_day.filter(trigger__in=["cycle", "objection"]).order_by("subject_id", "-id")
    found: QuerySet[Rating] = latest.distinct("subject_id")
    return found


def _computed(cycle: Cycle) -> QuerySet[Rating]:
    """The ratings of the computing that was ordered last."""
    if cycle.known_at is None:
        return Rating.objects.none()
    found: QuerySet[Rating] = Rating.objects.filter(cycle=cycle, known_at=cycle.known_at)
    return found


def own_page() -> str:
    """Where a firm reads its own credit."""
    return reverse("credit:score")


def on(cycle: Cycle) -> tuple[str, str]:
    """How the audit trail names a cycle."""
    return ("credit.cycle", str(cycle.pk))


def _locked(cycle_id: int) -> Cycle:
    held = Cycle.objects.select_for_update(of=("self",))
    cycle: Cycle = held.select_related("model", "document").get(pk=cycle_id)
    return cycle


def _step(cycle: Cycle, target: str, *, by: Actor, at: datetime, note: str = "") -> None:
    CYCLE.check(cycle.state, target)
    source, cycle.state = cycle.state, target
    cycle.save(update_fields=["state"])
    CycleStep.objects.create(
        cycle=cycle,
        source=source,
        target=target,
        at=at,
        by_label=label_of(by)[:128],
        note=note[:300],
    )
    audit.record(f"credit.cycle.{target}", by=by, on=on(cycle), old=source, new=target, at=at)


def _refuse_off(at: datetime) -> None:
    if zone_grade_mode(localtime(at).date()) == OFF:
        raise PortalError(
            "credit_rating_off",
            zh="本区评级目前不显示（参数 CREDIT-RATING.zone_grade），不能告知或公布。",
            en="The zone shows no rating at present (CREDIT-RATING.zone_grade): nothing to tell.",
        )


def _refuse_unfinished(cycle: Cycle) -> None:
    CYCLE.check(cycle.state, NOTIFIED)
    if cycle.done < cycle.total:
        raise PortalError(
            "credit_cycle_computing",
            zh="评分尚在计算，请稍后再告知。",
            en="The scores are still being computed.",
        )
