"""Scoring: from the records that stand to a score that is the sum of named contributions.

Nothing but the entries, the definition and the day decides; the same three give the same number.
Points are whole hundredths, so sums are exact.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from credit.facts import Contribution, Entry, Scored
from credit.rules.indicators.base import DAYS_A_MONTH, View, latest
from credit.rules.model_definition import Cap, Definition
from credit.rules.record_kinds import KINDS

FLOOR: Final = "floor"
"""The contribution that every subject of a model with a floor starts with."""
CAP: Final = "cap:"
"""Prefix of the contribution of a one-vote cap: what it takes, zero or less."""


def score(entries: Iterable[Entry], definition: Definition, as_of: date) -> Scored:
    """The score on a day of a subject of whom these records stand."""
    view = _view(entries, definition, as_of)
    parts: list[Contribution] = []
    if definition.floor:
        parts.append(Contribution(FLOOR, definition.floor * 100, definition.floor * 100))
    for part in definition.parts:
        measured = part.indicator.measure(view, part.params)
        most = part.points * 100
        parts.append(
            Contribution(
                part.indicator.code,
                round(most * measured.share),
                most,
                measured.records,
                measured.words,
            )
        )
    total = sum(part.points for part in parts)
    cap = _lowest(definition, view)
    if cap is not None:
        chosen, records = cap
        taken = min(0, definition.top_of(chosen.grade) - total)
        parts.append(Contribution(CAP + chosen.code, taken, 0, records, {"to": chosen.grade}))
        total += taken
    return Scored(total, definition.grade_of(total), tuple(parts))


def _view(entries: Iterable[Entry], definition: Definition, as_of: date) -> View:
    by_kind: dict[str, list[Entry]] = {}
    counted = definition.disputed == "counted"
    for entry in entries:
        if entry.mark == "disputed" and not counted:
            continue
        by_kind.setdefault(entry.kind, []).append(entry)
    return View(
        by_kind,
        as_of,
        definition.half_life_months,
        definition.forget_months,
        definition.repaired_share,
    )


def _lowest(definition: Definition, view: View) -> tuple[Cap, tuple[int, ...]] | None:
    """Of the caps that hold the one that leaves least, with the records that hold it."""
    best: tuple[Cap, tuple[int, ...]] | None = None
    for cap in definition.caps:
        records = _holding(cap, view)
        if records and (
            best is None or definition.top_of(cap.grade) < definition.top_of(best[0].grade)
        ):
            best = (cap, tuple(records))
    return best


def _holding(cap: Cap, view: View) -> Sequence[int]:
    entries = view.by_kind.get(cap.kind)
    if not entries:
        return ()
    if KINDS[cap.kind].shape == "state":
        entry = latest(view, cap.kind)
        held = entry is not None and entry.grade in cap.grades and entry.mark != "repaired"
        return (entry.id,) if held and entry is not None else ()
    most = cap.months or view.forget_months
    return [
        entry.id
        for entry in entries
        if entry.grade in cap.grades
        and entry.mark != "repaired"
        and entry.starts <= view.day
        and 0 <= (view.day - entry.occurred).days <= most * DAYS_A_MONTH
    ]
