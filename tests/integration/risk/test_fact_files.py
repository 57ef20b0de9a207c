"""Facts come as files too: all rows or none, every wrong one told, the same file once."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from enterprises.services.refusals import Refusal
from risk.models import Fact, FactImport, FactSource, Raised
from risk.services.fact_files import import_facts
from risk.services.rules import load_rules
from risk.services.screening.subjects import screen_subjects
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import OrganisationFactory, official
from tests.factories.supervision import BY, refused_as
from tests.integration.risk.test_joint import system

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    load_rules(at=timezone.now())


def given(*lines: str, heading: str = "fact,key,value,observed_at") -> bytes:
    return "\n".join([heading, *lines]).encode()


def take(content: bytes, source: str = "logistics") -> Any:
    return import_facts(source=source, name="tracks.csv", content=content, by=BY, at=timezone.now())


def test_a_carriers_file_lets_its_rule_work() -> None:
    firm = EnterpriseFactory.create()
    assert FactSource.objects.get(pk="logistics").connected_at is None
    done = take(given(f"firm.undelivered_share,{firm.code},0.45,2026-11-19T08:00:00+08:00"))

    assert (done.rows, done.is_new) == (1, True)
    screen_subjects(at=timezone.now())
    assert Raised.objects.filter(rule="RT01-06", subject_key=str(firm.pk)).exists()


def test_every_wrong_row_is_told_by_its_line_and_nothing_is_kept() -> None:
    with pytest.raises(Refusal) as refusal:
        take(
            given(
                "waybill.untracked_days,SF1,3",
                "",
                "order.page_views,O1,5",
                "waybill.untracked_days,,many",
                "waybill.untracked_days,SF2,1,2999-01-01T00:00:00",
                "waybill.untracked_days,SF3,1,,more",
            )
        )
    told = [one["field"] for one in refusal.value.details["problems"]]
    assert told == ["4.fact", "5.key", "5.value", "6.observed_at", "7.row"]
    assert refusal.value.details["count"] == 5
    assert (Fact.objects.count(), FactImport.objects.count()) == (0, 0)
    assert FactSource.objects.get(pk="logistics").connected_at is None


def test_the_same_file_adds_nothing_and_another_source_is_another_file() -> None:
    content = given("waybill.untracked_days,SF1,3")
    first, again = take(content), take(content)
    assert (first.is_new, again.is_new, again.rows) == (True, False, 1)
    assert Fact.objects.count() == 1
    with refused_as("facts_wrong"):
        take(content, source="weighing")
    with refused_as("csv_columns_missing"):
        take(given("SF1,3", heading="waybill,days"))
    with refused_as("source_unknown"):
        take(content, source="rumours")


def test_chinese_headings_and_excel_are_read() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["事实", "对象编号", "数值"])
    sheet.append(["waybill.untracked_days", "SF1", 3])
    file = BytesIO()
    book.save(file)
    assert take(file.getvalue()).rows == 1
    assert (Fact.objects.get().subject_key, Fact.objects.get().value) == ("SF1", 3)


def test_the_page_takes_a_file_and_lists_it(client: Client) -> None:
    client.force_login(official("zone", "administrator"))
    good = given("waybill.untracked_days,SF1,3")
    sent = {"form": "file", "source": "logistics"}
    wrong = client.post("/risk/facts/", {**sent, "file": upload(given("nothing,SF1,x"))})
    text = wrong.content.decode()
    assert (wrong.status_code, "第 2 行" in text) == (422, True)
    assert client.post("/risk/facts/", sent).status_code == 422
    for _ in range(2):
        assert client.post("/risk/facts/", {**sent, "file": upload(good)}).status_code == 302
    page = client.get("/risk/facts/").content.decode()
    assert ("tracks.csv" in page, "没有重复登记" in page) == (True, True)
    rows = {"source": "logistics", "rows": "waybill.untracked_days,SF9,1"}
    assert client.post("/risk/facts/", rows).status_code == 302
    assert Fact.objects.count() == 2
    client.force_login(MemberFactory.create().user)
    assert client.get("/risk/facts/").status_code == 403


def test_a_departments_system_delivers_files_of_its_own_sources_alone() -> None:
    path = "/api/v1/risk/joint/facts/files/"
    post, customs = (
        system(OrganisationFactory.create(department=department), "joint_control")
        for department in ("post", "customs")
    )
    content = given("waybill.untracked_days,SF1,3")
    sent = {"source": "logistics"}
    taken = [post.post(path, {**sent, "file": upload(content)}) for _ in range(2)]
    assert [(one.status_code, one.json()["kept"]) for one in taken] == [(202, 1), (200, 1)]
    refused = customs.post(path, {**sent, "file": upload(content)})
    assert (refused.status_code, refused.json()["code"]) == (403, "source_not_yours")
    assert post.post(path, sent).status_code == 400
    wrong = post.post(path, {**sent, "file": upload(given("nothing,SF1,x"))})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "facts_wrong")
    assert Fact.objects.count() == 1


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("tracks.csv", content)
