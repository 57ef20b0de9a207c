"""One slice of declarations: read, observed, asked, given a lane, written, in one transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, NamedTuple

import msgspec

from risk.channels import NO_CREDIT, Balance, choose, numbers
from risk.constants import RED, YELLOW
from risk.gathering import Board, Declared, Keys, Line, Surroundings, keys_of
from risk.observing import Observer
from risk.rulebook import (
    Standard,
    day_of,
    limits_on,
    rates_on,
    rule_set_at,
    standard_on,
    stopped_codes,
    words_on,
)
from risk.screening import Broken, Prepared, screen
from risk.services.screening.breaking import Breaker
from risk.services.screening.raising import Signals
from risk.services.screening.writing import Row, Written, balance_of, level_of, write
from risk.stored import Firms, declared, delivered_facts, kept_windows, lines_of, screened_before
from risk.windows import bucket_of
from zone_portal.framework.processes import without_collecting
from zone_portal.framework.vault import vault

AT_ONCE: Final = 800
"""Declarations that are worked on together: a thousand more take 15 MB of the worker's memory
and save 4 % of its time (measured)."""
_DRAWING: Final = "risk-drawing"
_WINDOWS: Final = "risk-window"
_pack = msgspec.msgpack.Encoder().encode


@dataclass(slots=True)
class Outcome:
    """What a step did: declarations screened, by lane, and rules that broke or were stopped."""

    screened: int = 0
    lanes: Counter[str] = field(default_factory=Counter)
    broken: dict[tuple[str, int], Broken] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)


class _Met(NamedTuple):
    """A declaration with its lines and keys."""

    one: Declared
    lines: Sequence[Line]
    keys: Keys


def screen_declarations(ids: Iterable[int], at: datetime) -> Outcome:
    """Screen the matched ones of these declarations that were not screened for their present
    decision; inside the caller's transaction. Idempotent."""
    numbered = sorted(set(ids))
    outcome = Outcome()
    with without_collecting():
        for start in range(0, len(numbered), AT_ONCE):
            _slice(numbered[start : start + AT_ONCE], at, outcome)
    return outcome


def _slice(ids: Sequence[int], at: datetime, outcome: Outcome) -> None:
    done = screened_before(ids)
    wanted = declared(ids, done)
    if not wanted:
        return
    day = day_of(at)
    lines = lines_of([one.inventory_id for one in wanted])
    key = vault().hash_key(_WINDOWS)
    met = [
        _Met(one, own, keys_of(one, own, key))
        for one in wanted
        for own in (lines.get(one.inventory_id, ()),)
    ]
    firms = Firms((one.ebc_code for one in wanted), day)
    _Slice(met, firms, done, day, at).run(outcome)


class _Slice:
    """The work on one slice."""

    def __init__(
        self, met: Sequence[_Met], firms: Firms, done: Mapping[int, int], day: date, at: datetime
    ) -> None:
        self.met, self.firms, self.done, self.day, self.at = met, firms, done, day, at
        self.standard: Standard = standard_on(day)
        self.rule_set, rules = rule_set_at(at)
        self.levels = {code: rule.level for code, rule in rules.rules.items()}
        self.rules: Prepared = rules.without(stopped_codes())
        self.board = Board(kept_windows(_all_keys(met)))
        self.observer = Observer(self.board, self._around())
        self.balance: Balance = balance_of(day)
        self.before = Balance(self.balance.seen, self.balance.drawn, self.balance.weight)
        self.breaker = Breaker(self.standard, at)
        self.signals = Signals(self.rules, firms.ids, self.standard)
        self.drawing = vault().hash_key(_DRAWING)

    def _around(self) -> Surroundings:
        single, parcel, year = limits_on(self.day)
        return Surroundings(
            key=vault().hash_key(_WINDOWS),
            rates=rates_on(self.day),
            single_limit=single,
            parcel_limit=parcel,
            year_limit=year,
            words=words_on(self.day),
            credit=self.firms.credit,
            delivered=_delivered(self.met),
        )

    def run(self, outcome: Outcome) -> None:
        """Screen, then write everything."""
        rows: list[Row] = []
        for broken in self.rules.broken:
            outcome.broken[broken.code, broken.version] = broken
        for met in self.met:
            rows.append(self._screened(met, outcome))
        outcome.screened += len(rows)
        outcome.lanes.update(row.lane.channel for row in rows)
        outcome.stopped += self.breaker.tripped
        write(
            Written(
                rows=rows,
                rule_set=self.rule_set,
                windows=self.board.packed(),
                is_kept=self.board.is_kept,
                balance=self.balance,
                before=self.before,
                day=self.day,
                at=self.at,
                broken=tuple(outcome.broken.values()),
                stopped=self.breaker.notes(),
                signals=self.signals.found,
                hold_lanes=self.standard.hold_lanes & {RED, YELLOW},
                cool_down=self.standard.cool_down,
            )
        )

    def _screened(self, met: _Met, outcome: Outcome) -> Row:
        one = met.one
        facts = self.observer.observe(
            one,
            met.lines,
            met.keys,
            bucket_of(one.epoch),
            count=one.inventory_id not in self.done,
        )
        screened = screen(facts, self.rules, is_import=one.is_import)
        for broken in screened.broken:
            outcome.broken.setdefault((broken.code, broken.version), broken)
        if stopped := self.breaker.count(screened.hits):
            self.rules = self.rules.without(stopped)
        lane = choose(
            score=screened.score,
            mandatory=screened.mandatory,
            imposed=self.firms.imposed.get(one.ebc_code, NO_CREDIT),
            drawn=numbers(self.drawing, one.inventory_id, one.sequence),
            balance=self.balance,
            lanes=self.standard.lanes,
        )
        if screened.hits:
            self.signals.note(one, met.keys, screened)
        return Row(
            one.inventory_id,
            one.sequence,
            self.firms.ids.get(one.ebc_code),
            lane,
            screened,
            level_of(screened.hits, self.levels),
            _pack(facts),
        )


def _all_keys(met: Iterable[_Met]) -> set[int]:
    keys: set[int] = set()
    for _, _, own in met:
        named = (own.person, own.payer, own.phone, own.address, own.firm, *own.articles)
        keys.update(key for key in named if key is not None)
    return keys


def _delivered(met: Sequence[_Met]) -> dict[tuple[str, str], dict[str, float]]:
    """What others delivered about these orders, waybills and goods."""
    wanted = {
        "order": {one.one.order_no for one in met},
        "waybill": {one.one.logistics_no for one in met},
        "goods": {line.bar_code for one in met for line in one.lines if line.bar_code},
    }
    return delivered_facts(wanted)
