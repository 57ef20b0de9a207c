"""A rule is drafted, tried over past days, released by two; actual then equals simulated."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from risk.models import RuleVersion, Trial, TrialChange
from risk.rulebook import rule_set_at
from risk.selectors_laboratory import changes_of, firms_of, rule_rows
from risk.services.laboratory import drafting, trying
from risk.services.rules import load_rules
from risk.trials import Summary
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.screenings import facts, outcomes, write_screenings
from tests.factories.users import UserFactory
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db

RULE = "RT03-01"
PAST = datetime(2026, 3, 2, 4, tzinfo=UTC)
AT = datetime(2026, 3, 10, 4, tzinfo=UTC)
DAY, TODAY = date(2026, 3, 2), date(2026, 3, 10)
TOMORROW = date(2026, 3, 11)
HUB = Viewer(sees_all=True, is_official=True, departments=frozenset({"zone"}))
VALUES = [
    facts(person_phones_30d=n % 6, person_orders_1h=0, decl_value=100.0 * (n % 40))
    for n in range(300)
]


@pytest.fixture
def people() -> tuple[User, User]:
    return UserFactory.create(is_official=True), UserFactory.create(is_official=True)


@pytest.fixture
def firm() -> int:
    load_rules(at=PAST)
    number: int = EnterpriseFactory.create().pk
    write_screenings(VALUES, at=PAST, enterprise_id=number)
    return number


def version() -> RuleVersion:
    found: RuleVersion = RuleVersion.objects.get(code=RULE, version=1)
    return found


def stricter(by: User) -> RuleVersion:
    made = drafting.draft(version_id=version().pk, by=by, at=AT)
    changes = {"thresholds": {"phones": "3"}, "weight": "0.9"}
    changed, problems = drafting.change(version_id=made.pk, changes=changes, by=by, at=AT)
    assert problems == []
    return changed


def tried(draft: RuleVersion, by: User) -> Trial:
    trial = trying.order(version_id=draft.pk, first=DAY, last=TODAY, by=by, at=AT)
    trying.try_out(trial_id=trial.pk, at=AT)
    trial.refresh_from_db()
    return trial


def refused(code: str, act: Any, **given: Any) -> PortalError:
    with pytest.raises(PortalError) as error, transaction.atomic():
        act(**given)
    assert error.value.code == code
    return error.value


def test_simulated_equals_actual_after_the_release(firm: int, people: tuple[User, User]) -> None:
    drafter, second = people
    draft = stricter(drafter)
    trial = tried(draft, drafter)
    summary = Summary.read(trial.summary)
    assert (trial.state, trial.done, summary.screened) == ("done", 300, 300)
    assert (summary.hits_before, summary.hits_after, summary.gained) == (100, 150, 50)
    assert summary.changed == TrialChange.objects.filter(trial=trial).count() >= 150
    assert summary.before != summary.after
    assert firms_of(HUB, trial)[0].declarations == summary.changed
    (old, new), count = summary.moves.most_common(1)[0]
    assert changes_of(HUB, trial, lane=f"{old}-{new}", firm=str(firm)).count() == count

    drafting.propose(version_id=draft.pk, day=TOMORROW, by=drafter, at=AT)
    drafting.release(version_id=draft.pk, by=second, at=AT)
    after = AT + timedelta(days=1)
    actual = outcomes(VALUES, at=after)
    assert trying.apart(trial=trial, actual=actual) == {}
    assert trying.apart(trial=trial, actual=outcomes(VALUES, at=PAST)) != {}

    assert dict(rule_set_at(AT)[1].order)[RULE] == 1
    assert dict(rule_set_at(after)[1].order)[RULE] == 2
    settings = rule_settings(on=TOMORROW)[RULE]
    assert (settings["phones"], settings["weight"]) == ("3", "0.9")
    assert rule_settings(on=TODAY)[RULE]["phones"] == "4"
    row = next(row for row in rule_rows(HUB, at=after) if row.rule.code == RULE)
    assert (row.present, row.draft) == (RuleVersion.objects.get(pk=draft.pk), None)


def test_only_another_person_releases_and_only_what_was_tried(
    firm: int, people: tuple[User, User]
) -> None:
    drafter, second = people
    draft = stricter(drafter)
    of_draft: dict[str, Any] = {"version_id": draft.pk, "at": AT}
    refused("risk_draft_open", drafting.draft, version_id=version().pk, by=second, at=AT)
    refused("risk_rule_not_tried", drafting.propose, day=TOMORROW, by=drafter, **of_draft)
    tried(draft, drafter)
    refused("risk_rule_date_past", drafting.propose, day=DAY, by=drafter, **of_draft)
    drafting.change(changes={"weight": "0.8"}, by=drafter, **of_draft)
    refused("risk_rule_not_tried", drafting.propose, day=TOMORROW, by=drafter, **of_draft)
    drafting.change(changes={"weight": "0.9"}, by=drafter, **of_draft)
    drafting.propose(day=TOMORROW, by=second, **of_draft)
    refused("risk_rule_fixed", drafting.change, changes={}, by=drafter, **of_draft)
    for person in people:
        refused("risk_rule_four_eyes", drafting.release, by=person, **of_draft)
    refused("risk_reason_missing", drafting.take_back, reason=" ", by=second, **of_draft)
    drafting.take_back(reason="等一等", by=second, **of_draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.filter(pk=draft.pk).update(released_by=drafter)
    assert drafting.give_up(by=second, **of_draft).state == "retired"
    refused("transition_refused", drafting.give_up, by=second, **of_draft)


def test_what_cannot_be_tried_is_refused_with_everything_that_is_wrong(
    firm: int, people: tuple[User, User]
) -> None:
    drafter, _ = people
    draft = stricter(drafter)
    wrong = {"when": "person.shoes > 1", "weight": "7"}
    _, problems = drafting.change(version_id=draft.pk, changes=wrong, by=drafter, at=AT)
    assert [one["field"] for one in problems] == ["weight", "when"]
    order = {"version_id": draft.pk, "by": drafter, "at": AT}
    error = refused("risk_rule_wrong", trying.order, first=DAY, last=TODAY, **order)
    assert len(error.details["problems"]) == 2
    for first, last in ((None, TODAY), (TODAY, DAY), (DAY, TOMORROW), (date(2025, 1, 1), TODAY)):
        refused("risk_trial_days", trying.order, first=first, last=last, **order)
    of_firms = RuleVersion.objects.filter(definition__on="enterprise").first()
    assert of_firms is not None
    refused(
        "risk_rule_not_of_declarations",
        trying.order,
        version_id=of_firms.pk,
        first=DAY,
        last=TODAY,
        by=drafter,
        at=AT,
    )


def test_a_rule_that_divides_by_zero_is_told_by_its_trial_and_not_released(
    firm: int, people: tuple[User, User]
) -> None:
    drafter, _ = people
    draft = stricter(drafter)
    of_draft: dict[str, Any] = {"version_id": draft.pk, "by": drafter, "at": AT}
    divided = {"when": "person.phones_30d >= phones", "strength": "1 / person.orders_1h"}
    assert drafting.change(changes=divided, **of_draft)[1] == []
    trial = tried(draft, drafter)
    summary = Summary.read(trial.summary)
    assert (trial.state, summary.screened, summary.hits_after) == ("done", 300, 0)
    assert summary.broken == 150
    error = refused("risk_rule_breaks", drafting.propose, day=TOMORROW, **of_draft)
    assert error.details == {"broken": 150, "trial": trial.pk}
    drafting.change(changes={"strength": "1"}, **of_draft)
    tried(draft, drafter)
    assert drafting.propose(day=TOMORROW, **of_draft).state == "proposed"


def test_a_trial_over_days_without_screenings_ends_empty(people: tuple[User, User]) -> None:
    load_rules(at=PAST)
    trial = tried(stricter(people[0]), people[0])
    assert (trial.state, trial.total, Summary.read(trial.summary)) == ("done", 0, Summary())
