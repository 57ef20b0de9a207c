"""From a dashboard's facts to tiles and panels, each a chart and a table of the same figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from statistics_app.asking import Asked
from statistics_app.constants import COVERAGES, STEPS
from statistics_app.pages.amounts import (
    Rate,
    Unit,
    amount_text,
    chapter_name,
    country_name,
    customs_name,
    direction_name,
    heading_name,
    index,
    mode_name,
    points_text,
    rate_text,
    said,
    section_label,
    unit_for,
    written,
)
from statistics_app.rules.goods import section_of
from statistics_app.rules.growth import Growth, contribution, growth
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.indicators.base import DIMENSIONS
from statistics_app.rules.indicators.base import Asked as Provided
from statistics_app.rules.terms import Term, month, month_number, next_month
from statistics_app.selectors_dashboard import (
    MOST_ROWS,
    Dashboard,
    Row,
    firm_names,
    site_names,
)
from statistics_app.selectors_figures import NOTHING, Sums, added_up
from statistics_app.selectors_indicators import Value, not_kept
from zone_portal.framework.templatetags.portal import grouped, seconds, share

ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure, its definition, its change, and where its records are."""

    code: str
    name: str
    value: str
    definition: str
    url: str
    change: Rate | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a panel's table: its name leads deeper, its figures to the records."""

    name: str
    url: str
    records: str
    cells: tuple[str, ...]
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart and its table."""

    code: str
    title: str
    heading: tuple[str, ...]
    lines: tuple[Line, ...]
    chart: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    is_wide: bool = False

    @property
    def data_id(self) -> str:
        """The element that holds the chart's data."""
        return f"{self.code}-data"


def link(asked: Asked, page: str = "figures", /, **changed: str) -> str:
    """A page for the same question with other parameters; an empty one is left out."""
    query = {**asked.query(), **changed}
    return f"{reverse(f'statistics:{page}')}?{urlencode({k: v for k, v in query.items() if v})}"


def tiles(shown: Dashboard) -> list[Tile]:
    """The figures on top."""
    asked = shown.asked
    made = [
        _money_tile(shown, "IND-SCALE-01", "", asked),
        _money_tile(shown, "IND-SCALE-02", "E", asked),
        _money_tile(shown, "IND-SCALE-03", "I", asked),
        _tile("IND-SCALE-04", grouped(int(_all(shown).get("tickets"))), asked,
              rate_text(growth(_all(shown).get("tickets"), shown.base[""].get("tickets")))),
        _tile("IND-SCALE-06", grouped(shown.active[0]), asked,
              rate_text(growth(Decimal(shown.active[0]), Decimal(shown.active[1])))),
    ]  # fmt: skip
    whole = next((row for row in shown.steps if row.step == "whole"), None)
    p90 = f"P90 {seconds(whole.p90)}" if whole else ""
    if lost := not_kept(INDICATORS["IND-EFF-01"], asked.cut):
        words = _("、").join(said(DIMENSIONS[name]) for name in lost)
        p90 = _("不按%(what)s区分") % {"what": words}
    made.append(_tile("IND-EFF-01", seconds(whole.median if whole else None), asked, note=p90))
    tickets = _all(shown).get("tickets")
    for code, measure in (("IND-EFF-03", "direct"), ("IND-EFF-04", "inspected")):
        part = float(_all(shown).get(measure) / tickets) if tickets else None
        made.append(_tile(code, share(part), asked))
    return made


def value_tile(value: Value, asked: Asked) -> Tile:
    """An indicator that is not among those of all; why it has no figure, or of which coverage it
    is where that is not the page's, stands below it."""
    note, coverage = "", value.cut.coverage
    if value.value is None:
        note = said((value.problems[0].zh, value.problems[0].en))
    elif coverage != asked.cut.coverage:
        note = f"{coverage} {said(COVERAGES[coverage])}"
    tile = _tile(value.indicator.code, written(value), asked, note=note)
    if isinstance(value.indicator.formula, Provided):
        return replace(tile, url=f"{link(asked, 'values')}#{tile.code}")
    return tile


def _money_tile(shown: Dashboard, code: str, direction: str, asked: Asked) -> Tile:
    now, base = shown.now[direction], shown.base[direction]
    changed = {"direction": direction} if direction else {}
    return _tile(
        code,
        amount_text(now.net(asked.currency), asked.currency),
        asked,
        rate_text(_money_growth(now, base, asked.currency)),
        **changed,
    )


def _money_growth(now: Sums, base: Sums, currency: str) -> Growth:
    """Of net values; none where a rate is missing on either side."""
    incomplete = now.lacks_rates(currency) or base.lacks_rates(currency)
    return growth(now.net(currency), base.net(currency), incomplete=incomplete)


def _tile(
    code: str, value: str, asked: Asked, change: Rate | None = None, note: str = "", **more: str
) -> Tile:
    indicator = INDICATORS[code]
    definition = said(indicator.numerator)
    if indicator.denominator[0] != "—":
        definition = f"{definition} / {said(indicator.denominator)}"
    text = f"{indicator.known_as}. {definition}. {said(indicator.caveat)}".strip()
    url = link(asked, "records", **more)
    return Tile(code, said(indicator.title), value, text, url, change, note)


