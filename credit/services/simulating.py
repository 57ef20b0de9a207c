"""Simulation: what a draft model would have done on a day, beside the model then in force."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.timezone import localtime

from accounts.services import audit
from accounts.services.audit import Actor, label_of
from credit.models import ScoreModel, SimulatedRating, Simulation, Subject
from credit.rules.model_checking import check_definition
from credit.rules.model_definition import read_definition
from credit.scoring import score
from credit.selectors import model_on, state_as_of
from credit.services.models import on, refuse_wrong
from credit.services.rating import SLICE
from enterprises.constants import APPLYING
from zone_portal.framework.background import hint
from zone_portal.kernel.errors import PortalError

TASK: Final = "credit.simulate"


def order(
    *, model_id: int, as_of: date, by: Actor, at: datetime, known_at: datetime | None = None
) -> Simulation:
    """Have a model run over a day, as the ledger was known at a moment (default: now).

    :raises PortalError: ``credit_model_wrong`` with all problems; ``credit_day_in_future``.
    """
    if as_of > localtime(at).date():
        raise PortalError(
            "credit_day_in_future",
            zh="评价日不能晚于今天。",
            en="The day of evaluation lies in the future.",
        )
    with transaction.atomic():
        model = ScoreModel.objects.get(pk=model_id)
        refuse_wrong(check_definition(model.definition))
        made = Simulation.objects.create(
            model=model,
            as_of_date=as_of,
            known_at=known_at or at,
            by_label=label_of(by)[:128],
            at=at,
        )
        new = {"as_of": as_of.isoformat(), "simulation": made.pk}
        audit.record("credit.model.simulated", by=by, on=on(model), new=new, at=at)
        hint(TASK, queue="default")
    return made


def simulate_waiting(*, at: datetime) -> int:
    """Run the simulations that were ordered; returns how many were finished."""
    return sum(simulate(simulation_id=pk, at=at) for pk in waiting())


def waiting() -> list[int]:
    """The simulations that are not finished, the oldest first."""
    unfinished = Simulation.objects.filter(state__in=["waiting", "running"]).order_by("id")
    return list(unfinished.values_list("pk", flat=True))


def simulate(*, simulation_id: int, at: datetime) -> bool:
    """Run one simulation to its end; interrupted, it goes on where it stopped. False when another
    process is at it or it is finished."""
    while (rated := simulate_slice(simulation_id=simulation_id, at=at)) is not None:
        if rated == 0:
            return True
    return False


def simulate_slice(*, simulation_id: int, at: datetime) -> int | None:
    """The next subjects of a simulation, in a transaction; 0 finishes it, None: nothing to do."""
    with transaction.atomic():
        held = Simulation.objects.select_for_update(skip_locked=True, of=("self",))
        unfinished = held.filter(pk=simulation_id, state__in=["waiting", "running"])
        run = unfinished.select_related("model").first()
        if run is None:
            return None
        count = _slice(run)
        if not count:
            run.state, run.finished_at, run.total = "done", at, run.done
            run.save(update_fields=["state", "finished_at", "total"])
        return count


def _slice(run: Simulation) -> int:
    """The next subjects; returns how many."""
    subjects = Subject.objects.enterprises().exclude(enterprise__status=APPLYING)
    if run.state == "waiting":
        run.total = subjects.count()
    last = SimulatedRating.objects.filter(simulation=run).order_by("-subject_id")
    after = last.values_list("subject_id", flat=True).first() or 0
    chosen = subjects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:SLICE]
    numbers = list(chosen)
    present = model_on(run.as_of_date)
    draft = read_definition(run.model.definition)
    old = read_definition(present.definition) if present else None
    state = state_as_of(numbers, run.known_at)
    rows = []
    for number in numbers:
        new = score(state[number], draft, run.as_of_date)
        before = score(state[number], old, run.as_of_date) if old else None
        rows.append(
            SimulatedRating(
                simulation=run,
                subject_id=number,
                score=new.score,
                grade=new.grade,
                old_score=before.score if before else None,
                old_grade=before.grade if before else "",
            )
        )
    SimulatedRating.objects.bulk_create(rows, batch_size=2000)
    run.state, run.done = "running", run.done + len(rows)
    run.save(update_fields=["state", "done", "total"])
    return len(rows)


def apart(
    *, simulation: Simulation, scores: dict[int, Decimal]
) -> dict[int, tuple[Decimal, Decimal]]:
    """Subjects whose actual score differs from the simulated one: (simulated, actual)."""
    simulated = SimulatedRating.objects.filter(simulation=simulation, subject_id__in=list(scores))
    return {
        row.subject_id: (row.score, scores[row.subject_id])
        for row in simulated
        if row.score != scores[row.subject_id]
    }
