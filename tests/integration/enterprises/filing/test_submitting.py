"""Handing in: all problems at once, a version that never changes, a place in the queue."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Notice
from enterprises import states
from enterprises.models import Enterprise
from enterprises.selectors_filings import filing_settings, values_of, version_of
from enterprises.services.filing import attaching, drafting, submitting
from enterprises.services.refusals import Refusal
from reference.selectors import add_working_days
from tests.factories.applications import AT, answers, decide, draft, submitted
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import official

pytestmark = pytest.mark.django_db


def test_everything_wrong_is_told_at_once() -> None:
    applied = draft(["payment"])
    expired = (AT.date() - timedelta(days=1)).isoformat()
    drafting.save_values(
        values={
            "name": "",
            "uscc": "91000000MA0000A19X",
            "payment_licence_until": expired,
            "shops": ["ftp://nowhere", "https://shop.example.cn/"],
        },
        **applied.who,
    )
    row = applied.again().attachments.get(field="licence")
    attaching.remove(attachment_id=row.pk, viewer=applied.viewer, by=applied.by, at=AT)
    with pytest.raises(Refusal) as refused:
        submitting.submit(**applied.who)
    assert (refused.value.code, refused.value.status) == ("filing_incomplete", 422)
    told = [(p["field"], p["code"]) for p in refused.value.details["problems"]]
    assert told == [
        ("uscc", "check_digit"),
        ("name", "missing"),
        ("licence", "attachment_missing"),
        ("shops", "url_invalid"),
        ("payment_licence_until", "expired"),
    ]
    assert applied.again().status == states.DRAFT
    assert not applied.again().versions.exists()


def test_a_code_of_a_registered_firm_names_the_firm_the_site_and_whom_to_ask() -> None:
    holder = EnterpriseFactory.create()
    applied = draft(number=77)
    drafting.save_values(values={"uscc": holder.uscc, "customs_code": holder.code}, **applied.who)
    told = {p.field: p for p in submitting.problems_of(applied.again(), at=AT) if p.code == "taken"}
    assert set(told) == {"uscc", "customs_code"}
    assert holder.name in told["uscc"].zh
    assert holder.site.name in told["uscc"].zh
    assert "邀请" in told["uscc"].zh
    assert "invitation" in told["uscc"].en


def test_a_submitted_filing_waits_for_the_site_with_a_clock_of_working_days() -> None:
    reviewer = official()
    applied = submitted(["payment"])
    filing = applied.filing
    days = int(filing_settings(on=AT.date())["review_days"])
    assert days == 5
    assert (filing.status, filing.stages) == (states.SUBMITTED, ["zone", "fx"])
    assert (filing.stage, filing.department, filing.version) == (0, "zone", 1)
    assert filing.due_date == add_working_days(date(2026, 11, 20), days)
    assert Notice.objects.filter(user=reviewer, kind="filing").count() == 1


def test_the_version_keeps_only_what_was_asked_for_and_never_changes() -> None:
    applied = draft(["ecommerce", "payment"])
    drafting.save_values(values={"kinds": ["ecommerce"]}, **applied.who)
    submitting.submit(**applied.who)
    version = version_of(applied.again())
    assert version is not None
    assert "payment_type" not in values_of(version)
    assert set(version.attachments) == {"licence"}
    assert values_of(version)["legal_id_number"] == answers()["legal_id_number"]
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        type(version).objects.filter(pk=version.pk).update(version=9)


def test_an_applying_firm_shows_its_name_and_is_still_not_registered() -> None:
    applied = submitted(number=5)
    firm = applied.filing.enterprise
    assert (firm.name, firm.status) == ("洪城虚构第5商贸有限公司", "applying")
    assert not Enterprise.objects.registered().filter(uscc=firm.uscc).exists()


def test_two_firms_may_apply_with_one_code_and_the_reviewer_sees_both() -> None:
    first, second = submitted(number=8), submitted(number=8)
    assert first.filing.enterprise.uscc == second.filing.enterprise.uscc


def test_what_nobody_has_opened_can_be_withdrawn() -> None:
    applied = submitted()
    submitting.withdraw(**applied.who)
    filing = applied.again()
    assert (filing.status, filing.department, filing.due_date) == (states.DRAFT, "", None)
    submitting.submit(**applied.who)
    assert applied.again().version == 2


def test_what_is_not_submitted_cannot_be_withdrawn() -> None:
    with pytest.raises(Refusal) as refused:
        submitting.withdraw(**draft().who)
    assert refused.value.code == "filing_not_submitted"


def test_a_returned_filing_comes_back_as_a_new_version_at_the_first_stage() -> None:
    applied = submitted(["payment"])
    decide(applied.filing, official(), remarks=[], decision="approve")
    decide(applied.filing, official("fx"), "return", remarks=[("payment_licence", "不清晰")])
    submitting.submit(**applied.who)
    filing = applied.again()
    assert (filing.version, filing.stage, filing.department) == (2, 0, "zone")


@pytest.mark.parametrize("kind", ["platform", "site", "overseas_warehouse", "individual", "lab"])
def test_the_invented_answers_of_the_demo_pass_every_check(kind: str) -> None:
    applied = draft([kind])
    assert submitting.problems_of(applied.again(), at=AT) == []