def _all(shown: Dashboard) -> Sums:
    return shown.now[""]


def panels(shown: Dashboard) -> list[Panel]:
    """The panels below the tiles, those without anything left out."""
    if not any(sums.get("tickets") for sums in (shown.now[""], shown.base[""])):
        return []
    found = [trend(shown), _modes(shown), _countries(shown), _sections(shown), _goods(shown)]
    found += [_sites(shown), _customs(shown), _firms(shown), _steps(shown)]
    return [panel for panel in found if panel.lines]


def trend(shown: Dashboard) -> Panel:
    """Exports and imports by month, or by day where one month is asked for."""
    asked = shown.asked
    days = _days(asked.shown, asked.by)
    before = _days(asked.base, asked.by)
    series = {
        direction: [_net(shown.trend.get((day, direction)), asked) for day in days]
        for direction in ("E", "I")
    }
    earlier = [
        sum((_net(shown.trend_base.get((day, way)), asked) for way in ("E", "I")), ZERO)
        for day in before
    ]
    unit = unit_for([*series["E"], *series["I"], *earlier], asked.currency)
    links = [_deeper(asked, day) for day in days]
    labels = [f"{day:%Y-%m}" if asked.by == "month" else f"{day:%m-%d}" for day in days]
    way = _("按月") if asked.by == "month" else _("按日")
    compared = _("上年同期合计") if asked.compare == "year" else _("上一期合计")
    lines = [
        Line(
            label,
            url,
            link(asked, "records", **_only(asked, day)),
            (
                f"{unit.of(series['E'][at]):,}",
                f"{unit.of(series['I'][at]):,}",
                f"{unit.of(earlier[at]):,}" if at < len(earlier) else "—",
            ),
        )
        for at, (day, label, url) in enumerate(zip(days, labels, links, strict=True))
    ]
    return Panel(
        "trend",
        f"{way} ({unit.name})",
        (_("月份") if asked.by == "month" else _("日期"), _("出口"), _("进口"), compared),
        tuple(lines),
        {
            "summary": _("出口和进口随时间的变化，可点击进入所选月份或记录。"),
            "kind": "line",
            "labels": labels,
            "links": links,
            "series": [
                _series(_("出口"), "ok", series["E"], unit),
                _series(_("进口"), "wait", series["I"], unit),
                {**_series(compared, "idle", earlier, unit), "dashed": True},
            ],
        },
        counted_note(asked) if asked.by == "month" else "",
        is_wide=True,
    )


def counted_note(asked: Asked) -> str:
    """How far an unfinished term goes, and with what it is compared."""
    if not asked.is_unfinished:
        return ""
    return _("截至 %(last)s，与 %(from)s 至 %(to)s 比较。") % {
        "last": asked.shown.last.isoformat(),
        "from": asked.base.first.isoformat(),
        "to": asked.base.last.isoformat(),
    }


def _series(name: str, tone: str, values: Sequence[Decimal], unit: Unit) -> dict[str, Any]:
    return {"name": name, "tone": tone, "values": [float(unit.of(value)) for value in values]}


def _net(sums: Sums | None, asked: Asked) -> Decimal:
    return (sums or NOTHING).net(asked.currency)


def _days(term: Term, by: str) -> list[date]:
    if by == "month":
        count = month_number(term.last) - month_number(term.first) + 1
        days = [term.first.replace(day=1)]
        while len(days) < count:
            days.append(next_month(days[-1]))
        return days
    return [date.fromordinal(n) for n in range(term.first.toordinal(), term.last.toordinal() + 1)]


def _only(asked: Asked, day: date) -> dict[str, str]:
    if asked.by == "month":
        return {"from": f"{day:%Y-%m}", "to": f"{day:%Y-%m}"}
    return {"from": day.isoformat(), "to": day.isoformat()}


def _deeper(asked: Asked, day: date) -> str:
    """From a month to its days; from a day to its records."""
    if asked.by == "month":
        term = month(day)
        return link(asked, **{"from": f"{term.first:%Y-%m}", "to": f"{term.first:%Y-%m}"})
    return link(asked, "records", **_only(asked, day))


def _modes(shown: Dashboard) -> Panel:
    return _ranked(shown, "mode", _("监管方式"), shown.modes, mode_name)


def _countries(shown: Dashboard) -> Panel:
    return _ranked(shown, "country", _("国家（地区）"), shown.countries, country_name)


def _goods(shown: Dashboard) -> Panel:
    if shown.asked.cut.chapters and not shown.asked.section:
        return _ranked(shown, "heading", _("商品品目"), shown.goods, heading_name)
    return _ranked(shown, "chapter", _("商品章"), shown.goods, chapter_name)


