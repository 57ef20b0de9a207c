"""Repair tasks."""

from datetime import timedelta

from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction
from factory.django import DjangoModelFactory

from declarations.models import Task


class TaskFactory(DjangoModelFactory[Task]):
    """An open task to correct the amount of a payment."""

    class Meta:
        model = Task

    inventory_id = 1
    sequence = 1
    code = "MAT-006"
    enterprise_id = 1
    role = "payment"
    parties = LazyAttribute(lambda task: [task.enterprise_id])
    kind = "CEB411"
    key = LazyFunction(lambda: {"payCode": "369996D001", "payTransactionId": "T1"})
    field = "amountPaid"
    opened_at = LazyFunction(timezone.now)
    deadline_at = LazyAttribute(lambda task: task.opened_at + timedelta(days=1))
