"""Celery's door to the accounts: what beat tidies."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.services.sessions import clear_ended


@shared_task(name="accounts.clear_ended_sessions", soft_time_limit=60, time_limit=90)
def clear_ended_sessions(**_: Any) -> int:
    """Delete sessions that are over."""
    return clear_ended(at=timezone.now())
