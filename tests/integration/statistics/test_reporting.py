"""Direct reports from form to acceptance."""

import json
from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.facts import SystemActor
from accounts.models import Notice, User
from enterprises.services.refusals import Refusal
from enterprises.services.tokens import issue_token
from reference.services.rule_settings import NewSetting, put_rule_setting
from statistics_app import selectors_reporting
from statistics_app.models import Report
from statistics_app.rules.reporting.forms import latest
from statistics_app.services.governance.common import Deed
from statistics_app.services.reporting import filling, forms, opening, reviewing
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.governance import (
    AT,
    BY,
    FIGURES,
    Reporting,
    browser,
    deed,
    problems_of,
)
from tests.factories.members import MemberFactory
from tests.factories.officials import official

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporting() -> Reporting:
    return Reporting()


def review(report: Report, by: User, *, accepted: bool = True, note: str = "") -> Report:
    report.refresh_from_db()
    return reviewing.review_report(
        report_id=report.pk, version=report.version, accepted=accepted, note=note, **deed(by)
    )


def kept_figures(report: Report) -> dict[str, str]:
    """The figures of the first sending, as the history keeps them."""
    step = report.steps.filter(deed="submitted").order_by("id").first()
    return (step.figures if step else None) or {}


def test_a_form_without_a_confirmed_approval_is_not_sent_out() -> None:
    office = official("zone", "supervisor")
    firm = EnterpriseFactory.create(kinds=["ecommerce"])
    forms.add_respondent(code="KEY-M", who=firm.code, **deed(office))
    new = forms.Approval("综试办", "统计局", "统〔2026〕1号", date(2026, 1, 1), date(2026, 12, 31))
    approval = forms.enter_approval(code="KEY-M", new=new, **deed(office))
    with pytest.raises(Refusal) as alone:
        forms.confirm_approval(approval_id=approval.pk, **deed(office))
    with pytest.raises(Refusal) as bare:
        forms.enter_approval(
            code="KEY-M", new=forms.Approval("", "", "", None, None), **deed(office)
        )
    with pytest.raises(Refusal) as again:
        forms.add_respondent(code="KEY-M", who=firm.code, **deed(office))

    assert opening.open_due(Deed(BY, AT)) == 0
    assert alone.value.code == "statistics_four_eyes"
    assert problems_of(bare.value) == {
        "authority",
        "approved_by_office",
        "number",
        "from_date",
        "to_date",
    }
    assert again.value.code == "statistics_respondent_present"


def test_a_period_is_opened_once_for_every_respondent(reporting: Reporting) -> None:
    assert reporting.report.period_date == date(2026, 10, 1)
    assert opening.open_due(Deed(BY, AT)) == 0
    assert Notice.objects.filter(user=reporting.person, kind="statistics").count() == 1


def test_the_zone_sets_by_which_day_a_form_is_due() -> None:
    def due(since: date, day: str) -> date:
        setting = NewSetting("STAT-FORM", "KEY-M", day, valid_from=since)
        put_rule_setting(setting, by=BY, at=AT)
        return Reporting().report.due_date

    assert Reporting().report.due_date == date(2026, 11, 20), "the 10th is over: at once"
    assert due(date(2018, 1, 1), "28") == date(2026, 11, 28)
    assert due(date(2026, 11, 19), "31") == date(2026, 11, 30), "November ends before the 31st"
    assert due(date(2026, 11, 21), "25") == date(2026, 11, 30), "not in force yet"


def test_a_report_goes_from_the_county_to_the_office(reporting: Reporting) -> None:
    report = reporting.sent()
    with pytest.raises(Refusal) as early:
        review(report, reporting.chief)
    review(report, reporting.county, note="与园区台账相符")
    review(report, reporting.office)
    report.refresh_from_db()

    assert early.value.code == "statistics_not_yours"
    assert (report.status, report.stage) == ("accepted", "")
    assert [step.deed for step in report.steps.order_by("id")] == [
        "opened",
        "submitted",
        "passed",
        "accepted",
    ]
    assert kept_figures(report)["staff"] == "40"


def test_a_report_sent_twice_is_said_clearly(reporting: Reporting) -> None:
    report = reporting.sent()
    with pytest.raises(Refusal) as twice:
        reporting.sent()
    review(report, reporting.county, accepted=False, note="人数与上月不符")
    again = reporting.sent(staff="41")

    assert twice.value.code == "statistics_report_sent"
    assert report.number in twice.value.text("zh")
    assert reporting.person.username in twice.value.text("zh")
    assert again.sendings == 2


def test_errors_are_corrected_and_doubts_are_answered(reporting: Reporting) -> None:
    september = {**FIGURES, "staff": "10"}
    Report.objects.create(
        number="ZB-SEP",
        form="KEY-M",
        form_version=1,
        approval=reporting.report.approval,
        enterprise=reporting.firm,
        place=reporting.firm.site,
        period_date=date(2026, 9, 1),
        due_date=date(2026, 10, 10),
        status="accepted",
        figures=september,
    )
    with pytest.raises(Refusal) as refused:
        reporting.sent(export_b2c="99", other_modes="")
    page = browser(reporting.person).post(
        reverse("statistics:report_deed", args=[reporting.report.pk, "send"]),
        {f"figure-{code}": value for code, value in FIGURES.items()},
    )
    answered = browser(reporting.person).post(
        reverse("statistics:report_deed", args=[reporting.report.pk, "send"]),
        {f"figure-{code}": value for code, value in FIGURES.items()}
        | {"reason-ST-11:staff": "新仓投产，新招三十人"},
    )

    assert problems_of(refused.value) == {"other_modes", "export_value", "reason-ST-11:staff"}
    assert page.status_code == 422
    assert "+300%" in page.content.decode()
    assert answered.status_code == 302
    assert reporting.report.reasons == {"ST-11:staff": "新仓投产，新招三十人"}


