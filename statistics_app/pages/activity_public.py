"""The published activity index for anybody: its course, one month, its method, its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reference.selectors import rule_settings
from statistics_app.activity_files import FILES
from statistics_app.models import IndexRound
from statistics_app.pages.activity_view import (
    course,
    months,
    shown_index,
    shown_limits,
    shown_method,
)
from statistics_app.pages.amounts import said
from statistics_app.rules.activity.parameters import limits_in
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.selectors_activity import released_methods, rounds_of, series
from zone_portal.framework.public_pages import PublicPage


class PublishedActivity(PublicPage):
    """The latest month, the course of all, where the data are."""

    template_name = "statistics/activity_public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = series()
        return super().get_context_data(**kwargs) | {
            "latest": shown_index(rows[0]) if rows else None,
            "latest_url": _address(rows[0]) if rows else "",
            "chart": course(rows[::-1]),
            "rows": months(rows, _address),
            "files": _files(),
            "api": reverse("statistics-activity-index"),
        }


class PublishedActivityMonth(PublicPage):
    """One month as it was published, with its earlier and later rounds."""

    template_name = "statistics/activity_month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = IndexRound.objects.published().filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "round": row,
            "shown": shown_index(row),
            "rounds": [
                {"it": one, "url": _address(one), "stage": said(STAGES[one.stage])}
                for one in rounds_of(row.month)
            ],
            "bulletin_url": reverse("statistics:bulletin_public", args=[row.bulletin_id]),
            "api": reverse("statistics-activity-month", args=[row.pk]),
            "crumbs": [
                {"url": reverse("statistics:activity_public"), "label": _("活跃度指数")},
                {"url": "", "label": f"{row.month:%Y-%m}"},
            ],
        }


class ActivityMethodology(PublicPage):
    """How the index is made: formula, weights, sources, limits; every method that was in use."""

    template_name = "statistics/activity_methodology.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "methods": [shown_method(row) for row in released_methods()],
            "limits": shown_limits(limits_in(rule_settings(on=timezone.localdate()))),
            "crumbs": [
                {"url": reverse("statistics:activity_public"), "label": _("活跃度指数")},
                {"url": "", "label": _("编制方法")},
            ],
        }


class ActivityFile(PublicPage):
    """The series, or the parts of every month, as CSV."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        make = FILES.get(kwargs["code"])
        if make is None:
            raise Http404
        response = HttpResponse(
            make(series(newest_first=False)), content_type="text/csv; charset=utf-8"
        )
        name = f"activity-index-{kwargs['code']}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _address(row: IndexRound) -> str:
    return reverse("statistics:activity_month", args=[row.pk])


def _files() -> list[dict[str, str]]:
    names = {"series": _("各月指数 CSV"), "parts": _("指标贡献 CSV")}
    return [
        {"name": names[what], "url": reverse("statistics:activity_file", args=[what])}
        for what in FILES
    ]
