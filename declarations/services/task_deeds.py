"""What happens to repair tasks beside the decisions: somebody begins, or the deadline passes."""

from collections import Counter
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from declarations.models import Course, Decision, Outbox, Task
from declarations.states import CORRECTABLE
from declarations.task_states import IN_WORK, OPEN, TASK
from enterprises.models import Member
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

ROLES: Final = ("administrator", "declarant")
"""Members who may answer for a correction, and who are told of a passed deadline."""
MOST_AT_ONCE: Final = 1000
LIST: Final = "/tasks/?state=unfinished&overdue=yes"


def begin_work(*, task_id: int, viewer: Viewer, by: User, at: datetime, origin: str = "") -> Task:
    """Tell the other parties that the correction is being worked on.

    :raises Refusal: 404 ``task_unknown``; 403 ``task_not_yours`` when another firm must act,
        ``role_too_weak`` for a member who may not declare.
    :raises PortalError: ``transition_refused`` when it is being worked on already, or is over.
    """
    with transaction.atomic():
        tasks = Task.objects.visible_to(viewer).filter(id=task_id)
        task: Task | None = tasks.select_for_update().first()
        if task is None:
            raise Refusal("task_unknown", 404, "没有这项任务。", "There is no such task.")
        _must_be_able(task, viewer, by)
        TASK.check(task.state, IN_WORK)
        task.state, task.begun_at = IN_WORK, at
        task.save(update_fields=["state", "begun_at"])
        audit.record(
            "task.begun",
            by=by,
            on=("declarations.task", str(task.pk)),
            old={"state": OPEN},
            new={"state": IN_WORK, "code": task.code, "inventory": str(task.inventory_id)},
            at=at,
            origin=origin,
        )
    return task


def send_again(*, task_id: int, viewer: Viewer, by: User, at: datetime, origin: str = "") -> Task:
    """Send a declaration that customs rejected once more as it is: where the guarantee was topped
    up, the system works again, or the document that customs missed is there by now.

    :raises Refusal: 404 ``task_unknown``; 403 ``task_not_yours``, ``role_too_weak``; 409
        ``resend_impossible`` where it is on its way, was withdrawn, or does not match any more.
    """
    with transaction.atomic():
        task: Task | None = Task.objects.visible_to(viewer).filter(id=task_id).first()
        if task is None:
            raise Refusal("task_unknown", 404, "没有这项任务。", "There is no such task.")
        _must_be_able(task, viewer, by)
        rejected = Course.objects.select_for_update().filter(
            inventory_id=task.inventory_id, status__in=CORRECTABLE
        )
        matched = Decision.objects.filter(inventory_id=task.inventory_id, outcome="matched")
        on_its_way = Outbox.objects.filter(inventory_ids__contains=[task.inventory_id])
        if not rejected.exists() or not matched.exists() or on_its_way.exists():
            raise Refusal(
                "resend_impossible",
                409,
                "现在不能再次发送：清单已在发送、已撤单，或对碰不再一致。",
                "It cannot be sent again now: it is on its way, was withdrawn, or does not match.",
            )
        Outbox.objects.create(inventory_ids=[task.inventory_id], created_at=at)
        audit.record(
            "gateway.replayed",
            by=by,
            on=("declarations.task", str(task.pk)),
            new={"inventory": str(task.inventory_id), "code": task.code},
            at=at,
            origin=origin,
        )
    return task


def _must_be_able(task: Task, viewer: Viewer, by: User) -> None:
    if task.enterprise_id not in viewer.own_ids:
        raise Refusal(
            "task_not_yours",
            403,
            "此任务由另一企业处理。",
            "Another enterprise has to do this.",
        )
    members = Member.objects.filter(user_id=by.pk, enterprise_id=task.enterprise_id)
    if not members.filter(role__in=ROLES).exists():
        raise Refusal(
            "role_too_weak",
            403,
            "只有本企业的管理员或申报员可以这样做。",
            "Only an administrator or a declarant of the enterprise may do this.",
        )


def remind_of_overdue(*, at: datetime) -> int:
    """Mark tasks whose deadline has passed and tell each firm once of its own; returns how many."""
    with transaction.atomic():
        late = Task.objects.unfinished().filter(overdue_at__isnull=True, deadline_at__lt=at)
        found = list(
            late.order_by("deadline_at")
            .select_for_update(skip_locked=True)
            .values_list("id", "enterprise_id")[:MOST_AT_ONCE]
        )
        Task.objects.filter(id__in=[number for number, _ in found]).update(overdue_at=at)
        for enterprise_id, count in sorted(Counter(firm for _, firm in found).items()):
            notify_members(
                enterprise_id,
                ROLES,
                kind="tasks_overdue",
                zh=f"有 {count} 项更正任务已超过期限，请尽快更正并重新报送。",
                en=f"{count} correction(s) are past their deadline: correct and send them again.",
                at=at,
                link=LIST,
            )
    return len(found)
