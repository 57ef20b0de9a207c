"""Screening of matched declarations: lanes, hits, windows, holds, signals, breaker."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Notice
from declarations.models import Hold, Inventory
from declarations.services import holds
from declarations.services.events import place_events
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from reference.services.rule_settings import NewSetting, put_rule_setting
from risk.models import (
    DayCount,
    Fact,
    Raised,
    RuleSet,
    RuleTrouble,
    RuleVersion,
    Screening,
    Signal,
    Tally,
    Window,
)
from risk.rules.parameters import BREAK_HITS, RED_RATE, SCREENING, YELLOW_FROM, YELLOW_RATE
from risk.selectors_screening import without_data
from risk.services.facts import deliver_facts
from risk.services.rules import BY, load_rules
from risk.services.screening.breaking import forget
from risk.services.screening.clearing import clear_windows
from risk.services.screening.collecting import GONE, collect_raised
from risk.services.screening.following import follow_decisions, is_behind
from risk.services.screening.slices import screen_declarations
from risk.services.screening.subjects import screen_subjects
from risk.services.screening.troubles import put_back
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk, new_desk

pytestmark = pytest.mark.django_db
NEVER = {RED_RATE: "0", YELLOW_RATE: "0"}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def desk(now: datetime) -> Desk:
    """A firm's desk; nothing is drawn, so that what is seen comes from rules alone."""
    forget()
    load_rules(at=now)
    for parameter, value in NEVER.items():
        set_to(SCREENING, parameter, value, now)
    return new_desk()


def set_to(code: str, parameter: str, value: str, at: datetime) -> None:
    setting = NewSetting(code, parameter, value, valid_from=timezone.localtime(at).date())
    put_rule_setting(setting, by=BY, at=at)


def matched(desk: Desk, count: int) -> list[int]:
    desk.send(*(doc for n in range(count) for doc in desk.set(n).values()))
    desk.decide()
    rows = Inventory.objects.filter(sender_id=desk.firm.id).order_by("id")
    return list(rows.values_list("id", flat=True))


def release(code: str, when: str, at: datetime, **given: Any) -> RuleVersion:
    """A rule of the zone, released a day ago."""
    definition = RuleVersion.objects.get(code="RT03-01", version=1).definition
    told = {"when": when, "strength": "1", "thresholds": {}, "scope": "both", **given}
    row: RuleVersion = RuleVersion.objects.create(
        code=code,
        version=2,
        state="released",
        definition=definition | told,
        from_at=at - timedelta(days=1),
        by_label="test",
        at=at,
    )
    return row


def test_a_matched_declaration_is_screened_once_and_counted_once(desk: Desk, now: datetime) -> None:
    ids = matched(desk, 3)
    place_events()
    assert is_behind()
    follow_decisions(seconds=0, at=now)
    assert Screening.objects.filter(inventory_id__in=ids).count() == 3
    windows = dict(Window.objects.values_list("key", "state"))
    assert screen_declarations(ids, now).screened == 0
    assert dict(Window.objects.values_list("key", "state")) == windows
    counted = DayCount.objects.exclude(channel="all").values_list("count", flat=True)
    assert sum(counted) == 3
    assert clear_windows(at=now + timedelta(days=40)) > 0


def test_a_hit_is_kept_with_its_evidence_raises_a_signal_and_suggests_a_hold(
    desk: Desk, now: datetime
) -> None:
    set_to("RT03-01", "phones", "1", now)
    set_to("RT03-01", "weight", "1", now)
    set_to(SCREENING, YELLOW_FROM, "50", now)
    ids = matched(desk, 2)
    assert screen_declarations(ids, now).lanes == {"yellow": 2}
    row = Screening.objects.get(inventory_id=ids[0])
    (hit,) = [one for one in row.hits or () if one["r"] == "RT03-01"]
    assert (hit["f"], hit["t"]) == ({"person.phones_30d": 1}, {"phones": 1.0})
    assert row.reason == "score"
    assert RuleSet.objects.filter(pk=row.rule_set).exists()
    assert Tally.objects.get(enterprise_id=desk.firm.id, code="RT03-01").hits == 2
    held = Hold.objects.get(inventory_id=ids[0])
    assert (held.source, held.status) == ("risk", "risk_yel")
    assert "身份信息冒用" in held.reason
    raised = Raised.objects.filter(rule="RT03-01")
    assert {one.subject_kind for one in raised} == {"person"}
    waiting = Raised.objects.count()
    assert collect_raised(at=now) == waiting
    assert collect_raised(at=now) == 0
    assert Signal.objects.filter(rule="RT03-01").count() == raised.count()


def test_customs_ends_a_suggested_hold_with_its_result_and_sees_it_in_one_queue(
    desk: Desk, now: datetime
) -> None:
    deliver(desk, now, "waybill.xray_alert")
    ids = matched(desk, 1)
    assert screen_declarations(ids, now).lanes == {"red": 1}
    assert Screening.objects.get(inventory_id=ids[0]).reason == "hit"
    held = Hold.objects.get(inventory_id=ids[0], status="risk_red")
    officer = official("customs", "reviewer")
    found = holds.record_result(
        hold_id=held.pk,
        viewer=viewer_for(officer),
        result="conforms",
        text="与申报相符",
        by=officer,
        at=now,
    )
    assert (found.ended_at, found.ended_status) == (now, "conforms")


