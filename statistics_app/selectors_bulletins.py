"""What a bulletin is made from, read from the cubes; and the bulletins that anybody may read."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import zstandard
from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from accounts import zones
from accounts.models import Site
from reference.selectors import label as code_label
from reference.selectors import rows as code_rows
from reference.selectors import rule_settings
from statistics_app.constants import BASE, COVERAGES
from statistics_app.cuts import Cut
from statistics_app.models import Booking, Bulletin, MonthCell, PlanTarget, StatisticsRate
from statistics_app.rules.bulletins.parameters import value_in
from statistics_app.rules.bulletins.revising import changes
from statistics_app.rules.bulletins.tables import (
    BASES,
    GROUPS,
    MONTH,
    MONTH_BEFORE,
    TABLES,
    UNCOVERED,
    UNRATED,
    YEAR,
    YEAR_BEFORE,
)
from statistics_app.rules.chapters import chapter_name
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.terms import Term, month
from statistics_app.selectors_figures import Sums, sums_by
from statistics_app.selectors_indicators import Problem, indicator, value_of
from statistics_app.selectors_targets import standings
from statistics_app.selectors_unregistered import told_apart
from statistics_app.selectors_weeks import weeks_in

MEASURES: Final = (
    "tickets", "parcels", "rmb", "usd", "tax", "returned_rmb", "returned_usd", "returned_tax",
    "unrated", "unrated_usd",
)  # fmt: skip


CODE_TABLES: Final = {"mode": "trade_modes", "country": "countries"}
DIGITS: Final = 12
"""Of a digest: enough to tell versions apart."""
NOT_REGISTERED: Final = ("未在本综试区备案", "Not registered here")
"""The line of firms that have no site: coverage A counts them, coverage C does not."""


def terms_of(first: date) -> dict[str, Term]:
    """The terms a bulletin of a month speaks of, by the code of its part."""
    term = month(first)
    return {
        MONTH: term,
        YEAR: term.since_january(),
        MONTH_BEFORE: term.year_before(),
        YEAR_BEFORE: term.since_january().year_before(),
    }


def take(first: date, coverage: str, *, at: datetime) -> dict[str, Any]:
    """Everything that the bulletin of a month (its first day) is compiled from, as JSON."""
    cut, terms = Cut(coverage=coverage), terms_of(first)
    cells = {
        part: told_apart(cut, term, {table.code: _rows(cut, term, table.code) for table in TABLES})
        for part, term in terms.items()
    }
    return {
        "cells": cells,
        "labels": {table.code: _labels(table.code, cells) for table in TABLES},
        "facts": [
            _fact(code, terms[MONTH], cut) | {"group": group}
            for group, _title, codes in GROUPS
            for code in codes
        ],
        **_targets(terms[MONTH]),
        "definitions": definitions(),
        "weeks": weeks_in(terms[MONTH], coverage),
        "bases": {part: _base(cut, terms[part], on=timezone.localdate(at)) for part in BASES},
        "warn_change": str(value_in(rule_settings(on=timezone.localdate(at)), "warn_change")),
        "notes": _notes(first, coverage, at),
    }


def problems_of(first: date, coverage: str, *, at: datetime) -> list[Problem]:
    """Everything in the figures of a month that forbids publishing them, all at once. Whether they
    are counted to the end is asked of ``services.lagging``."""
    found, terms = [], terms_of(first)
    if timezone.localdate(at) <= terms[MONTH].last:
        found.append(Problem("month_open", "本月尚未结束", "The month has not ended"))
    sums = {part: _whole(Cut(coverage=coverage), terms[part]) for part in (MONTH, YEAR)}
    if not sums[MONTH].get("tickets"):
        found.append(Problem("no_figures", "本月没有数据", "There are no figures for the month"))
    for part, words in ((MONTH, ("本月", "of the month")), (YEAR, ("累计", "since January"))):
        lines = int(sums[part].get("unrated") + sums[part].get("unrated_usd"))
        if lines:
            found.append(
                Problem(
                    "rate_missing",
                    f"{words[0]}有 {lines} 项商品缺汇率，金额不完整",
                    f"Rates are missing for {lines} lines of goods {words[1]}",
                )
            )
    return found


def _base(cut: Cut, term: Term, *, on: date) -> str:
    """Why growth against a term cannot be given; empty where it can: every line of the base has its
    rates, and the platform had figures from its first day on."""
    if not _is_covered(term, on=on):
        return UNCOVERED
    return "" if _whole(cut, term).is_complete else UNRATED


def _is_covered(term: Term, *, on: date) -> bool:
    """Whether the figures begin before a term, or with it: by the day of the month that is set."""
    first = MonthCell.objects.filter(face=BASE).aggregate(month=Min("month"))["month"]
    if first is None or first > term.first:
        return False
    if first < term.first:
        return True
    begin: date | None = Booking.objects.aggregate(day=Min("day"))["day"]
    latest = int(value_in(rule_settings(on=on), "begins_by"))
    return begin is None or begin.replace(day=1) != first or begin.day <= latest


def _whole(cut: Cut, term: Term) -> Sums:
    return sums_by(cut, term, measures=MEASURES).get((), Sums({}))


def _rows(cut: Cut, term: Term, dimension: str) -> list[list[Any]]:
    found = sums_by(cut, term, ("direction", dimension, "enterprise"), measures=MEASURES)
    rows: list[list[Any]] = [
        [
            *key,
            str(sums.rmb),
            str(sums.usd),
            int(sums.get("tickets")),
            int(sums.get("parcels")),
            str(sums.get("tax") - sums.get("returned_tax")),
        ]
        for key, sums in found.items()
    ]
    return sorted(rows, key=lambda row: row[:3])


def _labels(table: str, cells: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    keys = {row[1] for part in cells.values() for row in part[table]}
    if table == "site":
        rows = Site.objects.filter(code__in=keys).values_list("code", "name", "name_en")
        return {"": NOT_REGISTERED} | {code: (zh, en or zh) for code, zh, en in rows}
    if table == "chapter":
        return {key: chapter_name(key) for key in sorted(keys)}
    codes = CODE_TABLES[table]
    named = {
        key: (code_label(codes, key, "zh-hans"), code_label(codes, key, "en"))
        for key in sorted(keys)
    }
    if table == "mode":
        return {key: (f"{key} {zh}", f"{key} {en}") for key, (zh, en) in named.items()}
    return dict(named)


def definitions() -> dict[str, Any]:
    """By which versions the figures are made: of every indicator, and of the names and codes of
    every dimension by what they hold."""
    tables: dict[str, Any] = {
        name: [(row.code, row.name("zh-hans"), row.name("en")) for row in code_rows(code).values()]
        for name, code in CODE_TABLES.items()
    }
    tables["site"] = Site.objects.order_by("code").values_list("code", "name", "name_en")
    tables["chapter"] = [chapter_name(f"{number:02}") for number in range(1, 100)]
    return {
        "indicators": {code: one.version for code, one in INDICATORS.items()},
        "tables": {name: _digest(rows) for name, rows in tables.items()},
    }


def _digest(rows: Iterable[Any]) -> str:
    told = json.dumps(sorted(map(list, rows)), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:DIGITS]


def _fact(code: str, term: Term, cut: Cut) -> dict[str, Any]:
    one = indicator(code)
    usable = cut if cut.coverage in one.coverages else Cut(coverage=one.coverages[0])
    value = value_of(code, term, usable).value
    return {
        "code": code,
        "version": one.version,
        "coverage": usable.coverage,
        "title": list(one.title),
        "unit": one.unit,
        "value": None if value is None else str(value),
    }


def _targets(term: Term) -> dict[str, Any]:
    """The zone's own targets and whether they are on course, those of earlier years by number; no
    figures: those of the year would give hidden totals away."""
    rows = PlanTarget.objects.filter(zone=zones.current().key).select_related("same_as")
    found = standings(rows.order_by("line", "id"), today=term.last)
    begin = term.since_january().first
    told, before = [], Counter[str]()
    for one in found:
        due = one.deadline.due
        if not one.is_counted:
            continue
        if due is not None and due < begin:
            before[one.pace.state] += 1
            continue
        told.append(
            {
                "name": [one.target.zh, one.target.en],
                "goal": one.target.target_text,
                "unit": [one.target.unit, one.target.unit_en or one.target.unit],
                "due": one.target.year_text,
                "state": one.pace.state,
            }
        )
    return {"targets": told, "targets_before": dict(sorted(before.items()))}


def _notes(first: date, coverage: str, at: datetime) -> dict[str, Any]:
    rates = StatisticsRate.objects.filter(
        month__gte=first.replace(month=1), month__lte=first
    ).order_by("month", "id")
    zone = zones.current()
    invented = {"simulated": True} if settings.PORTAL_DEMO else {}
    return {
        **invented,
        "month": f"{first:%Y-%m}",
        "coverage": {"code": coverage, "label": list(COVERAGES[coverage])},
        "zone": [zone.name, zone.name_en],
        "cut_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "rates": {f"{row.month:%Y-%m}": f"{row.rate.normalize():f}" for row in rates},
    }


def published(coverage: str = "") -> Iterable[Bulletin]:
    """The last published round of every month, the newest month first."""
    rows = Bulletin.objects.published().defer("taken")
    rows = rows.filter(coverage=coverage) if coverage else rows
    return rows.order_by("-month", "coverage", "-round").distinct("month", "coverage")


def rounds_of(first: date, coverage: str) -> list[Bulletin]:
    """The published rounds of a month, the first one first."""
    rows = Bulletin.objects.published().defer("taken")
    return list(rows.filter(month=first, coverage=coverage).order_by("round"))


def revisions_of(row: Bulletin) -> list[dict[str, Any]]:
    """What a round says otherwise than the last one published before it."""
    before = (
        Bulletin.objects.published()
        .filter(month=row.month, coverage=row.coverage, round__lt=row.round)
        .defer("taken")
        .order_by("-round")
        .first()
    )
    return [] if before is None else changes(before.content, row.content)


def taken_of(row: Bulletin) -> Any:
    """What a round was compiled from. Single firms can be told apart in it: for services alone."""
    return json.loads(zstandard.ZstdDecompressor().decompress(bytes(row.taken)))
