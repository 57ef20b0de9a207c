"""Import codes that the shipped tables lack."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from reference.services.importing import import_codes
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """All errors of the file are reported; with any, nothing is imported."""

    help = "Imports a CSV file (code,name_zh[,name_en,valid_from,valid_to,…]) into a code table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", help="for example currencies, trade_modes, hs_codes")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--complete",
            action="store_true",
            default=None,
            help="the table is complete from now on: unknown codes are refused, not warned about",
        )
        parser.add_argument("--as-of", default="", help="when the table is true, for example 2026")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_codes(
                options["table"],
                options["file"].read_bytes(),
                by=SystemActor("import_codes"),
                at=timezone.now(),
                complete=options["complete"],
                as_of=options["as_of"],
            )
        except (PortalError, OSError) as error:
            raise CommandError(str(error)) from error
        for row_error in report.errors:
            self.stderr.write(str(row_error))
        if report.errors:
            raise CommandError(f"nothing imported: {len(report.errors)} errors")
        self.stdout.write(str(report))
