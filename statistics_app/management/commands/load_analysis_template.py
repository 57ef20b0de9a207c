"""The shipped template of analysis reports."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.facts import SystemActor
from statistics_app.services.analysis.templates import load_shipped


class Command(BaseCommand):
    """Idempotent: once there is any template, nothing is added."""

    help = "Adds the shipped template of analysis reports."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_shipped(by=SystemActor("system"), at=timezone.now())
        self.stdout.write(f"templates of analysis reports: {added} added")
