"""The rules as they stand on a day: code and law from the registers, figures from dated rows."""

import threading
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from types import SimpleNamespace
from typing import Any, Final, TypeVar, cast
from zoneinfo import ZoneInfo

from declarations.criteria.rule_sets import AS_SHIPPED, Register
from declarations.matching import Matcher
from declarations.models import Mode
from declarations.models.modes import RELEASED
from declarations.rules import modes
from declarations.rules.checks import Checks, RuleTables, build_checks, rule_tables
from declarations.rules.forms import RENMINBI
from declarations.rules.registry import Settings, resolve
from declarations.rules.routing import LIMIT, RouteLaw
from reference.constants import EXCHANGE_RATES
from reference.selectors import code_tables, kept, rule_settings
from zone_portal.kernel.rules import RULES

T = TypeVar("T")

SHANGHAI = ZoneInfo("Asia/Shanghai")


_MODES_ALLOWED: Final = {modes.IMPORT: "INV-041", modes.EXPORT: "INV-071"}
_KEPT_DAYS = 40

_building = threading.RLock()
_kept: dict[Hashable, tuple[tuple[Any, ...], Any]] = {}


def day_of(at: datetime) -> date:
    """The day on which the law is read: Shanghai's."""
    return at.astimezone(SHANGHAI).date()


def mode_register() -> Register:
    """The register of modes as released here; as shipped where nothing was loaded yet."""
    return kept("declarations.modes", _read_register)


def settings_on(day: date) -> Settings:
    """Severities and parameters of every rule on a day."""
    return _remember("settings", day, lambda: _settings(day))


def tables_on(day: date) -> RuleTables:
    """The code tables of a day in the form the rules read."""
    return _remember("tables", day, lambda: _tables(day))


def checks_on(day: date) -> Checks:
    """The compiled acceptance rules of a day."""
    return _remember(
        "checks",
        day,
        lambda: build_checks(settings=settings_on(day), tables=tables_on(day), today=day),
    )


def matcher_on(day: date) -> Matcher:
    """The matcher with the rule sets of a day."""
    return _remember(
        "matcher",
        day,
        lambda: Matcher(settings=settings_on(day), day=day, modes=mode_register()),
    )


def rmb_rates(day: date) -> dict[str, Decimal]:
    """Renminbi per unit of each currency whose rate is loaded for a day."""
    found = {RENMINBI: Decimal(1)}
    for currency, text in rule_settings(on=day).get(EXCHANGE_RATES, {}).items():
        try:
            found[currency] = Decimal(text)
        except InvalidOperation:
            continue
    return found


def route_law(day: date) -> RouteLaw:
    """What choosing a route needs to know of the law of a day."""
    tables = tables_on(day)
    return RouteLaw(
        limit=settings_on(day).parameters[LIMIT].limit,
        rates=tables.rmb_rates,
        dutiable=tables.export_duty,
        complete="export_duty" not in tables.incomplete,
    )


def _settings(day: date) -> Settings:
    tables = tables_on(day)
    found = resolve(RULES, rule_settings(on=day), on=day, incomplete=tables.incomplete)
    return _with_pilots(found, mode_register(), day)


def _with_pilots(found: Settings, register: Register, day: date) -> Settings:
    """The modes that acceptance lets through: those of the settings, but where this zone released
    a mode of its own, the register alone decides."""
    parameters = dict(found.parameters)
    for direction, code in _MODES_ALLOWED.items():
        own = {
            t.code
            for t in register.templates
            if t.origin == modes.ZONE and t.direction == direction and t.declared_by == modes.LIST
        }
        if not own:
            continue
        now = {t.code for t in register.in_force(day) if t.direction == direction}
        allowed = (parameters[code].codes - own) | (own & now)
        parameters[code] = SimpleNamespace(**{**vars(parameters[code]), "codes": allowed})
    return Settings(severity=found.severity, parameters=parameters)


def _tables(day: date) -> RuleTables:
    now = [t for t in mode_register().in_force(day) if t.declared_by == modes.LIST]
    rates = rmb_rates(day)
    limits = {
        t.code: t.ticket_limit * rates[t.ticket_currency]
        for t in now
        if t.ticket_limit is not None and t.ticket_currency in rates
    }
    return replace(
        rule_tables(code_tables(on=day)),
        direct_modes=modes.codes_of_flow(now, modes.DIRECT_PURCHASE),
        bonded_modes=modes.codes_of_flow(now, modes.BONDED_IMPORT),
        zone_modes=modes.codes_of_flow(now, modes.ZONE_EXPORT),
        ticket_limits=limits,
        rmb_rates=rates,
    )


def _read_register() -> Register:
    rows = Mode.objects.filter(status=RELEASED).order_by("direction", "code", "valid_from")
    templates = [template_of_row(row) for row in rows]
    return Register(templates) if templates else AS_SHIPPED


def template_of_row(row: Mode) -> modes.Template:
    """The template that a row of the register holds."""
    return modes.template_of(
        {
            **row.definition,
            "code": row.code,
            "direction": row.direction,
            "version": row.version,
            "zh": row.zh,
            "en": row.en,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else "",
            "basis": row.basis,
            "verified": row.verified,
        },
        origin=row.origin,
    )


def _remember(what: str, day: date, build: Callable[[], T]) -> T:
    """Keep what was built until the reference data it was built from changes."""
    sources = (code_tables(on=day), rule_settings(on=day), mode_register())
    found = _kept.get((what, day))
    if found is not None and _are_same(found[0], sources):
        return cast("T", found[1])
    with _building:  # compiling takes a second: the others wait for it instead of doing the same
        found = _kept.get((what, day))
        if found is not None and _are_same(found[0], sources):
            return cast("T", found[1])
        built = build()
        if len(_kept) > _KEPT_DAYS:
            _kept.clear()
        _kept[(what, day)] = (sources, built)
        return built


def _are_same(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    """The sources themselves are kept: an id alone may come again when its object is gone."""
    return all(a is b for a, b in zip(before, now, strict=True))
