"""The terms of returns: a warning before each ends, and what follows when it has ended."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from declarations.models import Return
from declarations.return_states import APPLY, ARRIVE, COME_BACK, EXPIRED
from declarations.rulebook import day_of, settings_on
from declarations.rules.return_terms import APPLIED_LATE, ARRIVED_LATE, RETURNED_LATE
from declarations.services.returns.moving import move
from declarations.services.returns.telling import tell

MOST_AT_ONCE: Final = 500
RULE_OF: Final = {APPLY: APPLIED_LATE, ARRIVE: ARRIVED_LATE, COME_BACK: RETURNED_LATE}
"""The rule whose parameters hold the term and the days of warning of a clock."""

WARNINGS: Final = {
    APPLY: (
        "退货 {{number}} 尚未申报成功，最后申请日为 {day}。",
        "Return {{number}} is not applied for yet; its last day is {day}.",
    ),
    ARRIVE: (
        "退货 {{number}} 的货物须在 {day} 前（含当日）运抵原监管场所；运抵后请登记日期。",
        "The goods of return {{number}} must be back by {day}; record the day when they are.",
    ),
    COME_BACK: (
        "出口退货 {{number}} 须在 {day} 前（含当日）退运进境。",
        "The export return {{number}} must be back in the country by {day}.",
    ),
}
ENDINGS: Final = {
    APPLY: (
        "退货 {{number}} 已过申请期限（{day}），不能再退回税款和额度。",
        "Return {{number}} missed its term to apply ({day}): tax and quota do not come back.",
    ),
    ARRIVE: (
        "退货 {{number}} 的货物未在 {day} 前登记运抵，税款照常征收、额度不予调整；"
        "如已按期运抵，请补登记。",
        "The goods of return {{number}} were not recorded as back by {day}: tax is due and the "
        "quota stays used. If they came in time, record the day now.",
    ),
    COME_BACK: (
        "出口退货 {{number}} 已过退运进境期限（{day}）。",
        "The export return {{number}} missed its term ({day}).",
    ),
}


def tend_returns(*, at: datetime) -> int:
    """End what is out of time, warn of what will be; returns how many returns were touched."""
    return expire(at=at) + warn(at=at)


def expire(*, at: datetime) -> int:
    """End returns whose term is over: what they held is left for others again."""
    today = day_of(at)
    with transaction.atomic():
        late = Return.objects.exclude(clock="").filter(due_on__lt=today)
        rows = list(late.order_by("id").select_for_update(skip_locked=True)[:MOST_AT_ONCE])
        for row in rows:
            clock, day = row.clock, row.due_on
            move(row, EXPIRED, at=at, note=f"{clock} {day}")
            _tell(row, "return_expired", ENDINGS[clock], day, at)
    return len(rows)


def warn(*, at: datetime) -> int:
    """Tell the firms, once for each last day, that a term will end."""
    today = day_of(at)
    parameters = settings_on(today).parameters
    warned = 0
    for clock, code in RULE_OF.items():
        until = today + timedelta(days=parameters[code].warn_days)
        with transaction.atomic():
            for row in _ending(clock, until):
                row.warned_for = row.due_on
                row.save(update_fields=["warned_for"])
                _tell(row, "return_ending", WARNINGS[clock], row.due_on, at)
                warned += 1
    return warned


def _ending(clock: str, until: date) -> list[Return]:
    """Returns whose term ends soon, and whose firms were not told of this last day."""
    ending: Any = Return.objects.filter(clock=clock, due_on__lte=until)
    untold = ending.extra(where=["warned_for IS DISTINCT FROM due_on"])
    return list(untold.order_by("id").select_for_update(skip_locked=True)[:MOST_AT_ONCE])


def _tell(row: Return, kind: str, words: tuple[str, str], day: date | None, at: datetime) -> None:
    zh, en = (text.format(day=day) for text in words)
    tell(row, kind, zh, en, at=at)
