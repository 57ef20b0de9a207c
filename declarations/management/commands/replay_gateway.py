"""Send documents to the customs gateway again."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.services.replaying import replay_dead, replay_sent


class Command(BaseCommand):
    """The worker sends what this marks; sending a document twice is harmless."""

    help = "Sends dead letters again, or what was sent since a time, or some inventories or papers."

    def add_arguments(self, parser: CommandParser) -> None:
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--dead", action="store_true", help="what could not be delivered")
        chosen.add_argument("--since", type=_moment, help="what was sent since, ISO 8601")
        chosen.add_argument("--inventory", type=int, nargs="+", help="ids of inventories")
        chosen.add_argument("--paper", type=int, nargs="+", help="ids of papers")

    def handle(self, *args: Any, **options: Any) -> None:
        deed: dict[str, Any] = {"by": SystemActor("replay_gateway"), "at": timezone.now()}
        if options["dead"]:
            count = replay_dead(**deed)
        else:
            count = replay_sent(
                inventory_ids=options["inventory"] or (),
                paper_ids=options["paper"] or (),
                since=options["since"],
                **deed,
            )
        self.stdout.write(f"{count} documents will be sent again")


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is no time like 2026-11-20T08:00+08:00") from error
    return found if found.tzinfo else timezone.make_aware(found)
