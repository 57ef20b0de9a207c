"""The stage of a simulation: firms with their tokens, the script, and the clock on the wall."""

import hashlib
import heapq
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.facts import SystemActor
from declarations.management.mailing import Mail
from declarations.management.oracle import Foreseen
from declarations.management.posting import Door, PortalUnreachable
from declarations.messages.xml_writer import Signer
from declarations.signatures.signing import demo_signer
from declarations.simulation.actors import keys_needed
from declarations.simulation.deal import Firm
from declarations.simulation.play import Play, Step
from declarations.simulation.script import Script, in_order
from enterprises.models import Enterprise
from enterprises.services.demo_zone import demo_applicant
from enterprises.services.tokens import issue_token, revoke_token
from zone_portal import env
from zone_portal.embedded.locks import RunLock

BY = SystemActor("simulate")
CLIENT = "simulator"
TOKEN_DAYS = 7
HOLD_SECONDS = 0.5
"""How long a document waits for others of its message when the simulation keeps a rate."""
LIVE_SPEED = 120.0
"""In a zone that lives, a delay of an hour becomes half a minute."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class SeriesTaken(Exception):
    """Documents of the series that was asked for are on the portal already."""

    def __init__(self, series: str) -> None:
        super().__init__(f"numbers that start with {series} were played here already")


@dataclass
class Stage:
    """A simulation that is set up: doors and names of its firms, the numbers it will use."""

    firms: Mapping[str, Firm]
    doors: Mapping[str, Door]
    signer: Signer
    options: Mapping[str, Any]
    series: str = ""
    tokens: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def set_up(cls, options: Mapping[str, Any], *, key_folder: Path) -> Iterator["Stage"]:
        """Give every firm a door of its own; the tokens are revoked at the end."""
        firms = {key: _firm(key) for key in sorted({*keys_needed(), "seller"})}
        tokens: list[str] = []
        url = options["url"] or running_portal()
        patience = float("inf") if options["forever"] else options["patience"]

        def door(firm: Firm) -> Door:
            def issue() -> str:
                issued = issue_token(
                    enterprise=Enterprise.objects.get(code=firm.code, simulated=True),
                    by=BY,
                    at=timezone.now(),
                    client_name=CLIENT,
                    days=TOKEN_DAYS,
                )
                tokens.append(issued.row.prefix)
                return issued.text

            return Door(url, issue, patience)

        stage = cls(
            firms=firms,
            doors={key: door(firm) for key, firm in firms.items()},
            signer=demo_signer(key_folder, at=timezone.now()),
            options=options,
            tokens=tokens,
        )
        try:
            yield stage
        finally:
            for prefix in tokens:
                revoke_token(token=prefix, by=BY, at=timezone.now())

    def played_before(self) -> bool:
        """Whether the first series of this seed is on the portal already."""
        return self._is_known(series_of(self.options["seed"], 0))

    def play(
        self, count: int, *, start: datetime, days: float, rate: float | None
    ) -> tuple[list[Foreseen], Mail]:
        """Play ``count`` declarations; gives what must come of them and what was answered.

        :raises SeriesTaken: when the series that was asked for is on the portal already.
        """
        self.series = self._free_series()
        script = self._script(start, days)
        mail = Mail(self.doors, self.firms, self.signer, self.options["format"])
        foreseen: list[Foreseen] = []

        def noted() -> Iterator[Play]:
            for play in script.plays(count):
                foreseen.append(Foreseen.of(play))
                yield play

        pace = _Pace(start, days, count / rate if rate else 0.0)
        for play, step in in_order(noted()):
            if pace.wait(step.at):
                mail.send_all()
            mail.put(play, step)
        mail.send_all()
        return foreseen, mail

    def _free_series(self) -> str:
        wanted: str | None = self.options["series"]
        if wanted is not None:
            if self._is_known(wanted):
                raise SeriesTaken(wanted)
            return wanted
        generation = 0
        while self._is_known(series_of(self.options["seed"], generation)):
            generation += 1
        return series_of(self.options["seed"], generation)

    def live(self, rate: float) -> None:
        """Buy and send until somebody ends it: now and then a purchase, each document in turn."""
        began = timezone.now()
        self.series = f"L{_base36(int(began.timestamp()) - 1_600_000_000, 7)}"
        script = self._script(_local(began), 1, speed=LIVE_SPEED)
        mail = Mail(self.doors, self.firms, self.signer, self.options["format"], most=1)
        waiting: list[tuple[datetime, int, int, Play, Step]] = []
        due, number = time.monotonic(), 0
        while True:
            while waiting and waiting[0][0] <= _local(timezone.now()):
                *_, play, step = heapq.heappop(waiting)
                mail.put(play, step)
            if time.monotonic() >= due:
                number += 1
                due += 1 / rate
                play = script.play(number, _local(timezone.now()))
                for place, step in enumerate(play.steps):
                    heapq.heappush(waiting, (step.at, number, place, play, step))
            mail.inventories.clear()
            mail.differences.clear()
            time.sleep(min(0.1, 1 / rate))

    def _script(self, start: datetime, days: float, *, speed: float = 1) -> Script:
        return Script(
            firms=self.firms,
            seed=self.options["seed"],
            series=self.series,
            start=start,
            days=days,
            faults=self.options["faults"],
            exports=self.options["exports"],
            speed=speed,
        )

    def _is_known(self, series: str) -> bool:
        """Whether the clean import that begins every script was sent under this series."""
        number = f"{series}O{0:010}"
        now = _local(timezone.now())
        play = Script(self.firms, self.options["seed"], series, now).play(0, now)
        door = self.doors[play.troupe.sender_of("order")]
        return bool(door.get("orders/", {"orderNo": number})["results"])


class _Pace:
    """The clock on the wall for a window of days played in ``seconds`` (0: at once)."""

    def __init__(self, start: datetime, days: float, seconds: float) -> None:
        self._start = start
        self._scale = seconds / (days * 86_400)
        self._began = self._sent = time.monotonic()

    def wait(self, at: datetime) -> bool:
        """Wait for a moment of the script; true when what was held back should go out now."""
        if not self._scale:
            return False
        due = self._began + (at - self._start).total_seconds() * self._scale
        now = time.monotonic()
        full = max(due, now) - self._sent > HOLD_SECONDS
        if full:
            self._sent = max(due, now)
        time.sleep(max(due - now, 0))
        return full


def running_portal() -> str:
    """The address of the portal that runs from this run folder.

    :raises PortalUnreachable: when none does.
    """
    holder = RunLock(env.read().home).holder()
    if holder is None or not holder.address:
        raise PortalUnreachable("No portal runs from this folder: start one, or give --url.")
    return holder.address.rstrip("/").replace("localhost", "127.0.0.1")


def series_of(seed: int, generation: int) -> str:
    """What the numbers of a simulation start with: eight letters and digits."""
    digest = hashlib.blake2b(f"{seed}/{generation}".encode(), digest_size=8).digest()
    return f"S{_base36(int.from_bytes(digest, 'big'), 7)}"


def _base36(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, place = divmod(number, 36)
        digits = _DIGITS[place] + digits
    return digits


def _firm(key: str) -> Firm:
    applicant = demo_applicant(key)
    return Firm(applicant.code, applicant.name)


def _local(at: datetime) -> datetime:
    return at.astimezone(SHANGHAI).replace(tzinfo=None)
