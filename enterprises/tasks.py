"""Celery's door to the enterprises: what beat reminds of."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from enterprises.services.clients import remind_of_tokens as remind
from enterprises.services.signing import remind_of_certificates as remind_certificates


@shared_task(name="enterprises.remind_of_tokens", soft_time_limit=60, time_limit=90)
def remind_of_tokens(**_: Any) -> int:
    """Tell administrators of tokens that expire soon; each token once."""
    return remind(at=timezone.now())


@shared_task(name="enterprises.remind_of_certificates", soft_time_limit=60, time_limit=90)
def remind_of_certificates(**_: Any) -> int:
    """Tell administrators of signing certificates that expire soon; each once."""
    return remind_certificates(at=timezone.now())
