"""Signals become alerts, alerts a case, and the case goes from hand to hand until it is closed."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, Notice
from credit.models import Record
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from risk.models import Alert, Case, CaseStep, Signal
from risk.rules.subjects import Subject, of_enterprise
from risk.selectors_cases import workload
from risk.services.cases import assessing, escalating, handling, reviewing
from risk.services.cases.demo import load_demo_cases
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import PostingFactory, official
from tests.factories.risk_cases import AT, DONE, WATCH, Desk, deed, fresh
from tests.factories.supervision import refused_as

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def ahead(row: Case) -> dict[str, Any]:
    return {"case_id": row.pk, "version": row.version}


def test_a_case_goes_from_signal_to_closing_and_enters_the_ledger(desk: Desk) -> None:
    case = desk.reviewed()
    case = reviewing.close(**ahead(case), **deed(desk.chief))

    steps = CaseStep.objects.filter(case=case).order_by("pk").values_list("deed", flat=True)
    assert list(steps) == [
        "opened",
        "assessed",
        "alerted",
        "assigned",
        "begun",
        "handled",
        "reviewed",
        "closed",
    ]
    record = Record.objects.get(number=case.number)
    assert case.record == record
    assert (record.kind, record.number, record.grade) == ("risk_confirmed", case.number, "minor")
    assert Alert.objects.get(case=case).verdict == "confirmed"
    audited = AuditEntry.objects.filter(on_type="risk.case", on_id=str(case.pk))
    assert set(steps) <= {entry.action.removeprefix("risk_case.") for entry in audited}
    assert Notice.objects.filter(user=desk.inspector, text_zh__contains=case.number).exists()


def test_a_false_alarm_leaves_the_ledger_alone(desk: Desk) -> None:
    case = desk.reviewed("false")
    reviewing.close(**ahead(case), **deed(desk.chief))

    assert not Record.objects.filter(number=case.number).exists()
    assert Alert.objects.get(case=case).verdict == "false"


def test_signals_within_the_cool_down_count_on_one_alert(desk: Desk) -> None:
    first = desk.signal()
    again = desk.signal(at=AT + timedelta(hours=23))
    graver = desk.signal(level="orange", at=AT + timedelta(hours=23))
    later = desk.signal(level="orange", at=AT + timedelta(hours=48))

    assert first.alert == again.alert
    assert fresh(first.alert).count == 2
    assert len({first.alert_id, graver.alert_id, later.alert_id}) == 3
    assert desk.cases().count() == 1


def test_alerts_of_one_subject_join_its_case_and_the_gravest_decides(desk: Desk) -> None:
    case = desk.case()
    desk.signal(rule="rt08_price", type="RT08", level="orange", at=AT + timedelta(hours=1))

    joined = fresh(case)
    assert Alert.objects.filter(case=case).count() == 2
    assert (joined.level, joined.type, joined.version) == ("orange", "RT08", case.version + 1)
    assert joined.due_at == AT + timedelta(hours=5)
    with refused_as("risk_changed_meanwhile"):
        handling.assign(
            case_id=case.pk,
            version=case.version,
            organisation=desk.customs.code,
            **deed(desk.office),
        )


def test_what_was_just_closed_is_not_opened_again_within_the_cool_down(desk: Desk) -> None:
    case = desk.reviewed("false")
    reviewing.close(**ahead(case), **deed(desk.chief))

    desk.signal(at=AT + timedelta(hours=2))
    assert desk.cases().count() == 1
    desk.signal(at=AT + timedelta(hours=25))
    assert desk.cases().count() == 2


def test_a_score_is_graded_by_the_standard_and_kept_below_it_without_an_alert(desk: Desk) -> None:
    assert desk.signal(level="", score=39).alert is None
    assert desk.signal(level="", score=76).level == "orange"
    with pytest.raises(ValueError, match="RT99"):
        desk.signal(type="RT99")


def test_the_same_reference_of_a_reporter_is_taken_once(desk: Desk) -> None:
    first = desk.signal(source="department", reference="A-1")
    assert desk.signal(source="department", reference="A-1") == first
    assert Signal.objects.filter(subject_key=str(desk.firm.pk)).count() == 1


def test_what_people_report_waits_for_an_officer(desk: Desk) -> None:
    case = desk.case(source="complaint")
    assert case.status == "collected"
    with pytest.raises(Refusal) as found:
        assessing.assess(**ahead(case), level="pink", note="", **deed(desk.office))
    assert len(found.value.details["problems"]) == 2
    case = assessing.assess(**ahead(case), level="yellow", note="线索具体", **deed(desk.office))
    case = assessing.issue(**ahead(case), **deed(desk.office))
    assert case.status == "alerted"
    other = desk.case(
        source="news", rule="news", subject=Subject("country", "502", "美国"), type="RT17"
    )
    other = assessing.dismiss(**ahead(other), reasons="与本区无关", **deed(desk.office))
    assert (other.status, other.alerts.get().verdict) == ("dismissed", "false")


def test_red_acts_as_orange_until_two_people_confirm_it(desk: Desk) -> None:
    case = desk.case(level="red")
    assert (case.level, case.claimed) == ("orange", "red")

    case = assessing.confirm_red(**ahead(case), **deed(desk.office))
    with refused_as("risk_not_yours"):
        assessing.confirm_red(**ahead(case), **deed(desk.office))
    PostingFactory.create(user=desk.office, role="supervisor")
    with refused_as("risk_four_eyes"):
        assessing.confirm_red(**ahead(case), **deed(desk.office))
    case = assessing.confirm_red(**ahead(case), **deed(desk.chief))
    assert (case.level, case.claimed) == ("red", "")
    with refused_as("risk_red_not_claimed"):
        assessing.refuse_red(**ahead(case), reasons="不是红色", **deed(desk.chief))


def test_the_database_refuses_red_by_one_person(desk: Desk) -> None:
    case = desk.case(level="red")
    for columns in (
        {"level": "red"},
        {"level": "red", "first_by": desk.office, "second_by": desk.office},
    ):
        with pytest.raises(IntegrityError, match="risk_case_red_by_two"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**columns)


def test_the_second_of_two_who_close_learns_who_did_and_when(desk: Desk) -> None:
    case = desk.reviewed()
    reviewing.close(**ahead(case), **deed(desk.chief))

    with pytest.raises(Refusal) as found:
        reviewing.close(**ahead(case), **deed(desk.office))
    assert (found.value.status, found.value.code) == (409, "risk_case_ended")
    assert found.value.details["by"] == desk.chief.username
    assert found.value.details["at"] == AT.astimezone(SHANGHAI).isoformat()
    assert Record.objects.filter(number=case.number).count() == 1


def test_who_handled_a_case_does_not_review_it(desk: Desk) -> None:
    case = desk.handled()
    with refused_as("risk_four_eyes"):
        reviewing.review(
            **ahead(case), verdict="confirmed", note="情况属实", **deed(desk.inspector)
        )
    back = reviewing.send_back(**ahead(case), reasons="证据不足", **deed(desk.colleague))
    assert back.status == "in_handling"


def test_only_the_unit_handles_and_only_those_in_charge_see(desk: Desk) -> None:
    case = desk.assigned()
    with refused_as("risk_not_yours"):
        handling.begin(**ahead(case), **deed(desk.office))
    tax = official("tax", "reviewer")
    assert not Case.objects.visible_to(viewer_for(tax)).exists()
    assert not Case.objects.visible_to(viewer_for(MemberFactory.create(enterprise=desk.firm).user))
    MemberFactory.create(enterprise=desk.firm, user=desk.inspector)
    with refused_as("risk_not_yours"):
        handling.begin(**ahead(case), **deed(desk.inspector))


def test_a_deadline_lies_within_the_term_of_the_level(desk: Desk) -> None:
    case = desk.case()
    given = {"organisation": desk.customs.code, **ahead(case), **deed(desk.office)}
    with pytest.raises(Refusal) as found:
        handling.assign(until=date(2026, 12, 31), **given)
    assert found.value.details["problems"][0]["code"] == "risk_deadline_wrong"
    case = handling.assign(until=date(2026, 11, 23), **given)
    assert case.due_at == datetime(2026, 11, 23, 23, 59, 59, tzinfo=SHANGHAI)


def test_clocks_pass_over_the_holidays(desk: Desk) -> None:
    eve = datetime(2026, 9, 30, 2, tzinfo=SHANGHAI)
    alert = desk.signal(at=eve).alert
    assert alert is not None
    assert alert.case.due_at == datetime(2026, 10, 8, 23, 59, 59, tzinfo=SHANGHAI)


def test_late_cases_rise_step_by_step_and_once(desk: Desk) -> None:
    case = desk.assigned()
    assert case.due_at is not None
    late = case.due_at + timedelta(hours=1)

    for at in (case.due_at, late, late):
        escalating.escalate(by=WATCH, at=at)
    assert CaseStep.objects.get(case=case, deed="overdue").at == late
    assert Notice.objects.filter(user=desk.colleague, kind="risk_due").count() == 1
    assert not Notice.objects.filter(user=desk.chief, kind="risk_due").exists()
    escalating.escalate(by=WATCH, at=late + timedelta(days=5))
    assert fresh(case).risen == 3
    assert Notice.objects.filter(user=desk.chief, kind="risk_due").count() == 1
    load = workload(viewer_for(desk.chief), at=late)
    assert ("customs", True) in {(row.department, row.waiting > 0 < row.late) for row in load}


def test_an_alert_of_a_deleted_enterprise_keeps_its_name_and_can_be_handled(desk: Desk) -> None:
    gone = EnterpriseFactory.create(name="已删除的企业")
    subject = of_enterprise(gone.pk, gone.name)
    case = desk.case(subject=subject)
    gone.delete()

    later = desk.signal(subject=subject, rule="other", at=AT + timedelta(hours=1)).alert
    assert later is not None
    assert (later.case, later.enterprise) == (case, None)
    assert fresh(case).subject_label == "已删除的企业"
    case = handling.assign(
        **ahead(fresh(case)), organisation=desk.customs.code, **deed(desk.office)
    )
    case = handling.begin(**ahead(case), **deed(desk.inspector))
    case = handling.handle(**ahead(case), outcome=DONE, **deed(desk.inspector))
    case = reviewing.review(**ahead(case), verdict="confirmed", note="情况属实", **deed(desk.chief))
    assert reviewing.close(**ahead(case), **deed(desk.chief)).record is None


def test_the_demo_has_a_case_for_every_desk_and_is_made_once(settings: Any) -> None:
    settings.PORTAL_DEMO = True
    for _ in range(4):
        EnterpriseFactory.create(simulated=True, kinds=["ecommerce"])

    assert [load_demo_cases(at=AT), load_demo_cases(at=AT)] == [5, 0]
    mine = Case.objects.filter(alerts__signals__by_label="load_demo_risk_cases")
    assert sorted(mine.values_list("status", "claimed")) == [
        ("alerted", ""),
        ("alerted", ""),
        ("alerted", "red"),
        ("collected", ""),
        ("collected", ""),
    ]
