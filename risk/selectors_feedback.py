"""Reading what each rule achieved: asked, hit, right or wrong, undone, and what it cost.

Screenings come from the day counts and tallies, verdicts from reviewed cases and from inspections
on site of declarations that a rule hit. A declaration that two rules hit counts for both.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils.timezone import make_aware

from declarations.ids import first_id_of
from declarations.models import Hold
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from risk.constants import CHANNELS
from risk.models import Alert, DayCount, Screening, Tally
from risk.rules.cases.states import CONFIRMED
from risk.rules.feedback import INSPECTED, RuleCounts
from risk.rules.indicators import INDICATORS
from risk.rules.laboratory_parameters import MINUTES, MOST_DAYS, WORK, WORK_PARAMETERS

_HITS_BY_LANE = """
SELECT h->>'r' AS code, s.channel, count(*)
FROM risk_screening s CROSS JOIN LATERAL jsonb_array_elements(s.hits) h
WHERE s.channel <> 'green' AND s.inventory_id >= %s AND s.inventory_id < %s
GROUP BY 1, 2
"""


def minutes_on(day: date) -> dict[str, Decimal]:
    """Officers' minutes for a declaration of each lane, as set on a day."""
    return {
        lane: Decimal(_work(day, f"{MINUTES}{lane}"))
        for lane in CHANNELS
        if f"{MINUTES}{lane}" in WORK_PARAMETERS
    }


def most_days_on(day: date) -> int:
    """How many days a trial may reach over."""
    return int(_work(day, MOST_DAYS))


def counts_by_rule(viewer: Viewer, *, first: date, last: date) -> dict[str, RuleCounts]:
    """The counts of every declared rule over days, both included; for officials of the hub, since
    a rule is judged by everything that it said. Others get nothing."""
    if not (viewer.is_official and viewer.sees_all):
        return {}
    asked = screened_days(first, last).aggregate(all=Sum("count"))["all"]
    tallies: Any = Tally.objects.filter(day__range=(first, last)).values("code")
    hits = dict(tallies.annotate(all=Sum("hits")).values_list("code", "all"))
    begin, end = _moment(first), _moment(last + timedelta(days=1))
    right, wrong = _verdicts(begin, end)
    decided, undone = _measures(begin, end)
    minutes = _minutes(begin, end, minutes_on(last))
    return {
        rule.code: RuleCounts(
            rule.code,
            screened=asked or 0,
            hits=hits.get(rule.code, 0),
            confirmed=right[rule.code],
            wrong=wrong[rule.code],
            decided=decided[rule.code],
            overturned=undone[rule.code],
            minutes=minutes.get(rule.code, Decimal(0)),
        )
        for rule in INDICATORS
    }


def screened_days(first: date, last: date) -> Any:
    """The counts by lane of some days, both included; not those of the drawing beside them."""
    return DayCount.objects.filter(day__range=(first, last), channel__in=list(CHANNELS))


def _moment(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _reviewed(begin: datetime, end: datetime) -> Any:
    return Alert.objects.filter(case__reviewed_at__gte=begin, case__reviewed_at__lt=end).exclude(
        verdict=""
    )


def _verdicts(begin: datetime, end: datetime) -> tuple[Counter[str], Counter[str]]:
    """Hits that were right and wrong: alerts of reviewed cases, and inspected declarations."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for rule, verdict in _reviewed(begin, end).values_list("rule", "verdict"):
        (right if verdict == CONFIRMED else wrong)[rule] += 1
    found = Hold.objects.filter(
        found_at__gte=begin, found_at__lt=end, result__in=list(INSPECTED), inventory_id__gt=0
    )
    results = dict(found.values_list("inventory_id", "result"))
    for inventory, codes in hit_codes(results).items():
        judged = right if INSPECTED[results[inventory]] == CONFIRMED else wrong
        judged.update(codes)
    return right, wrong


def hit_codes(inventories: Iterable[int]) -> dict[int, set[str]]:
    """The rules that hit some declarations, in any of their screenings."""
    found: dict[int, set[str]] = {}
    rows: Any = Screening.objects.filter(inventory_id__in=list(inventories), hits__isnull=False)
    for inventory, hits in rows.values_list("inventory_id", "hits"):
        found.setdefault(inventory, set()).update(hit["r"] for hit in hits)
    return found


def _measures(begin: datetime, end: datetime) -> tuple[Counter[str], Counter[str]]:
    """Measures that officers took because of a rule, and those that the review undid."""
    decided: Counter[str] = Counter()
    undone: Counter[str] = Counter()
    rows: Any = _reviewed(begin, end).exclude(case__measure__in=["", "none"])
    for rule, verdict in rows.values_list("rule", "verdict"):
        decided[rule] += 1
        undone[rule] += verdict != CONFIRMED
    return decided, undone


def _minutes(begin: datetime, end: datetime, each: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Officers' minutes on the declarations that a rule hit, by rule."""
    spent: dict[str, Decimal] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HITS_BY_LANE, [first_id_of(begin), first_id_of(end)])
        for code, lane, count in cursor:
            spent[code] = spent.get(code, Decimal(0)) + count * each.get(lane, Decimal(0))
    return spent


def _work(day: date, name: str) -> str:
    return rule_settings(on=day).get(WORK, {}).get(name, WORK_PARAMETERS[name].initial)
