"""Print the demo accounts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enterprises.services.demo import demo_accounts
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """One line for each account: user name, password, who it is."""

    help = "Prints user names and passwords of the demo accounts (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts = list(demo_accounts())
        except PortalError as error:
            raise CommandError(str(error)) from error
        for demo, password in accounts:
            self.stdout.write(f"{demo.username:<10} {password}  {demo.name}")
