"""Enter the entrustments between registered enterprises."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from enterprises.services.mandates import import_mandates
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Good lines are kept, every error is reported; exit code 1 if there was any."""

    help = (
        "Enters mandates from a CSV file with the header principal,agent,kinds,from,to: kinds like "
        "CEB311 CEB411, from the first day, to the first day on which it holds no more or empty."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_mandates(
                options["file"].read_bytes(),
                by=SystemActor("import_mandates"),
                at=timezone.now(),
            )
        except (PortalError, OSError) as error:
            raise CommandError(str(error)) from error
        for row_error in report.errors:
            self.stderr.write(str(row_error))
        self.stdout.write(str(report))
        if report.errors:
            raise CommandError(f"{len(report.errors)} errors; lines without errors were imported")
