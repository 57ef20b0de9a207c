"""The table of steps, owners and time limits per mode: one table for each version of a mode."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from declarations.models import CourseStandard
from declarations.rules.modes import Template, shipped

_KEY = ("mode", "direction", "source", "target")


@transaction.atomic
def load_standards(templates: Iterable[Template] | None = None) -> int:
    """Add the rows of steps that have none yet; what a zone set itself stays. Returns how many."""
    known = set(CourseStandard.objects.values_list(*_KEY))
    rows = [
        row
        for template in (shipped() if templates is None else templates)
        for row in standards_of(template)
        if tuple(getattr(row, name) for name in _KEY) not in known
    ]
    return len(CourseStandard.objects.bulk_create(rows))


def standards_of(template: Template) -> list[CourseStandard]:
    """The step table of one version, valid as long as the version is."""
    return [
        CourseStandard(
            mode=template.code,
            direction=template.direction,
            source=step.source,
            target=step.target,
            owner=step.owner,
            hours=step.hours,
            valid_from=template.valid_from,
            valid_to=template.valid_to,
            verified=template.verified and step.hours is not None,
            basis=step.basis or template.basis,
        )
        for step in template.steps
    ]


def replace_standards(template: Template, *, on: date) -> int:
    """Put the step table of a released version in the place of the one before, from its first day;
    ``on`` is that day. A version without a table leaves the one in force. Returns the rows added.
    """
    if not template.steps:
        return 0
    rows: Any = CourseStandard.objects
    own = rows.select_for_update().filter(mode=template.code, direction=template.direction)
    own.filter(valid_from__gte=on).delete()
    own.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).update(valid_to=on)
    return len(CourseStandard.objects.bulk_create(standards_of(template)))
