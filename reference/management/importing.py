"""What the import commands have in common: one CSV file in, every error out, all or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from zone_portal.kernel.csv_rows import ImportReport
from zone_portal.kernel.errors import PortalError


class ImportCommand(BaseCommand):
    """With any error nothing is imported and the exit code is 1.

    ``service(content, by=, at=)`` imports the file; ``actor`` is how the audit trail names it.
    """

    service: ClassVar[Callable[..., ImportReport]]
    actor: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def more(self, options: dict[str, Any]) -> dict[str, Any]:
        """Further arguments of the service, from the options of the command."""
        return {}

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            report = type(self).service(
                content, by=SystemActor(self.actor), at=timezone.now(), **self.more(options)
            )
        except (PortalError, OSError) as error:
            raise CommandError(str(error)) from error
        for row_error in report.errors:
            self.stderr.write(str(row_error))
        if report.errors:
            raise CommandError(f"nothing imported: {len(report.errors)} errors")
        self.stdout.write(str(report))
