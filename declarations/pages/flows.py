"""The report of flows: what went through each, with the list that every figure was counted from."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from declarations import gateway
from declarations.flow_report import MOST_DAYS, FlowCount, count_flows
from declarations.pages.labels import DIRECTIONS
from declarations.pages.mode_words import flow_words, said
from enterprises.viewers import viewer_for
from zone_portal.framework.exporting import csv_response
from zone_portal.framework.pages import SignedInPage
from zone_portal.kernel.periods import parse_day

DAYS = 30
COUNTS = (
    "declared", "matched", "mismatched", "waiting", "forwarded", "released", "held", "rejected",
    "simplified", "summarised",
)  # fmt: skip


class Flows(SignedInPage):
    """Counts of each flow and mode in a period; ``?format=csv`` gives a file."""

    template_name = "declarations/flows.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("format") == "csv":
            first, last = self._period()
            return _file(self._rows(first, last))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first, last = self._period()
        rows = self._rows(first, last)
        return super().get_context_data(**kwargs) | {
            "first": first,
            "last": last,
            "most_days": MOST_DAYS,
            "simulated": gateway.is_simulated(),
            "flows": [
                {
                    "name": flow_words(flow) if flow else _("未登记的监管方式"),
                    "modes": [_shown(row, first, last) for row in own],
                }
                for flow, own in groupby(rows, key=lambda row: row.flow)
            ],
        }

    def _period(self) -> tuple[date, date]:
        last = parse_day(self.request.GET.get("to", "")) or localdate()
        first = parse_day(self.request.GET.get("from", "")) or last - timedelta(days=DAYS - 1)
        return max(min(first, last), last - timedelta(days=MOST_DAYS - 1)), last

    def _rows(self, first: date, last: date) -> list[FlowCount]:
        return count_flows(viewer_for(self.request.user), first=first, last=last)


def _shown(row: FlowCount, first: date, last: date) -> dict[str, Any]:
    listed = (
        f"{reverse('declarations:inventories')}?mode={row.mode}&direction={row.direction}"
        f"&from={first.isoformat()}&to={last.isoformat()}"
    )
    return {
        "row": row,
        "title": f"{row.mode} {DIRECTIONS[row.direction]}",
        "name": said(row.name),
        "url": reverse("declarations:mode", args=[row.direction, row.mode]) if row.flow else "",
        "listed": listed,
        "share": 100 * row.matched / row.declared if row.declared else None,
        "is_export": row.direction == "export",
    }


def _file(rows: list[FlowCount]) -> HttpResponseBase:
    head = [
        _("业务流程"), _("监管方式"), _("进出口"), _("申报"), _("对碰一致"), _("不一致"),
        _("等待单证"),
        _("已报送海关"), _("放行"), _("扣留或查验中"), _("退单"), _("A 简化申报"), _("B 汇总申报"),
        _("接收至放行中位数（秒）"),
    ]  # fmt: skip
    lines = (
        [
            flow_words(row.flow) if row.flow else "",
            row.mode,
            str(DIRECTIONS[row.direction]),
            *(getattr(row, name) for name in COUNTS),
            "" if row.median is None else round(row.median),
        ]
        for row in rows
    )
    return csv_response(f"flows-{localdate():%Y%m%d}", head, lines)
