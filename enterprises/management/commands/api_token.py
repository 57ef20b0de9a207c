"""Issue a token for an enterprise's API client."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from enterprises.constants import DEFAULT_CLIENT, DEFAULT_TOKEN_DAYS
from enterprises.models import Enterprise
from enterprises.services.tokens import issue_token
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """The token stands alone on the last line of the output and is never shown again."""

    help = "Issues a token for an enterprise; without --scopes with every scope it may have."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="customs code (or USCC) of the enterprise")
        parser.add_argument("--client", default=DEFAULT_CLIENT, help="name of the API client")
        parser.add_argument("--days", type=int, default=DEFAULT_TOKEN_DAYS)
        parser.add_argument("--scopes", nargs="*", default=(), help="like read send:CEB311")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["code"].upper()
        known = Enterprise.objects.registered()
        enterprise = known.filter(code=code).first() or known.filter(uscc=code).first()
        if enterprise is None:
            raise CommandError(f"no enterprise has the code {code}")
        try:
            issued = issue_token(
                enterprise=enterprise,
                by=SystemActor("api_token"),
                at=timezone.now(),
                client_name=options["client"],
                scopes=options["scopes"],
                days=options["days"],
            )
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{enterprise.name} ({enterprise.code}), valid until "
            f"{issued.row.expires_at:%Y-%m-%d}: {' '.join(issued.row.scopes)}"
        )
        self.stdout.write(issued.text)
