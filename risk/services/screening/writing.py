"""Writing what a slice came to: screenings, windows, counts, signals, troubles, holds."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection
from psycopg2.extras import execute_values

from declarations.services.copying import NULL, copy_rows, escape
from risk.channels import Balance, Lane
from risk.constants import CHANCE, LEVELS, RED
from risk.models import DayCount
from risk.screening import Broken, Hit, Screened
from risk.services.screening.breaking import Tripped
from risk.services.screening.holding import hold
from risk.services.screening.raising import Signal, Subject, keep
from risk.services.screening.troubles import note_troubles

_COLUMNS: Final = (
    "inventory_id",
    "sequence",
    "enterprise_id",
    "at",
    "channel",
    "reason",
    "score",
    "level",
    "hits",
    "no_data",
    "rule_set",
    "chance",
    "drawn",
    "facts",
)
DRAWABLE: Final = ("all", "drawable")
"""The row of a day that counts those who could be drawn, with the sum of their weights."""
_ORDER: Final = {level: place for place, level in enumerate(LEVELS)}
_WINDOW: Final = ("key", "kind", "day", "state")
_WINDOWS: Final = """
INSERT INTO risk_window (key, kind, day, state)
SELECT key, kind, %(day)s, state
FROM unnest(%(keys)s::bigint[], %(kinds)s::smallint[], %(states)s::bytea[]) AS n (key, kind, state)
ON CONFLICT (key) DO UPDATE SET day = excluded.day, state = excluded.state
"""
_COUNTS: Final = """
INSERT INTO risk_day_count (day, channel, reason, count, weight) VALUES %s
ON CONFLICT (day, channel, reason) DO UPDATE
SET count = risk_day_count.count + excluded.count,
    weight = risk_day_count.weight + excluded.weight
"""
_TALLIES: Final = """
INSERT INTO risk_tally (enterprise_id, day, code, hits, strength) VALUES %s
ON CONFLICT (enterprise_id, day, code) DO UPDATE
SET hits = risk_tally.hits + excluded.hits,
    strength = greatest(risk_tally.strength, excluded.strength)
"""
_encode = msgspec.json.Encoder().encode


class Row(NamedTuple):
    """One screened declaration."""

    inventory_id: int
    sequence: int
    enterprise_id: int | None
    lane: Lane
    screened: Screened
    level: str
    facts: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """Everything that a slice came to."""

    rows: Sequence[Row]
    rule_set: int
    windows: Sequence[tuple[int, int, bytes]]
    is_kept: Callable[[int], bool]
    balance: Balance
    before: Balance
    day: date
    at: datetime
    broken: Sequence[Broken]
    stopped: Sequence[Tripped]
    signals: Mapping[Subject, Signal]
    hold_lanes: frozenset[str]
    cool_down: timedelta


def balance_of(day: date) -> Balance:
    """What was drawn on a day so far."""
    rows = DayCount.objects.filter(day=day).values_list("channel", "reason", "count", "weight")
    found = {(channel, reason): (count, weight) for channel, reason, count, weight in rows}
    seen, weight = found.get(DRAWABLE, (0, 0.0))
    drawn, _ = found.get((RED, CHANCE), (0, 0.0))
    return Balance(seen, drawn, weight)


def write(slice_: Written) -> None:
    """Write a slice; inside the transaction of the follower."""
    with connection.cursor() as cursor:
        copy_rows(cursor, "risk_screening", _COLUMNS, _screenings(slice_))
        _keep_windows(cursor, slice_)
        execute_values(cursor.cursor, _COUNTS, _counts(slice_))
        if tallies := _tallies(slice_):
            execute_values(cursor.cursor, _TALLIES, tallies, page_size=1000)
    keep(slice_.signals, cool_down=slice_.cool_down, at=slice_.at)
    note_troubles(slice_.broken, slice_.stopped, at=slice_.at)
    hold(
        [row for row in slice_.rows if row.lane.channel in slice_.hold_lanes],
        at=slice_.at,
    )


def level_of(hits: Sequence[Hit], levels: Mapping[str, str]) -> str:
    """The highest level of the rules that hit; empty without hits."""
    return max((levels[hit.code] for hit in hits), key=_ORDER.__getitem__, default="")


def _screenings(slice_: Written) -> list[bytes]:
    at = slice_.at.isoformat()
    return [_line(row, at, slice_.rule_set) for row in slice_.rows]


def _line(row: Row, at: str, rule_set: int) -> bytes:
    lane, screened = row.lane, row.screened
    hits = NULL
    if screened.hits:
        hits = escape(_encode([_told(hit) for hit in screened.hits]).decode())
    enterprise = NULL if row.enterprise_id is None else row.enterprise_id
    return (
        f"{row.inventory_id}\t{row.sequence}\t{enterprise}\t{at}\t{lane.channel}\t{lane.reason}\t"
        f"{screened.score}\t{row.level}\t{hits}\t{screened.no_data}\t{rule_set}\t{lane.chance:.6f}\t"
        f"{lane.drawn:.6f}\t\\\\x{row.facts.hex()}\n"
    ).encode()


def _told(hit: Hit) -> dict[str, Any]:
    told = {"r": hit.code, "v": hit.version, "s": hit.strength, "f": hit.facts}
    return told | {"t": hit.thresholds} if hit.thresholds else told


def _keep_windows(cursor: Any, slice_: Written) -> None:
    """New windows are copied in, those that were kept are written over. The cursor has one holder,
    so nobody else puts a window in meanwhile, and the index is gone through once for each."""
    new = [window for window in slice_.windows if not slice_.is_kept(window[0])]
    if new:
        rows = [f"{key}\t{kind}\t{slice_.day}\t\\\\x{state.hex()}\n" for key, kind, state in new]
        copy_rows(cursor, "risk_window", _WINDOW, [row.encode() for row in rows])
    old = [window for window in slice_.windows if slice_.is_kept(window[0])]
    if old:
        states = ",".join(f'"\\\\x{state.hex()}"' for _, _, state in old)
        cursor.execute(
            _WINDOWS,
            {
                "day": slice_.day,
                "keys": "{" + ",".join(str(key) for key, _, _ in old) + "}",
                "kinds": "{" + ",".join(str(kind) for _, kind, _ in old) + "}",
                "states": "{" + states + "}",
            },
        )


def _counts(slice_: Written) -> list[tuple[Any, ...]]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for row in slice_.rows:
        found[row.lane.channel, row.lane.reason] += 1
    weight = slice_.balance.weight - slice_.before.weight
    seen = slice_.balance.seen - slice_.before.seen
    rows: list[tuple[Any, ...]] = [
        (slice_.day, channel, reason, count, 0.0)
        for (channel, reason), count in sorted(found.items())
    ]
    return [*rows, (slice_.day, *DRAWABLE, seen, weight)]


def _tallies(slice_: Written) -> list[tuple[Any, ...]]:
    hits: dict[tuple[int, str], list[float]] = defaultdict(list)
    for row in slice_.rows:
        if row.enterprise_id is not None:
            for hit in row.screened.hits:
                hits[row.enterprise_id, hit.code].append(hit.strength)
    return [
        (enterprise, slice_.day, code, len(strengths), max(strengths))
        for (enterprise, code), strengths in sorted(hits.items())
    ]
