"""Recognise exports by hand: what is due, everything again, or all documents read again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from statistics_app.services.recognition import running


class Command(BaseCommand):
    """Done again with the same version, no result changes."""

    help = "Recognises the exports that are due; --again all, --read-again from the documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="classify everything again")
        parser.add_argument("--read-again", action="store_true", help="read the documents again")
        parser.add_argument("--seconds", type=float, default=600, help="stop after so long (600)")

    def handle(self, *_args: Any, **options: Any) -> None:
        now, seconds = timezone.now(), options["seconds"]
        other = running.read_again(seconds=seconds, at=now) if options["read_again"] else 0
        if options["again"]:
            running.classify_again()
        done = running.recognise(at=now, seconds=seconds)
        self.stdout.write(
            f"{done.passed} events read, {other} records show something else, "
            f"{done.classified} classified, {done.changed} results changed"
        )
