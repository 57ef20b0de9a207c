"""Load the models of evaluation and the register of sources that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from credit.services.models import load_shipped


class Command(BaseCommand):
    """Idempotent; what the zone drafted or released itself stays."""

    help = "Loads the shipped models of evaluation."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        self.stdout.write(f"models of evaluation: {load_shipped(at=at)} added")
