"""What a dashboard says is what its records say: filters, unfinished months, missing rates."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import User
from enterprises.models import Enterprise
from enterprises.services.tokens import issue_token
from enterprises.viewers import Viewer
from statistics_app.asking import asked
from statistics_app.cuts import Cut
from statistics_app.models import Run
from statistics_app.pages.amounts import Rate
from statistics_app.pages.figures import warnings
from statistics_app.pages.panels import panels, tiles
from statistics_app.pages.values import READ_LATER
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.terms import Term, month
from statistics_app.selectors_dashboard import Dashboard, dashboard, records
from statistics_app.selectors_figures import sums_by, sums_by_each, total
from statistics_app.selectors_indicators import value_of, values_of
from statistics_app.services.booking import recount
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import DAY, booking, figures, nothing_counted
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.pages.conftest import reader

pytestmark = pytest.mark.django_db

D = Decimal
ZONE = Viewer(sees_all=True, is_official=True)
OCTOBER = {"from": "2025-10", "to": "2025-10"}


def firm_of(*lists: dict[str, Any], name: str = "虚构陶瓷有限公司") -> Enterprise:
    """A firm with a list for each of these values, and nothing else counted."""
    nothing_counted()
    firm = EnterpriseFactory.create(name=name)
    for number, values in enumerate(lists):
        figures(firm, 1, inventory_id=firm.pk * 1000 + number, **values)
    return firm


def sum_of_records(query: dict[str, str]) -> Decimal:
    """What the records behind a figure add up to, returns taken off."""
    rows = records(ZONE, asked(query, today=DAY))
    return sum(((-1 if row.source else 1) * row.rmb for row in rows), D(0))


@pytest.mark.parametrize(
    ("goods", "expected"),
    [
        ({"chapter": "69"}, "80.00"),
        ({"heading": "6911"}, "50.00"),
        ({"chapter": "69", "heading": "6911"}, "50.00"),
        ({"section": "XIII", "heading": "6911"}, "50.00"),
        ({"chapter": "22", "heading": "6911"}, "0"),
        ({"chapter": "6"}, "0"),
    ],
)
@pytest.mark.parametrize("term", [OCTOBER, {"from": "2025-10-02", "to": "2025-10-30"}])
@pytest.mark.parametrize("more", [{}, {"country": "305"}, {"customs": "40"}])
def test_a_figure_is_the_sum_of_its_records_whatever_goods_are_asked_for(
    goods: dict[str, str], expected: str, term: dict[str, str], more: dict[str, str]
) -> None:
    firm_of(
        {"hs_code": "6911101000", "rmb": D(60)},
        {"hs_code": "6911101000", "rmb": D(10), "source": 7, "tickets": 0},
        {"hs_code": "6912001000", "rmb": D(30)},
        {"hs_code": "2204210000", "rmb": D(100)},
    )
    query = {**term, **goods, **more}

    shown = dashboard(ZONE, asked(query, today=DAY))

    assert shown.now[""].rmb == D(expected)
    assert sum_of_records(query) == D(expected)
    assert sum((row.now.rmb for row in shown.modes), D(0)) == D(expected)
    assert total(shown.asked.cut, shown.asked.term).rmb == D(expected)


def two_autumns(**last_year: Any) -> Enterprise:
    """A list of 100.00 on every 10th, 20th and 30th of October and November 2024; in 2025 as far as
    20 November."""
    Run.objects.all().delete()
    days = [date(2024, month, day) for month in (10, 11) for day in (10, 20, 30)]
    later = [day.replace(year=2025) for day in days if day != date(2024, 11, 30)]
    return firm_of(
        *({"day": day, "rmb": D(100), "usd": D(14), **last_year} for day in days),
        *({"day": day, "rmb": D(110), "usd": D(15)} for day in later),
    )


def autumn(**more: str) -> Dashboard:
    """The dashboard of October and November 2025, opened in November."""
    query = {"from": "2025-10", "to": "2025-11", **more}
    return dashboard(ZONE, asked(query, today=date(2025, 11, 25)))


def test_an_unfinished_month_is_compared_as_far_as_it_is_counted() -> None:
    two_autumns()

    shown = autumn()

    assert shown.asked.shown == Term(date(2025, 10, 1), date(2025, 11, 20))
    assert shown.asked.base == Term(date(2024, 10, 1), date(2024, 11, 20))
    assert (shown.now[""].rmb, shown.base[""].rmb) == (D(550), D(500))
    assert tiles(shown)[0].change == Rate("+10.0 %", "ok")
    assert tiles(shown)[3].change == Rate("+0.0 %", "ok")
    assert "截至 2025-11-20，与 2024-10-01 至 2024-11-20 比较" in panels(shown)[0].note
    assert asked(shown.asked.query(), today=DAY).term.last == date(2025, 11, 30)


def test_a_night_that_found_nothing_new_counts_its_days_all_the_same() -> None:
    two_autumns()
    noon = datetime(2025, 11, 28, 4, tzinfo=UTC)
    Run.objects.create(kind="nightly", state="done", started_at=noon, ended_at=noon)

    assert autumn().asked.shown.last == date(2025, 11, 27)
    whole = asked({"from": "2025-10", "to": "2025-10"}, today=DAY)
    assert not dashboard(ZONE, whole).asked.is_unfinished


def test_an_unfinished_month_is_compared_with_as_many_days_of_the_month_before() -> None:
    two_autumns()

    november = dashboard(
        ZONE, asked({"from": "2025-11", "to": "2025-11", "compare": "before"}, today=DAY)
    )

    assert november.asked.base == Term(date(2025, 10, 1), date(2025, 10, 20))
    assert (november.now[""].rmb, november.base[""].rmb) == (D(220), D(220))


def test_a_rate_of_growth_ends_both_periods_on_the_last_counted_day() -> None:
    two_autumns()
    months = Term(date(2025, 10, 1), date(2025, 11, 30))

    said = value_of("IND-GROW-01", months)

    assert (said.value, said.term.last) == (D("0.1000"), date(2025, 11, 20))
    assert value_of("IND-GROW-08", month(months.last)).value == D("0.0000")


def test_the_page_and_the_screen_say_how_far_they_are_counted() -> None:
    two_autumns()
    zone = reader(official())
    query = {"from": "2025-10", "to": "2025-11"}

    for path in ("/statistics/", "/statistics/screen/"):
        page = zone.text(path, **query)
        assert "截至 2025-11-20，与 2024-10-01 至 2024-11-20 比较" in page, path
        assert "截至" not in zone.text(path, **OCTOBER), path


@pytest.mark.parametrize("currency", ["usd", "rmb"])
def test_there_is_no_growth_against_a_year_whose_rates_are_missing(currency: str) -> None:
    two_autumns(**dict.fromkeys(("usd", currency)))

    shown = autumn(currency=currency)
    money, ranked = tiles(shown)[0].change, panels(shown)[1].lines[0].rates[0]

    assert money is not None
    assert (money.text, ranked.text) == ("—", "—")
    assert "缺汇率" in money.why
    assert tiles(shown)[3].change == Rate("+0.0 %", "ok")
    assert [text for text in warnings(shown) if "对比期" in text and "不计算增速" in text]
    said = value_of("IND-GROW-01", month(date(2025, 10, 1)), currency=currency)
    assert (said.value, [one.code for one in said.problems]) == (
        None,
        ["rate_missing", "incomplete"],
    )


def test_renminbi_grow_whatever_dollars_lack() -> None:
    two_autumns(usd=None)

    shown = autumn()

    assert tiles(shown)[0].change == Rate("+10.0 %", "ok")
    assert warnings(shown) == []


def test_every_line_of_a_long_list_stands_on_a_page_once() -> None:
    firm = firm_of({"rmb": D(1)})
    for number in range(2, 120):
        booking(firm, firm.pk * 1000, gnum=number, tickets=0, rmb=D(1))
    booking(firm, firm.pk * 1000, source=9, tickets=0, rmb=D(1))
    booking(firm, firm.pk * 1000 - 1, rmb=D(1))
    recount()
    zone = reader(official())
    address, found = "/statistics/records/?from=2025-10&to=2025-10", []
    while address:
        page = zone.get(address).content.decode()
        found += re.findall(r'class="code">(\d+)</a> <span class="muted">#(\d+)', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""

    assert len(found) == 121
    assert sorted(set(found)) == sorted(set(found) | {(str(firm.pk * 1000), "119")})
    assert len(set(found)) == 120  # the return and the list it takes back from share a line
    assert zone.get("/statistics/records/?after=x.1").status_code == 200
    assert zone.get(f"/statistics/records/?after={'9' * 19}.-1.1").status_code == 200


def test_the_records_show_their_sum_beside_the_figure_they_explain() -> None:
    firm_of(
        {"rmb": D(1234), "usd": D(170)},
        {"rmb": D(34), "usd": None, "source": 5, "tickets": 0},
    )
    zone = reader(official())

    page = zone.text("/statistics/records/", **OCTOBER)

    assert "1,200.00" in page
    assert "170.00" in page
    assert "其中 1 项商品缺统计汇率" in page
    assert "1,200.00" in zone.text("/statistics/", **OCTOBER)


def test_chapters_headings_and_sections_are_named() -> None:
    firm_of({"hs_code": "6911101000"}, {"hs_code": "7013370000"}, {"hs_code": "6815910000"})
    zone = reader(official())

    page = zone.text("/statistics/", **OCTOBER)

    assert all(
        name in page for name in ("69 陶瓷产品", "70 玻璃及其制品", "68 石料、石膏、水泥制品")
    )
    assert "6911 瓷餐具、瓷家居用品" in zone.text("/statistics/", **OCTOBER, chapter="69")
    assert "XIII 石、陶瓷、玻璃" in zone.text("/statistics/", **OCTOBER, section="XIII")
    zone.client.cookies["django_language"] = "en"
    User.objects.filter(pk=zone.user.pk).update(language="en")
    assert "69 Ceramic products" in zone.text("/statistics/", **OCTOBER)


@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("IND-EFF-01", {"country": "502"}),
        ("IND-EFF-02", {"chapter": "69"}),
        ("IND-QUAL-03", {"mode": "9710"}),
        ("IND-SCALE-07", {"country": "502"}),
        ("IND-GOV-02", {"coverage": "C", "site": "west"}),
    ],
)
def test_an_indicator_is_not_given_for_a_part_that_it_does_not_keep(
    code: str, query: dict[str, str]
) -> None:
    firm_of({"country": "502", "hs_code": "6911101000"})
    wanted = asked({**OCTOBER, **query}, today=DAY)

    said = value_of(code, wanted.term, wanted.cut)

    assert (said.value, [one.code for one in said.problems]) == (None, ["dimension_not_kept"])
    assert value_of("IND-SCALE-01", wanted.term, asked(query, today=DAY).cut).problems == ()


def test_clearance_times_are_told_apart_by_kind_of_trade() -> None:
    firm_of({"whole": 100}, {"whole": 9000, "mode": "1210", "kind": "b2b2c"})
    for kind, seconds in (("b2c", 100), ("b2b2c", 9000)):
        assert value_of("IND-EFF-01", month(DAY), Cut(kind=kind)).value == seconds
    assert value_of("IND-EFF-01", month(DAY), Cut(coverage="C", kind="other")).value is None


def test_the_tile_of_clearance_says_that_it_is_not_kept_by_country() -> None:
    firm_of({"country": "502"})

    shown = dashboard(ZONE, asked({**OCTOBER, "country": "502"}, today=DAY))
    tile = next(one for one in tiles(shown) if one.code == "IND-EFF-01")

    assert (tile.value, tile.note) == ("—", "不按国家（地区）区分")
    assert [panel.code for panel in panels(shown) if panel.code == "steps"] == []


@pytest.mark.parametrize("page", ["", "records/", "screen/", "values/"])
def test_the_whole_industry_is_refused_with_the_reason(page: str) -> None:
    firm_of({})
    zone = reader(official())

    response = zone.get(f"/statistics/{page}", **OCTOBER, coverage="B")

    assert response.status_code == 422
    assert "须由抽样调查推算" in response.content.decode()


def test_a_program_is_told_what_it_asked_wrong() -> None:
    firm = firm_of({})
    token = issue_token(enterprise=firm, by=SystemActor("test"), at=timezone.now()).text
    program = Client(headers={"authorization": f"Bearer {token}"})
    address, code = "/api/v1/statistics/values/", {"code": "IND-SCALE-01"}

    refused = program.get(address, {**code, "coverage": "B"})
    assert (refused.status_code, refused.json()["code"]) == (422, "coverage_not_available")
    for wrong in (
        {"coverage": "Z"}, {"kind": "x"}, {"direction": "in"}, {"from": "soon"}, {"section": "L"},
    ):  # fmt: skip
        assert program.get(address, {**code, **wrong}).status_code == 400, wrong
    lost = program.get(address, {"code": "IND-EFF-01", "country": "502"}).json()
    assert (lost["value"], lost["problems"][0]["code"]) == (None, "dimension_not_kept")


def test_every_indicator_stands_on_a_page_with_what_limits_it() -> None:
    firm_of({"rmb": D(1234)}, {"rmb": D(100), "direction": "E", "mode": "9710", "kind": "b2b"})
    zone = reader(official())

    page = zone.text("/statistics/values/", **OCTOBER, coverage="A")
    later = zone.client.get(
        "/statistics/values/", {**OCTOBER, "part": "later"}, headers={"HX-Request": "true"}
    ).content.decode()

    for one in INDICATORS.values():
        assert f"#{one.code}" in page + later, one.code
        assert f'id="{one.code}"' in zone.text("/statistics/indicators/"), one.code
    assert "1,334.00 元" in page
    assert "本平台没有这项数据" in page
    assert "部分出口" in later or "尚未识别" in later
    assert "<html" not in later


def test_a_firm_reads_its_own_part_and_no_figure_of_the_zone() -> None:
    firm_of({"rmb": D(777)})
    stranger = EnterpriseFactory.create(name="别家企业")
    own = reader(MemberFactory.create(enterprise=stranger).user)

    page = own.text("/statistics/values/", **OCTOBER)

    assert "777.00" not in page
    assert "不能只给一家企业的部分" in page


def test_the_indicators_share_what_they_read(
    django_assert_max_num_queries: Any,
) -> None:
    firm_of({})
    codes = [code for code in INDICATORS if code not in READ_LATER]
    term = Term(date(2023, 1, 1), date(2025, 12, 31))

    with django_assert_max_num_queries(46):
        values_of(codes, term, Cut(), currency="rmb", viewer=ZONE)


def test_the_tax_office_sees_taxes_on_its_dashboard() -> None:
    firm_of({"tax": D(10)}, {"tax": D(32)})

    page = reader(official(department="tax")).text("/statistics/", **OCTOBER)

    assert "42.00 元" in page
    assert "按时缴税率" in page
    assert "按时缴税率" not in reader(official()).text("/statistics/", **OCTOBER)


def test_contributions_of_the_parts_make_the_growth_of_the_whole() -> None:
    two_autumns()
    more: dict[str, Any] = {"country": "502", "mode": "9710", "direction": "E", "kind": "b2b"}
    firm = Enterprise.objects.get(name="虚构陶瓷有限公司")
    figures(firm, 1, inventory_id=firm.pk * 1000 + 77, day=date(2025, 10, 3), rmb=D(50), **more)

    shown = autumn()
    of_modes = next(panel for panel in panels(shown) if panel.code == "mode")
    of_countries = next(panel for panel in panels(shown) if panel.code == "country")

    assert tiles(shown)[0].change == Rate("+20.0 %", "ok")
    for panel in (of_modes, of_countries):
        assert sorted(line.rates[1].text for line in panel.lines) == ["+10.0", "+10.0"]


def test_sections_and_customs_offices_are_panels_and_choices() -> None:
    firm_of(
        {"hs_code": "6911101000", "rmb": D(60), "customs_code": "3501"},
        {"hs_code": "7013370000", "rmb": D(40), "customs_code": "3502"},
    )
    zone = reader(official())

    page = zone.text("/statistics/", **OCTOBER)
    office = zone.text("/statistics/", **OCTOBER, customs="3501")

    assert "section=XIII" in page
    assert "customs=3502" in page
    assert '<option value="35">35 福州关区</option>' in page
    assert '<option value="3501" selected>3501 马尾海关</option>' in office
    assert "60.00" in office
    assert "100.00" not in office
    assert 'name="section" value' not in office  # chosen by the select alone


@pytest.mark.parametrize(
    "cut", [Cut(customs="35"), Cut(headings=("6911",)), Cut(), Cut(modes=("1239",))]
)
@pytest.mark.parametrize("viewer", [ZONE, Viewer(is_official=True), Viewer()])
def test_lists_read_at_once_are_those_read_one_by_one(cut: Cut, viewer: Viewer) -> None:
    firm_of(
        {"hs_code": "6911101000", "customs_code": "3501", "rmb": D(60)},
        {"hs_code": "6911101000", "customs_code": "3502", "country": "502", "rmb": D(7)},
        {"hs_code": "7013370000", "customs_code": "4001", "rmb": D(40), "day": date(2025, 11, 3)},
    )
    term = Term(date(2025, 9, 20), date(2025, 11, 10))
    names = ("country", "chapter", "heading", "enterprise")

    found = sums_by_each(cut, term, names, viewer=viewer)

    assert found == {name: sums_by(cut, term, (name,), viewer=viewer) for name in names}
