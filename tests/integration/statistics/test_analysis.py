"""From a template to a published report, its files, its next edition."""

import io
import json
import zipfile

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.models import AuditEntry
from enterprises.services.refusals import Refusal
from statistics_app.analysis_files import as_docx, as_json, as_pdf
from statistics_app.models import AnalysisReport, AnalysisTemplate
from statistics_app.services.analysis import reports, templates
from statistics_app.services.analysis.reports import is_unchanged
from tests.factories.activity import Office
from tests.factories.analysis import MONTH, drafted_report, published_report, shipped_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def draft_edition(office: Office) -> AnalysisTemplate:
    return templates.draft_template(
        code=shipped_template().code,
        title_zh="月度分析",
        title_en="Monthly analysis",
        period="month",
        coverage="A",
        reason="增加市场一节",
        **office.who(office.first),
    )


def test_two_people_publish_a_report_whose_files_read_the_same_ever_after(office: Office) -> None:
    row = published_report(office)
    again = AnalysisReport.objects.get(pk=row.pk)

    assert is_unchanged(again)
    assert as_docx(row) == as_docx(again)
    assert as_pdf(row) == as_pdf(again)
    assert as_json(row) == as_json(again)
    with zipfile.ZipFile(io.BytesIO(as_docx(row))) as archive:
        document = archive.read("word/document.xml").decode()
    assert "500.00 万元" in document
    assert "2025 年 7 月" in document
    deeds = AuditEntry.objects.filter(action__startswith="statistics_analysis.")
    assert [one.action.split(".")[1] for one in deeds.order_by("id")] == [
        "drafted", "proposed", "published",
    ]  # fmt: skip


def test_whoever_proposed_it_does_not_publish_it(office: Office) -> None:
    row = drafted_report(office)
    row = reports.propose_report(report_id=row.pk, version=row.version, **office.who(office.first))

    with pytest.raises(Refusal) as refused:
        reports.decide_report(
            report_id=row.pk, version=row.version, accepted=True, **office.who(office.first)
        )

    assert refused.value.code == "statistics_four_eyes"
    with pytest.raises(DatabaseError, match="four_eyes"), transaction.atomic():
        AnalysisReport.objects.filter(pk=row.pk).update(
            status="published", published_by=row.proposed_by, published_at=row.drafted_at
        )


def test_a_published_report_cannot_be_changed(office: Office) -> None:
    published_report(office)

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        AnalysisReport.objects.update(content={})


def test_a_month_without_a_bulletin_has_no_report(office: Office) -> None:
    template = shipped_template()

    with pytest.raises(Refusal) as refused:
        reports.draft_report(template_id=template.pk, month=MONTH, **office.who(office.first))

    assert "2025-07" in refused.value.text("en")


def test_own_words_stay_when_the_figures_are_taken_again(office: Office) -> None:
    row = drafted_report(office)
    row = reports.write_own(
        report_id=row.pk,
        version=row.version,
        own={"1": ("关注物流成本。", "Freight rose."), "3": (" ", "")},
        **office.who(office.first),
    )
    row = reports.propose_report(report_id=row.pk, version=row.version, **office.who(office.first))

    assert row.own == {"1": ["关注物流成本。", "Freight rose."]}
    assert row.content["sections"][0]["own"] == [["关注物流成本。", "Freight rose."]]


def test_a_second_round_needs_its_reason(office: Office) -> None:
    row = published_report(office)
    draft = {"template_id": row.template_id, "month": MONTH, **office.who(office.first)}
    with pytest.raises(Refusal) as refused:
        reports.draft_report(**draft)
    assert refused.value.details["problems"][0]["field"] == "reason"

    assert reports.draft_report(**draft, reason="公报已修订").round == 1


def test_a_wrong_template_is_kept_told_and_not_put_into_use(office: Office) -> None:
    row = draft_edition(office)
    assert row.edition == 2
    wrong = [{"title_zh": "甲", "title_en": "A", "zh": "{all.rbm}", "en": "{all.rmb}"}]
    row = templates.save_template(
        template_id=row.pk, version=row.version, sections=wrong, **office.who(office.first)
    )

    with pytest.raises(Refusal) as refused:
        templates.use_template(template_id=row.pk, version=row.version, **office.who(office.first))

    (problem,) = refused.value.details["problems"]
    assert (problem["field"], problem["value"]) == ("s1-zh", "all.rbm")
    assert "第 1 节中文第 1 段" in problem["zh"]


def test_an_edition_put_into_use_retires_the_one_before(office: Office) -> None:
    row = draft_edition(office)

    templates.use_template(template_id=row.pk, version=row.version, **office.who(office.first))

    states = AnalysisTemplate.objects.order_by("edition").values_list("status", flat=True)
    assert list(states) == ["retired", "in_use"]


def test_anybody_reads_what_is_published_and_nothing_else(office: Office) -> None:
    row = published_report(office)
    draft = reports.draft_report(
        template_id=row.template_id, month=MONTH, reason="公报已修订", **office.who(office.first)
    )
    client = Client()

    (listed,) = json.loads(client.get("/api/v1/statistics/analysis-reports/").content)["results"]

    assert listed["id"] == row.pk
    assert client.get(f"/analysis-reports/{draft.pk}/").status_code == 404
    assert client.get(f"/analysis-reports/{draft.pk}/pdf/").status_code == 404
    assert "500.00" in client.get(f"/analysis-reports/{row.pk}/").content.decode()
    for ending in ("docx", "pdf", "json"):
        assert client.get(f"/analysis-reports/{row.pk}/{ending}/").status_code == 200
    assert client.get(f"/analysis-reports/{row.pk}/exe/").status_code == 404


def test_officials_preview_a_template_and_see_what_is_wrong(office: Office) -> None:
    drafted_report(office)
    row = draft_edition(office)
    client = Client()
    client.force_login(office.first)
    page = f"/statistics/analysis/templates/{row.pk}/"

    assert "500.00 万元" in client.get(page).content.decode()
    client.post(
        f"{page}save/",
        {
            "version": row.version,
            "s1-title_zh": "甲",
            "s1-title_en": "A",
            "s1-zh": "{x}",
            "s1-en": "",
        },
    )
    shown = client.get(page).content.decode()
    assert "没有这个数据名称" in shown
    assert "还不能启用" in shown
