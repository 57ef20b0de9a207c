"""The dashboards: one page for the zone office, a department, a site, a park, a firm; each sees its
own figures, and the records behind them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final, cast

from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from enterprises.viewers import Viewer, viewer_for
from statistics_app.asking import Asked, asked
from statistics_app.constants import COVERAGES, KINDS
from statistics_app.pages.amounts import (
    country_name,
    customs_name,
    mode_name,
    said,
    section_label,
)
from statistics_app.pages.panels import Tile, chips, counted_note, link, panels, tiles, value_tile
from statistics_app.rules.goods import SECTIONS
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.indicators.base import BLOCKS, DIMENSIONS, UNITS
from statistics_app.selectors_dashboard import (
    Dashboard,
    Place,
    Standing,
    after,
    customs_seen,
    dashboard,
    firm_names,
    records,
)
from statistics_app.selectors_figures import counted, total
from statistics_app.selectors_indicators import values_of
from statistics_app.selectors_screen import strip
from zone_portal.framework.pages import SignedInPage
from zone_portal.kernel.errors import PortalError

PAGE = 50
TILES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "tax": ("IND-SCALE-08", "IND-EFF-05"),
    "fx": ("IND-FIN-01",),
    "post": ("IND-SCALE-05",),
}
"""Department → the indicators that its dashboard shows beside those of all."""
ON_SCREEN = frozenset({"trend", "mode", "country", "chapter", "site"})


class FiguresPage(SignedInPage):
    """A page of figures for the person who is signed in."""

    viewer: Viewer
    wanted: Asked

    @property
    def person(self) -> User:
        """Who is signed in."""
        return cast(User, self.request.user)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.viewer = viewer_for(request.user)
        self.wanted = asked(
            request.POST if request.method == "POST" else request.GET, today=localdate()
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A coverage that the cells do not hold is refused with the reason, not replaced."""
        try:
            return super().get(request, *args, **kwargs)
        except PortalError as refusal:
            said_why = refusal.text(get_language() or "zh")
            context = {"refusal": said_why, "back": link(self.wanted, coverage="")}
            return render(request, "statistics/refused.html", context, status=422)

    def as_counted(self) -> Asked:
        """What is asked for, with the day until which it is counted."""
        return replace(self.wanted, counted=counted().until)

    def whose(self) -> str:
        """Whose figures these are."""
        if self.viewer.sees_all:
            return _("全综试区")
        return _("所辖平台") if self.viewer.is_official else _("本企业")


class Figures(FiguresPage):
    """Tiles and panels for the term and filters of the address."""

    template_name = "statistics/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = dashboard(self.viewer, self.wanted)
        return super().get_context_data(**kwargs) | {
            "whose": self.whose(),
            "wanted": shown.asked,
            "counted": counted_note(shown.asked),
            "coverage": said(COVERAGES[self.wanted.cut.coverage]),
            "tiles": [*tiles(shown), *self._tiles_of_department()],
            "panels": panels(shown),
            "chips": chips(self.wanted),
            "warnings": warnings(shown),
            "standing": shown.standing,
            "choices": choices(shown.asked, self.viewer),
            "query": self.wanted.query(),
            "records_url": link(self.wanted, "records"),
            "values_url": link(self.wanted, "values"),
        }

    def _tiles_of_department(self) -> list[Tile]:
        """What a department looks after, in renminbi."""
        codes = [
            code for name in sorted(self.viewer.departments) for code in TILES_OF.get(name, ())
        ]
        found = values_of(
            codes, self.wanted.term, self.wanted.cut, currency="rmb", viewer=self.viewer
        )
        return [value_tile(value, self.wanted) for value in found]


class Screen(FiguresPage):
    """The large screen for the hall: today's lists and alerts, and this year's figures, read from
    across a room. It asks anew for what it was opened with."""

    template_name = "statistics/screen.html"
    fragment_name = "statistics/screen_figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = dashboard(self.viewer, self.wanted)
        return super().get_context_data(**kwargs) | {
            "whose": self.whose(),
            "wanted": shown.asked,
            "counted": counted_note(shown.asked),
            "tiles": tiles(shown)[:4],
            "panels": [panel for panel in panels(shown) if panel.code in ON_SCREEN],
            "warnings": incomplete(shown),
            "pending": pending(shown.standing),
            "standing": shown.standing,
            "today": strip(self.viewer, at=timezone.now()),
            "address": self.request.get_full_path(),
        }


