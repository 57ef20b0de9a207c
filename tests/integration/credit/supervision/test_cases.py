"""Cases of the negative list: nobody is listed unheard, by one person, or by accident."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import AuditEntry, Notice
from credit.models import Case, CaseStep, Measure, Record
from credit.selectors_cases import case_clocks, market_lists, public_cases
from credit.services.supervision import cases, deciding, listing
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from tests.factories.officials import official
from tests.factories.supervision import (
    AT,
    BY,
    TODAY,
    WHY,
    Party,
    again,
    deed,
    party,
    refused_as,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Party:
    return party(name="洪城监管样本有限公司")


def test_a_candidate_is_unknown_to_its_party_until_the_notice(firm: Party) -> None:
    case = firm.open(firm.record())

    mine = Case.objects.visible_to(viewer_for(firm.person))
    assert not mine.exists()
    cases.notify_party(case_id=case.pk, version=case.version, reasons=WHY, **deed(firm.first))

    assert mine.get().statement_until_date == date(2026, 11, 27)
    told = Notice.objects.get(user=firm.person, kind="credit")
    assert "2026-11-27" in told.text_zh
    assert told.link == f"/credit/cases/{case.pk}/"


def test_opening_tells_all_problems_at_once(firm: Party) -> None:
    other = party().record("P-9")
    with pytest.raises(Refusal) as found:
        cases.open_case(
            enterprise_id=firm.enterprise.pk,
            cause="nonsense",
            facts="短",
            record_ids=[other.pk],
            **deed(firm.first),
        )
    problems = {row["code"] for row in found.value.details["problems"]}
    assert problems == {
        "credit_cause_unknown",
        "credit_reasons_missing",
        "credit_records_foreign",
    }


def test_the_same_cause_opens_one_case_at_a_time(firm: Party) -> None:
    first = firm.open()
    with pytest.raises(Refusal) as found:
        firm.open()
    assert found.value.details == {"case": first.pk}
    assert firm.open(cause="counterfeit").number != first.number


def test_nothing_is_proposed_while_the_party_may_speak(firm: Party) -> None:
    case = firm.notified()
    with refused_as("transition_refused"):
        deciding.propose(
            case_id=case.pk, version=case.version, proposal="list", reasons=WHY, **deed(firm.first)
        )
    with refused_as("credit_hearing_open"):
        cases.close_hearing(case_id=case.pk, version=case.version, **deed(firm.first, days=7))

    closed = cases.close_hearing(case_id=case.pk, version=case.version, **deed(firm.first, days=8))

    assert closed.status == "heard"


def test_who_proposes_does_not_decide(firm: Party) -> None:
    firm.first = firm.second
    case = firm.proposed()
    with refused_as("credit_four_eyes"):
        deciding.decide(
            case_id=case.pk, version=case.version, confirmed=True, reasons=WHY, **deed(firm.second)
        )
    with pytest.raises(IntegrityError, match="credit_case_four_eyes"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(decided_by=firm.second)


def test_a_reviewer_does_not_decide(firm: Party) -> None:
    case = firm.proposed()
    with refused_as("credit_not_yours"):
        deciding.decide(
            case_id=case.pk,
            version=case.version,
            confirmed=True,
            reasons=WHY,
            **deed(official("zone", "reviewer")),
        )


def test_of_two_officers_at_once_the_second_is_told_who_was_first(firm: Party) -> None:
    case = firm.proposed()
    seen = case.version
    deciding.decide(case_id=case.pk, version=seen, confirmed=True, reasons=WHY, **deed(firm.second))
    with pytest.raises(Refusal) as found:
        deciding.decide(
            case_id=case.pk, version=seen, confirmed=False, reasons=WHY, **deed(firm.third)
        )
    assert found.value.code == "credit_changed_meanwhile"
    assert found.value.details["by"] == firm.second.username
    assert again(case).status == "decided"


def test_publishing_needs_the_number_of_the_decision(firm: Party) -> None:
    case = firm.decided(firm.record())
    with refused_as("credit_publication_unconfirmed"):
        listing.publish(
            case_id=case.pk, version=case.version, confirmation="确认", **deed(firm.second)
        )
    assert again(case).published_at is None
    assert not public_cases().exists()
    assert not Record.objects.filter(kind="negative_list").exists()


def test_the_database_publishes_nothing_unheard_or_undecided(firm: Party) -> None:
    case = firm.notified()
    whole = {
        "status": "published",
        "published_at": AT,
        "published_by": firm.second,
        "listed_from_date": TODAY,
        "listed_until_date": TODAY,
    }
    with pytest.raises(IntegrityError, match="credit_case"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**whole)
    decided = {
        "heard_at": AT,
        "proposed_by": firm.first,
        "decided_by": firm.second,
        "decided_at": AT,
        "decision": "list",
    }
    with pytest.raises(IntegrityError, match="credit_case_publication"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**whole, **decided)


def test_a_published_listing_is_public_and_in_the_ledger(firm: Party) -> None:
    case = firm.listed(firm.record())

    assert public_cases(q="监管样本").get() == case
    entry = Record.objects.get(kind="negative_list")
    assert (entry.number, entry.grade, entry.to_date) == (
        case.decision_number,
        "listed",
        date(2029, 11, 20),
    )
    assert case.minimum_until_date == date(2027, 11, 20)


def test_an_individual_trader_is_never_public() -> None:
    case = party(kinds=["individual"]).listed()
    assert again(case).status == "published"
    assert not public_cases().exists()


def test_a_disputed_record_stops_the_case(firm: Party) -> None:
    record = firm.record()
    case = firm.heard(record)
    firm.claim("objection", record_id=record.pk)
    with refused_as("credit_disputed"):
        deciding.propose(
            case_id=case.pk, version=case.version, proposal="list", reasons=WHY, **deed(firm.first)
        )


def test_a_statement_ends_the_hearing_and_is_answered_by_the_decision(firm: Party) -> None:
    case = firm.notified()
    statement = firm.claim("statement", case_id=case.pk, text="我司并未虚构交易，附物流凭证。")
    heard = again(case)
    assert heard.status == "heard"
    proposed = deciding.propose(
        case_id=case.pk, version=heard.version, proposal="dismiss", reasons=WHY, **deed(firm.first)
    )
    deciding.decide(
        case_id=case.pk,
        version=proposed.version,
        confirmed=True,
        reasons=WHY,
        **deed(firm.second),
    )
    assert again(case).status == "dismissed"
    assert again(statement).status == "accepted"


def test_a_statement_after_the_term_is_refused(firm: Party) -> None:
    case = firm.notified()
    with refused_as("credit_statement_over"):
        firm.claim("statement", case_id=case.pk, days=8)


def test_sending_back_asks_for_a_new_proposal(firm: Party) -> None:
    case = firm.proposed()
    back = deciding.decide(
        case_id=case.pk, version=case.version, confirmed=False, reasons=WHY, **deed(firm.second)
    )
    assert (back.status, back.proposed_by, back.decided_at) == ("heard", None, None)


def test_who_decided_cannot_annul(firm: Party) -> None:
    case = firm.listed()
    for person in (firm.second,):
        with refused_as("credit_reviewer_decided"):
            listing.annul(case_id=case.pk, version=case.version, reasons=WHY, **deed(person))


def test_an_annulled_decision_leaves_the_public_page_within_its_clock(firm: Party) -> None:
    case = firm.listed(firm.record())

    ended = listing.annul(case_id=case.pk, version=case.version, reasons=WHY, **deed(firm.third))

    assert ended.removal_due_date == date(2026, 11, 25)
    assert not public_cases().exists()
    assert Record.objects.get(kind="negative_list", withdrawn=True).revokes == case.entry
    assert listing.tend(by=BY, at=AT).removed == 1
    assert listing.tend(by=BY, at=AT).removed == 0
    gone = again(case)
    assert (gone.status, gone.removed_at) == ("removed", AT)
    clock = case_clocks(gone, on=TODAY)[-1]
    assert (clock.clock.code, clock.late) == ("withdrawal_of_annulled", False)
    told = Notice.objects.filter(user=firm.person).order_by("id").values_list("text_zh", flat=True)
    assert [text[:10] for text in list(told)[-3:]] == [
        "贵企业已列入信用负面",
        "负面清单列入已终止（",
        "贵企业的列入信息已移",
    ]


def test_a_listing_expires_by_itself(firm: Party) -> None:
    case = firm.listed()
    later = AT + timedelta(days=3 * 366)

    done = listing.tend(by=BY, at=later)

    assert (done.expired, done.removed) == (1, 1)
    assert (again(case).ending, again(case).status) == ("expired", "removed")


def test_a_silent_party_is_heard_by_its_term(firm: Party) -> None:
    case = firm.notified()
    assert listing.tend(by=BY, at=AT + timedelta(days=7)).heard == 0
    assert listing.tend(by=BY, at=AT + timedelta(days=8)).heard == 1
    assert again(case).status == "heard"


def test_every_step_stands_in_history_and_audit(firm: Party) -> None:
    case = firm.listed()
    steps = list(CaseStep.objects.filter(case=case).order_by("pk").values_list("deed", flat=True))
    assert steps == ["opened", "notified", "waived", "proposed", "decided", "published"]
    entries = AuditEntry.objects.filter(on_type="credit.case", on_id=str(case.pk))
    assert entries.count() == len(steps)


def test_history_cannot_be_rewritten(firm: Party) -> None:
    case = firm.open()
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseStep.objects.filter(case=case).update(note="其他")


def test_lists_of_market_supervision_are_shown_as_theirs(firm: Party) -> None:
    firm.record("ML-1", kind="abnormal_list")
    shown = market_lists(on=TODAY)
    assert [(row.number, row.source.zh) for row in shown] == [("ML-1", "海关")]
    assert not public_cases().exists()


def test_officials_of_another_site_do_not_see_the_case(firm: Party) -> None:
    case = firm.open()
    assert not Measure.objects.exists()
    other = official("customs", "reviewer")
    assert not Case.objects.visible_to(viewer_for(other)).filter(pk=case.pk).exists()
