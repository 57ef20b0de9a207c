"""Unusual days of enterprises, once a night: yesterday beside the days before it."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localdate, make_aware

from accounts.facts import SystemActor
from enterprises.models import Enterprise
from risk.models import ModelVersion
from risk.outliers import Unusual, unusual
from risk.rules.laboratory_parameters import FAR, LEAST_DECLARATIONS, LOOK_BACK
from risk.rules.laboratory_parameters import OUTLIERS as SETTINGS
from risk.rules.models import MODELS, OUTLIERS
from risk.rules.subjects import of_enterprise
from risk.services.models.register import at_work, settings_of
from risk.services.signals import collect

BY: Final = SystemActor("risk_outliers")
RULE: Final = "MODEL-OUTLIERS"
FLOORS: Final = {"declarations": 10.0, "hit_share": 0.02, "mean_score": 2.0}
"""Smallest spreads that count, in declarations, as a share, in points."""
_DAYS: Final = """
SELECT enterprise_id, (at AT TIME ZONE 'Asia/Shanghai')::date, count(*),
    avg((hits IS NOT NULL)::int)::float8, avg(score)::float8
FROM risk_screening WHERE at >= %s AND at < %s AND enterprise_id IS NOT NULL GROUP BY 1, 2
"""

Days = dict[date, dict[str, float]]


def look_at_days(*, at: datetime) -> int:
    """Hold yesterday of every enterprise against its days before; returns how many signals were
    raised. Running it again on the same day raises nothing twice; 0 while the model rests."""
    model = at_work(OUTLIERS)
    if model is None:
        return 0
    day = localdate(at) - timedelta(days=1)
    told = settings_of(SETTINGS, day)
    raised = 0
    with transaction.atomic():
        for firm, days in _days(day, int(told[LOOK_BACK])).items():
            own = days.pop(day, None)
            if own is None or own["declarations"] < int(told[LEAST_DECLARATIONS]):
                continue
            before = {name: [one[name] for one in days.values()] for name in own}
            found = unusual(own, before, limit=float(told[FAR]), floors=FLOORS)
            if found:
                _tell(firm, found, model, day, at)
                raised += 1
        rows = ModelVersion.objects.filter(pk=model.pk)
        rows.update(ran_at=at, raised=F("raised") + raised)
    return raised


def _days(day: date, back: int) -> dict[int, Days]:
    """By enterprise: the figures of a day and of the days before on which it declared anything."""
    begin, end = (
        make_aware(datetime.combine(moment, time.min))
        for moment in (day - timedelta(days=back), day + timedelta(days=1))
    )
    found: dict[int, Days] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, [begin, end])
        for firm, own, count, hits, score in cursor:
            figures = {"declarations": float(count), "hit_share": hits, "mean_score": score}
            found[firm][own] = figures
    return found


def _tell(firm: int, found: list[Unusual], model: ModelVersion, day: date, at: datetime) -> None:
    row = Enterprise.objects.filter(pk=firm).first()
    if row is None:
        return
    kind = MODELS[OUTLIERS]
    evidence: dict[str, Any] = {
        "model": f"{model}",
        "day": day.isoformat(),
        "features": {
            one.feature: {"value": round(one.value, 4), "usual": round(one.usual, 4)}
            for one in found
        },
    }
    collect(
        type=kind.type,
        rule=RULE,
        subject=of_enterprise(row.pk, row.name),
        level=kind.level,
        score=Decimal(min(99, round(40 + found[0].distance))),
        source="model",
        evidence=evidence,
        reference=f"{firm}/{day.isoformat()}",
        by=BY,
        at=at,
    )
