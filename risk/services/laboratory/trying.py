"""Trials: a version run over the screenings of past days, hour by hour, in the background."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate, make_aware

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import label_of
from enterprises.services.refusals import Refusal
from risk.constants import DECLARATION
from risk.models import RuleVersion, Trial, TrialChange
from risk.models.laboratory import DONE, FAILED, RUNNING, WAITING
from risk.replaying import Kept, Replay
from risk.rules.drafts import problems_of
from risk.rules.facts import known
from risk.selectors_feedback import most_days_on, screened_days
from risk.services.laboratory.drafting import on, refuse_wrong
from risk.services.laboratory.reading import Book, slices
from risk.trials import Outcome, Summary
from zone_portal.framework.background import hint
from zone_portal.framework.vault import vault

TASK: Final = "risk.try_rules"
DRAWING: Final = "risk-drawing"
"""The kind of the key that the drawing of lanes hashes with."""
HOUR: Final = timedelta(hours=1)
BATCH: Final = 2_000
_VALUE: Final = known(DECLARATION)["decl.value"].place


def order(
    *, version_id: int, first: date | None, last: date | None, by: User, at: datetime
) -> Trial:
    """Have a version run over the screenings of some days, both included.

    :raises Refusal: ``risk_trial_days`` for days that are missing, turned round, in the future
        or too many; ``risk_rule_wrong``; ``risk_rule_not_of_declarations``.
    """
    with transaction.atomic():
        version: RuleVersion = RuleVersion.objects.get(pk=version_id)
        begin, end = _days(first, last, localdate(at))
        if version.definition["on"] != DECLARATION:
            raise Refusal(
                "risk_rule_not_of_declarations",
                409,
                zh="本规则不逐票判定，不能用历史清单试算。",
                en="The rule does not look at declarations: it cannot be tried over them.",
            )
        refuse_wrong(version)
        days = screened_days(begin, end)
        made = Trial.objects.create(
            version=version,
            definition=version.definition,
            from_day=begin,
            to_day=end,
            total=days.aggregate(all=Sum("count"))["all"] or 0,
            by_label=label_of(by)[:128],
            at=at,
        )
        new = {"trial": made.pk, "from": f"{begin}", "to": f"{end}"}
        audit.record("risk.rule.tried", by=by, on=on(version), new=new, at=at)
        hint(TASK, queue="default")
    return made


def waiting() -> list[int]:
    """The trials that are not finished, the oldest first."""
    unfinished = Trial.objects.filter(state__in=[WAITING, RUNNING]).order_by("id")
    return list(unfinished.values_list("pk", flat=True))


def try_out(*, trial_id: int, at: datetime) -> None:
    """Run one trial to its end; interrupted, it goes on where it stopped."""
    while try_slice(trial_id=trial_id, at=at):
        pass


def try_slice(*, trial_id: int, at: datetime) -> bool:
    """The next hours with screenings of a trial, in a transaction; False when nothing is left or
    another process is at it."""
    with transaction.atomic():
        held = Trial.objects.select_for_update(skip_locked=True, of=("self",))
        rows = held.filter(pk=trial_id, state__in=[WAITING, RUNNING])
        trial = rows.select_related("version").first()
        if trial is None:
            return False
        problems = problems_of(trial.definition)
        if problems:
            _end(trial, at, FAILED, problems[0]["zh"])
            return False
        begin = _next_hour(trial)
        if begin is None:
            _end(trial, at, DONE)
            return False
        _hour(trial, begin)
        return True


def apart(*, trial: Trial, actual: dict[tuple[int, int], tuple[str, int]]) -> dict[Any, Any]:
    """Screenings whose actual lane or score differs from what the trial foresaw, by inventory and
    sequence: (foreseen, actual). ``actual``: all screenings of the trial's days, made anew."""
    foreseen = {
        (row.inventory_id, row.sequence): (row.channel, row.score)
        for row in TrialChange.objects.filter(trial=trial)
    }
    book = Book(trial.version, trial.definition)
    begin, end = _moment(trial.from_day), _moment(trial.to_day + timedelta(days=1))
    unchanged = {
        (kept.inventory_id, kept.sequence): (kept.channel, kept.score)
        for kept, _setting, _imposed in slices(begin, end, book)
    }
    expected = {**unchanged, **foreseen}
    return {key: (expected[key], found) for key, found in actual.items() if expected[key] != found}


def _hour(trial: Trial, begin: datetime) -> None:
    replay = Replay(trial.version.code, vault().hash_key(DRAWING))
    replay.take_up(trial.drawing)
    replay.forget_before(localdate(begin).isoformat())
    summary, changes = Summary(), []
    for kept, setting, imposed in slices(begin, begin + HOUR, _book(trial.pk)):
        old, new = replay.outcome(kept, setting, imposed)
        value = _value(kept)
        if summary.add(old, new, value):
            changes.append(_change(trial, kept, old, new, value))
    TrialChange.objects.bulk_create(changes, batch_size=BATCH)
    trial.summary = Summary.read(trial.summary).joined(summary).stored()
    trial.state, trial.done = RUNNING, trial.done + summary.screened
    trial.reached_at, trial.drawing = begin + HOUR, replay.kept()
    trial.save(update_fields=["summary", "state", "done", "reached_at", "drawing"])


@lru_cache(maxsize=4)
def _book(trial_id: int) -> Book:
    """What the hours of a trial have in common; a trial's definition never changes."""
    trial = Trial.objects.select_related("version").get(pk=trial_id)
    return Book(trial.version, trial.definition)


def _change(
    trial: Trial, kept: Kept, old: Outcome, new: Outcome, value: Decimal | None
) -> TrialChange:
    return TrialChange(
        trial=trial,
        inventory_id=kept.inventory_id,
        sequence=kept.sequence,
        enterprise_id=kept.enterprise_id,
        value=value,
        old_channel=old.channel,
        channel=new.channel,
        old_score=old.score,
        score=new.score,
        old_hit=bool(old.hit),
        hit=bool(new.hit),
    )


def _value(kept: Kept) -> Decimal | None:
    value = kept.facts[_VALUE]
    return None if value is None else Decimal(str(round(value, 2)))


def _next_hour(trial: Trial) -> datetime | None:
    """Where to go on: days on which nothing was screened are passed over."""
    begin = trial.reached_at or _moment(trial.from_day)
    days = screened_days(localdate(begin), trial.to_day)
    day = days.order_by("day").values_list("day", flat=True).first()
    return None if day is None else max(begin, _moment(day))


def _end(trial: Trial, at: datetime, state: str, refusal: str = "") -> None:
    trial.state, trial.finished_at, trial.refusal = state, at, refusal[:500]
    trial.total = trial.done
    trial.save(update_fields=["state", "finished_at", "refusal", "total"])


def _moment(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _days(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """The days of a trial; refuses those that cannot be."""
    if first is None or last is None or first > last or last > today:
        raise Refusal(
            "risk_trial_days",
            422,
            zh="请填写试算的起止日期，止日不早于起日，也不晚于今天。",
            en="Give the first and the last day: in this order, and none after today.",
        )
    most = most_days_on(today)
    if (last - first).days >= most:
        raise Refusal(
            "risk_trial_days",
            422,
            zh=f"一次最多试算 {most} 天。",
            en=f"A trial reaches over {most} days at most.",
        )
    return first, last
