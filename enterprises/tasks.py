"""Celery's door to the enterprises: what beat reminds of."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from enterprises.services.clients import remind_of_tokens as remind


@shared_task(name="enterprises.remind_of_tokens", soft_time_limit=60, time_limit=90)
def remind_of_tokens(**_: Any) -> int:
    """Tell administrators of tokens that expire soon; each token once."""
    return remind(at=timezone.now())