def _sections(shown: Dashboard) -> Panel:
    """The chapters added up; nothing to tell where goods are asked for already."""
    if shown.asked.cut.chapters or shown.asked.cut.headings:
        return Panel("section", "", (), ())
    parts: dict[str, list[Row]] = {}
    for row in shown.goods:
        parts.setdefault(section_of(row.key), []).append(row)
    rows = [
        Row(code, added_up(row.now for row in of), added_up(row.base for row in of))
        for code, of in parts.items()
    ]
    rows.sort(key=lambda row: (-row.now.net(shown.asked.currency), row.key))
    return _ranked(shown, "section", _("商品类"), rows, section_label)


def _customs(shown: Dashboard) -> Panel:
    return _ranked(shown, "customs", _("申报海关"), shown.customs, customs_name)


def _sites(shown: Dashboard) -> Panel:
    names = site_names([row.key for row in shown.sites], english=bool(index()))
    none = _("未在本平台备案")
    title = _("平台与园区")
    return _ranked(shown, "site", title, shown.sites, lambda key: names.get(key, key) or none)


def _firms(shown: Dashboard) -> Panel:
    names = firm_names([row.key for row in shown.firms[:MOST_ROWS]])
    none = _("未备案企业")
    return _ranked(shown, "enterprise", _("企业"), shown.firms, lambda key: names.get(key, none))


def _ranked(
    shown: Dashboard, code: str, title: str, rows: Sequence[Row], name: Callable[[str], str]
) -> Panel:
    """The largest values of a dimension, the others together; a press filters by one."""
    asked = shown.asked
    first = [row for row in rows if row.now.get("tickets") or row.now.get("value")][:MOST_ROWS]
    unit = unit_for([row.now.net(asked.currency) for row in first], asked.currency)
    lines = tuple(_ranked_line(shown, code, row, name(row.key), unit) for row in first)
    left = len([row for row in rows if row.now.get("tickets")]) - len(first)
    note = _("另有 %(count)s 项，见导出文件") % {"count": left} if left > 0 else ""
    return Panel(
        code,
        f"{title} ({unit.name})",
        (title, _("金额"), _("占比"), _("票数"), _("增速"), _("拉动（百分点）")),
        lines,
        {
            "summary": _("按%(what)s的金额，点击任一项即以它筛选。") % {"what": title},
            "kind": "bar",
            "horizontal": True,
            "labels": [line.name for line in lines],
            "links": [line.url for line in lines],
            "series": [
                _series(_("金额"), "ok", [row.now.net(asked.currency) for row in first], unit)
            ],
        },
        note,
    )


def _ranked_line(shown: Dashboard, code: str, row: Row, name: str, unit: Unit) -> Line:
    asked, currency = shown.asked, shown.asked.currency
    value, total = row.now.net(currency), shown.now[""].net(currency)
    part = share(float(value / total)) if total > 0 else "—"
    url = link(asked, **{code: row.key, **({"section": ""} if code == "chapter" else {})})
    return Line(
        name,
        url,
        link(asked, "records", **{code: row.key}),
        (f"{unit.of(value):,}", part, grouped(int(row.now.get("tickets")))),
        (
            rate_text(_money_growth(row.now, row.base, currency)),
            points_text(_contribution(row, shown.base[""], currency)),
        ),
    )


def _contribution(row: Row, base: Sums, currency: str) -> Growth:
    """What a row adds to the growth of the whole."""
    incomplete = any(sums.lacks_rates(currency) for sums in (row.now, row.base, base))
    return contribution(
        row.now.net(currency), row.base.net(currency), base.net(currency), incomplete=incomplete
    )


def _steps(shown: Dashboard) -> Panel:
    records = link(shown.asked, "records")
    lines = tuple(
        Line(said(STEPS[row.step]), records, records, (seconds(row.median), seconds(row.p90),
             grouped(row.tickets)))
        for row in shown.steps
    )  # fmt: skip
    return Panel(
        "steps",
        _("通关用时"),
        (_("环节"), _("中位数"), "P90", _("票数")),
        lines,
        note=_("按所选期间涉及的整月计算，误差不超过 5%。"),
    )


def chips(asked: Asked, page: str = "figures") -> list[dict[str, str]]:
    """The filters in force, each with the address of a page without it."""
    cut = asked.cut
    found: list[tuple[str, str]] = []
    if cut.direction:
        found.append(("direction", direction_name(cut.direction)))
    found += [("mode", mode_name(code)) for code in cut.modes]
    if cut.kind:
        found.append(("kind", cut.kind.upper()))
    names = site_names(cut.sites, english=bool(index()))
    found += [("site", names.get(code, code)) for code in cut.sites]
    if cut.customs:
        found.append(("customs", customs_name(cut.customs)))
    found += [("country", country_name(code)) for code in cut.countries]
    if asked.section:
        found.append(("section", section_label(asked.section)))
    else:
        found += [("chapter", chapter_name(code)) for code in cut.chapters]
    found += [("heading", heading_name(code)) for code in cut.headings]
    firms = [str(number) for number in cut.enterprises or ()]
    found += [("enterprise", firm_names([key]).get(key, key)) for key in firms]
    return [{"name": name, "url": link(asked, page, **{code: ""})} for code, name in found]