def test_an_accepted_report_is_corrected_with_a_reason(reporting: Reporting) -> None:
    report = reporting.sent()
    review(report, reporting.county)
    review(report, reporting.office)
    report.refresh_from_db()
    amended = filling.amend_report(
        report_id=report.pk,
        version=report.version,
        reason="漏计一批出口",
        **deed(reporting.person),
    )

    assert amended.status == "returned"
    assert reporting.sent(staff="45").sendings == 2
    assert kept_figures(report)["staff"] == "40", "what was accepted stays"


def test_departments_that_punish_never_see_a_single_report(reporting: Reporting) -> None:
    report = reporting.sent()
    address = reverse("statistics:report", args=[report.pk])
    seen = {
        department: browser(official(department, "supervisor")).get(address).status_code
        for department in ("customs", "tax", "market", "zone")
    }
    neighbour = MemberFactory.create(role="declarant").user

    assert seen == {"customs": 404, "tax": 404, "market": 404, "zone": 200}
    assert browser(neighbour).get(address).status_code == 404


def test_a_sum_over_fewer_than_three_is_not_shown(reporting: Reporting) -> None:
    report = reporting.sent()
    form = latest("KEY-M")
    Report.objects.filter(pk=report.pk).update(status="accepted")

    (first, *_) = selectors_reporting.sums_of(form, date(2026, 10, 1))

    assert (first.total, first.reports) == (None, 1)


def test_reminders_stop_when_the_report_is_in(reporting: Reporting) -> None:
    Report.objects.update(due_date=date(2026, 11, 10))
    assert opening.remind_reports(Deed(BY, AT)) == 1
    assert opening.remind_reports(Deed(BY, AT)) == 0
    late = selectors_reporting.late_list(deed(reporting.office)["viewer"], today=AT.date())
    assert [row.number for row in late] == [reporting.report.number]
    reporting.sent()
    Report.objects.update(reminded_date=None)
    assert opening.remind_reports(Deed(BY, AT)) == 0


def test_a_program_reads_and_sends_the_report_of_its_own_enterprise(
    reporting: Reporting,
) -> None:
    token = issue_token(enterprise=reporting.firm, by=SystemActor("test"), at=AT).text
    client = Client(headers={"Authorization": f"Bearer {token}"})
    address = f"/api/v1/statistics/reports/{reporting.report.pk}/"

    def send(figures: dict[str, Any]) -> Any:
        body = json.dumps({"figures": figures, "reasons": {}})
        return client.post(address, body, content_type="application/json")

    listed = client.get("/api/v1/statistics/reports/").json()
    refused = send({"staff": "x"})
    sent = send(FIGURES)
    twice = send(FIGURES)

    assert [row["number"] for row in listed["results"]] == [reporting.report.number]
    assert client.get(address).json()["approval"]["number"] == "示例统〔2026〕1号"
    assert (refused.status_code, refused.json()["code"]) == (422, "statistics_report_doubtful")
    assert (sent.status_code, sent.json()["stage"]) == (200, "county")
    assert (twice.status_code, twice.json()["code"]) == (409, "statistics_report_sent")
    assert client.get("/api/v1/statistics/targets/?zone=nanchang").status_code == 200


def test_every_page_opens(reporting: Reporting) -> None:
    office, firm = browser(reporting.office), browser(reporting.person)
    opened = {
        "reports": office.get(reverse("statistics:reports")),
        "forms": office.get(reverse("statistics:report_forms")),
        "form": office.get(reverse("statistics:report_form", args=["KEY-M"])),
        "park": office.get(reverse("statistics:report_form", args=["PARK-Q"])),
        "own": firm.get(reverse("statistics:reports")),
        "fill": firm.get(reverse("statistics:report", args=[reporting.report.pk])),
        "print": firm.get(reverse("statistics:report_print", args=[reporting.report.pk])),
    }

    assert {name: answer.status_code for name, answer in opened.items()} == dict.fromkeys(
        opened, 200
    )
    assert "示例统〔2026〕1号" in opened["print"].content.decode()


def test_the_demo_shows_targets_tasks_and_a_report_once(settings: Any) -> None:
    settings.PORTAL_DEMO = True
    for name in ("load_zone", "load_demo_enterprises", "load_plan_targets"):
        call_command(name, stdout=StringIO())
    first, second = StringIO(), StringIO()

    call_command("load_demo_plan_targets", stdout=first)
    call_command("load_demo_plan_targets", stdout=second)

    assert Counter(Report.objects.values_list("status", flat=True)) == {"open": 1, "accepted": 2}
    assert " 0 added" not in first.getvalue()
    assert " 0 added" in second.getvalue()
