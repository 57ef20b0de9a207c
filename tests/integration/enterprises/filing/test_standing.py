"""Suspended, resumed, cancelled by two officials; confirmed once a year by the enterprise."""

from datetime import date, timedelta

import pytest

from enterprises import states
from enterprises.models import Enterprise, Proposal
from enterprises.selectors import Register
from enterprises.selectors_filings import confirmation_due, values_of
from enterprises.services.filing import drafting, standing, submitting
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from tests.factories.applications import AT, Applied, approved, draft
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from zone_portal.framework.vault import KeyErased, Vault

pytestmark = pytest.mark.django_db


def propose(applied: Applied, action: str = "suspend", **given: object) -> Proposal:
    by = given.pop("by", None) or official()
    return standing.propose(
        **{
            "filing_id": applied.filing.pk,
            "action": action,
            "reason": "许可证被吊销",
            "viewer": viewer_for(by),
            "by": by,
            "at": AT,
            **given,
        }  # type: ignore[arg-type]
    )


def settle(proposal: Proposal, *, confirmed: bool = True, by: object = None) -> Proposal:
    person = by or official(role="supervisor")
    return standing.decide(
        proposal_id=proposal.pk,
        confirmed=confirmed,
        viewer=viewer_for(person),
        by=person,  # type: ignore[arg-type]
        at=AT,
    )


def status_of(applied: Applied) -> tuple[str, str]:
    return applied.again().status, Enterprise.objects.get(pk=applied.filing.enterprise_id).status


def test_a_suspension_takes_two_people_and_stops_the_sending_of_documents() -> None:
    applied = approved()
    code = applied.filing.enterprise.code
    settle(propose(applied))
    assert status_of(applied) == (states.SUSPENDED, "suspended")
    facts = Register().get(code)
    assert facts is not None
    assert not facts.approved
    settle(propose(applied, "resume"))
    assert status_of(applied) == (states.APPROVED, "approved")


def test_who_proposed_it_cannot_decide_it() -> None:
    applied, both = approved(), official(role="supervisor")
    proposal = propose(applied, by=both)
    with pytest.raises(Refusal) as refused:
        settle(proposal, by=both)
    assert refused.value.code == "four_eyes"
    assert status_of(applied)[0] == states.APPROVED


def test_a_reviewer_is_not_the_second_pair_of_eyes() -> None:
    proposal = propose(approved())
    with pytest.raises(Refusal) as refused:
        settle(proposal, by=official(role="reviewer"))
    assert refused.value.code == "standing_not_yours"


def test_a_rejected_proposal_changes_nothing_and_is_decided_once() -> None:
    applied = approved()
    proposal = propose(applied, "cancel")
    settle(proposal, confirmed=False)
    assert status_of(applied) == (states.APPROVED, "approved")
    with pytest.raises(Refusal) as refused:
        settle(proposal)
    assert refused.value.code == "proposal_decided"


def test_only_one_proposal_waits_at_a_time() -> None:
    applied = approved()
    propose(applied)
    with pytest.raises(Refusal) as refused:
        propose(applied, "cancel")
    assert refused.value.code == "proposal_open"


