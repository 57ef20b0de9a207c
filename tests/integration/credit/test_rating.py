"""Ratings are kept as sums of contributions; events, months and people have them computed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from time import monotonic

import pytest
from django.db import Error, IntegrityError, transaction

from credit.models import Due, Rating, ScoreModel, Standing, Subject
from credit.rules.model_definition import read_definition
from credit.selectors import contributions_of, current_rating, model_on
from credit.services.models import load_shipped
from credit.services.rating import compute, rate, rate_due, rate_month
from credit.services.recording import revoke
from tests.factories.credit import AT, BY, DAY, recorded, subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def model() -> ScoreModel:
    load_shipped(at=AT)
    found = model_on(DAY)
    assert found is not None
    return found


def rated(firm: Subject) -> Rating:
    found = current_rating(firm.pk)
    assert found is not None
    return found


def number(firm: Subject, model: ScoreModel, as_of: date = DAY, known_at: datetime = AT) -> Decimal:
    """The score as it would be computed, kept nowhere."""
    definition = read_definition(model.definition)
    [[one]] = compute([firm.pk], definition=definition, as_of=as_of, known_at=known_at)
    return one.scored.score


def test_a_score_is_the_sum_of_its_stored_contributions(model: ScoreModel) -> None:
    firm = subject()
    recorded(firm, "customs_penalty", grade="general")
    rate(subject_ids=[firm.pk], model=model, as_of=DAY, trigger="demand", by=BY, at=AT)
    kept = rated(firm)
    assert sum(part.points for part in contributions_of(kept)) == kept.score * 100
    assert kept.grade == "B"


def test_the_database_refuses_a_score_that_is_not_the_sum(model: ScoreModel) -> None:
    row = Rating(
        subject=subject(),
        model=model,
        as_of_date=DAY,
        known_at=AT,
        score=5,
        grade="D",
        contributions=[{"i": "CRI-101", "p": 400, "of": 400, "r": [], "w": {}}],
        trigger="demand",
        at=AT,
        by_label="t",
    )
    with pytest.raises(IntegrityError, match="credit_rating_adds_up"), transaction.atomic():
        row.save()
    row.score = Decimal(4)
    row.save()
    with pytest.raises(Error, match=r"append-only|permission denied"), transaction.atomic():
        Rating.objects.update(grade="A")


def test_an_event_has_its_subject_scored_again_within_two_seconds(model: ScoreModel) -> None:
    firm = subject()
    begun = monotonic()
    recorded(firm, "serious_list", grade="listed", cause="虚假宣传")
    assert rate_due(at=AT) == 1
    assert monotonic() - begun < 2
    assert rated(firm).grade == "D"
    assert rated(firm).trigger == "event"
    assert not Due.objects.exists()
    assert rate_due(at=AT) == 0


def test_several_events_of_a_subject_make_one_rating(model: ScoreModel) -> None:
    firm = subject()
    for n in range(3):
        recorded(firm, "customs_penalty", str(n), grade="minor")
    assert rate_due(at=AT) == 1


def test_without_a_model_in_force_the_work_waits() -> None:
    ScoreModel.objects.all().delete()
    recorded(subject(), "customs_penalty", grade="minor")
    assert rate_due(at=AT) == 0
    assert Due.objects.count() == 1


def test_an_old_day_gives_the_same_number_whatever_came_later(model: ScoreModel) -> None:
    firm = subject()
    kept = recorded(firm, "customs_penalty", grade="general")
    rate(subject_ids=[firm.pk], model=model, as_of=DAY, trigger="demand", by=BY, at=AT)
    then = rated(firm).score
    later = AT + timedelta(days=40)
    revoke(record_id=kept.pk, reason="撤销", by=BY, at=later)
    recorded(firm, "tax_grade", "9", grade="D", at=later, occurred_date=date(2026, 11, 1))
    assert number(firm, model) == then
    assert number(firm, model, known_at=later) != then


def test_a_rating_of_an_older_day_does_not_move_where_a_subject_stands(model: ScoreModel) -> None:
    firm = subject()
    recorded(firm, "customs_penalty", grade="general")
    rate(subject_ids=[firm.pk], model=model, as_of=DAY, trigger="demand", by=BY, at=AT)
    stands = rated(firm)
    old = DAY - timedelta(days=100)
    rate(subject_ids=[firm.pk], model=model, as_of=old, trigger="objection", by=BY, at=AT)
    assert rated(firm) == stands
    assert Rating.objects.filter(subject=firm).count() == 2


def test_a_grade_that_stays_keeps_its_first_day(model: ScoreModel) -> None:
    firm = subject()
    for days in (0, 30):
        at = AT + timedelta(days=days)
        day = DAY + timedelta(days=days)
        rate(subject_ids=[firm.pk], model=model, as_of=day, trigger="demand", by=BY, at=at)
    assert Standing.objects.get(pk=firm.pk).since_date == DAY


def test_a_month_is_rated_once_and_taken_up_where_it_stopped(model: ScoreModel) -> None:
    firms = [subject(), subject()]
    assert rate_month(at=AT) == 2
    assert rate_month(at=AT) == 0
    third = subject()
    assert rate_month(at=AT) == 1
    assert {row.as_of_date for row in Rating.objects.all()} == {date(2026, 11, 1)}
    assert rated(third).trigger == rated(firms[0]).trigger == "monthly"


def test_a_subject_costs_no_query_of_its_own(
    model: ScoreModel, django_assert_max_num_queries: object
) -> None:
    firms = [subject() for _ in range(12)]
    for firm in firms:
        recorded(firm, "customs_penalty", grade="minor")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        rate(
            subject_ids=[firm.pk for firm in firms],
            model=model,
            as_of=DAY,
            trigger="demand",
            by=BY,
            at=AT,
        )


def test_a_record_is_seen_by_the_next_score(model: ScoreModel) -> None:
    firm = subject()
    before = number(firm, model)
    recorded(firm, "related_dishonest", grade="serious")
    assert number(firm, model) == before - 80
