"""A rating cycle: planned, computed, told, objected to, published by two people."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Notice, User
from credit.models import Cycle, PublishedRating, RatingDocument, Subject
from credit.rules.parameters import CODE, SINCE, ZONE_GRADE
from credit.selectors import model_on
from credit.services import cycles, publishing
from credit.services.models import load_shipped
from credit.services.rating import rate
from reference.selectors import forget_snapshots
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.factories.credit import AT, BY, DAY, recorded, subject
from tests.factories.members import MemberFactory
from tests.factories.users import UserFactory
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=40)


@pytest.fixture
def people() -> tuple[User, User]:
    call_command("load_reference", verbosity=0)
    forget_snapshots()
    load_shipped(at=AT)
    return UserFactory.create(is_official=True), UserFactory.create(is_official=True)


@pytest.fixture
def document(people: tuple[User, User]) -> RatingDocument:
    return cycles.write_document(
        title="跨境电子商务主体信用评级管理办法",
        number="洪综试〔2026〕1号",
        text="第一条 ……",
        from_date=DAY - timedelta(days=300),
        objection_days=5,
        by=people[0],
        at=AT,
    )


def planned(people: tuple[User, User], document: RatingDocument, **scope: Any) -> Cycle:
    model = model_on(DAY)
    assert model is not None
    return cycles.plan(
        code="2026-H2",
        document_id=document.pk,
        model_id=model.pk,
        as_of=DAY,
        scope=scope,
        by=people[0],
        at=AT,
    )


def computed(people: tuple[User, User], document: RatingDocument, **scope: Any) -> Cycle:
    cycle = planned(people, document, **scope)
    cycles.order_computing(cycle_id=cycle.pk, by=people[0], at=AT)
    assert cycles.compute_waiting(at=AT) == 1
    cycle.refresh_from_db()
    return cycle


def settled(people: tuple[User, User], document: RatingDocument) -> Cycle:
    cycle = computed(people, document)
    cycles.notify(cycle_id=cycle.pk, by=people[0], at=AT)
    cycles.settle(cycle_id=cycle.pk, by=people[0], at=LATER)
    cycle.refresh_from_db()
    return cycle


def refused(act: Any, **given: Any) -> PortalError:
    with pytest.raises(PortalError) as error:
        act(**given)
    return error.value


def test_a_cycle_runs_from_plan_to_publication(
    people: tuple[User, User], document: RatingDocument
) -> None:
    firm, trader = subject(), subject(kinds=["individual"])
    member = MemberFactory.create(enterprise=firm.enterprise)
    cycle = computed(people, document)
    assert (cycle.state, cycle.done, cycle.total) == ("computed", 2, 2)
    cycle = cycles.notify(cycle_id=cycle.pk, by=people[0], at=AT)
    assert Notice.objects.filter(user=member.user, kind="credit_rated").count() == 1
    cycles.settle(cycle_id=cycle.pk, by=people[0], at=LATER)
    batch = publishing.propose_batch(cycle_id=cycle.pk, by=people[0], at=LATER)
    assert not PublishedRating.objects.exists()
    publishing.approve_batch(batch_id=batch.pk, by=people[1], at=LATER)
    cycle.refresh_from_db()
    assert cycle.state == "published"
    assert [line.subject_id for line in batch.lines.all()] == [firm.pk]
    assert trader.pk not in batch.lines.values_list("subject_id", flat=True)
    steps = list(cycle.steps.order_by("id").values_list("target", flat=True))
    assert steps == ["planned", "computed", "notified", "settled", "published"]


def test_objections_have_their_working_days(
    people: tuple[User, User], document: RatingDocument
) -> None:
    subject()
    cycle = computed(people, document)
    cycle = cycles.notify(cycle_id=cycle.pk, by=people[0], at=AT)
    assert cycle.objections_until_date == DAY + timedelta(days=7)
    early = refused(cycles.settle, cycle_id=cycle.pk, by=people[0], at=AT + timedelta(days=7))
    assert early.code == "credit_objections_open"


def test_an_accepted_objection_is_what_is_published(
    people: tuple[User, User], document: RatingDocument
) -> None:
    firm = subject()
    cycle = settled(people, document)
    recorded(firm, "honour", at=AT)
    recorded(firm, "licence", "2", grade="valid", at=AT)
    rate(
        subject_ids=[firm.pk],
        model=cycle.model,
        as_of=DAY,
        trigger="objection",
        by=BY,
        at=LATER,
    )
    [rating] = cycles.ratings_of(cycle)
    assert rating.trigger == "objection"


def test_a_second_computing_replaces_the_first_before_anybody_is_told(
    people: tuple[User, User], document: RatingDocument
) -> None:
    firm = subject()
    cycle = computed(people, document)
    later = AT + timedelta(hours=1)
    recorded(firm, "customs_penalty", grade="serious", at=later)
    cycles.order_computing(cycle_id=cycle.pk, by=people[0], at=later + timedelta(minutes=1))
    assert cycles.compute_waiting(at=later) == 1
    cycle.refresh_from_db()
    [rating] = cycles.ratings_of(cycle)
    assert rating.known_at == cycle.known_at
    assert cycle.ratings.count() == 2


def test_a_scope_keeps_others_out(people: tuple[User, User], document: RatingDocument) -> None:
    subject(kinds=["ecommerce"])
    broker = subject(kinds=["broker"])
    cycle = computed(people, document, kinds=["broker"])
    assert list(cycle.ratings.values_list("subject_id", flat=True)) == [broker.pk]


def test_nobody_approves_alone_and_a_batch_is_withdrawn_with_a_reason(
    people: tuple[User, User], document: RatingDocument
) -> None:
    subject()
    cycle = settled(people, document)
    batch = publishing.propose_batch(cycle_id=cycle.pk, by=people[0], at=LATER)
    assert (
        refused(publishing.approve_batch, batch_id=batch.pk, by=people[0], at=LATER).code
        == "credit_four_eyes"
    )
    publishing.approve_batch(batch_id=batch.pk, by=people[1], at=LATER)
    given: dict[str, Any] = {"batch_id": batch.pk, "by": people[1], "at": LATER}
    assert refused(publishing.withdraw_batch, reason=" ", **given).code == "credit_reason_missing"
    publishing.withdraw_batch(reason="名单有误", **given)
    second = publishing.propose_batch(cycle_id=cycle.pk, by=people[0], at=LATER)
    assert second.number == "2026-H2-2"
    assert cycle.batches.count() == 2


def test_while_the_zone_shows_no_rating_nothing_is_told_or_published(
    people: tuple[User, User], document: RatingDocument
) -> None:
    subject()
    cycle = computed(people, document)
    put_rule_setting(NewSetting(CODE, ZONE_GRADE, "off", SINCE), by=BY, at=AT)
    forget_snapshots()
    error = refused(cycles.notify, cycle_id=cycle.pk, by=people[0], at=AT)
    assert error.code == "credit_rating_off"


def test_nothing_is_published_before_objections_are_settled(
    people: tuple[User, User], document: RatingDocument
) -> None:
    subject()
    cycle = computed(people, document)
    error = refused(publishing.propose_batch, cycle_id=cycle.pk, by=people[0], at=AT)
    assert error.code == "transition_refused"


def test_an_abandoned_cycle_ends(people: tuple[User, User], document: RatingDocument) -> None:
    cycle = planned(people, document)
    cycles.abandon(cycle_id=cycle.pk, reason="办法修订", by=people[0], at=AT)
    given: dict[str, Any] = {"cycle_id": cycle.pk, "by": people[0], "at": AT}
    assert refused(cycles.order_computing, **given).code == "transition_refused"


def test_a_subject_without_a_rating_is_not_published(
    people: tuple[User, User], document: RatingDocument
) -> None:
    cycle = computed(people, document)
    assert cycle.total == 0
    assert Subject.objects.count() == 0
