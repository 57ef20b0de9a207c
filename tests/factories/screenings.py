"""Screened declarations without their documents: facts given, decided and written as screening
does it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from risk.channels import NO_CREDIT, Balance, Lane, choose, numbers
from risk.constants import DECLARATION
from risk.models import RuleVersion, Trial
from risk.models.laboratory import DONE
from risk.rulebook import day_of, rule_set_at, standard_on
from risk.rules.facts import FACTS, places
from risk.rules.indicators import INDICATORS
from risk.screening import Screened, screen
from risk.services.laboratory.trying import DRAWING
from risk.services.screening.writing import Row, Written, balance_of, write
from risk.states import DRAFT
from zone_portal.framework.vault import vault

PLACES = places(DECLARATION)
FIRST_ID = 5_000_000


def facts(**told: Any) -> list[Any]:
    """Values in the order of the register: ``person_phones_30d=5`` is ``person.phones_30d``."""
    values: list[Any] = [None] * len(FACTS[DECLARATION])
    values[PLACES["buyer.age_unlikely"]] = False
    for name, value in told.items():
        values[PLACES[name.replace("_", ".", 1)]] = value
    return values


def decided(
    values: Sequence[Sequence[Any]], *, at: datetime, balance: Balance, first: int = FIRST_ID
) -> list[tuple[Screened, Lane]]:
    """What screening decides of declarations with these facts, numbered from ``first``."""
    _, rules = rule_set_at(at)
    lanes, key = standard_on(day_of(at)).lanes, vault().hash_key(DRAWING)
    found = []
    for number, own in enumerate(values, first):
        screened = screen(own, rules, is_import=True)
        lane = choose(
            score=screened.score,
            mandatory=screened.mandatory,
            imposed=NO_CREDIT,
            drawn=numbers(key, number, 1),
            balance=balance,
            lanes=lanes,
        )
        found.append((screened, lane))
    return found


def outcomes(values: Sequence[Sequence[Any]], *, at: datetime) -> dict[tuple[int, int], Any]:
    """(inventory, sequence) → (lane, score) as screening decides on a day of its own."""
    found = decided(values, at=at, balance=Balance())
    return {
        (number, 1): (lane.channel, screened.score)
        for number, (screened, lane) in enumerate(found, FIRST_ID)
    }


def write_screenings(
    values: Sequence[Sequence[Any]],
    *,
    at: datetime,
    enterprise_id: int | None = None,
    first: int = FIRST_ID,
) -> None:
    """Decide and write them, as one slice of that moment."""
    day = day_of(at)
    balance, before = balance_of(day), balance_of(day)
    pack = msgspec.msgpack.Encoder().encode
    found = decided(values, at=at, balance=balance, first=first)
    rows = [
        Row(number, 1, enterprise_id, lane, screened, "", pack(list(own)))
        for number, (own, (screened, lane)) in enumerate(zip(values, found, strict=True), first)
    ]
    write(
        Written(
            rows=rows,
            rule_set=rule_set_at(at)[0],
            windows=(),
            is_kept=lambda _: False,
            balance=balance,
            before=before,
            day=day,
            at=at,
            broken=(),
            stopped=(),
            signals={},
            hold_lanes=frozenset(),
            cool_down=timedelta(hours=24),
        )
    )


def laboratory_objects(*, at: datetime) -> dict[str, int]:
    """What stands for the objects of the laboratory: a draft of a rule, and a trial of it."""
    draft = RuleVersion.objects.create(
        code="RT03-01",
        version=77,
        state=DRAFT,
        definition=INDICATORS["RT03-01"].definition(),
        by_label="test",
        at=at,
    )
    trial = Trial.objects.create(
        version=draft,
        definition=draft.definition,
        from_day=at.date(),
        to_day=at.date(),
        state=DONE,
        by_label="test",
        at=at,
    )
    return {"risk_version": draft.pk, "risk_trial": trial.pk}
