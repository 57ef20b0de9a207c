"""Series of credit, market, country and compliance risk: the list, one with values and limits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from risk import selectors_column as column
from risk.models import Series, SeriesThreshold
from risk.models.column_querysets import keeps_column
from risk.pages.articles import level_label
from risk.pages.column_forms import SeriesForm, ThresholdForm, ValueForm
from risk.pages.matter import FORBIDDEN, NOT_FOUND, FormPage, RiskOfficePage, Table, status_of
from risk.pages.matter_forms import country_name, said, shown
from risk.pages.matter_list import WRITERS, RiskList, WordsFilter
from risk.rules.column.series import TESTS
from risk.rules.column.words import SERIES_KINDS
from risk.services.column import series as services
from zone_portal.framework.lists import (
    Field,
    ListRow,
    choice_filter,
    text_filter,
)
from zone_portal.kernel.errors import PortalError

MOST_DRAWN: Final = 60


class SeriesFilter(WordsFilter):
    """Filters of the list."""

    q = text_filter(gettext_lazy("名称或代码"), 100)
    kind = choice_filter(gettext_lazy("种类"), [])
    words = {"kind": SERIES_KINDS}


class SeriesListPage(RiskList):
    """All series with their latest value."""

    title = gettext_lazy("风险监测序列")
    form_class = SeriesFilter
    file_name = "risk-series"
    empty_title = gettext_lazy("还没有监测序列")
    empty_text = gettext_lazy("建立序列并设置阈值后，达到阈值的数值会产生风险信号。")
    columns = (
        Field("code", gettext_lazy("代码"), form="link"),
        Field("name", gettext_lazy("名称")),
        Field("kind", gettext_lazy("种类")),
        Field("country", gettext_lazy("国家（地区）")),
        Field("latest", gettext_lazy("最新数值"), numeric=True),
        Field("on", gettext_lazy("日期"), form="code"),
        Field("level", gettext_lazy("触发级别"), form="state"),
    )

    def allowed(self) -> bool:
        return keeps_column(self.viewer)

    def rows(self, form: SeriesFilter) -> Any:
        return column.series(self.viewer, form.chosen())

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:series", args=[row.pk]),
                {
                    "code": row.code,
                    "name": said((row.zh, row.en)),
                    "kind": said(SERIES_KINDS[row.kind]),
                    "country": country_name(row.country) if row.country else "",
                    "latest": "" if row.latest is None else f"{shown(row.latest)} {row.unit}",
                    "on": row.latest_on.isoformat() if row.latest_on else "",
                    "level": level_label(row.latest_level) if row.latest_level else "",
                },
            )
            for row in rows
        ]

    def action(self) -> dict[str, Any]:
        if not self.handles():
            return {}
        return {"url": reverse("risk:series_new"), "label": _("建立序列")}


class NewSeriesPage(FormPage):
    """Set a series up."""

    form_class = SeriesForm
    title = gettext_lazy("建立监测序列")
    button = gettext_lazy("建立")
    crumb = (gettext_lazy("风险监测序列"), "risk:series_list")

    def may_open(self) -> None:
        if not keeps_column(self.viewer) or not self.viewer.roles & WRITERS:
            raise PermissionDenied

    def save(self, values: Mapping[str, Any]) -> str:
        row = services.set_up(new=services.NewSeries(**values), **self.deed())
        return reverse("risk:series", args=[row.pk])


class SeriesPage(RiskOfficePage):
    """One series: its values as a line and a table, its limits, and what may be entered."""

    template_name = "risk/series.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row()
        values = column.values_of(row)
        return super().get_context_data(**kwargs) | {
            "row": row,
            "title": said((row.zh, row.en)),
            "kind": said(SERIES_KINDS[row.kind]),
            "country": country_name(row.country) if row.country else "—",
            "chart": _chart(row, values),
            "values": Table(
                _("数值"),
                (_("日期"), _("数值"), _("触发级别"), _("登记人")),
                [
                    [
                        one.on_date.isoformat(),
                        shown(one.value),
                        level_label(one.level) if one.level else "—",
                        one.recorded_by_label,
                    ]
                    for one in values
                ],
                _("还没有数值"),
                _("登记第一个数值后显示走势。"),
            ),
            "thresholds": Table(
                _("阈值"),
                (_("条件"), _("预警级别"), _("起始日期"), _("终止日期"), _("设置人")),
                [_limit(one) for one in column.thresholds_of(row)],
                _("还没有阈值"),
                _("没有阈值时，任何数值都不产生信号。"),
            ),
            "value_form": kwargs.get("value") or ValueForm(initial={"on": self.today}),
            "threshold_form": kwargs.get("threshold")
            or ThresholdForm(initial={"from_date": self.today}),
            "failed": kwargs.get("value") or kwargs.get("threshold"),
            "may_enter": bool(self.viewer.roles & WRITERS),
            "may_limit": "supervisor" in self.viewer.roles,
            "crumbs": [
                {"url": reverse("risk:series_list"), "label": _("风险监测序列")},
                {"url": "", "label": row.code},
            ],
        }

    def row(self) -> Series:
        """The series.

        :raises Http404: when there is none for this person.
        """
        found: Series | None = (
            Series.objects.visible_to(self.viewer).filter(pk=self.kwargs["pk"]).first()
        )
        if found is None:
            raise Http404
        return found

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.row()
        name = "threshold" if request.POST.get("deed") == "threshold" else "value"
        form = ThresholdForm(request.POST) if name == "threshold" else ValueForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                told = self._enter(name, pk, form.cleaned_data)
            except PortalError as refusal:
                status = status_of(refusal)
                if status in {FORBIDDEN, NOT_FOUND}:
                    raise
                form.refuse(refusal)
            else:
                messages.success(request, told)
                return redirect("risk:series", pk=pk)
        return self.render_to_response(self.get_context_data(**{name: form}), status=status)

    def _enter(self, name: str, pk: int, values: Mapping[str, Any]) -> str:
        if name == "threshold":
            services.set_threshold(series_id=pk, **values, **self.deed())
            return _("已设置阈值。")
        crossed = services.record_value(series_id=pk, **values, **self.deed())
        if crossed is None:
            return _("已登记。")
        return _("已登记，达到阈值并产生了风险信号。")


def _limit(row: SeriesThreshold) -> list[Any]:
    return [
        f"{said(TESTS[row.test])} {shown(row.limit)}",
        level_label(row.level),
        row.from_date.isoformat(),
        row.to_date.isoformat() if row.to_date else _("施行中"),
        row.set_by_label,
    ]


def _chart(row: Series, values: Sequence[Any]) -> dict[str, Any] | None:
    drawn = list(reversed(values[:MOST_DRAWN]))
    if len(drawn) < 2:
        return None
    return {
        "summary": said((row.zh, row.en)),
        "kind": "line",
        "labels": [one.on_date.isoformat() for one in drawn],
        "series": [
            {
                "name": said((row.zh, row.en)),
                "tone": "info",
                "values": [float(one.value) for one in drawn],
            }
        ],
    }
