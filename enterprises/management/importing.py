"""What the import commands have in common: one CSV file in, every error reported."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from zone_portal.kernel.errors import PortalError


class ImportCommand(BaseCommand):
    """Good lines are kept, every error is reported; exit code 1 if there was any.

    ``service(content, by=, at=)`` imports the file and returns a report with ``errors``;
    ``actor`` is how the audit trail names the command.
    """

    service: ClassVar[Callable[..., Any]]
    actor: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            report = type(self).service(content, by=SystemActor(self.actor), at=timezone.now())
        except (PortalError, OSError) as error:
            raise CommandError(str(error)) from error
        for row_error in report.errors:
            self.stderr.write(str(row_error))
        self.stdout.write(str(report))
        if report.errors:
            raise CommandError(f"{len(report.errors)} errors; lines without errors were imported")
