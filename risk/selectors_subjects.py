"""Subjects other than firms (people, telephones, addresses, goods, countries …) over the plans'
five types: what rules raised of each, and the alerts about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q, Sum

from enterprises.viewers import Viewer
from risk.models import Alert, Raised
from risk.rules.cases.states import OPEN
from risk.rules.indicators import INDICATORS
from risk.rules.subjects import ENTERPRISE
from risk.selectors_screening import PROFILE_DAYS, AreaRisk, areas_of

MOST = 100


@dataclass(frozen=True, slots=True)
class SubjectRisk:
    """A subject with its five types, the signals of rules and the alerts, the newest first.
    ``label`` is what officers read, personal values masked; empty where nobody named it."""

    kind: str
    key: str
    label: str
    areas: tuple[AreaRisk, ...]
    raised: tuple[Raised, ...]
    alerts: tuple[Alert, ...]


def riskiest_subjects(viewer: Viewer, *, kind: str, at: datetime) -> list[dict[str, Any]]:
    """The subjects that rules raised most within 30 days; ``kind`` one kind, empty for all but
    firms."""
    rows = Raised.objects.visible_to(viewer).filter(last_at__gte=_since(at))
    rows = rows.filter(subject_kind=kind) if kind else rows.exclude(subject_kind=ENTERPRISE)
    grouped = rows.values("subject_kind", "subject_key").annotate(
        hits=Sum("count"), score=Max("score"), last=Max("last_at")
    )
    return list(grouped.order_by("-hits", "subject_key")[:MOST])


def subject_profile(viewer: Viewer, kind: str, key: str, *, at: datetime) -> SubjectRisk | None:
    """One subject: signals of 30 days, alerts of 30 days and of open cases. None when the viewer
    sees nothing about it."""
    of_it = {"subject_kind": kind, "subject_key": key}
    # By rule, since that is how the rows are found fast: there are few rules and many subjects.
    raised = Raised.objects.visible_to(viewer).filter(
        rule__in=[one.code for one in INDICATORS], last_at__gte=_since(at), **of_it
    )
    fresh = Q(last_at__gte=_since(at)) | Q(case__status__in=sorted(OPEN))
    alerts = Alert.objects.visible_to(viewer).filter(fresh, **of_it)
    signals = tuple(raised.order_by("-last_at")[:MOST])
    told = tuple(alerts.select_related("case").order_by("-last_at")[:MOST])
    if not (signals or told):
        return None
    found: dict[str, list[Any]] = {}
    for row in signals:
        known = found.setdefault(row.rule, [0, 0.0])
        known[0] += row.count
        known[1] = max(known[1], row.score / 100)
    label = next((alert.subject_label for alert in told if alert.subject_label), "")
    return SubjectRisk(kind, key, label, tuple(areas_of(found)), signals, told)


def _since(at: datetime) -> datetime:
    return at - timedelta(days=PROFILE_DAYS)
