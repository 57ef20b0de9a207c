"""Delete the log of credit queries whose years are over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from credit.services.forgetting import forget_queries


class Command(BaseCommand):
    """What beat does every night, at once."""

    help = "Deletes entries of the log of credit queries that need not be kept any longer."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = forget_queries(by=SystemActor("forget_credit_queries"), at=timezone.now())
        self.stdout.write(f"credit queries: {gone} deleted")
