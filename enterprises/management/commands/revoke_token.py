"""Revoke a token."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from enterprises.services.tokens import revoke_token
from zone_portal.kernel.errors import PortalError


class Command(BaseCommand):
    """From now on the token is answered with 401 token_revoked."""

    help = "Revokes the token with this prefix (its first 12 characters) or id."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("token", help="prefix or id; the whole token is understood, too")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            row = revoke_token(
                token=options["token"], by=SystemActor("revoke_token"), at=timezone.now()
            )
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{row.prefix}… is revoked")
