"""Give sharing, recognition and disclosure of credit their first dated rows."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from credit.services.sharing_tables import load_shipped


class Command(BaseCommand):
    """Idempotent: what has a row, whoever made it, stays as it is."""

    help = "Adds the first rows of the tables of sharing where there are none."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_shipped(at=timezone.now())
        told = ", ".join(f"{count} {name}" for name, count in added.items())
        self.stdout.write(f"credit sharing: {told} added")
