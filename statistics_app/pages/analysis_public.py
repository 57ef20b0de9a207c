"""Published analysis reports for anybody: the list, one report, its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from statistics_app.analysis_files import FILES, name_of, title_of
from statistics_app.models import AnalysisReport
from statistics_app.pages.amounts import index, said
from statistics_app.pages.analysis_view import shown_report
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.selectors_analysis import published, rounds_of
from zone_portal.framework.public_pages import PublicPage, public_file


class PublishedAnalyses(PublicPage):
    """The last round of every report."""

    template_name = "statistics/analysis_public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "rows": [
                {
                    "it": row,
                    "url": reverse("statistics:analysis_published", args=[row.pk]),
                    "title": title_of(row)[index()],
                    "stage": said(STAGES[row.stage]),
                }
                for row in published()
            ]
        }


class PublishedAnalysis(PublicPage):
    """One report as it was published."""

    template_name = "statistics/analysis_published.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = _published(kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "report": row,
            "shown": shown_report(row),
            "rounds": [
                {
                    "it": one,
                    "url": reverse("statistics:analysis_published", args=[one.pk]),
                    "stage": said(STAGES[one.stage]),
                }
                for one in rounds_of(row)
            ],
            "files": [
                {
                    "ending": ending.upper(),
                    "url": reverse("statistics:analysis_file", args=[row.pk, ending]),
                }
                for ending in FILES
            ],
            "crumbs": [
                {"url": reverse("statistics:analysis_public"), "label": _("统计分析报告")},
                {"url": "", "label": f"{row.first:%Y-%m}"},
            ],
        }


class AnalysisFile(PublicPage):
    """One report as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = _published(kwargs["pk"])
        return public_file(row, name_of(row), kwargs["ending"], FILES)


def _published(pk: int) -> AnalysisReport:
    rows = AnalysisReport.objects.published().select_related("template")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
