"""Report a backup that was made outside the portal."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, localtime, make_aware

from accounts.facts import SystemActor
from risk.services.backups import DATABASE, report_backup
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """For the script that makes backups, after it has made and checked one."""

    help = (
        "Reports a finished backup. From the first report on, an alert (RT20) is raised when the "
        "newest one grows too old."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="when it was finished, ISO 8601 (default: now)")
        parser.add_argument("--size", type=int, required=True, help="bytes")
        parser.add_argument("--digest", required=True, help="digest of the file, hexadecimal")
        parser.add_argument("--what", default=DATABASE, help="what it holds: database, keys …")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            row = report_backup(
                finished_at=_moment(options["at"], now),
                size=options["size"],
                digest=options["digest"],
                what=options["what"],
                by=SystemActor("backup_done"),
                at=now,
            )
        except PortalError as error:
            raise CommandError(error.text("en")) from error
        self.stdout.write(f"{row.what}: backup of {localtime(row.finished_at):%F %T} is on record")


def _moment(told: str | None, now: datetime) -> datetime:
    if not told:
        return now
    try:
        moment = parse_datetime(told)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--at is no moment: {told} (2026-11-20T02:00:00+08:00)")
    return make_aware(moment) if is_naive(moment) else moment
