"""Distribution, movements between grades and their causes, by park, kind, size and mode."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from credit.pages.sharing_base import CreditPage, said
from credit.pages.simulations import GROUP_NAMES, group_name, matrix
from credit.rules.indicators import INDICATORS
from credit.rules.model_definition import read_definition
from credit.scoring import CAP
from credit.selectors import model_on
from credit.selectors_analysis import GROUPS, causes, distribution, migration, rated_days
from zone_portal.kernel.periods import parse_day


class AnalysisPage(CreditPage):
    """For officials, within their sites; figures only, no enterprise by name."""

    template_name = "credit/analysis.html"

    def may_open(self) -> None:
        if not self.viewer.is_official or not self.viewer.departments:
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        by = asked.get("by", "site")
        by = by if by in GROUPS else "site"
        today = timezone.localdate(self.now)
        groups = distribution(self.viewer, by, today)
        days = rated_days(self.viewer)
        after = parse_day(asked.get("after", "")) or (days[0] if days else None)
        before = parse_day(asked.get("before", "")) or (days[1] if len(days) > 1 else None)
        compared = bool(before and after and before < after)
        model = model_on(today)
        grades = [band.grade for band in read_definition(model.definition).bands] if model else []
        return super().get_context_data(**kwargs) | {
            "by": by,
            "choices": [{"code": code, "name": said(GROUP_NAMES[code])} for code in GROUPS],
            "grades": grades,
            "rows": [
                {
                    "name": group_name(by, group.name),
                    "cells": [group.after(grade) for grade in grades],
                    "total": group.total,
                }
                for group in groups
            ],
            "days": days,
            "before": before,
            "after": after,
            "compared": compared,
            "table": matrix(migration(self.viewer, by, before, after), by)
            if compared and before and after
            else None,
            "causes": [
                (title, [_cause(row) for row in causes(self.viewer, before, after, down=down)])
                for title, down in (("down", True), ("up", False))
            ]
            if compared and before and after
            else [],
        }


def _cause(row: Any) -> dict[str, Any]:
    known = INDICATORS.get(row.indicator)
    name = said(known.title) if known else row.indicator.removeprefix(CAP)
    return {"name": name, "code": row.indicator, "points": row.points / 100, "count": row.subjects}
