"""A model is drafted, simulated, released by two people; actual then equals simulated."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from credit.models import Rating, ScoreModel, SimulatedRating, Simulation, Standing, Subject
from credit.rules.shipped_models import DEFAULT
from credit.selectors import model_on
from credit.selectors_analysis import causes, distribution, migration, simulated_moves
from credit.services.models import change, draft, load_shipped, propose, release, take_back
from credit.services.rating import rate
from credit.services.simulating import apart, order, simulate
from enterprises.viewers import Viewer
from tests.factories.credit import AT, BY, DAY, recorded, subject
from tests.factories.users import UserFactory
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db

HUB = Viewer(sees_all=True, is_official=True, departments=frozenset({"zone"}))


@pytest.fixture
def people() -> tuple[User, User]:
    return UserFactory.create(is_official=True), UserFactory.create(is_official=True)


@pytest.fixture
def firms() -> list[Subject]:
    load_shipped(at=AT)
    made = [subject(kinds=["ecommerce"]), subject(kinds=["platform"]), subject(kinds=["broker"])]
    recorded(made[1], "customs_penalty", "1", grade="general")
    recorded(made[2], "tax_grade", "3", grade="D")
    return made


def stricter() -> dict[str, Any]:
    told = deepcopy(dict(DEFAULT))
    told["bands"] = [
        {"grade": "A", "from": 950, "level": "A"},
        {"grade": "B", "from": 755, "level": "B"},
        {"grade": "C", "from": 500, "level": "C"},
        {"grade": "D", "from": 0, "level": "D"},
    ]
    return told


def drafted(definition: dict[str, Any] | None = None) -> ScoreModel:
    told = definition or stricter()
    return draft(code="zone", zh="新模型", en="New model", definition=told, by=BY, at=AT)


def simulated(model: ScoreModel, as_of: date = DAY) -> Simulation:
    run = order(model_id=model.pk, as_of=as_of, by=BY, at=AT)
    assert simulate(simulation_id=run.pk, at=AT)
    run.refresh_from_db()
    return run


def refused(code: str, act: Any, **given: Any) -> PortalError:
    with pytest.raises(PortalError) as error:
        act(**given)
    assert error.value.code == code
    return error.value


def test_a_simulation_shows_who_would_move_by_kind(firms: list[Subject]) -> None:
    run = simulated(drafted())
    assert (run.state, run.done) == ("done", 3)
    groups = {group.name: group for group in simulated_moves(HUB, run, "kind")}
    assert groups["ecommerce"].moves == {("B", "B"): 1}
    assert groups["platform"].moves == {("B", "C"): 1}
    assert groups["broker"].moved == 0
    assert sum(g.total for g in simulated_moves(HUB, run, "size")) == 3
    assert sum(g.total for g in simulated_moves(HUB, run, "mode")) == 3
    assert not simulate(simulation_id=run.pk, at=AT)
    assert not Standing.objects.exists()


def test_after_release_actual_equals_simulated(
    firms: list[Subject], people: tuple[User, User]
) -> None:
    model = drafted()
    run = simulated(model)
    day = DAY + timedelta(days=10)
    propose(model_id=model.pk, valid_from=day, by=people[0], at=AT)
    release(model_id=model.pk, by=people[1], at=AT)
    assert model_on(DAY) != model
    assert model_on(day) == model
    numbers = [firm.pk for firm in firms]
    model.refresh_from_db()
    rate(subject_ids=numbers, model=model, as_of=DAY, trigger="demand", by=BY, at=AT)
    actual = {row.subject_id: row.score for row in Rating.objects.all()}
    assert len(actual) == 3
    assert apart(simulation=run, scores=actual) == {}
    wrong = {numbers[0]: Decimal(1)}
    assert list(apart(simulation=run, scores=wrong)) == [numbers[0]]


def test_nobody_releases_alone_what_he_proposed(
    firms: list[Subject], people: tuple[User, User]
) -> None:
    model = drafted()
    simulated(model)
    propose(model_id=model.pk, valid_from=DAY, by=people[0], at=AT)
    refused("credit_four_eyes", release, model_id=model.pk, by=people[0], at=AT)
    with pytest.raises(IntegrityError, match="credit_model_four_eyes"), transaction.atomic():
        ScoreModel.objects.filter(pk=model.pk).update(released_by=people[0])


def test_a_model_that_was_not_simulated_is_not_proposed(
    firms: list[Subject], people: tuple[User, User]
) -> None:
    model = drafted()
    refused(
        "credit_model_not_simulated",
        propose,
        model_id=model.pk,
        valid_from=DAY,
        by=people[0],
        at=AT,
    )


def test_a_wrong_model_may_be_kept_as_a_draft_but_never_released(
    firms: list[Subject], people: tuple[User, User]
) -> None:
    told = stricter()
    told["dimensions"][0]["weight"] = 20
    model = drafted(told)
    refused("credit_model_wrong", order, model_id=model.pk, as_of=DAY, by=BY, at=AT)
    given: dict[str, Any] = {"model_id": model.pk, "valid_from": DAY, "by": people[0], "at": AT}
    error = refused("credit_model_wrong", propose, **given)
    assert "credit_model_weights_do_not_add_up" in {
        problem["code"] for problem in error.details["problems"]
    }
    _, problems = change(model_id=model.pk, definition=stricter(), by=BY, at=AT)
    assert problems == []


def test_a_proposed_model_is_fixed_until_it_is_taken_back(
    firms: list[Subject], people: tuple[User, User]
) -> None:
    model = drafted()
    simulated(model)
    propose(model_id=model.pk, valid_from=DAY, by=people[0], at=AT)
    given: dict[str, Any] = {"model_id": model.pk, "definition": stricter(), "by": BY, "at": AT}
    refused("credit_model_fixed", change, **given)
    take_back(model_id=model.pk, by=people[1], at=AT, reason="再议")
    change(**given)


def test_a_model_is_never_released_for_the_past(
    firms: list[Subject], people: tuple[User, User]
) -> None:
    model = drafted()
    simulated(model)
    day = DAY - timedelta(days=1)
    given: dict[str, Any] = {"model_id": model.pk, "valid_from": day, "by": people[0], "at": AT}
    refused("credit_model_date_past", propose, **given)


def test_two_models_are_never_in_force_on_one_day(firms: list[Subject]) -> None:
    second = drafted()
    with pytest.raises(IntegrityError, match="credit_model_one_a_day"), transaction.atomic():
        ScoreModel.objects.filter(pk=second.pk).update(
            state="released", valid_from=DAY, released_at=AT
        )


def test_both_models_are_shipped_and_the_zone_one_is_in_force() -> None:
    load_shipped(at=AT)
    assert load_shipped(at=AT) == 0
    found = model_on(DAY)
    assert found is not None
    assert found.code == "zone"
    assert ScoreModel.objects.get(code="hangzhou").state == "draft"


def test_who_moved_between_two_days_and_why(firms: list[Subject]) -> None:
    model = model_on(DAY)
    assert model is not None
    numbers = [firm.pk for firm in firms]
    later = DAY + timedelta(days=30)
    at = AT + timedelta(days=30)
    rate(subject_ids=numbers, model=model, as_of=DAY, trigger="monthly", by=BY, at=AT)
    recorded(
        firms[0], "serious_list", "9", grade="listed", cause="假冒", at=at, occurred_date=later
    )
    rate(subject_ids=numbers, model=model, as_of=later, trigger="monthly", by=BY, at=at)
    [group] = migration(HUB, "", DAY, later)
    assert group.moves["B", "D"] == 1
    assert group.total == 3
    found = causes(HUB, DAY, later, down=True)
    assert found[0].indicator == "cap:serious_list"
    assert found[0].points < 0
    assert causes(HUB, DAY, later, down=False) == []
    assert {g.name: g.after("D") for g in distribution(HUB, "kind", later)}["ecommerce"] == 1


def test_an_interrupted_simulation_goes_on_where_it_stopped(firms: list[Subject]) -> None:
    run = order(model_id=drafted().pk, as_of=DAY, by=BY, at=AT)
    SimulatedRating.objects.create(simulation=run, subject=firms[0], score=1, grade="D")
    Simulation.objects.filter(pk=run.pk).update(state="running", done=1, total=3)
    simulate(simulation_id=run.pk, at=AT)
    assert SimulatedRating.objects.filter(simulation=run).count() == 3
