"""The rules as they stand on a day: code and law from the registers, figures from dated rows."""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from declarations.matching import Matcher
from declarations.rules.checks import Checks, RuleTables, build_checks, rule_tables
from declarations.rules.registry import Settings, resolve
from reference.selectors import code_tables, rule_settings
from zone_portal.kernel.rules import RULES

T = TypeVar("T")

SHANGHAI = ZoneInfo("Asia/Shanghai")
_KEPT_DAYS = 40

_kept: dict[Hashable, tuple[tuple[int, int], Any]] = {}


def day_of(at: datetime) -> date:
    """The day on which the law is read: Shanghai's."""
    return at.astimezone(SHANGHAI).date()


def settings_on(day: date) -> Settings:
    """Severities and parameters of every rule on a day."""
    return _remember("settings", day, lambda: _settings(day))


def tables_on(day: date) -> RuleTables:
    """The code tables of a day in the form the rules read."""
    return _remember("tables", day, lambda: rule_tables(code_tables(on=day)))


def checks_on(day: date) -> Checks:
    """The compiled acceptance rules of a day."""
    return _remember(
        "checks",
        day,
        lambda: build_checks(settings=settings_on(day), tables=tables_on(day), today=day),
    )


def matcher_on(day: date) -> Matcher:
    """The matcher with the rule sets of a day."""
    return _remember("matcher", day, lambda: Matcher(settings=settings_on(day), day=day))


def _settings(day: date) -> Settings:
    tables = tables_on(day)
    return resolve(RULES, rule_settings(on=day), on=day, incomplete=tables.incomplete)


def _remember(what: str, day: date, build: Callable[[], T]) -> T:
    """Keep what was built until the reference data it was built from changes."""
    stamp = (id(code_tables(on=day)), id(rule_settings(on=day)))
    found = _kept.get((what, day))
    if found is not None and found[0] == stamp:
        return cast("T", found[1])
    built = build()
    if len(_kept) > _KEPT_DAYS:
        _kept.clear()
    _kept[(what, day)] = (stamp, built)
    return built
