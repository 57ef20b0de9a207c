"""Reading kept screenings for a trial: slices in the order in which they were made, and by what
each was decided."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.db import connection
from django.utils.timezone import localtime

from credit.selectors_measures import measures_in_force
from risk.channels import Imposed
from risk.constants import DECLARATION
from risk.expressions import Known
from risk.models import RuleSet, RuleVersion
from risk.replaying import Kept, Setting
from risk.rulebook import given_of, standard_on
from risk.rules.facts import known
from risk.rules.indicators.base import WEIGHT
from risk.screening import Prepared, Ready, prepared

_SLICE: Final = """
SELECT inventory_id, sequence, enterprise_id, at, channel, score, hits::text, rule_set, facts
FROM risk_screening WHERE at >= %s AND at < %s ORDER BY at, inventory_id, sequence
"""
_OF_IMPORTS: Final = "buyer.age_unlikely"
"""A fact that imports alone have: the age in the buyer's number."""
_GRADE: Final = "credit.grade"


class _Told(msgspec.Struct):
    """Of a kept hit, the code of its rule."""

    r: str


_hits = msgspec.json.Decoder(list[_Told]).decode
_unpack = msgspec.msgpack.Decoder(list[Any]).decode


class Book:
    """By what past screenings were decided, looked up once for each rule set and day."""

    def __init__(self, version: RuleVersion, definition: Mapping[str, Any]) -> None:
        self._version, self._definition = version, definition
        self._sets: dict[int, tuple[Prepared, Ready | None, Mapping[str, Known]]] = {}
        self._settings: dict[tuple[int, date], Setting] = {}
        self._measures: dict[tuple[int, date], tuple[float | None, bool]] = {}

    def setting(self, rule_set: int, day: date) -> Setting:
        """The rules of a set and the lanes of a day."""
        found = self._settings.get((rule_set, day))
        if found is None:
            rules, tried, _ = self._set(rule_set)
            found = Setting(rules, standard_on(day).lanes, tried)
            self._settings[rule_set, day] = found
        return found

    def place(self, rule_set: int, fact: str) -> int:
        """Where a fact stands among the values kept with a set."""
        return self._set(rule_set)[2][fact].place

    def imposed(self, enterprise_id: int | None, grade: str | None, day: date) -> Imposed:
        """What credit said of a firm: the grade as it was seen, the measures of the day."""
        if enterprise_id is None:
            return Imposed()
        measure = self._measures.get((enterprise_id, day))
        if measure is None:
            one = measures_in_force([enterprise_id], day)[enterprise_id]
            rate = None if one.inspection_rate is None else float(one.inspection_rate)
            measure = self._measures[enterprise_id, day] = (rate, one.channel == "red")
        return Imposed(grade or "", *measure)

    def _set(self, number: int) -> tuple[Prepared, Ready | None, Mapping[str, Known]]:
        if number not in self._sets:
            self._sets[number] = self._read(RuleSet.objects.get(pk=number).content)
        return self._sets[number]

    def _read(
        self, content: Mapping[str, Any]
    ) -> tuple[Prepared, Ready | None, Mapping[str, Known]]:
        register = known(DECLARATION)
        facts = {
            name: Known(place, register[name].type)
            for place, name in enumerate(content["facts"])
            if name in register
        }
        wanted = [(one["code"], one["version"]) for one in content["rules"]]
        rows = RuleVersion.objects.filter(code__in={code for code, _ in wanted})
        definitions = {(row.code, row.version): row.definition for row in rows}
        given = [
            given_of(
                one["code"],
                one["version"],
                definitions[one["code"], one["version"]],
                {**one["thresholds"], WEIGHT: one["weight"]},
            )
            for one in content["rules"]
        ]
        connected = frozenset(content["connected"])
        rules = prepared(given, facts, connected)
        return rules, self._tried(rules, facts, connected), facts

    def _tried(
        self, rules: Prepared, facts: Mapping[str, Known], connected: frozenset[str]
    ) -> Ready | None:
        """The tried version over these facts, in the place of the one it would replace."""
        code = self._version.code
        if self._definition.get("source", "own") not in connected:
            return None
        given = given_of(code, self._version.version, self._definition, {})
        tried = prepared([given], facts, connected).rules.get(code)
        if tried is None:
            return None
        places = {code: place for place, (code, _) in enumerate(rules.order)}
        return replace(tried, place=places.get(code, len(places)))


def slices(begin: datetime, end: datetime, book: Book) -> Iterator[tuple[Kept, Setting, Imposed]]:
    """The screenings of a time in their order, each with by what it was decided."""
    with connection.cursor() as cursor:
        cursor.execute(_SLICE, [begin, end])
        for row in cursor:
            number, sequence, firm, at, channel, score, hits, rule_set, packed = row
            day = localtime(at).date()
            facts = _unpack(packed)
            kept = Kept(
                number,
                sequence,
                firm,
                day.isoformat(),
                facts[book.place(rule_set, _OF_IMPORTS)] is not None,
                channel,
                score,
                frozenset(hit.r for hit in _hits(hits)) if hits else frozenset(),
                facts,
            )
            grade = facts[book.place(rule_set, _GRADE)]
            yield kept, book.setting(rule_set, day), book.imposed(firm, grade, day)
