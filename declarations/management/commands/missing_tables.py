"""Say which tables the zone still has to import, and how."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from declarations.table_needs import SHOWN, THERE, Standing, standings_on


class Command(BaseCommand):
    """The same as the page ``/tables/missing/``, for a terminal."""

    help = "Lists the tables that must be imported: what is missing, what it stops, the command."

    def handle(self, *args: Any, **options: Any) -> None:
        for standing in standings_on(localdate()):
            self._tell(standing)

    def _tell(self, standing: Standing) -> None:
        need = standing.need
        as_of = f", as of {standing.as_of}" if standing.as_of else ""
        self.stdout.write(f"{standing.state:8} {need.title[1]} ({standing.rows} rows{as_of})")
        if standing.state == THERE:
            return
        if standing.lacking:
            shown = " ".join(standing.lacking[:SHOWN])
            self.stdout.write(f"         in use and not in it ({len(standing.lacking)}): {shown}")
        self.stdout.write(f"         {need.without[1]}")
        self.stdout.write(f"         ./portal manage {need.command}")
        self.stdout.write(f"         columns: {need.columns}")