def deliver(desk: Desk, at: datetime, fact: str) -> None:
    number = desk.set(0)["waybill"]["LogisticsHead"]["logisticsNo"]
    deliver_facts([{"fact": fact, "key": number, "value": 1}], source="weighing", by=BY, at=at)


def test_facts_are_kept_all_or_none_and_connect_their_source(desk: Desk, now: datetime) -> None:
    with pytest.raises(Refusal) as refusal:
        deliver_facts(
            [
                {"fact": "waybill.xray_alert", "key": "W1", "value": 1},
                {"fact": "order.page_views", "key": "", "value": "many"},
                {"fact": "waybill.xray_alert", "key": "W", "value": 1, "observed_at": "2999-01-01"},
            ],
            source="weighing",
            by=BY,
            at=now,
        )
    fields = [one["field"] for one in refusal.value.details["problems"]]
    assert fields == ["2.fact", "2.key", "2.value", "3.observed_at"]
    assert not Fact.objects.exists()
    ids = matched(desk, 2)
    screen_declarations(ids[:1], now)
    assert "RT10-02" in without_data(Screening.objects.get(inventory_id=ids[0]))
    number = Inventory.objects.get(pk=ids[1]).logistics_no
    weighed = [{"fact": "waybill.weighed_kg", "key": number, "value": 50}]
    assert deliver_facts(weighed, source="weighing", by=BY, at=now) == 1
    screen_declarations(ids[1:], now)
    later = Screening.objects.get(inventory_id=ids[1])
    assert "RT10-02" not in without_data(later)
    assert "RT10-02" in [hit["r"] for hit in later.hits or ()]


def test_a_rule_that_matches_everything_is_stopped_until_somebody_puts_it_back(
    desk: Desk, now: datetime
) -> None:
    author = official("zone", "administrator")
    set_to(SCREENING, BREAK_HITS, "2", now)
    row = release("RT01-90", "decl.lines > 0", now)
    RuleVersion.objects.filter(pk=row.pk).update(by=author)
    ids = matched(desk, 6)
    assert "RT01-90" in screen_declarations(ids[:4], now).stopped
    hits = [one["r"] for row in Screening.objects.all() for one in row.hits or ()]
    assert hits.count("RT01-90") == 3
    trouble = RuleTrouble.objects.get(code="RT01-90")
    assert (trouble.kind, trouble.detail) == ("stopped", {"hits": 3, "screened": 3})
    told = Notice.objects.filter(user=author, kind="risk_rule", text_zh__contains="RT01-90")
    assert told.count() == 1
    screen_declarations(ids[4:5], now)
    assert not Screening.objects.filter(inventory_id=ids[4], hits__contains=[{"r": "RT01-90"}])
    put_back(trouble_id=trouble.pk, by=author, at=now)
    with pytest.raises(Refusal):
        put_back(trouble_id=trouble.pk, by=author, at=now)
    screen_declarations(ids[5:], now)
    assert Screening.objects.filter(inventory_id=ids[5], hits__contains=[{"r": "RT01-90"}])


def test_broken_rules_are_told_once_and_screening_goes_on(desk: Desk, now: datetime) -> None:
    release("RT01-91", "1 / (decl.lines - decl.lines) > 1", now)
    release("RT01-92", "decl.gone > 1", now)
    ids = matched(desk, 2)
    assert screen_declarations(ids[:1], now).screened == 1
    assert screen_declarations(ids[1:], now).screened == 1
    troubles = {one.code: one for one in RuleTrouble.objects.all()}
    assert troubles["RT01-91"].detail["reason"] == "division_by_zero"
    assert troubles["RT01-92"].detail == {"reason": "unknown_fact", "detail": "decl.gone"}
    assert troubles["RT01-91"].count == 2


def test_a_signal_of_a_deleted_firm_raises_nothing(desk: Desk, now: datetime) -> None:
    Raised.objects.create(
        rule="RT01-01",
        version=1,
        risk_type="RT01",
        subject_kind="enterprise",
        subject_key="999999999",
        enterprise_id=999_999_999,
        level="orange",
        score=60,
        evidence={},
        count=1,
        first_at=now,
        last_at=now,
    )
    collect_raised(at=now)
    assert Raised.objects.get().outcome == GONE
    assert not Signal.objects.exists()


def test_rules_about_firms_and_countries_ask_what_is_known_of_them(now: datetime) -> None:
    load_rules(at=now)
    firm = EnterpriseFactory.create()
    told = [("bank", "bank.receipt_gap", firm.code, 0.9), ("country", "country.defaults", "502", 4)]
    for source, fact, key, value in told:
        deliver_facts([{"fact": fact, "key": key, "value": value}], source=source, by=BY, at=now)
    assert screen_subjects(at=now) == 2
    assert screen_subjects(at=now) == 0
    found = {(one.rule, one.subject_kind, one.subject_key) for one in Raised.objects.all()}
    assert found == {
        ("RT13-04", "enterprise", str(firm.pk)),
        ("RT17-01", "country", "502"),
    }
    collect_raised(at=now)
    assert Signal.objects.filter(rule="RT13-04").count() == 1
