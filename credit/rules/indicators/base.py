"""What an indicator is, and the few ways in which records become a share of its points.

Every way obeys one law: a bad record more never raises the share.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from credit.facts import Entry
from credit.rules.record_kinds import KINDS
from zone_portal.kernel.rules import Text

DAYS_A_MONTH: Final = 30.4375
By = Mapping[str, Sequence[Entry]]
"""The entries of a subject by kind, in the order in which they were recorded."""


@dataclass(frozen=True, slots=True)
class View:
    """What an indicator may look at: entries by kind, the day, and what the model says of time."""

    by_kind: By
    day: date
    half_life_months: float
    forget_months: float
    repaired_share: float

    def of(self, *kinds: str) -> list[Entry]:
        """The entries of these kinds."""
        return [entry for kind in kinds for entry in self.by_kind.get(kind, ())]


@dataclass(frozen=True, slots=True)
class Measured:
    """The share of an indicator's points, 0 to 1, the records that decided it, and figures."""

    share: float
    records: tuple[int, ...] = ()
    words: Mapping[str, Any] = field(default_factory=dict)


Params = Mapping[str, float]
Measure = Callable[[View, Params], Measured]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator as a rule: never changed once it is used, a changed one gets a new code."""

    code: str
    title: Text
    definition: Text
    kinds: tuple[str, ...]
    basis: str
    measure: Measure
    params: Mapping[str, float] = field(default_factory=dict)
    valid_from: date = date(2019, 1, 1)
    valid_to: date | None = None
    remedy: Text = ("", "")

    def applies_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def in_force(entry: Entry, day: date) -> bool:
    """Whether a record has effect on a day."""
    return entry.starts <= day and (entry.ends is None or day < entry.ends)


def latest(view: View, kind: str) -> Entry | None:
    """The state of a kind on the day: of those in force the one that happened last."""
    best = None
    for entry in view.by_kind.get(kind, ()):
        if in_force(entry, view.day) and (
            best is None or (entry.occurred, entry.id) > (best.occurred, best.id)
        ):
            best = entry
    return best


def graded(kind: str) -> Measure:
    """The share of the grade in force; ``unknown`` where there is none. A parameter
    ``share_<grade>`` stands for the share that the kind itself gives."""

    def measure(view: View, params: Params) -> Measured:
        entry = latest(view, kind)
        if entry is None:
            return Measured(params["unknown"], (), {"grade": ""})
        return Measured(share_of(entry, params), (entry.id,), {"grade": entry.grade})

    return measure


def share_of(entry: Entry, params: Params) -> float:
    """What a grade is worth: as the model says, else as the kind says."""
    own = params.get(f"share_{entry.grade}")
    if own is not None:
        return own
    grade = KINDS[entry.kind].grade_on(entry.grade, entry.starts)
    return grade.share if grade else params.get("unknown", 0.0)


def rate(kind: str) -> Measure:
    """The rate ``good`` / ``total`` of the last ``months``, pooled with ``prior_total`` invented
    cases at ``prior_rate`` so that three declarations decide little; the share grows evenly from
    ``zero_at`` to ``full_at``."""

    def measure(view: View, params: Params) -> Measured:
        months = params["months"]
        chosen = [
            entry
            for entry in view.by_kind.get(kind, ())
            if 0 <= (view.day - entry.occurred).days <= months * DAYS_A_MONTH
        ]
        good = sum(entry.good for entry in chosen)
        total = sum(entry.total for entry in chosen)
        weight = params["prior_total"]
        pooled = (good + weight * params["prior_rate"]) / (total + weight)
        zero, full = params["zero_at"], params["full_at"]
        share = min(1.0, max(0.0, (pooled - zero) / (full - zero)))
        words = {"good": good, "total": total}
        return Measured(share, tuple(entry.id for entry in chosen), words)

    return measure


def free_of(*kinds: str) -> Measure:
    """All points, less for each event what its severity takes (``minor``, ``general``,
    ``serious``), halved with every half-life and forgotten after the model's years; a list takes
    ``listed`` while it stands."""

    def measure(view: View, params: Params) -> Measured:
        lost, chosen, events = 0.0, [], 0
        for entry in view.of(*kinds):
            loss = _loss(entry, view, params)
            if loss > 0:
                lost += loss
                events += 1
                chosen.append(entry.id)
        return Measured(max(0.0, 1.0 - lost), tuple(chosen), {"events": events})

    return measure


def _loss(entry: Entry, view: View, params: Params) -> float:
    kind = KINDS[entry.kind]
    if kind.shape == "state":
        stands = entry.grade == "listed" and latest(view, entry.kind) is entry
        return params["listed"] if stands else 0.0
    months = (view.day - entry.occurred).days / DAYS_A_MONTH
    if months < 0 or months > view.forget_months or entry.starts > view.day:
        return 0.0
    faded = 0.5 ** (int(months) / view.half_life_months)
    kept = view.repaired_share if entry.mark == "repaired" else 1.0
    return float(params[entry.grade or "general"] * faded * kept)


def age(view: View, params: Params) -> Measured:
    """Grows evenly with the years since the firm was founded, up to ``full_years``."""
    entry = latest(view, "established")
    if entry is None:
        return Measured(params["unknown"], (), {"years": None})
    years = max(0.0, (view.day - entry.occurred).days / 365.25)
    return Measured(min(1.0, years / params["full_years"]), (entry.id,), {"years": int(years)})


def risk(view: View, params: Params) -> Measured:
    """The less risk the graph of relations shows (0 to 100), the more."""
    entry = latest(view, "risk_graph")
    if entry is None or entry.value is None:
        return Measured(params["unknown"], (), {"risk": None})
    value = min(100.0, float(entry.value))
    return Measured(1.0 - value / 100.0, (entry.id,), {"risk": int(value)})
