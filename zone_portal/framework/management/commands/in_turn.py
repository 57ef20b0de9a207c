"""Run several management commands in one process, which is started only once."""

import shlex
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """Each argument is one command line; the first that fails ends the rest."""

    help = 'Runs commands one after the other, e.g. in_turn "migrate --noinput" grant_roles.'
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("lines", nargs="+", help="a command with its arguments, quoted")

    def handle(self, *args: Any, lines: list[str], **options: Any) -> None:
        for line in lines:
            name, *arguments = shlex.split(line)
            call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)
