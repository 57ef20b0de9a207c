"""Register the enterprises of a zone that moves in."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from enterprises.services.registration import import_enterprises
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """Good lines are kept, every error is reported; exit code 1 if there was any."""

    help = (
        "Registers enterprises from a CSV file with the header code,uscc,name,kinds "
        "(kinds separated by blanks) as approved, at the hub. Known codes are brought up to date."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_enterprises(
                options["file"].read_bytes(),
                by=SystemActor("import_enterprises"),
                at=timezone.now(),
            )
        except (PortalError, OSError) as error:
            raise CommandError(str(error)) from error
        for row_error in report.errors:
            self.stderr.write(str(row_error))
        self.stdout.write(str(report))
        if report.errors:
            raise CommandError(f"{len(report.errors)} errors; lines without errors were imported")
