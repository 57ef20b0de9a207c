"""Play the demo zone's firms: platforms, payment companies, carriers and agents."""

import re
import signal
import sys
from argparse import ArgumentTypeError
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from declarations.management import oracle
from declarations.management.posting import PortalUnreachable
from declarations.management.staging import SeriesTaken, Stage
from declarations.simulation.actors import MIXED, NDJSON, XML
from declarations.simulation.faults import FAULTS
from enterprises.services.demo import load_demo
from zone_portal.kernel.errors import PortalError

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHOWN_DIFFERENCES = 20


def share(text: str) -> float:
    """A share such as ``3%`` or ``0.03``."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)", text)
    value = float(found[1]) / (100 if found[2] else 1) if found else -1.0
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text!r} is not a share (like 3% or 0.03)")
    return value


def day(text: str) -> datetime:
    """Midnight of a day such as ``2026-11-01``, local time of the zone."""
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007  the script counts local time
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day (like 2026-11-01)") from error


def series(text: str) -> str:
    """What numbers start with: at most 8 capital letters and digits."""
    if not re.fullmatch(r"[A-Z0-9]{1,8}", text):
        raise ArgumentTypeError(f"{text!r} is not a series (1 to 8 of A-Z and 0-9)")
    return text


def rate(text: str) -> float:
    """A number a second such as ``20/s``."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?:/s)?", text)
    if not found or not float(found[1]):
        raise ArgumentTypeError(f"{text!r} is not a rate (like 20/s)")
    return float(found[1])


class Command(BaseCommand):
    """Exit code 1 when the portal said something else than the script foresaw."""

    help = (
        "Plays the simulated firms of the demo zone through the public interface, with realistic "
        "hours, lateness and faults, and compares what the portal says with what must come of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--declarations", type=int, default=1000, metavar="N")
        parser.add_argument("--days", type=float, default=1, help="how many days they spread over")
        parser.add_argument("--faults", type=share, default=0.03, help="share of faulty ones (3%%)")
        parser.add_argument("--exports", type=share, default=0.3, help="share of exports (30%%)")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--start", type=day, help="first day, to play the same again (default: up to now)"
        )
        parser.add_argument(
            "--series", type=series, help="what numbers start with (default: the next of the seed)"
        )
        parser.add_argument("--rate", type=rate, help="declarations a second, like 20/s")
        parser.add_argument(
            "--as-fast-as-possible", action="store_true", help="the default without --rate"
        )
        parser.add_argument("--format", choices=[XML, NDJSON, MIXED], default=MIXED)
        parser.add_argument(
            "--url", default="", help="the portal (default: the one that runs here)"
        )
        parser.add_argument("--patience", type=float, default=60, help="seconds to wait for an end")
        parser.add_argument(
            "--forever",
            action="store_true",
            help="go on at --rate after N at once; 0 of them is fine",
        )
        parser.add_argument("--list-faults", action="store_true", help="show the catalogue and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list_faults"]:
            for item in FAULTS.values():
                self.stdout.write(f"{item.name:<22} {item.happens[1]}  {item.happens[0]}")
            return
        signal.signal(signal.SIGTERM, _leave)
        try:
            load_demo(at=timezone.now())
            with Stage.set_up(options, key_folder=Path(settings.PORTAL_KEY_DIR)) as stage:
                self._play(stage, options)
        except PortalError as error:
            raise CommandError(str(error)) from error
        except (PortalUnreachable, SeriesTaken) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("stopped")

    def _play(self, stage: Stage, options: dict[str, Any]) -> None:
        count = options["declarations"]
        if options["forever"] and stage.played_before():
            count = 0  # the zone is filled already; it only goes on living
        if count:
            now = timezone.now().astimezone(SHANGHAI).replace(tzinfo=None)
            start = options["start"] or _window(now, options["days"])
            self._finite(stage, count, start, options)
        if options["forever"]:
            self.stdout.write("going on")
            stage.live(options["rate"] or 0.5)

    def _finite(self, stage: Stage, count: int, start: datetime, options: dict[str, Any]) -> None:
        rate = None if options["forever"] else options["rate"]
        foreseen, mail = stage.play(count, start=start, days=options["days"], rate=rate)
        found = oracle.compare(
            stage.doors, foreseen, mail.inventories, patience=options["patience"]
        )
        self._tell(found, mail.messages, dict(mail.verdicts), stage.series)
        self.stdout.write(
            f"the same again on an empty portal: --seed {options['seed']} --start {start:%Y-%m-%d} "
            f"--series {stage.series}"
        )
        differences = [*mail.differences, *found.differences]
        for text in differences[:SHOWN_DIFFERENCES]:
            self.stdout.write(f"  {text}")
        if differences and not options["forever"]:
            raise CommandError(f"{len(differences)} answers differ from what was expected")
        if not differences:
            self.stdout.write("Everything came out as expected.")

    def _tell(
        self, found: oracle.Findings, messages: int, verdicts: dict[str, int], series: str
    ) -> None:
        self.stdout.write(
            f"simulated {found.plays.total()} declarations (numbers start with {series}) in "
            f"{messages} messages: " + ", ".join(f"{n} {v}" for v, n in sorted(verdicts.items()))
        )
        self.stdout.write(f"  {'fault':<22} {'plays':>6}  {'expected':<34} the portal said")
        for name in sorted(found.plays):
            said = ", ".join(f"{n} {outcome}" for outcome, n in sorted(found.said[name].items()))
            expected = f"{found.plays[name]:>6}  {found.foreseen[name]:<34}"
            self.stdout.write(f"  {name or '(none)':<22} {expected} {said}")


def _window(now: datetime, days: float) -> datetime:
    """The start of a window that ends early enough for the last document to be sent by now."""
    from_now = timedelta(days=days) + timedelta(days=2)
    return (now - from_now).replace(hour=0, minute=0, second=0, microsecond=0)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
