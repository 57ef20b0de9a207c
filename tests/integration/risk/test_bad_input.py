"""What must not bring screening and clocks down: broken rules, floods, subjects that are gone,
holidays."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Notice
from risk.models import CaseStep, RuleVersion
from risk.rulebook import standard_on
from risk.rules.subjects import of_enterprise
from risk.screening import Broken, Hit
from risk.services.cases import escalating
from risk.services.rules import load_rules
from risk.services.screening.breaking import Breaker, forget
from risk.services.screening.troubles import note_troubles
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import official
from tests.factories.risk_cases import WATCH, Desk

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI)


def test_the_author_of_a_broken_rule_is_told_once_with_the_reason() -> None:
    now, author = timezone.now(), official("zone", "administrator")
    load_rules(at=now)
    RuleVersion.objects.filter(code="RT03-01", version=1).update(by=author)
    broken = Broken("RT03-01", 1, "division_by_zero", "")

    assert note_troubles([broken], [], at=now) == ["RT03-01"]
    assert note_troubles([broken], [], at=now + timedelta(hours=1)) == []
    (told,) = Notice.objects.filter(user=author, kind="risk_rule")
    assert "division_by_zero" in told.text_zh


def test_of_a_shipped_rule_the_zone_office_is_told() -> None:
    now, office = timezone.now(), official("zone", "supervisor")
    load_rules(at=now)
    note_troubles([Broken("RT01-01", 1, "unknown_fact", "decl.gone")], [], at=now)
    assert Notice.objects.filter(user=office, text_en__contains="decl.gone").count() == 1


def test_the_breaker_counts_by_the_minute_and_by_the_share() -> None:
    load_rules(at=timezone.now())
    forget()
    standard = standard_on(date(2026, 11, 20))
    most = standard.breaker_hits
    hit = [Hit("RT01-01", 1, 1.0, {}, {})]
    begin = shanghai(2026, 11, 20, 10, 0)

    first = Breaker(standard, begin)
    assert [code for _ in range(most) for code in first.count(hit)] == []
    second = Breaker(standard, begin + timedelta(minutes=1))
    assert [code for _ in range(most) for code in second.count(hit)] == []
    assert second.count(hit) == ["RT01-01"]

    third = Breaker(standard, begin + timedelta(minutes=2))
    for _ in range(2 * most + 2):
        third.count([])
    assert [code for _ in range(most + 1) for code in third.count(hit)] == []


def test_hours_run_through_holidays_and_working_days_pass_over_them() -> None:
    desk = Desk()
    eve = shanghai(2026, 9, 30, 22)
    hours = desk.case(level="orange", at=eve)
    assert hours.due_at == eve + timedelta(hours=4)
    days = Desk().case(level="blue", at=eve)
    assert days.due_at == end_of(date(2026, 10, 9))


def test_a_late_case_does_not_rise_over_a_weekend() -> None:
    desk = Desk()
    case = desk.case(level="yellow", at=shanghai(2026, 11, 19, 10))
    assert case.due_at == end_of(date(2026, 11, 20))
    steps = CaseStep.objects.filter(case=case, deed__in=["overdue", "escalated"])
    for day, risen in ((21, 1), (22, 1), (23, 1), (24, 2)):
        escalating.escalate(by=WATCH, at=shanghai(2026, 11, day, 9))
        case.refresh_from_db()
        assert (case.risen, day) == (risen, day)
    assert steps.exists()


def test_a_signal_about_a_firm_that_was_deleted_before_it_came_is_kept_with_its_name() -> None:
    desk, gone = Desk(), EnterpriseFactory.create(name="已注销的企业")
    subject = of_enterprise(gone.pk, gone.name)
    gone.delete()

    case = desk.case(subject=subject)
    assert (case.enterprise_id, case.subject_label) == (None, "已注销的企业")
