"""The figures of this app's rules as they stand on a day."""

from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from reference.selectors import rule_settings
from taxation.constants import BILL_OVERDUE, GUARANTEE_SHORT, SINGLE_LIMIT, YEARLY_LIMIT
from taxation.facts import Terms
from taxation.rules import law
from zone_portal.kernel.findings import Evidence, Finding, Severity

OFF: Final = "off"


def figure(code: str, parameter: str, on: date) -> Decimal | None:
    """A figure of a rule on a day; None where no setting covers it (never a default)."""
    text = rule_settings(on=on).get(code, {}).get(parameter)
    return None if text is None else Decimal(text)


def severity(code: str, on: date) -> str:
    """``error``, ``warning`` or ``off``: the setting of the day, else the rule's own."""
    own = next(rule for rule in law.TAX_RULES if rule.code == code)
    return rule_settings(on=on).get(code, {}).get("severity", own.severity)


def terms_on(on: date) -> Terms:
    """What an estimate needs to know of the law of a day."""
    return Terms(
        on=on,
        single=figure(SINGLE_LIMIT, law.LIMIT, on),
        yearly=figure(YEARLY_LIMIT, law.LIMIT, on),
        retail_duty=figure(SINGLE_LIMIT, law.RETAIL_DUTY, on),
        share=figure(SINGLE_LIMIT, law.SHARE, on),
        severity=MappingProxyType({rule.code: severity(rule.code, on) for rule in law.TAX_RULES}),
        measures=_measures(on),
    )


def _measures(on: date) -> frozenset[str]:
    """The units that do not count articles; the first ones where no row was loaded yet."""
    own = next(rule for rule in law.TAX_RULES if rule.code == SINGLE_LIMIT)
    given = rule_settings(on=on).get(SINGLE_LIMIT, {})
    return frozenset(given.get(law.MEASURES, own.parameters[law.MEASURES].initial).split())


def yearly_limit(on: date) -> Decimal | None:
    """The limit of a person's year."""
    return figure(YEARLY_LIMIT, law.LIMIT, on)


def reservation_days(on: date) -> int | None:
    """After how many days a reservation without release expires."""
    return _whole(figure(YEARLY_LIMIT, law.RESERVATION_DAYS, on))


def low_share(on: date) -> Decimal | None:
    """Below which share of a guarantee its owner is told."""
    return figure(GUARANTEE_SHORT, law.LOW_SHARE, on)


def due_dates(release: date) -> tuple[date, date] | None:
    """The first and the last day of payment of what was released on a day."""
    first = _whole(figure(BILL_OVERDUE, law.FIRST_DAY, release))
    last = _whole(figure(BILL_OVERDUE, law.LAST_DAY, release))
    if first is None or last is None:
        return None
    return release + timedelta(days=first), release + timedelta(days=last)


def late_fee_share(on: date) -> Decimal | None:
    """The late fee a day as a share of the tax."""
    return figure(BILL_OVERDUE, law.LATE_FEE, on)


def _whole(number: Decimal | None) -> int | None:
    return None if number is None else int(number)


def finding(
    code: str, *, on: date, evidence: tuple[Evidence, ...] = (), **params: str
) -> Finding | None:
    """A finding of one of this app's rules with the severity of the day; None where it is off."""
    chosen = severity(code, on)
    if chosen == OFF:
        return None
    own = next(rule for rule in law.TAX_RULES if rule.code == code)
    graded: Severity = "warning" if chosen == "warning" else "error"
    return Finding(code, graded, evidence, own.responsible, params)
