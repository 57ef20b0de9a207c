"""A month from the cubes to the published bulletin, its revision, and what it keeps to itself."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.db.models import F
from django.test import Client
from openpyxl import load_workbook

from accounts.models import AuditEntry
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from statistics_app.bulletin_files import HEADING, as_csv, as_xlsx
from statistics_app.bulletin_pdf import as_pdf
from statistics_app.bulletin_words import notes_of
from statistics_app.constants import BASE, ENTERPRISE, FIRM_CHAPTER, FIRM_COUNTRY
from statistics_app.models import Bulletin, MonthCell
from statistics_app.selectors_bulletins import revisions_of, taken_of
from statistics_app.services.booking import recount
from statistics_app.services.bulletins import publishing
from statistics_app.services.bulletins.freezing import compile_again, is_unchanged
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import booking, figures
from tests.factories.officials import official

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2025, 9, 1), date(2025, 10, 1)
AT = datetime(2025, 11, 12, 3, tzinfo=UTC)


def trade(firm: int, rmb: str, month: date = OCTOBER, **where: Any) -> None:
    """What a firm did in a month, on the levels of detail that a bulletin reads."""
    told: dict[str, Any] = {"direction": "E", "mode": "9610", "country": "502", "hs4": "8517"}
    told |= where
    base = {
        "month": month, "kind": "b2c", "site": told.get("site", "hub"), "enterprise_id": firm,
        "direction": told["direction"], "mode": told["mode"], "tickets": 10, "parcels": 12,
        "lines": 10, "rmb": Decimal(rmb), "usd": Decimal(rmb) / 7,
        "unrated": told.get("unrated", 0),
    }  # fmt: skip
    MonthCell.objects.create(face=ENTERPRISE, **base)
    summed = {"tickets", "parcels", "lines", "rmb", "usd", "unrated"}
    whole, _ = MonthCell.objects.get_or_create(
        face=BASE, **{name: base[name] for name in base.keys() - summed - {"enterprise_id"}}
    )
    MonthCell.objects.filter(pk=whole.pk).update(**{name: F(name) + base[name] for name in summed})
    MonthCell.objects.create(face=FIRM_COUNTRY, country=told["country"], **base)
    MonthCell.objects.create(face=FIRM_CHAPTER, hs4=told["hs4"][:2], **base)


def honest_month(month: date = OCTOBER) -> None:
    """Exports of five firms by parcel; one firm alone exports by 9710; three firms import."""
    for firm in range(1, 6):
        trade(firm, "1000.00", month)
    trade(9, "413.00", month, mode="9710")
    for firm in range(1, 4):
        trade(firm, "700.00", month, direction="I", mode="1210", country="110", hs4="3304")


class Office:
    """Two supervisors of the zone office."""

    def __init__(self) -> None:
        self.first, self.second = official(role="supervisor"), official(role="supervisor")

    def who(self, user: Any) -> dict[str, Any]:
        return {"viewer": viewer_for(user), "by": user, "at": AT}

    def draft(
        self,
        stage: str = "preliminary",
        month: date = OCTOBER,
        reason: str = "",
        coverage: str = "A",
    ) -> Any:
        return publishing.draft(
            month=month,
            coverage=coverage,
            stage=stage,
            reason=reason,
            reason_en=reason and "Late reports",
            **self.who(self.first),
        )

    def publish(self, row: Any) -> Any:
        row = publishing.propose(bulletin_id=row.pk, version=row.version, **self.who(self.first))
        return publishing.decide(
            bulletin_id=row.pk, version=row.version, accepted=True, **self.who(self.second)
        )


@pytest.fixture
def office() -> Office:
    return Office()


def csv_of(row: Bulletin) -> list[dict[str, str]]:
    """The cells of the published CSV, by the names of its columns."""
    return list(csv.DictReader(as_csv(row).decode("utf-8-sig").splitlines()))


def line(row: Bulletin, table: str, direction: str, key: str) -> Any:
    (found,) = [one for one in row.content["tables"] if one["code"] == table]
    return next(one for one in found["rows"] if (one["direction"], one["key"]) == (direction, key))


def test_a_month_is_published_by_two_and_reads_the_same_ever_after(office: Office) -> None:
    honest_month()
    row = office.publish(office.draft())

    everything = row.content["totals"]["all"]["m"]
    assert (everything["rmb"], everything["tickets"]) == ("7513.00", 90)
    assert row.content["totals"]["I"]["m"]["rmb"] == "2100.00"
    MonthCell.objects.all().delete()
    kept = Bulletin.objects.get(pk=row.pk)
    assert is_unchanged(kept)
    assert as_csv(kept) == as_csv(row)
    assert as_pdf(kept) == as_pdf(row)
    assert as_pdf(kept).startswith(b"%PDF")
    assert as_xlsx(kept).startswith(b"PK")
    deeds = AuditEntry.objects.filter(action__startswith="statistics_bulletin.")
    assert [one.action.split(".")[1] for one in deeds.order_by("id")] == [
        "drafted", "proposed", "published",
    ]  # fmt: skip


def test_the_trade_of_a_single_firm_is_in_no_form_of_the_bulletin(office: Office) -> None:
    honest_month()
    row = office.publish(office.draft())

    alone, beside = line(row, "mode", "E", "9710"), line(row, "mode", "E", "9610")
    assert alone["m"] == {"hidden": True}
    assert beside["m"] == {"hidden": True}, "the total less the other would give it away"
    assert row.reasons["m:mode:E:9710"] == "few"
    assert row.reasons["m:mode:E:9610"] == "complement"
    told = json.dumps(row.content)
    assert '"413.00"' not in told
    assert '"few"' not in told
    assert ",413.00," not in as_csv(row).decode()


def test_whoever_proposed_it_does_not_publish_it(office: Office) -> None:
    honest_month()
    row = office.draft()
    row = publishing.propose(bulletin_id=row.pk, version=row.version, **office.who(office.first))

    with pytest.raises(Refusal) as refused:
        publishing.decide(
            bulletin_id=row.pk, version=row.version, accepted=True, **office.who(office.first)
        )
    assert refused.value.code == "statistics_four_eyes"
    with pytest.raises(DatabaseError, match="four_eyes"), transaction.atomic():
        Bulletin.objects.filter(pk=row.pk).update(
            status="published", published_by=row.proposed_by, published_at=AT
        )


def test_everything_that_forbids_publishing_is_said_at_once(office: Office) -> None:
    trade(1, "10.00", date(2025, 11, 1), unrated=2)
    row = publishing.draft(
        month=date(2025, 11, 3), coverage="A", stage="preliminary", **office.who(office.first)
    )

    with pytest.raises(Refusal) as refused:
        publishing.propose(bulletin_id=row.pk, version=row.version, **office.who(office.first))

    codes = [one["code"] for one in refused.value.details["problems"]]
    assert codes == ["month_open", "rate_missing", "rate_missing"]
    row.refresh_from_db()
    assert row.status == "draft"


def test_a_draft_without_a_month_is_refused_beside_its_field(office: Office) -> None:
    client = Client()
    client.force_login(office.first)

    answer = client.post(
        "/statistics/bulletins/new/draft/",
        {"month": "", "coverage": "A", "stage": "preliminary"},
    )

    assert answer.status_code == 422
    assert "请选择月份" in answer.content.decode()
    assert not Bulletin.objects.exists()


def test_a_revision_says_why_and_hides_what_was_hidden(office: Office) -> None:
    honest_month()
    first = office.publish(office.draft())
    with pytest.raises(Refusal) as refused:
        office.draft("revised")
    assert refused.value.details["problems"][0]["field"] == "reason"
    for firm in (10, 11, 12, 13):
        trade(firm, "413.00", mode="9710")

    second = office.publish(office.draft("revised", reason="四家企业补报了出口"))

    assert second.round == first.round + 1
    assert second.content["totals"]["E"]["m"]["rmb"] == "7065.00"
    assert line(second, "mode", "E", "9710")["m"] == {"hidden": True}
    assert second.reasons["m:mode:E:9710"] == "kept"


def test_a_revision_keeps_what_one_late_firm_added(office: Office) -> None:
    """The first round says 5000; a revision of 5500 would say that the late firm did 500."""
    honest_month()
    trade(1, "600.00", mode="1210")
    trade(2, "600.00", mode="1210")
    trade(3, "600.00", mode="1210")
    first = office.publish(office.draft())
    assert not first.content["totals"]["I"]["m"]["hidden"]
    trade(77, "500.00", direction="I", mode="1210", country="110", hs4="3304")

    second = office.publish(office.draft("revised", reason="一家企业补报"))

    assert second.content["totals"]["I"]["m"] == {"hidden": True}
    assert second.content["totals"]["all"]["m"] == {"hidden": True}
    assert second.reasons["m:I"] == "changed"
    assert not second.content["totals"]["E"]["m"]["hidden"]
    assert is_unchanged(Bulletin.objects.get(pk=second.pk))
    for firm in (78, 79):
        trade(firm, "450.00", direction="I", mode="1210", country="110", hs4="3304")

    third = office.publish(office.draft("final", reason="三家企业补报"))

    assert third.content["totals"]["I"]["m"]["rmb"] == "3500.00"


def test_the_zone_figure_does_not_give_away_who_is_not_registered(office: Office) -> None:
    for firm in range(1, 6):
        trade(firm, "1000.00")
    trade(0, "413.00", site="")
    of_zone = office.publish(office.draft(coverage="C"))
    assert of_zone.content["totals"]["E"]["m"]["rmb"] == "5000.00"

    of_modes = office.draft()

    assert of_modes.content["totals"]["E"]["m"] == {"hidden": True}
    assert line(of_modes, "mode", "E", "9610")["m"] == {"hidden": True}


def test_a_revision_shows_old_and_new_figures_and_no_hidden_one(office: Office) -> None:
    honest_month()
    first = office.publish(office.draft())
    for firm in (10, 11, 12, 13):
        trade(firm, "413.00", mode="9710")
    second = office.publish(office.draft("revised", reason="四家企业补报了出口"))

    found = revisions_of(second)
    total = next(one for one in found if (one["table"], one["direction"]) == ("total", "E"))
    assert (total["old"]["rmb"], total["new"]["rmb"]) == ("5413.00", "7065.00")
    assert not [one for one in found if one["table"] == "mode" and one["direction"] == "E"]
    assert revisions_of(first) == []
    client = Client()
    page = client.get(f"/bulletins/{second.pk}/").content.decode()
    assert "修订对照" in page
    assert "四家企业补报了出口" in page
    english = client.get(f"/bulletins/{second.pk}/", headers={"accept-language": "en"})
    assert "Late reports" in english.content.decode()
    data = client.get(f"/api/v1/statistics/bulletins/{second.pk}/").json()
    assert (data["revisions"], data["reason_en"]) == (found, "Late reports")
    sheet = load_workbook(BytesIO(as_xlsx(second)))["revisions"]
    row = next(one for one in sheet.iter_rows(min_row=2, values_only=True) if one[2] == 5413)
    assert row[3] == 7065
    assert row[-2:] == ("四家企业补报了出口", "Late reports")
    assert as_pdf(second) == as_pdf(second)


def test_a_revision_says_why_in_both_languages(office: Office) -> None:
    honest_month()
    office.publish(office.draft())

    with pytest.raises(Refusal) as refused:
        publishing.draft(
            month=OCTOBER, coverage="A", stage="revised", reason="补报了出口",
            **office.who(office.first),
        )  # fmt: skip

    assert [one["field"] for one in refused.value.details["problems"]] == ["reason_en"]


def test_a_workbook_has_the_same_bytes_whenever_it_is_made(office: Office) -> None:
    honest_month()
    row = office.publish(office.draft())

    with time_machine.travel(datetime(2031, 5, 6, tzinfo=UTC), tick=False):
        first = as_xlsx(row)
    with time_machine.travel(datetime(2033, 5, 6, tzinfo=UTC), tick=False):
        second = as_xlsx(row)

    assert first == second
    assert load_workbook(BytesIO(first)).properties.modified == AT.replace(tzinfo=None)


def test_a_bulletin_keeps_the_versions_of_its_definitions(office: Office) -> None:
    honest_month()
    trade(0, "413.00", site="")
    row = office.draft()

    assert row.content["definitions"]["indicators"]["IND-SCALE-01"] >= 1
    assert set(row.content["definitions"]["tables"]) == {"mode", "country", "chapter", "site"}
    assert line(row, "site", "E", "")["label"] == ["未在本综试区备案", "Not registered here"]
    assert any("definitions in JSON" in en for _zh, en in notes_of(row))


def test_the_list_of_rounds_goes_on_over_the_page(office: Office) -> None:
    honest_month()
    row = office.draft()
    rows = []
    for number in range(1, 62):
        copy = Bulletin.objects.get(pk=row.pk)
        copy.pk, copy.round, copy.status = None, number, "dropped"
        rows.append(copy)
    Bulletin.objects.bulk_create(rows)
    client = Client()
    client.force_login(office.first)

    first = client.get("/statistics/bulletins/").content.decode()
    second = client.get("/statistics/bulletins/?page=2").content.decode()

    assert first.count("2025-10</a>") == 60
    assert second.count("2025-10</a>") == 2
    assert "?page=2" in first


def test_firms_that_are_not_registered_are_as_many_as_they_are(office: Office) -> None:
    """The cells know them as one; by their codes they are four, and none of them dominates."""
    for number, firm in enumerate(EnterpriseFactory.create_batch(4)):
        figures(firm, day=OCTOBER)
        code = f"91360100MA000000{number:02}"
        booking(firm, 900 + number, day=OCTOBER, firm=code, enterprise_id=0, site="")
    recount()

    row = office.draft()

    assert line(row, "site", "I", "")["m"]["rmb"] == "440.00"
    packed = json.dumps(taken_of(row))
    assert "91360100MA" not in packed
    assert row.reasons == {}


def test_two_bulletins_proposed_side_by_side_respect_each_other(office: Office) -> None:
    for firm in range(1, 6):
        trade(firm, "1000.00")
    trade(0, "413.00", site="")
    of_zone, of_modes = office.draft(coverage="C"), office.draft()
    of_modes = publishing.propose(
        bulletin_id=of_modes.pk, version=of_modes.version, **office.who(office.first)
    )
    office.publish(of_zone)

    with pytest.raises(Refusal) as refused:
        publishing.decide(
            bulletin_id=of_modes.pk,
            version=of_modes.version,
            accepted=True,
            **office.who(office.second),
        )

    assert [one["code"] for one in refused.value.details["problems"]] == ["outdated"]


def test_what_an_earlier_method_published_stays_byte_for_byte(office: Office) -> None:
    """Until September two firms traded 3, in October two others 40: the first method let the year
    be read, and what it published is not touched."""
    for firm in range(1, 6):
        trade(firm, "1000.00", SEPTEMBER)
        trade(firm, "1000.00")
    for firm, rmb, month in ((11, "1", SEPTEMBER), (12, "2", SEPTEMBER), (13, "22", OCTOBER),
                             (14, "18", OCTOBER)):  # fmt: skip
        trade(firm, rmb, month, mode="9710")
    row = office.draft()
    assert line(row, "mode", "E", "9710")["c"] == {"hidden": True}

    row.inputs = {"limits": row.inputs["limits"], "hidden_before": [], "published_before": [],
                  "base_hidden": []}  # fmt: skip
    compiled = compile_again(row)
    row.content, row.digest = compiled.content, sha256(compiled.content_bytes()).hexdigest()

    assert line(row, "mode", "E", "9710")["c"]["rmb"] == "43.00"
    assert is_unchanged(row)


def test_last_months_bulletin_does_not_help_to_subtract(office: Office) -> None:
    """9710 was five firms until September and one in October: since January would give October."""
    for firm in range(1, 6):
        for mode in ("9610", "9710"):
            trade(firm, "1000.00", SEPTEMBER, mode=mode)
    september = office.publish(office.draft(month=SEPTEMBER))
    assert not line(september, "mode", "E", "9710")["c"]["hidden"]
    honest_month()

    october = office.publish(office.draft())

    assert line(october, "mode", "E", "9710")["m"] == {"hidden": True}
    assert line(october, "mode", "E", "9710")["c"] == {"hidden": True}


def test_growth_is_given_against_the_same_month_of_the_year_before(office: Office) -> None:
    honest_month()
    for firm in range(1, 6):
        trade(firm, "500.00", date(2024, 10, 1))

    row = office.draft()

    assert row.content["totals"]["E"]["m"]["growth_rmb"] == "1.1652"
    assert row.content["totals"]["I"]["m"]["growth_rmb"] is None, "nothing was imported then"


def test_growth_is_kept_back_where_the_year_before_is_not_whole(office: Office) -> None:
    """The platform began in September of the year before, one line of October lacks its rate."""
    honest_month()
    for firm in range(1, 6):
        trade(firm, "500.00", date(2024, 9, 1))
        trade(firm, "500.00", date(2024, 10, 1), unrated=int(firm == 1))

    row = office.draft()

    assert row.content["bases"] == {"m": "unrated", "c": "uncovered"}
    assert row.content["totals"]["E"]["m"]["growth_rmb"] is None
    assert row.content["totals"]["E"]["c"]["growth_rmb"] is None
    assert row.problems == [], "the figures of this year are whole"
    told = [en for _zh, en in notes_of(row)]
    assert "No growth of the month: rates are missing for goods of that time." in told
    uncovered = "the platform's figures of that time are not complete"
    assert f"No growth since January: {uncovered}." in told


def test_a_published_bulletin_cannot_be_changed_in_the_database(office: Office) -> None:
    honest_month()
    row = office.publish(office.draft())

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Bulletin.objects.filter(pk=row.pk).update(reason="")


def test_anybody_reads_what_is_published_and_nothing_else(office: Office, client: Client) -> None:
    honest_month()
    draft = office.draft()
    assert client.get(f"/bulletins/{draft.pk}/").status_code == 404
    row = office.publish(draft)

    page = client.get(f"/bulletins/{row.pk}/").content.decode()
    assert "0.75" in page
    assert "0.04" not in page
    data = client.get(f"/api/v1/statistics/bulletins/{row.pk}/").json()
    assert data["content"] == row.content
    assert data["sha256"] == row.digest
    listed = client.get("/api/v1/statistics/bulletins/").json()["results"]
    assert [one["month"] for one in listed] == ["2025-10"]
    for ending in ("csv", "xlsx", "pdf"):
        assert client.get(f"/bulletins/{row.pk}/{ending}/").status_code == 200
    assert client.get(f"/bulletins/{row.pk}/exe/").status_code == 404


def test_a_fall_is_a_number_in_every_file(office: Office) -> None:
    """A text that begins with a minus is disarmed as a formula; a figure is none."""
    honest_month()
    for firm in range(1, 6):
        trade(firm, "2000.00", date(2024, 10, 1))
    row = office.publish(office.draft())

    total = next(one for one in csv_of(row) if (one["table"], one["direction"]) == ("total", "E"))
    assert total["growth_rmb"] == "-0.4587"
    sheet = load_workbook(BytesIO(as_xlsx(row)))["data"]
    fallen = [one for one in sheet.iter_rows(min_row=2, values_only=True) if one[1] == "E"]
    assert fallen[0][HEADING.index("growth_rmb")] == -0.4587


def test_every_part_of_the_monthly_bulletin_is_there(office: Office) -> None:
    """statistics.md §8: what there is no data for says so."""
    honest_month()
    row = office.publish(office.draft())

    page = Client().get(f"/bulletins/{row.pk}/").content.decode()
    for words in (
        "预警", "总计", "票数、件数与税款", "备案企业数", "新增备案企业", "新增有业务企业",
        "通关用时中位数", "出口退税", "跨境收汇", "贷款与保险", "目标按期完成率",
        "按监管方式", "按平台（园区、县区）", "主要国家（地区）", "主要商品（章）", "说明",
        "联系：",
    ):  # fmt: skip
        assert words in page, words
    assert page.count("没有数据") >= 3
    book = load_workbook(BytesIO(as_xlsx(row)))
    assert book.sheetnames == ["data", "indicators", "targets", "revisions", "notes"]
