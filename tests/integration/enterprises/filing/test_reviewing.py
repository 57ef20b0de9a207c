"""Deciding: stage by stage, with checklist and remarks, by the right people, once."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry, Notice, Site
from enterprises import states
from enterprises.models import Distribution, Enterprise, Review
from enterprises.selectors import Register
from enterprises.selectors_filings import open_remarks
from enterprises.services.filing import drafting, reviewing, submitting
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from reference.selectors import add_working_days
from tests.factories.applications import AT, Applied, answers, approved, decide, submitted
from tests.factories.members import MemberFactory
from tests.factories.officials import official

pytestmark = pytest.mark.django_db


def refused_with(
    code: str, applied: Applied, by: object, *args: object, **given: object
) -> Refusal:
    with pytest.raises(Refusal) as refused:
        decide(applied.filing, by, *args, **given)  # type: ignore[arg-type]
    assert refused.value.code == code
    return refused.value


def test_the_last_approval_registers_the_enterprise_with_number_and_certificate() -> None:
    applied = submitted(["ecommerce"], number=3)
    decide(applied.filing, official())
    filing, firm = applied.again(), Enterprise.objects.get(pk=applied.filing.enterprise_id)
    given = answers(number=3)
    assert (filing.status, filing.approved_version) == (states.APPROVED, 1)
    assert filing.number.startswith("KJ")
    assert filing.number.endswith("20261100001")
    assert len(filing.certificate_code) == 12
    assert (firm.status, firm.uscc, firm.code) == ("approved", given["uscc"], given["customs_code"])
    facts = Register().get(given["customs_code"])
    assert facts is not None
    assert facts.approved


def test_numbers_of_a_month_follow_each_other() -> None:
    numbers = [approved(number=number).filing.number for number in (1, 2, 3)]
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003"]


def test_each_department_receives_the_file_and_its_people_are_told() -> None:
    taxman = official("tax", "viewer")
    applied = approved(["express"])
    received = Distribution.objects.filter(filing=applied.filing)
    assert set(received.values_list("department", flat=True)) == {
        "customs", "tax", "fx", "market", "commerce", "post", "police",
    }  # fmt: skip
    assert Notice.objects.filter(user=taxman, text_zh__contains=applied.filing.number).exists()


def test_the_second_stage_is_decided_by_its_department_with_a_clock_of_its_own() -> None:
    applied = submitted(["payment"])
    bureau = official("fx")
    later = AT + timedelta(days=3)
    decide(applied.filing, official(), at=later)
    filing = applied.again()
    assert (filing.status, filing.stage, filing.department) == (states.UNDER_REVIEW, 1, "fx")
    assert filing.due_date == add_working_days(later.date(), 5)
    assert filing.enterprise.status == "applying"
    refused_with("review_not_yours", applied, official())
    decide(applied.filing, bureau)
    assert applied.again().status == states.APPROVED
    assert Notice.objects.filter(user=bureau, text_zh__contains="待审核").exists()


def test_a_filing_is_returned_with_remarks_at_the_field() -> None:
    applied = submitted()
    remarks = [("licence", "请上传彩色扫描件"), ("shops", "网址无法打开"), ("", "请尽快")]
    decide(applied.filing, official(), "return", remarks=remarks, comment="两处需补正")
    filing = applied.again()
    assert (filing.status, filing.department, filing.due_date) == (states.RETURNED, "", None)
    assert [(r.field, r.text) for r in open_remarks(filing)] == remarks
    told = Notice.objects.filter(user=applied.by).latest("id")
    assert "3 条意见" in told.text_zh
    drafting.save_values(values={"shops": ["https://ok.example.cn/"]}, **applied.who)
    submitting.submit(**applied.who)
    assert open_remarks(applied.again()) == []


def test_returning_needs_a_remark_at_a_field_that_exists() -> None:
    applied = submitted()
    refused_with("review_remarks_missing", applied, official(), "return", remarks=[("name", "  ")])
    wrong = refused_with(
        "remark_field_unknown", applied, official(), "return", remarks=[("nothing", "?")]
    )
    assert wrong.details == {"fields": ["nothing"]}


def test_approving_needs_the_whole_checklist_of_the_stage() -> None:
    applied = submitted()
    refused = refused_with("checklist_incomplete", applied, official(), checked=["kinds_fit"])
    assert "licence_matches" in refused.details["missing"]
    assert "kinds_fit" not in refused.details["missing"]
    assert not Review.objects.exists()


def test_an_unknown_decision_is_none() -> None:
    refused_with("decision_unknown", submitted(), official(), "perhaps")


@pytest.mark.parametrize(
    ("department", "role"), [("customs", "reviewer"), ("zone", "viewer"), ("zone", "supervisor")]
)
def test_only_reviewers_of_the_stage_decide(department: str, role: str) -> None:
    refused_with("review_not_yours", submitted(), official(department, role))


def test_staff_of_the_site_decide_its_filings_and_no_others() -> None:
    Site.objects.create(code="west", parent_id="hub", path="/hub/west/", kind="sub", name="西区")
    Site.objects.create(code="east", parent_id="hub", path="/hub/east/", kind="sub", name="东区")
    applied = submitted(site="west")
    refused_with("filing_unknown", applied, official("park", site="east"))
    decide(applied.filing, official("park", site="west"))
    assert applied.again().enterprise.site_id == "west"


def test_nobody_reviews_a_filing_of_their_own() -> None:
    applied, reviewer = submitted(), official()
    MemberFactory.create(user=reviewer, enterprise=applied.filing.enterprise, role="viewer")
    refused_with("reviewer_is_applicant", applied, reviewer)


def test_one_person_does_not_decide_two_stages() -> None:
    applied, reviewer = submitted(["payment"]), official()
    decide(applied.filing, reviewer)
    filing = applied.again()
    filing.department = "zone"
    filing.save()
    refused_with("reviewer_decided_before", applied, reviewer)


def test_the_second_to_decide_is_told_who_decided_and_when() -> None:
    applied, first = submitted(), official()
    decide(applied.filing, first, "return", remarks=[("name", "与执照不一致")])
    refused = refused_with("review_already_decided", applied, official(), version=1, stage=0)
    assert refused.status == 409
    assert refused.details["by"] == first.name
    assert refused.details["decision"] == "return"


def test_a_decision_on_an_old_version_is_not_taken() -> None:
    applied, reviewer = submitted(), official()
    submitting.withdraw(**applied.who)
    submitting.submit(**applied.who)
    refused_with("review_superseded", applied, reviewer, version=1)


def test_a_draft_is_not_in_review() -> None:
    applied = submitted()
    submitting.withdraw(**applied.who)
    with pytest.raises(Refusal) as refused:
        reviewing.open_for_review(
            filing_id=applied.filing.pk, viewer=viewer_for(official()), by=official(), at=AT
        )
    assert refused.value.code == "not_in_review"


def test_an_opened_filing_names_its_reviewer_and_cannot_be_withdrawn() -> None:
    applied, reviewer = submitted(), official()
    opened = reviewing.open_for_review(
        filing_id=applied.filing.pk, viewer=viewer_for(reviewer), by=reviewer, at=AT
    )
    assert (opened.status, opened.reviewer) == (states.UNDER_REVIEW, reviewer)
    colleague = official()
    again = reviewing.open_for_review(
        filing_id=applied.filing.pk, viewer=viewer_for(colleague), by=colleague, at=AT
    )
    assert again.reviewer == reviewer
    with pytest.raises(Refusal) as refused:
        submitting.withdraw(**applied.who)
    assert refused.value.code == "review_begun"


def test_a_change_is_reviewed_while_the_old_version_stays_in_force() -> None:
    applied = approved()
    number = applied.filing.number
    drafting.begin_change(**applied.who)
    drafting.save_values(values={"name": "洪城改名有限公司"}, **applied.who)
    submitting.submit(**applied.who)
    before = applied.again()
    assert (before.version, before.approved_version) == (2, 1)
    assert before.enterprise.name != "洪城改名有限公司"
    assert before.enterprise.status == "approved"
    decide(applied.filing, official())
    after = applied.again()
    assert (after.approved_version, after.number) == (2, number)
    assert after.enterprise.name == "洪城改名有限公司"
    assert Distribution.objects.filter(filing=after, version=2).count() == 5


def test_a_returned_change_can_be_given_up() -> None:
    applied = approved()
    drafting.begin_change(**applied.who)
    drafting.save_values(values={"name": "洪城改名有限公司"}, **applied.who)
    submitting.submit(**applied.who)
    decide(applied.filing, official(), "return", remarks=[("name", "未见变更证明")])
    drafting.give_up_change(**applied.who)
    assert applied.again().status == states.APPROVED
    assert applied.again().data["name"] != "洪城改名有限公司"


def test_a_code_that_was_registered_meanwhile_is_refused_at_approval() -> None:
    rival, applied = submitted(number=4), submitted(number=4)
    decide(rival.filing, official())
    refused_with("subject_taken", applied, official())
    assert applied.again().status == states.SUBMITTED
    assert applied.again().number == ""


def test_every_deed_stands_in_history_and_audit() -> None:
    applied = approved(["payment"])
    steps = list(applied.filing.steps.order_by("id").values_list("source", "target"))
    assert steps == [
        ("", states.DRAFT),
        (states.DRAFT, states.SUBMITTED),
        (states.SUBMITTED, states.UNDER_REVIEW),
        (states.UNDER_REVIEW, states.APPROVED),
    ]
    deeds = AuditEntry.objects.filter(on_id=str(applied.filing.pk), on_type="enterprises.filing")
    assert {"filing.started", "filing.submitted", "filing.passed_on", "filing.approved"} <= set(
        deeds.values_list("action", flat=True)
    )


def test_a_change_begins_only_from_what_is_in_force() -> None:
    with pytest.raises(Refusal) as refused:
        drafting.begin_change(**submitted().who)
    assert refused.value.code == "filing_not_in_force"
