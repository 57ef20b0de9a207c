"""Screened declarations: the list, one with all that led to its lane, and the part that stands on
the page of the declaration."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from risk import selectors_screening as found
from risk.constants import CHANNELS, REASONS
from risk.models import Screening
from risk.pages.case_lists import CHUNK, OfficialsList, fill
from risk.pages.matter import RiskOfficePage, officials_only
from risk.pages.matter_forms import said
from risk.pages.screening_words import (
    lane_label,
    level_label,
    named,
    reason_words,
    shown_hits,
    trader_words,
)
from zone_portal.framework.lists import Field, FilterForm, ListRow, choice_filter, text_filter
from zone_portal.framework.paging import keyset_page

KEY: Final = "inventory_id"


class ScreeningForm(FilterForm):
    """Filters of screenings."""

    channel = choice_filter(gettext_lazy("通道"), [])
    reason = choice_filter(gettext_lazy("选入原因"), [])
    number = text_filter(gettext_lazy("订单编号或企业内部编号"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lanes = ((code, said(words)) for code, words in CHANNELS.items())
        fill(self, "channel", [("", _("绿色以外")), ("all", _("全部")), *lanes])
        reasons = ((code, said(words)) for code, words in REASONS.items())
        fill(self, "reason", [("", _("全部")), *reasons])


class ScreeningsPage(OfficialsList):
    """The screenings that officials see, the newest declarations first."""

    title = gettext_lazy("风险筛查")
    form_class = ScreeningForm
    file_name = "risk-screenings"
    empty_title = gettext_lazy("没有筛查记录")
    empty_text = gettext_lazy("清单对碰一致后自动筛查；这里列出绿色通道以外的清单。")
    columns = (
        Field("number", gettext_lazy("订单编号"), form="link"),
        Field("channel", gettext_lazy("通道"), form="state"),
        Field("reason", gettext_lazy("选入原因")),
        Field("score", gettext_lazy("得分"), form="count"),
        Field("level", gettext_lazy("最高级别"), form="state"),
        Field("hits", gettext_lazy("命中规则"), form="code"),
        Field("firm", gettext_lazy("企业")),
        Field("at", gettext_lazy("筛查时间"), form="moment"),
    )

    def page(self, form: Any) -> Any:
        return keyset_page(self.rows(form), self.request.GET, key=KEY)

    def rows(self, form: Any) -> Any:
        return found.screenings(self.viewer, form.chosen())

    def chunks(self, form: Any) -> Iterator[Sequence[Any]]:
        rows = self.rows(form).order_by(f"-{KEY}")
        for start in range(0, rows.count(), CHUNK):
            yield rows[start : start + CHUNK]

    def lines(self, rows: Iterable[Screening]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:screening", args=[row.inventory_id]),
                {
                    "number": inventory.order_no if inventory else str(row.inventory_id),
                    "channel": lane_label(row.channel),
                    "reason": reason_words(row.reason),
                    "score": row.score,
                    "level": level_label(row.level) or "",
                    "hits": " ".join(hit["r"] for hit in row.hits or ()),
                    "firm": firm,
                    "at": row.at,
                },
            )
            for row, inventory, firm in found.with_numbers(rows)
        ]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("绿色以外"), ""),
            (_("红色通道"), "channel=red"),
            (_("黄色通道"), "channel=yellow"),
            (_("放行后核查"), "channel=audit"),
            (_("随机抽取"), "reason=chance"),
        ]


class ScreeningPage(RiskOfficePage):
    """One declaration: its lane, what led there, and earlier screenings."""

    template_name = "risk/screening.html"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = found.screenings_of(self.viewer, kwargs["pk"])
        if not rows:
            raise Http404(_("没有找到"))
        row, inventory, firm = found.with_numbers(rows[:1])[0]
        return super().get_context_data(**kwargs) | {
            "row": row,
            "number": inventory.order_no if inventory else str(row.inventory_id),
            "is_kept": inventory is not None,
            "firm": firm,
            "lane": lane_label(row.channel),
            "reason": reason_words(row.reason),
            "level": level_label(row.level),
            "hits": shown_hits(row),
            "silent": named(found.without_data(row)),
            "earlier": [(one, lane_label(one.channel)) for one in rows[1:]],
            "chance": row.chance * 100,
            "drawn": row.drawn * 100,
            "crumbs": [
                {"url": reverse("risk:screenings"), "label": _("风险筛查")},
                {"url": "", "label": inventory.order_no if inventory else str(row.inventory_id)},
            ],
        }


class LanePart(RiskOfficePage):
    """The lane of a declaration as a part of its page: officials see why, firms what they may."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_seen, row = found.lane_of(self.viewer, kwargs["pk"])
        if not is_seen:
            raise Http404(_("没有找到"))
        context: dict[str, Any] = {"row": row, "is_official": self.viewer.is_official}
        if row is not None and self.viewer.is_official:
            context |= {
                "lane": lane_label(row.channel),
                "reason": reason_words(row.reason),
                "hits": shown_hits(row),
            }
        elif row is not None:
            context["told"] = trader_words(row.channel)
        return render(request, "risk/lane.html", context)
