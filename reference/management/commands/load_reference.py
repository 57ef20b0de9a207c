"""Load the reference data that comes with the portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reference.services.shipped import load_shipped


class Command(BaseCommand):
    """Does nothing when the files have not changed since the last load."""

    help = "Loads the shipped tables; what the zone imported itself stays."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_shipped(at=timezone.now())
        if loaded is None:
            self.stdout.write("reference data is up to date")
            return
        merges = (
            ("codes", loaded.codes),
            ("tariff lines", loaded.tariff),
            ("positive list", loaded.positive_list),
        )
        for name, merge in merges:
            self.stdout.write(
                f"{name}: {merge.added} added, {merge.changed} changed, {merge.removed} removed"
            )
        self.stdout.write(f"calendar: {loaded.calendar} days changed")
