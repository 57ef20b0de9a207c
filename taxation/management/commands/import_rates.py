"""Enter tax rates from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from taxation.services.rates import import_rates
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """All errors of the file are reported; with any, nothing is imported."""

    help = (
        "Enters tax rates: hs_code,valid_from,vat,consumption,source and, as wanted, duty,"
        "specific,specific_per,specific_unit,from_price,price_unit,valid_to,verified."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            report = import_rates(content, by=SystemActor("import_rates"), at=timezone.now())
        except (PortalError, OSError) as error:
            raise CommandError(str(error)) from error
        for row_error in report.errors:
            self.stderr.write(str(row_error))
        if report.errors:
            raise CommandError(f"nothing imported: {len(report.errors)} errors")
        self.stdout.write(str(report))
