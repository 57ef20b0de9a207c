"""Celery's door to credit: hints to score again. The work itself is found in Postgres."""

from celery import shared_task


@shared_task(name="credit.rate_due", soft_time_limit=60, time_limit=90)
def rate_due() -> int:
    """Score again whom something happened to; a hint after recording, and beat."""
    return 0
