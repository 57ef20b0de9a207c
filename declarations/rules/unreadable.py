"""Findings about a message as a whole, and about what is no document at all."""

from collections.abc import Iterable, Iterator

from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import Problem
from declarations.rules.checks import Checks
from declarations.rules.message_rules import (
    ENVELOPE_CODES,
    ENVELOPE_ORDER,
    KIND_NOT_ACCEPTED,
    KIND_UNKNOWN,
    LINE_UNREADABLE,
)
from zone_portal.kernel.findings import Evidence, Finding


def envelope_findings(problems: Iterable[Problem], checks: Checks) -> Iterator[Finding]:
    """What stands wrong around the documents of a message; it loses nothing, so it only warns."""
    for problem in problems:
        code = ENVELOPE_CODES.get(problem.code, ENVELOPE_ORDER)
        if checks.settings.of(code) != "off":
            evidence = Evidence(type="", key={}, field=problem.element)
            params = {"element": problem.element}
            yield Finding(code, "warning", (evidence,), responsible="sender", params=params)


def unreadable_finding(reason: str, kind: str) -> Finding:
    """Why a line is no document: ``reason`` a reader's code, or a ``kind`` that is not taken."""
    if reason:
        code, params = LINE_UNREADABLE, {"reason": reason}
    else:
        code = KIND_NOT_ACCEPTED if kind in KINDS else KIND_UNKNOWN
        params = {"kind": kind[:40]}
    evidence = Evidence(type=kind[:6], key={}, field="type", value=kind[:40] or None)
    return Finding(code, "error", (evidence,), responsible="sender", params=params)
