"""Deciding one declaration, as the tests of this folder do it."""

from datetime import date

from declarations.facts import Outcome
from declarations.matching import Matcher
from declarations.rules.registry import Settings
from tests.builders.bundles import DAY, Declaration, Reader, settings_on


def decide(
    declaration: Declaration,
    *,
    settings: Settings | None = None,
    day: date = DAY,
    reader: Reader | None = None,
) -> Outcome:
    """The outcome of a declared inventory."""
    matcher = Matcher(settings or settings_on(day), day)
    outcome = matcher.decide(declaration.bundle(), reveal=reader or Reader())
    assert outcome is not None
    return outcome


def codes(outcome: Outcome) -> list[str]:
    """The codes of its findings, in order."""
    return [finding.code for finding in outcome.findings]


def values(outcome: Outcome, code: str) -> list[tuple[str, str, int | None, str | None]]:
    """The evidence of the one finding with a code: kind, element, line, value."""
    (found,) = [finding for finding in outcome.findings if finding.code == code]
    return [(e.type, e.field, e.line, e.value) for e in found.documents]