@pytest.mark.parametrize(
    ("action", "reason", "code"),
    [
        ("suspend", " ", "reason_missing"),
        ("praise", "许可证被吊销", "action_unknown"),
        ("resume", "许可证被吊销", "action_impossible"),
    ],
)
def test_what_cannot_be_proposed(action: str, reason: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        propose(approved(), action, reason=reason)
    assert refused.value.code == code


def test_a_cancelled_filing_ends_and_the_firm_may_file_anew() -> None:
    applied = approved()
    settle(propose(applied, "cancel"))
    assert status_of(applied) == (states.CANCELLED, "cancelled")
    with pytest.raises(Refusal) as refused:
        propose(applied, "resume")
    assert refused.value.code == "action_impossible"
    again = drafting.start_filing(
        type="enterprise", by=applied.by, at=AT, enterprise=applied.again().enterprise
    )
    assert again.data["uscc"] == applied.filing.enterprise.uscc


def test_a_change_in_review_lapses_with_the_suspension() -> None:
    applied = approved()
    name = applied.filing.enterprise.name
    drafting.begin_change(**applied.who)
    drafting.save_values(values={"name": "洪城改名有限公司"}, **applied.who)
    submitting.submit(**applied.who)
    settle(propose(applied))
    filing = applied.again()
    assert (filing.status, filing.department, filing.data["name"]) == (states.SUSPENDED, "", name)
    assert [step.target for step in filing.steps.order_by("-id")[:2]] == [
        states.SUSPENDED,
        states.APPROVED,
    ]


def test_a_member_of_the_firm_does_not_decide_about_it() -> None:
    applied, insider = approved(), official()
    MemberFactory.create(user=insider, enterprise=applied.filing.enterprise, role="viewer")
    with pytest.raises(Refusal) as refused:
        propose(applied, by=insider)
    assert refused.value.code == "standing_not_yours"


def test_what_is_not_in_force_cannot_be_suspended() -> None:
    applied = draft()
    submitting.submit(**applied.who)
    with pytest.raises(Refusal) as refused:
        propose(applied)
    assert refused.value.code == "action_impossible"


def test_a_file_is_confirmed_once_a_year() -> None:
    applied = approved()
    row = standing.confirm_year(**applied.who)
    assert (row.year, row.version) == (2026, 1)
    with pytest.raises(Refusal) as refused:
        standing.confirm_year(**applied.who)
    assert refused.value.code == "confirmed_already"
    later = standing.confirm_year(**{**applied.who, "at": AT + timedelta(days=365)})
    assert later.year == 2027


def test_an_expired_licence_must_be_changed_before_the_confirmation() -> None:
    applied = approved(["payment"])
    with pytest.raises(Refusal) as refused:
        standing.confirm_year(**{**applied.who, "at": AT + timedelta(days=1200)})
    assert refused.value.code == "confirmation_refused"
    told = [(p["field"], p["code"]) for p in refused.value.details["problems"]]
    assert told == [("payment_licence_until", "expired")]


def test_a_suspended_file_is_not_confirmed() -> None:
    applied = approved()
    settle(propose(applied))
    with pytest.raises(Refusal) as refused:
        standing.confirm_year(**applied.who)
    assert refused.value.code == "filing_not_in_force"


def test_the_confirmation_is_owed_from_the_year_after_the_approval_until_its_day() -> None:
    applied = approved()
    filing = applied.again()
    assert confirmation_due(filing, on=date(2026, 12, 31)) is None
    due = confirmation_due(filing, on=date(2027, 3, 1))
    assert due is not None
    assert (due.year, due.until, due.overdue) == (2027, date(2027, 6, 30), False)
    late = confirmation_due(filing, on=date(2027, 7, 1))
    assert late is not None
    assert late.overdue
    standing.confirm_year(**{**applied.who, "at": AT + timedelta(days=100)})
    assert confirmation_due(filing, on=date(2027, 7, 1)) is None


def test_goods_of_a_suspended_firm_are_not_handed_in() -> None:
    applied = approved()
    goods = drafting.start_filing(
        type="goods", by=applied.by, at=AT, enterprise=applied.filing.enterprise
    )
    settle(propose(applied))
    with pytest.raises(Refusal) as refused:
        submitting.submit(**{**applied.who, "filing_id": goods.pk})
    assert refused.value.code == "enterprise_not_approved"


def test_personal_values_whose_month_was_erased_are_asked_for_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    applied = approved()

    def erased(*_: object) -> bytes:
        raise KeyErased(24_322)

    monkeypatch.setattr(Vault, "open", erased)
    assert values_of(applied.again())["name"] == applied.filing.enterprise.name
    with pytest.raises(Refusal) as refused:
        standing.confirm_year(**applied.who)
    told = {(p["field"], p["code"]) for p in refused.value.details["problems"]}
    assert ("legal_id_number", "missing") in told
