"""The nightly run of the figures, by hand, or the full rebuild."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.facts import SystemActor
from statistics_app.services.runs import rebuild, run_night
from zone_portal.kernel.errors import PortalError

BY = SystemActor("count_statistics")


class Command(BaseCommand):
    """Counts what is due; with ``--rebuild`` everything, which gives the same figures."""

    help = "Count the figures that are due, or all of them (--rebuild)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="book and count everything")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            run = (
                rebuild(at=now, by=BY)
                if options["rebuild"]
                else run_night(at=now, by=BY, seconds=600)
            )
        except PortalError as refusal:
            raise CommandError(refusal.text("en")) from refusal
        if run is None:
            raise CommandError("another run is at it")
        self.stdout.write(
            f"{run.done} declarations looked at, {run.bookings} bookings changed, "
            f"{run.mended} cells put right, {run.seconds:.1f} s"
        )
