"""Repair tasks: opened and closed by following the decisions, whatever happens on the way."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from declarations.models import Decision, Follower, Task
from declarations.services import repairing
from declarations.services.repairing import close_orphans, follow_decisions, reconcile
from declarations.services.task_deeds import begin_work, remind_of_overdue
from enterprises.models import Enterprise
from enterprises.viewers import viewer_for
from tests.builders.documents import changed
from tests.factories.members import MemberFactory
from tests.integration.declarations.conftest import Desk, new_desk
from zone_portal.kernel.errors import PortalError


def follow() -> int:
    return follow_decisions(seconds=10, at=timezone.now())


def mismatch(desk: Desk) -> dict[str, Any]:
    """A set whose payment is of another amount, decided; the right documents."""
    documents = desk.set()
    wrong = changed(documents["payment"], amountPaid="1.00")
    desk.send(documents["order"], wrong, documents["waybill"], documents["inventory"])
    desk.decide()
    return documents


def tasks_of(desk: Desk) -> list[Task]:
    return list(Task.objects.filter(enterprise_id=desk.firm.id).order_by("id"))


def member(desk: Desk, role: str = "declarant") -> Any:
    firm = Enterprise.objects.get(id=desk.firm.id)
    return MemberFactory.create(enterprise=firm, role=role).user


def test_a_mismatch_opens_a_task_that_names_who_and_what(desk: Desk) -> None:
    documents = mismatch(desk)
    before = timezone.now()
    assert tasks_of(desk) == []
    follow()

    (task,) = tasks_of(desk)
    assert (task.code, task.role, task.kind, task.field) == (
        "MAT-006",
        "payment",
        "CEB411",
        "amountPaid",
    )
    assert task.state == "open"
    assert task.key["payTransactionId"] == documents["payment"]["PaymentHead"]["payTransactionId"]
    assert task.sequence == desk.decision().sequence
    assert task.deadline_at > before
    assert task.parties == [desk.firm.id]


def test_the_corrected_document_closes_the_task_by_itself(desk: Desk) -> None:
    documents = mismatch(desk)
    follow()
    desk.send(changed(documents["payment"], appType="2"))
    desk.decide()
    follow()

    (task,) = tasks_of(desk)
    assert desk.decision().outcome == "matched"
    assert task.state == "done"
    assert task.closed_at is not None


def test_a_task_is_obsolete_when_its_document_was_right_all_along(desk: Desk) -> None:
    mismatch(desk)
    follow()
    decided(desk, outcome="matched", findings=None)

    assert tasks_of(desk)[0].state == "obsolete"


def decided(desk: Desk, **values: Any) -> None:
    """Let the decision have come out so, and the tasks follow."""
    inventory_id = desk.decision().inventory_id
    Decision.objects.filter(inventory_id=inventory_id).update(**values)
    reconcile([inventory_id], timezone.now())


def test_a_task_of_a_deleted_declaration_is_obsolete(desk: Desk) -> None:
    documents = mismatch(desk)
    follow()
    desk.send(changed(documents["inventory"], appType="3"))
    desk.decide()
    follow()
    assert tasks_of(desk)[0].state == "open"

    assert close_orphans(at=timezone.now()) == 1
    assert tasks_of(desk)[0].state == "obsolete"


def test_following_again_changes_nothing(desk: Desk) -> None:
    mismatch(desk)
    follow()
    (task,) = tasks_of(desk)
    Follower.objects.update(position=0)
    follow()

    assert [t.pk for t in tasks_of(desk)] == [task.pk]
    assert follow() == 0
    assert not repairing.is_behind()


def test_events_in_any_order_and_bundled_come_to_the_same(desk: Desk) -> None:
    """The first event is only worked in after the correction was decided."""
    documents = mismatch(desk)
    inventory_id = desk.decision().inventory_id
    desk.send(changed(documents["payment"], appType="2"))
    desk.decide()
    reconcile([inventory_id], timezone.now())
    follow()

    assert tasks_of(desk) == []


def test_killed_in_the_middle_nothing_is_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    mismatch(desk)
    position = Follower.objects.filter(name=repairing.NAME).values_list("position", flat=True)

    class KilledError(Exception):
        pass

    def killed(ids: list[int], at: datetime) -> None:
        reconcile(ids, at)
        raise KilledError

    at_first = position.first() or 0
    with monkeypatch.context() as patch:
        patch.setattr(repairing, "reconcile", killed)
        with pytest.raises(KilledError):
            follow()
    assert tasks_of(desk) == []
    assert (position.first() or 0) == at_first

    follow()
    assert [task.state for task in tasks_of(desk)] == ["open"]


def test_a_difference_that_stays_keeps_its_task_and_speaks_of_the_new_values(desk: Desk) -> None:
    documents = mismatch(desk)
    follow()
    desk.send(changed(documents["payment"], appType="2", amountPaid="2.00"))
    desk.decide()
    follow()

    (task,) = tasks_of(desk)
    assert task.state == "open"
    assert task.sequence == desk.decision().sequence == 2


def test_a_difference_that_comes_back_is_a_new_task(desk: Desk) -> None:
    mismatch(desk)
    follow()
    before = desk.decision()
    decided(desk, outcome="matched", findings=None)
    decided(desk, outcome=before.outcome, findings=before.findings)

    assert [task.state for task in tasks_of(desk)] == ["obsolete", "open"]


def test_saying_that_one_works_on_it_is_audited_and_told_once(desk: Desk) -> None:
    mismatch(desk)
    follow()
    user, (task,) = member(desk), tasks_of(desk)
    deed: dict[str, Any] = {"viewer": viewer_for(user), "by": user, "at": timezone.now()}

    assert begin_work(task_id=task.pk, **deed).state == "in_work"
    entry = AuditEntry.objects.get(on_type="declarations.task", on_id=str(task.pk))
    assert (entry.action, entry.by) == ("task.begun", user)
    with pytest.raises(PortalError) as refusal:
        begin_work(task_id=task.pk, **deed)
    assert refusal.value.code == "transition_refused"


@pytest.mark.parametrize(("role", "code"), [("viewer", "role_too_weak")])
def test_who_may_not_declare_may_not_answer_for_a_correction(
    desk: Desk, role: str, code: str
) -> None:
    mismatch(desk)
    follow()
    user, (task,) = member(desk, role), tasks_of(desk)
    with pytest.raises(PortalError) as refusal:
        begin_work(task_id=task.pk, viewer=viewer_for(user), by=user, at=timezone.now())
    assert refusal.value.code == code


def test_a_task_of_others_is_not_there_for_outsiders(desk: Desk) -> None:
    mismatch(desk)
    follow()
    user, (task,) = member(new_desk()), tasks_of(desk)
    with pytest.raises(PortalError) as refusal:
        begin_work(task_id=task.pk, viewer=viewer_for(user), by=user, at=timezone.now())
    assert refusal.value.code == "task_unknown"


def test_an_overdue_task_is_marked_and_told_once(desk: Desk) -> None:
    mismatch(desk)
    follow()
    user, weak = member(desk), member(desk, "viewer")
    late = timezone.now() + timedelta(days=30)

    assert remind_of_overdue(at=timezone.now()) == 0
    assert remind_of_overdue(at=late) >= 1
    assert remind_of_overdue(at=late + timedelta(days=1)) == 0
    assert tasks_of(desk)[0].overdue_at == late
    assert Notice.objects.filter(user=user, kind="tasks_overdue").count() == 1
    assert not Notice.objects.filter(user=weak).exists()


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("task_(state_known|closed_when_finished)", {"state": "lost", "closed_at": None}),
        ("task_closed_when_finished", {"state": "done"}),
        ("task_closed_when_finished", {"closed_at": timezone.now()}),
        ("task_in_work_since", {"state": "in_work"}),
        ("task_names_who_and_what", {"code": ""}),
    ],
)
def test_the_database_guards_tasks(desk: Desk, constraint: str, values: dict[str, Any]) -> None:
    mismatch(desk)
    follow()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Task.objects.filter(pk=tasks_of(desk)[0].pk).update(**values)


def test_the_database_holds_one_unfinished_task_of_a_kind(desk: Desk) -> None:
    mismatch(desk)
    follow()
    (task,) = tasks_of(desk)
    task.pk = None
    with pytest.raises(IntegrityError, match="task_one_unfinished"), transaction.atomic():
        task.save(force_insert=True)
