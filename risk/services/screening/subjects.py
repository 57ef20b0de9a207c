"""Rules about firms, markets, countries, goods and systems: asked of all that anything is known of.

What others deliver speaks for itself; of firms the portal knows its own figures besides.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from credit.models import Standing
from credit.selectors_measures import measures_in_force
from enterprises.models import Enterprise
from risk.constants import DECLARATION, ENTERPRISE, SYSTEM
from risk.models import Fact
from risk.rulebook import day_of, rule_set_at, standard_on, stopped_codes
from risk.rules.fact_kinds import FactKind
from risk.rules.facts import FACTS
from risk.screening import Prepared, Screened, screen
from risk.services.screening.raising import Signal, Subject, keep
from risk.services.screening.troubles import note_troubles
from risk.stored import delivered_facts

AT_ONCE: Final = 500
_PLATFORM: Final = "platform"
_LATE: Final = """
SELECT enterprise, sum(returns), sum(bills), sum(summaries), max(days) FROM (
    SELECT sender_id AS enterprise, 1 AS returns, 0 AS bills, 0 AS summaries, 0 AS days
    FROM declarations_return
    WHERE sender_id = ANY(%(ids)s) AND clock <> '' AND due_on < %(today)s
    UNION ALL
    SELECT enterprise_id, 0, 1, 0, 0 FROM taxation_taxbill
    WHERE enterprise_id = ANY(%(ids)s) AND state = 'overdue'
    UNION ALL
    SELECT enterprise_id, 0, 0, 1, 0 FROM declarations_summary
    WHERE enterprise_id = ANY(%(ids)s) AND "left" > 0 AND due_on < %(today)s
    UNION ALL
    SELECT enterprise_id, 0, 0, 0, extract(day FROM %(at)s - min(opened_at))::int
    FROM declarations_task
    WHERE enterprise_id = ANY(%(ids)s) AND closed_at IS NULL GROUP BY enterprise_id
) late GROUP BY enterprise
"""
_LOST: Final = """
SELECT s.enterprise_id, max(r.score) - t.score
FROM credit_rating r
JOIN credit_subject s ON s.id = r.subject_id
JOIN credit_standing t ON t.subject_id = r.subject_id
WHERE s.enterprise_id = ANY(%(ids)s) AND r.as_of_date >= %(since)s
GROUP BY s.enterprise_id, t.score
"""


def screen_subjects(*, at: datetime) -> int:
    """Ask the rules about everything but declarations; returns the signals that are new."""
    new = 0
    for kind in FACTS:
        if kind == DECLARATION:
            continue
        _, rules = rule_set_at(at, on=kind)
        rules = rules.without(stopped_codes())
        for keys in _slices(kind):
            with transaction.atomic():
                new += _ask(kind, keys, rules, at)
    return new


def _slices(kind: str) -> Iterable[list[str]]:
    """The keys of a kind of subject, some hundred at a time: every registered firm, and whatever
    else facts were delivered of."""
    if kind == ENTERPRISE:
        rows = Enterprise.objects.registered().order_by("id").values_list("code", flat=True)
    else:
        rows = (
            Fact.objects.filter(subject_kind=kind)
            .order_by("subject_key")
            .values_list("subject_key", flat=True)
            .distinct()
        )
    keys = list(rows)
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _ask(kind: str, keys: Sequence[str], rules: Prepared, at: datetime) -> int:
    delivered = delivered_facts({kind: keys})
    own: Mapping[str, Mapping[str, Any]] = {}
    ids: dict[str, int] = {}
    if kind == ENTERPRISE:
        firms = Enterprise.objects.registered().filter(code__in=keys)
        ids = dict(firms.values_list("code", "id"))
        own = _figures_of(ids, at)
    standard = standard_on(day_of(at))
    found: dict[Subject, Signal] = {}
    broken = {(one.code, one.version): one for one in rules.broken}
    for key in keys:
        told = {**own.get(key, {}), **delivered.get((kind, key), {})}
        screened = screen(_values(FACTS[kind], told), rules, is_import=False)
        broken |= {(one.code, one.version): one for one in screened.broken}
        _note(found, kind, key, ids.get(key), screened, rules)
    note_troubles(broken.values(), (), at=at)
    return keep(found, cool_down=standard.cool_down, at=at)


def _values(facts: Sequence[FactKind], told: Mapping[str, Any]) -> list[Any]:
    return [told.get(fact.name) for fact in facts]


def _note(  # noqa: PLR0917
    found: dict[Subject, Signal],
    kind: str,
    key: str,
    enterprise: int | None,
    screened: Screened,
    rules: Prepared,
) -> None:
    """Every hit is a signal: what is said of a subject as a whole needs no other hit beside it."""
    for hit in screened.hits:
        rule = rules.rules[hit.code]
        shown = _PLATFORM if kind == SYSTEM else kind
        subject = str(enterprise) if enterprise is not None else key
        score = round(100 * rule.weight * hit.strength)
        found[hit.code, shown, subject] = Signal(rule, enterprise, hit, score, 1)


def _figures_of(ids: Mapping[str, int], at: datetime) -> dict[str, dict[str, Any]]:
    """The portal's own figures of firms, by code."""
    today, numbers = day_of(at), list(ids.values())
    measures = measures_in_force(numbers, today)
    standing = {
        firm: (grade, float(score))
        for firm, grade, score in Standing.objects.filter(
            subject__enterprise_id__in=numbers
        ).values_list("subject__enterprise_id", "grade", "score")
    }
    with connection.cursor() as cursor:
        cursor.execute(_LATE, {"ids": numbers, "today": today, "at": at})
        late = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_LOST, {"ids": numbers, "since": today - timedelta(days=90)})
        lost = dict(cursor.fetchall())
    found: dict[str, dict[str, Any]] = {}
    for code, number in ids.items():
        returns, bills, summaries, days = late.get(number, (0, 0, 0, 0))
        grade, score = standing.get(number, (None, None))
        found[code] = {
            "credit.grade": grade,
            "credit.score": score,
            "credit.listed": measures[number].listed,
            "credit.lost_90d": float(lost[number]) if number in lost else None,
            "firm.overdue_returns": float(returns),
            "firm.overdue_bills": float(bills),
            "firm.overdue_summaries": float(summaries),
            "firm.unrepaired_days": float(days),
        }
    return found
