"""How an enterprise is served in reviews: its level, and until when a stage must be decided."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from enterprises.models import ServiceLevel
from enterprises.rules.forms import Form
from enterprises.rules.parameters import PRIORITY_REVIEW_DAYS
from enterprises.rules.service_levels import STANDARD, review_days
from enterprises.selectors_filings.values import filing_settings
from reference.selectors import add_working_days


def service_level(enterprise_id: int, *, on: date) -> str:
    """``priority``, ``standard`` or ``strict`` on a day."""
    rows = _in_force(on).filter(enterprise_id=enterprise_id)
    return str(rows.values_list("level", flat=True).first() or STANDARD)


def service_level_of_row(enterprise: str, *, on: date) -> Subquery:
    """The same as an annotation, for a row whose column ``enterprise`` names it; null: standard."""
    return Subquery(_in_force(on).filter(enterprise_id=OuterRef(enterprise)).values("level")[:1])


def review_due(form: Form, enterprise_id: int, *, on: date) -> date:
    """Until when a stage that begins on ``on`` must be decided."""
    given = filing_settings(on=on)
    days = review_days(
        int(given[form.review_days_parameter]),
        int(given[PRIORITY_REVIEW_DAYS]),
        service_level(enterprise_id, on=on),
    )
    return add_working_days(on, days)


def _in_force(on: date) -> Any:
    return ServiceLevel.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on
    ).order_by("-from_date", "-id")
