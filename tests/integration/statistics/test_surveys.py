"""A survey from design to estimate, and what happens where it does not go that way."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Notice, User
from enterprises.models import Enterprise
from enterprises.services.refusals import Refusal
from reference.services.rule_settings import NewSetting, put_rule_setting
from statistics_app.models import Survey, SurveyFrame, SurveyUnit
from statistics_app.selectors_surveys import redrawn, withheld
from statistics_app.services.governance.common import Deed
from statistics_app.services.reporting import survey_changes, surveys
from tests.factories.governance import AT, BY, browser, deed, design, problems_of, west
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.surveys import Surveying, answer, approved

pytestmark = pytest.mark.django_db


def page_of(survey: Survey, user: User, **query: Any) -> Any:
    return browser(user).get(reverse("statistics:survey", args=[survey.pk]), query)


def test_a_survey_is_drawn_answered_and_estimated() -> None:
    made = Surveying()
    units = made.drawn()
    with pytest.raises(Refusal) as silent:
        made.closed()
    for unit, value in zip(units, ("10", "30", "20"), strict=True):
        answer(unit, value)
    with pytest.raises(Refusal) as twice:
        answer(units[0], "10")
    closed = made.closed()

    assert silent.value.code == "survey_stratum_empty"
    assert twice.value.code == "statistics_report_sent"
    assert closed.estimate is not None
    assert Decimal(closed.estimate["total"]) == 20 * 4
    assert closed.estimate["answered"] == 3
    assert Decimal(closed.estimate["error"]) > 0


def test_a_design_says_all_that_it_lacks() -> None:
    office = deed(official("zone", "reviewer"))
    approved(count=3)
    with pytest.raises(Refusal) as blank:
        surveys.design_survey(new=design(title="", strata=(), size="0", due=None), **office)
    with pytest.raises(Refusal) as empty:
        surveys.design_survey(new=design(strata=("ecommerce", "bonded_nobody")), **office)

    assert problems_of(blank.value) == {"title", "strata", "size", "due"}
    assert empty.value.code == "survey_stratum_empty"


def test_a_stratum_of_fewer_than_three_is_not_designed() -> None:
    office = deed(official("zone", "reviewer"))
    approved(count=2)
    with pytest.raises(Refusal) as small:
        surveys.design_survey(new=design(), **office)
    approved()
    with pytest.raises(Refusal) as few:
        surveys.design_survey(new=design(size="2"), **office)
    surveys.design_survey(new=design(size="3"), **office)

    assert (small.value.code, few.value.code) == ("survey_stratum_small", "survey_sample_small")
    assert "2" in small.value.text("zh")


def test_fewer_than_three_answers_are_not_shown_to_anybody() -> None:
    made = Surveying({"ecommerce": 5}, size="5")
    for unit in made.drawn()[:2]:
        answer(unit, "777")
    closed = made.closed()
    pages = [page_of(closed, user).content.decode() for user in (made.office, official("park"))]
    listed = browser(made.office).get(reverse("statistics:surveys")).content.decode()

    assert withheld([closed]) == {closed.pk: "few"}
    for page in (*pages, listed):
        assert "3,885" not in page, "five times 777"
        assert "不公布" in page


def test_an_answer_that_makes_up_the_total_is_not_shown() -> None:
    made = Surveying({"ecommerce": 3})
    for unit, value in zip(made.drawn(), ("10000", "1", "1"), strict=True):
        answer(unit, value)
    closed = made.closed()

    assert withheld([closed]) == {closed.pk: "dominated"}
    assert "10,002" not in page_of(closed, made.office).content.decode()


def test_the_least_number_is_a_dated_setting() -> None:
    made = Surveying({"ecommerce": 4})
    for unit in made.drawn():
        answer(unit, "7")
    closed = made.closed()
    assert withheld([closed]) == {}

    setting = NewSetting("STAT-BULL", "fewest_firms", "4", valid_from=date(2018, 1, 1))
    put_rule_setting(setting, by=BY, at=AT)

    assert withheld([closed]) == {closed.pk: "few"}


@pytest.mark.parametrize("department", ["customs", "tax", "market"])
def test_departments_that_punish_see_no_survey(department: str) -> None:
    made = Surveying()
    other = official(department, "supervisor")

    assert page_of(made.survey, other).status_code == 404
    assert browser(other).get(reverse("statistics:surveys")).status_code == 403
    assert page_of(made.survey, official("county")).status_code == 200


def test_a_sample_is_drawn_again_after_firms_came_and_went() -> None:
    made = Surveying({"ecommerce": 8})
    units = made.drawn()
    Enterprise.objects.filter(pk=units[0].enterprise_id).update(status="cancelled")
    approved(count=5)
    again = redrawn(made.survey)
    page = page_of(made.survey, made.office, again="1").content.decode()
    file = page_of(made.survey, made.office, frame="csv")

    assert again is not None
    assert (again.is_same, again.units) == (True, 8)
    assert "完全相同" in page
    assert again.digest in page
    assert len(b"".join(file.streaming_content).decode().splitlines()) == 9
    assert page_of(made.survey, official("park"), frame="csv").status_code == 404


def test_a_sample_that_was_tampered_with_is_told() -> None:
    made = Surveying({"ecommerce": 8})
    units = made.drawn()
    drawn = {unit.enterprise_id for unit in units}
    other = Enterprise.objects.exclude(pk__in=drawn).filter(status="approved").first()
    SurveyUnit.objects.filter(pk=units[0].pk).update(enterprise=other)
    again = redrawn(made.survey)

    assert again is not None
    assert (again.is_same, again.missing, again.extra) == (False, 1, 1)
    assert "重抽与原样本不同" in page_of(made.survey, made.office, again="1").content.decode()


def test_the_kept_frame_does_not_change() -> None:
    made = Surveying()
    made.drawn()

    with pytest.raises(Exception, match="statistics_survey_frame"):
        SurveyFrame.objects.update(digest="x")


def test_a_silent_stratum_is_merged_with_a_reason_and_the_survey_ends() -> None:
    made = Surveying({"ecommerce": 4, "logistics": 4}, size="6")
    made.drawn()
    for unit in made.units("ecommerce"):
        answer(unit, "10")
    with pytest.raises(Refusal) as silent:
        made.closed()
    with pytest.raises(Refusal) as bare:
        survey_changes.merge_strata(stratum="logistics", into="logistics", reason="", **made.seen)
    survey_changes.merge_strata(
        stratum="logistics", into="ecommerce", reason="物流企业均未答复", **made.seen
    )
    closed = made.closed()

    assert silent.value.code == "survey_stratum_empty"
    assert problems_of(bare.value) == {"into", "reason"}
    assert closed.estimate is not None
    assert closed.estimate["population"] == 8
    assert Decimal(closed.estimate["total"]) == 80
    (step,) = closed.steps.filter(deed="merged")
    assert step.note == "logistics → ecommerce：物流企业均未答复"
    assert "物流企业均未答复" in page_of(closed, made.office).content.decode()


def test_a_merged_stratum_takes_along_what_was_merged_into_it() -> None:
    made = Surveying({"ecommerce": 3, "logistics": 3, "payment": 3}, size="9")
    made.drawn()
    for stratum, into in (("payment", "logistics"), ("logistics", "ecommerce")):
        survey_changes.merge_strata(stratum=stratum, into=into, reason="答复过少", **made.seen)
    made.survey.refresh_from_db()

    assert made.survey.merges == {"payment": "ecommerce", "logistics": "ecommerce"}


def test_a_survey_is_called_off_with_a_reason_and_nobody_is_asked_any_more() -> None:
    made = Surveying()
    unit = made.drawn()[0]
    person = MemberFactory.create(enterprise=unit.enterprise, role="finance").user
    with pytest.raises(Refusal) as bare:
        survey_changes.call_off_survey(reason="", **made.seen)
    survey_changes.call_off_survey(reason="文号已撤销", **made.seen)
    with pytest.raises(Refusal) as late:
        surveys.answer_survey(unit_id=unit.pk, value="1", note="", **deed(person))
    with pytest.raises(Refusal) as again:
        made.closed()

    assert problems_of(bare.value) == {"reason"}
    assert late.value.code == again.value.code == "survey_closed"
    assert "已取消" in Notice.objects.filter(user=person).latest("id").text_zh
    assert AuditEntry.objects.filter(action="statistics_survey.called_off").count() == 1
    assert surveys.remind_surveys(Deed(BY, AT + timedelta(days=60))) == 0


def test_a_draft_is_changed_until_it_is_drawn() -> None:
    made = Surveying()
    west()
    office = browser(made.office)
    address = reverse("statistics:survey_edit", args=[made.survey.pk])
    shown = office.get(address).content.decode()
    typed = {
        "version": "1", "title": "改过的调查", "question": "本年投入", "unit": "万元",
        "authority": "综试区办公室", "approval_number": "统〔2026〕9号",
        "valid_until": "2099-12-31", "due": "2099-12-01", "strata": ["kind:ecommerce"],
        "size": "4", "allocation": "equal", "seed": "2",
    }  # fmt: skip
    sent = office.post(address, typed)
    stale = office.post(address, typed | {"title": "再改一次"})
    made.survey.refresh_from_db()

    assert "海外仓投入抽样调查" in shown
    assert 'value="kind:ecommerce" checked' in shown
    assert (sent.status_code, stale.status_code) == (302, 409)
    assert (made.survey.title, made.survey.size, made.survey.status) == ("改过的调查", 4, "draft")
    made.drawn()
    assert office.get(address).status_code == 404
    with pytest.raises(Refusal) as drawn:
        survey_changes.redesign_survey(new=design(), **made.seen)
    assert drawn.value.code == "survey_drawn"


def test_reminders_begin_before_the_due_day() -> None:
    made = Surveying()  # due on 2026-12-10, reminders from three days before
    made.drawn()

    def on(day: int) -> int:
        return surveys.remind_surveys(Deed(BY, AT.replace(month=12, day=day)))

    assert [on(6), on(7), on(8), on(10), on(13)] == [0, 3, 0, 3, 3]


def test_a_sample_and_questionnaires_are_shown_to_their_end() -> None:
    made = Surveying({"ecommerce": 105}, size="105")
    units = made.drawn()
    second = page_of(made.survey, made.office, page="2").content.decode()
    person = MemberFactory.create(enterprise=units[0].enterprise, role="finance").user
    for number in range(51):
        survey = Survey.objects.create(
            number=f"DC-{number}", title=f"调查{number:03}", question="投入", unit="万元",
            authority="综试办", approval_number="统七号", valid_date=AT.date(), strata_by="kind",
            frame=["ecommerce"], size=3, allocation="equal", seed="7", due_date=AT.date(),
            status="drawn",
        )  # fmt: skip
        SurveyUnit.objects.create(
            survey=survey, enterprise=units[0].enterprise, stratum="ecommerce", place=1
        )
    own = browser(person)
    asked = [own.get(reverse("statistics:questionnaires"), {"page": page}) for page in (1, 2)]
    titles = "".join(answer.content.decode() for answer in asked)

    assert units[104].enterprise.name in second
    assert "调查000" in titles
    assert made.survey.title in titles


def test_every_page_opens() -> None:
    made = Surveying()
    unit = made.drawn()[0]
    person = MemberFactory.create(enterprise=unit.enterprise, role="declarant").user
    office, firm = browser(made.office), browser(person)
    opened = [
        office.get(reverse("statistics:surveys")),
        office.get(reverse("statistics:survey_new")),
        office.get(reverse("statistics:survey", args=[made.survey.pk])),
        firm.get(reverse("statistics:questionnaires")),
        firm.get(reverse("statistics:questionnaire", args=[unit.pk])),
    ]
    designed = office.post(
        reverse("statistics:survey_new"),
        {
            "title": "页面设计的调查", "question": "本年投入", "unit": "万元",
            "authority": "综试区办公室", "approval_number": "统〔2026〕9号",
            "valid_until": "2099-12-31", "due": "2099-12-01", "strata": ["kind:ecommerce"],
            "size": "3", "allocation": "equal", "seed": "1",
        },
    )  # fmt: skip

    assert [answer.status_code for answer in opened] == [200] * 5
    assert designed.status_code == 302
    assert Survey.objects.filter(title="页面设计的调查").exists()
