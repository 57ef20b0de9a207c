"""Analysis reports that anybody may read."""

from collections.abc import Iterable

from statistics_app.models import AnalysisReport


def published() -> Iterable[AnalysisReport]:
    """The last published round of every report, the newest period first."""
    rows = AnalysisReport.objects.published().select_related("template").defer("inputs")
    return rows.order_by("-first", "template__code", "-round").distinct("first", "template__code")


def rounds_of(row: AnalysisReport) -> Iterable[AnalysisReport]:
    """The published rounds of the same report, the first one first."""
    rows = AnalysisReport.objects.published().defer("inputs", "content")
    return rows.filter(template__code=row.template.code, first=row.first).order_by("round")