class Records(FiguresPage):
    """The bookings behind a figure, and the declarations they were made from."""

    template_name = "statistics/records.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = records(self.viewer, self.wanted)
        place = _place(self.request.GET.get("after", ""))
        found = list((after(rows, place) if place else rows)[: PAGE + 1])
        shown = found[:PAGE]
        names = firm_names([str(row.enterprise_id) for row in shown])
        older = ""
        if len(found) > PAGE:
            last = shown[-1]
            written = f"{last.inventory_id}.{last.source}.{last.gnum}"
            older = link(self.wanted, "records", after=written)
        sums = total(self.wanted.cut, self.wanted.term, viewer=self.viewer)
        return super().get_context_data(**kwargs) | {
            "wanted": self.wanted,
            "chips": chips(self.wanted),
            "rows": [_record(row, names) for row in shown],
            "sums": {
                "tickets": int(sums.get("tickets")),
                "rmb": sums.rmb,
                "usd": sums.usd,
                "tax": sums.get("tax") - sums.get("returned_tax"),
                "lacks_rmb": int(sums.get("unrated")),
                "lacks_usd": int(sums.get("unrated_usd")),
            },
            "older": older,
            "query": self.wanted.query(),
            "back": link(self.wanted),
        }


class Indicators(SignedInPage):
    """The dictionary of indicators."""

    template_name = "statistics/indicators.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        blocks = [
            {
                "name": said(name),
                "rows": [
                    {
                        "it": one,
                        "title": said(one.title),
                        "unit": said(UNITS[one.unit]),
                        "numerator": said(one.numerator),
                        "denominator": said(one.denominator),
                        "caveat": said(one.caveat),
                        "coverages": " · ".join(one.coverages),
                        "dimensions": _("、").join(
                            said(DIMENSIONS[name]) for name in one.dimensions
                        ),
                    }
                    for one in INDICATORS.values()
                    if one.block == block
                ],
            }
            for block, name in BLOCKS.items()
        ]
        return super().get_context_data(**kwargs) | {"blocks": blocks}


def warnings(shown: Dashboard) -> list[str]:
    """What keeps the figures from being complete, and what is still to be counted."""
    told = pending(shown.standing)
    return [*incomplete(shown), told] if told else incomplete(shown)


def pending(standing: Standing) -> str:
    """What the night will count; empty for nothing."""
    if not standing.due:
        return ""
    return _("另有 %(count)s 份清单的变化待今夜入账。") % {"count": f"{standing.due:,}"}


def incomplete(shown: Dashboard) -> list[str]:
    """What keeps the figures from being published."""
    now, base = shown.now[""], shown.base[""]
    currency, standing = shown.asked.currency, shown.standing
    found: list[str] = []
    if missing := int(now.get("unrated")):
        found.append(
            _("有 %(count)s 项商品缺计征汇率，金额不完整，不得公布。") % {"count": f"{missing:,}"}
        )
    if currency == "usd" and now.get("unrated_usd"):
        words = _("未录入统计汇率或缺计征汇率的月份：%(months)s。美元金额不完整，不得公布。")
        found.append(words % {"months": _months(standing.months_without_rate)})
    if missing := int(base.get("unrated")):
        words = _("对比期有 %(count)s 项商品缺计征汇率，金额不完整，不计算增速。")
        found.append(words % {"count": f"{missing:,}"})
    elif base.lacks_rates(currency):
        words = _("对比期未录入统计汇率的月份：%(months)s。其美元金额不完整，不计算增速。")
        found.append(words % {"months": _months(standing.base_without_rate)})
    return found


def _months(days: tuple[date, ...]) -> str:
    return ", ".join(f"{day:%Y-%m}" for day in days)


def _place(text: str) -> Place | None:
    """Where the page before ended; None for what is no place."""
    found = re.fullmatch(r"(\d{1,19})\.(-?\d{1,19})\.(\d{1,9})", text, re.ASCII)
    if found is None:
        return None
    inventory_id, source, gnum = (int(number) for number in found.groups())
    most = 2**63 - 1
    return min(inventory_id, most), max(min(source, most), -most), gnum


def _record(row: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "row": row,
        "firm": names.get(str(row.enterprise_id), row.firm),
        "mode": mode_name(row.mode),
        "country": country_name(row.country),
        "is_return": row.source != 0,
    }


def choices(wanted: Asked, viewer: Viewer) -> dict[str, Any]:
    """What the form of the period offers."""
    offices = customs_seen(viewer, wanted.term)
    codes = {*offices, *(code[:2] for code in offices)} | ({wanted.cut.customs} - {""})
    return {
        "kinds": [(code, said(words)) for code, words in KINDS.items() if code != "other"],
        "coverages": [(code, said(COVERAGES[code])) for code in ("A", "C")],
        "sections": [(code, section_label(code)) for code, *_rest in SECTIONS],
        "customs": [(code, customs_name(code)) for code in sorted(codes)],
        "first": f"{wanted.term.first:%Y-%m}",
        "last": f"{wanted.term.last:%Y-%m}",
    }
