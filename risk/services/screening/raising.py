"""Signals that the hits of a slice give: one for each rule and subject, kept until collected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from risk.constants import ENTERPRISE
from risk.gathering import Declared, Keys
from risk.models import Raised
from risk.rulebook import Standard
from risk.screening import Hit, Prepared, Ready, Screened

MOST_NAMED: Final = 20
"""Declarations named as evidence of one signal at most."""
_MASK: Final = (1 << 64) - 1
PAYER: Final = "payer"
PERSON: Final = "person"

Subject = tuple[str, str, str]
"""Rule, kind of subject, key."""


@dataclass(slots=True)
class Signal:
    """What the hits of one rule on one subject say together; the strongest gives the values."""

    rule: Ready
    enterprise_id: int | None
    hit: Hit
    score: int
    count: int = 0
    declarations: list[int] = field(default_factory=list)


class Signals:
    """Collects the hits of a slice by rule and subject."""

    def __init__(self, rules: Prepared, ids: Mapping[str, int], standard: Standard) -> None:
        self._rules, self._ids = rules.rules, ids
        self._from = standard.signal_from
        self.found: dict[Subject, Signal] = {}

    def note(self, one: Declared, keys: Keys, screened: Screened) -> None:
        """The hits of one declaration; too low a score raises nothing."""
        if screened.score < self._from:
            return
        enterprise = self._ids.get(one.ebc_code)
        for hit in screened.hits:
            rule = self._rules[hit.code]
            kind, key = _subject(rule.subject, one, keys, enterprise)
            place = (hit.code, kind, key)
            signal = self.found.get(place)
            if signal is None:
                signal = self.found[place] = Signal(rule, enterprise, hit, screened.score)
            elif hit.strength > signal.hit.strength:
                signal.hit, signal.score = hit, max(signal.score, screened.score)
            signal.count += 1
            if len(signal.declarations) < MOST_NAMED:
                signal.declarations.append(one.inventory_id)


def _subject(wanted: str, one: Declared, keys: Keys, enterprise: int | None) -> tuple[str, str]:
    """Kind and key of the subject; the firm where the declaration names no other."""
    if wanted == PERSON and one.buyer:
        return PERSON, one.buyer
    if wanted == PAYER and (payer := one.payer or one.buyer):
        return PERSON, payer
    if wanted == "phone" and keys.phone is not None:
        return wanted, f"{keys.phone & _MASK:016x}"
    if wanted == "address" and keys.address is not None:
        return wanted, f"{keys.address & _MASK:016x}"
    return ENTERPRISE, str(enterprise) if enterprise is not None else one.ebc_code


def keep(found: Mapping[Subject, Signal], *, cool_down: timedelta, at: datetime) -> int:
    """Keep the signals of a slice: a subject that a rule already spoke of within the cool-down
    only counts more. Returns how many are new."""
    if not found:
        return 0
    standing = _standing(found, at - cool_down)
    changed: list[Raised] = []
    fresh: list[Raised] = []
    for subject, signal in found.items():
        row = standing.get(subject)
        if row is None:
            fresh.append(_row(subject, signal, at))
            continue
        row.count += signal.count
        row.last_at = at
        if signal.score > row.score:
            row.score, row.evidence = signal.score, _evidence(signal)
        changed.append(row)
    Raised.objects.bulk_create(fresh, batch_size=1000)
    Raised.objects.bulk_update(changed, ["count", "last_at", "score", "evidence"], batch_size=500)
    return len(fresh)


def _standing(found: Mapping[Subject, Signal], since: datetime) -> dict[Subject, Raised]:
    rows: Any = Raised.objects.filter(
        rule__in={rule for rule, _, _ in found},
        subject_kind__in={kind for _, kind, _ in found},
        subject_key__in={key for _, _, key in found},
        first_at__gt=since,
    )
    named = rows.order_by("first_at", "id")
    return {(row.rule, row.subject_kind, row.subject_key): row for row in named}


def _row(subject: Subject, signal: Signal, at: datetime) -> Raised:
    code, kind, key = subject
    return Raised(
        rule=code,
        version=signal.hit.version,
        risk_type=code[:4],
        subject_kind=kind,
        subject_key=key[:64],
        enterprise_id=signal.enterprise_id,
        level=signal.rule.level,
        score=signal.score,
        evidence=_evidence(signal),
        count=signal.count,
        first_at=at,
        last_at=at,
    )


def _evidence(signal: Signal) -> dict[str, Any]:
    return {
        "facts": signal.hit.facts,
        "thresholds": {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in signal.hit.thresholds.items()
        },
        "strength": signal.hit.strength,
        "declarations": signal.declarations,
    }
