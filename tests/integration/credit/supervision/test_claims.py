"""Objection, repair and appeal: in time, never reviewed by who decided, and with their effects."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notice
from credit.models import Claim, ClaimFile, Rating, Record, RecordMark
from credit.selectors import contributions_of, current_rating, records_as_of
from credit.selectors_cases import claim_clocks
from credit.selectors_measures import measures_in_force
from credit.services import rating
from credit.services.supervision import claim_files, claims, deciding, listing, reviewing
from credit.services.supervision.claims import Target
from enterprises.services.demo_values import PDF
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from tests.factories.members import MemberFactory
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
    released,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Party:
    return party(name="洪城异议样本有限公司")


def review(claim: Claim, by, *, accepted: bool, days: int = 0) -> Claim:  # type: ignore[no-untyped-def]
    begun = reviewing.begin_review(
        claim_id=claim.pk, version=again(claim).version, **deed(by, days)
    )
    return reviewing.decide_claim(
        claim_id=claim.pk,
        version=begun.version,
        accepted=accepted,
        reasons=WHY,
        **deed(by, days),
    )


def mark_of(record: Record) -> str:
    return str(RecordMark.objects.filter(record=record).order_by("-pk").values_list("mark")[0][0])


def test_an_objection_marks_the_record_at_once(firm: Party) -> None:
    record = firm.record()

    claim = firm.claim("objection", record_id=record.pk)

    assert mark_of(record) == "disputed"
    assert (claim.marked_at, claim.due_date) == (AT, date(2026, 11, 25))
    marked, decided = claim_clocks(claim, on=TODAY)
    assert (marked.clock.code, marked.met, marked.late) == ("objection_mark", TODAY, False)
    assert (decided.clock.code, decided.days_left) == ("objection_own", 3)
    assert decided.clock.origin == "other_province"


def test_an_accepted_objection_revokes_the_record_and_scores_the_whole_period_again(
    firm: Party,
) -> None:
    model = released()
    record = firm.record()
    days = [TODAY - timedelta(days=n) for n in (40, 20, 10)]
    for day in days:
        rating.rate(
            subject_ids=[firm.subject.pk],
            model=model,
            as_of=day,
            trigger="monthly",
            by=BY,
            at=AT - timedelta(days=1),
        )
    before = {row.as_of_date: row.score for row in Rating.objects.order_by("pk")}
    assert before[days[1]] < before[days[0]]

    claim = review(firm.claim("objection", record_id=record.pk), firm.second, accepted=True)

    after = {row.as_of_date: row.score for row in Rating.objects.order_by("pk")}
    assert not records_as_of(AT).filter(pk=record.pk).exists()
    assert claim.effect["rescored"] == 3
    assert after[days[0]] == before[days[0]]
    assert after[days[1]] > before[days[1]]
    assert Rating.objects.filter(trigger="objection").count() == 3
    now = current_rating(firm.subject.pk)
    assert now is not None
    assert now.as_of_date == TODAY
    assert record.pk not in {n for part in contributions_of(now) for n in part.records}


def test_a_rejected_objection_lets_the_record_count_again(firm: Party) -> None:
    record = firm.record()

    review(firm.claim("objection", record_id=record.pk), firm.second, accepted=False)

    assert mark_of(record) == "upheld"
    with refused_as("credit_objected_before"):
        firm.claim("objection", record_id=record.pk)


def test_withdrawing_an_objection_lets_the_record_count_again(firm: Party) -> None:
    record = firm.record()
    claim = firm.claim("objection", record_id=record.pk)
    claims.withdraw_claim(claim_id=claim.pk, version=again(claim).version, **deed(firm.person))
    assert mark_of(record) == "upheld"


def test_who_recorded_does_not_review_in_code_nor_in_the_database(firm: Party) -> None:
    record = firm.record(by=firm.second)
    claim = firm.claim("objection", record_id=record.pk)

    with refused_as("credit_reviewer_decided"):
        review(claim, firm.second, accepted=False)
    for column in ("decided_by", "reviewer"):
        with pytest.raises(IntegrityError, match="who decided"), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(
                **{column: firm.second},
                **({"decided_at": AT, "decision_reasons": WHY} if column == "decided_by" else {}),
            )


def test_the_provider_is_asked_on_the_longer_clock(firm: Party) -> None:
    claim = firm.claim("objection", record_id=firm.record().pk)
    begun = reviewing.begin_review(claim_id=claim.pk, version=claim.version, **deed(firm.first))
    asked = reviewing.ask_provider(
        claim_id=claim.pk,
        version=begun.version,
        department="customs",
        question="请核对处罚决定书是否为该企业。",
        **deed(firm.first),
    )
    assert asked.due_date == date(2026, 12, 1)
    customs = official("customs", "reviewer")
    answered = reviewing.answer_question(
        claim_id=claim.pk,
        version=asked.version,
        answer="经核对，处罚对象为另一家企业。",
        **deed(customs),
    )
    assert (answered.status, answered.answered_by) == ("under_review", customs)
    with refused_as("credit_not_yours"):
        reviewing.answer_question(
            claim_id=claim.pk,
            version=answered.version,
            answer=WHY,
            **deed(firm.first),
        )


def test_an_appeal_after_the_term_is_refused_with_the_other_ways(firm: Party) -> None:
    record = firm.record()
    claim = review(firm.claim("objection", record_id=record.pk), firm.second, accepted=False)
    with pytest.raises(Refusal) as found:
        firm.claim("appeal", earlier_id=claim.pk, days=15)
    assert found.value.code == "credit_appeal_late"
    assert found.value.details == {"until": "2026-12-04"}
    assert "行政复议" in found.value.text("zh")


def test_an_appeal_is_reviewed_by_a_third_and_can_win(firm: Party) -> None:
    record = firm.record()
    claim = review(firm.claim("objection", record_id=record.pk), firm.second, accepted=False)
    appeal = firm.claim("appeal", earlier_id=claim.pk, days=1)

    with refused_as("credit_reviewer_decided"):
        review(appeal, firm.second, accepted=False, days=2)
    won = review(appeal, firm.third, accepted=True, days=2)

    assert won.effect["record"] == record.pk
    assert not records_as_of(AT + timedelta(days=3)).filter(pk=record.pk).exists()
    with refused_as("credit_appealed_before"):
        firm.claim("appeal", earlier_id=claim.pk, days=3)


def test_an_appeal_against_a_listing_annuls_it(firm: Party) -> None:
    case = firm.listed()
    appeal = firm.claim("appeal", case_id=case.pk, days=1)
    for person in (firm.first, firm.second):
        with refused_as("credit_reviewer_decided"):
            review(appeal, person, accepted=True, days=2)

    review(appeal, firm.third, accepted=True, days=2)

    ended = again(case)
    assert (ended.status, ended.ending, ended.ended_by) == ("ending", "annulled", firm.third)
    assert measures_in_force([firm.enterprise.pk], TODAY)[firm.enterprise.pk].listed is False


def test_a_repair_says_everything_that_stands_against_it(firm: Party) -> None:
    case = firm.listed(cause="smuggling")
    with pytest.raises(Refusal) as found:
        firm.claim("repair", case_id=case.pk, text="短")
    problems = [row["code"] for row in found.value.details["problems"]]
    assert problems == ["repair_text_missing", "repair_impossible", "repair_too_early"]


def test_a_repair_after_the_shortest_term_ends_the_listing(firm: Party) -> None:
    case = firm.listed()
    assert case.minimum_until_date is not None
    later = (case.minimum_until_date - TODAY).days
    with refused_as("credit_incomplete"):
        firm.claim("repair", case_id=case.pk, days=later - 1)
    claim = firm.claim("repair", case_id=case.pk, days=later)

    review(claim, firm.third, accepted=True, days=later + 1)

    ended = again(case)
    assert (ended.ending, ended.ended_by) == ("repaired", firm.third)
    assert mark_of(ended.entry) == "repaired"
    listing.tend(by=BY, at=AT + timedelta(days=later + 2))
    assert again(case).status == "removed"


def test_an_objection_against_the_listing_itself_annuls_it(firm: Party) -> None:
    case = firm.listed()
    claim = firm.claim("objection", record_id=int(case.entry_id or 0))
    with refused_as("credit_reviewer_decided"):
        review(claim, firm.second, accepted=True)
    review(claim, firm.third, accepted=True)
    assert (again(case).status, again(case).ending) == ("ending", "annulled")


def test_somebody_elses_record_cannot_be_contested(firm: Party) -> None:
    record = party().record()
    with refused_as("credit_claim_target"):
        claims.start_claim(
            kind="objection", target=Target(record_id=record.pk), **deed(firm.person)
        )


def test_a_viewer_of_the_firm_cannot_object(firm: Party) -> None:
    reader = MemberFactory.create(enterprise=firm.enterprise, role="viewer").user
    with refused_as("credit_role_too_weak"):
        claims.start_claim(
            kind="objection", target=Target(record_id=firm.record().pk), **deed(reader)
        )


def test_a_draft_is_nobody_elses_business(firm: Party) -> None:
    draft = firm.draft("objection", record_id=firm.record().pk)
    assert not Claim.objects.visible_to(viewer_for(firm.first)).exists()
    assert firm.draft("objection", record_id=int(draft.record_id or 0)).pk == draft.pk


def test_papers_are_sealed_and_read_on_record(firm: Party) -> None:
    draft = firm.draft("objection", record_id=firm.record().pk)
    row = claim_files.attach(claim_id=draft.pk, name="决定书.pdf", content=PDF, **deed(firm.person))
    assert bytes(ClaimFile.objects.get().content) != PDF
    assert claim_files.read(file_id=row.pk, **deed(firm.person))[2] == PDF
    with refused_as("credit_claim_unknown"):
        claim_files.read(file_id=row.pk, **deed(firm.first))
    claims.submit_claim(claim_id=draft.pk, **deed(firm.person))
    assert claim_files.read(file_id=row.pk, **deed(firm.first))[0] == "决定书.pdf"
    with refused_as("credit_claim_sent"):
        claim_files.remove(file_id=row.pk, **deed(firm.person))


def test_a_decision_waits_for_the_disputed_point(firm: Party) -> None:
    record = firm.record()
    case = firm.proposed(record)
    claim = firm.claim("objection", record_id=record.pk)
    with refused_as("credit_disputed"):
        deciding.decide(
            case_id=case.pk, version=case.version, confirmed=True, reasons=WHY, **deed(firm.second)
        )
    review(claim, firm.third, accepted=True)
    with refused_as("credit_record_gone"):
        deciding.decide(
            case_id=case.pk, version=case.version, confirmed=True, reasons=WHY, **deed(firm.second)
        )


def test_who_is_in_charge_is_reminded_once_a_day_of_what_runs_out(firm: Party) -> None:
    claim = firm.claim("objection", record_id=firm.record().pk)
    county = official("county", "reviewer")

    assert listing.tend(by=BY, at=AT).reminded == 0
    late = AT + timedelta(days=4)
    assert [listing.tend(by=BY, at=late).reminded for _ in range(2)] == [1, 0]
    assert listing.tend(by=BY, at=AT + timedelta(days=6)).reminded == 1

    told = Notice.objects.filter(kind="credit_due", user=county).order_by("pk")
    assert [row.text_zh.split("，")[0] for row in told] == [
        f"{claim.number} 下一个工作日到期",
        f"{claim.number} 已超期",
    ]
