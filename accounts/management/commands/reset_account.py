"""Let somebody in again who lost their telephone or password, after their identity was checked."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import User
from accounts.services import resetting


class Command(BaseCommand):
    """``reset_account <user name> --second-factor --password --reason …``"""

    help = "Takes away a lost second factor, or gives a new password (printed once)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--second-factor", action="store_true")
        parser.add_argument("--password", action="store_true")
        parser.add_argument("--reason", required=True, help="stands in the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["second_factor"] and not options["password"]:
            raise CommandError("say --second-factor, --password or both")
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError("no account has this user name")
        password = secrets.token_urlsafe(12) if options["password"] else ""
        resetting.reset(
            user=user,
            second_factor_too=options["second_factor"],
            password=password,
            reason=options["reason"],
            by=SystemActor("reset_account"),
            at=timezone.now(),
        )
        self.stdout.write(f"{user.username}: all sessions ended")
        if password:
            self.stdout.write(f"new password: {password}")
