"""The slow path: every problem of a document at once, element by element and rule by rule.

Documents come here when the fast decoder refused them or the fast check did not say yes. First
each element is read; then each rule runs whose elements could be read, so that one wrong value
hides no other problem and causes no second finding of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from declarations.messages.envelope import Problem
from declarations.messages.kinds import Kind
from declarations.messages.record import Element
from declarations.rules.checks import REFUSED, Checks
from declarations.rules.evidence import Witness, as_text
from declarations.rules.reading import (
    Guesser,
    Part,
    RecordValues,
    read_head,
    read_lines,
    reported,
)
from declarations.rules.report import Report
from declarations.rules.values import holds_forbidden_characters, needs_a_close_look
from zone_portal.kernel.findings import Finding

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Examination:
    """What is known of a document after every check.

    ``document`` is the record, None when an element could not be read; ``key`` its business key
    by official element name, as far as it could be read.
    """

    document: Any
    key: dict[str, str]
    findings: tuple[Finding, ...]


def examine(
    kind: Kind,
    data: Mapping[str, Any],
    checks: Checks,
    *,
    problems: Iterable[Problem] = (),
    responsible: str = "",
) -> Examination:
    """Every problem of a document given as plain values by element name.

    ``data`` is ``{kind.json_head: {…}, kind.list_element: [{…}, …]}`` with text, numbers or
    anything else JSON can hold as values; ``problems`` is what its reader found beside them.
    ``responsible`` names who must act where the rule does not; by default the sender of this kind
    of document.
    """
    guesser = Guesser()
    head = read_head(kind, data, guesser)
    lines, of_list = read_lines(kind, data, guesser)
    expected = {"type", kind.json_head, kind.list_element or kind.json_head}
    structure = (
        *reported(kind, problems, guesser),
        *guesser.unknowns(data, expected),
        *of_list,
    )
    key = _key(kind, head.raw)
    report = Report(kind, checks, _witness(kind, key, head, lines or ()), responsible)
    report.faults(structure, head, lines or ())
    report.rules(head, lines)
    stands = not structure and head.stands and all(line.stands for line in lines or ())
    document = _document(kind, head, lines) if stands else None
    return Examination(document, key, report.findings())


def examine_struct(
    kind: Kind, document: Any, checks: Checks, *, responsible: str = ""
) -> Examination:
    """Every problem of a document that decoded well, though the fast check did not accept it."""
    lines = document.lines if kind.list_element else ()
    is_sound = checks.judge[kind.code](document.head, lines) != REFUSED
    if is_sound and not needs_a_close_look(_encode(document)):
        return _cautioned(kind, document, checks, responsible)
    raw_head = _values(kind.head_elements, document.head)
    raw_lines = [_values(kind.line_elements, line) for line in lines]
    texts = (v for raw in (raw_head, *raw_lines) for v in raw.values() if isinstance(v, str))
    well_formed = checks.well_formed[kind.code](document.head, lines)
    if not well_formed or holds_forbidden_characters(texts):
        data: dict[str, Any] = {kind.json_head: raw_head}
        if kind.list_element:
            data[kind.list_element] = raw_lines
        return examine(kind, data, checks, responsible=responsible)
    key = kind.key_of(document.head)
    head = Part(raw_head, document.head)
    parts = tuple(
        Part(raw, line, number=getattr(line, "gnum", place))
        for place, (raw, line) in enumerate(zip(raw_lines, lines, strict=True), 1)
    )
    report = Report(kind, checks, _witness(kind, key, head, parts), responsible)
    report.rules(head, parts if kind.list_element else None)
    return Examination(document, key, report.findings())


def _cautioned(kind: Kind, document: Any, checks: Checks, responsible: str) -> Examination:
    """A document to be accepted: only the rules that warn are asked, and few of them speak.

    Warnings are common where a table is incomplete, so this way is kept short.
    """
    head, lines = document.head, document.lines if kind.list_element else ()
    key = kind.key_of(head)
    broken = [bound for bound in checks.cautions[kind.code] if not bound.holds_for(head, lines)]
    if not broken:
        return Examination(document, key, ())
    part = Part(RecordValues(head), head)
    parts = tuple(
        Part(RecordValues(line), line, number=getattr(line, "gnum", place))
        for place, line in enumerate(lines, 1)
    )
    report = Report(kind, checks, _witness(kind, key, part, parts), responsible)
    report.broken(broken, part, parts)
    return Examination(document, key, report.findings())


def _witness(kind: Kind, key: Mapping[str, str], head: Part, lines: Sequence[Part]) -> Witness:
    return Witness(kind, key, head.raw, tuple((line.number, line.raw) for line in lines))


def _values(elements: Mapping[str, Element], record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in elements}


def _key(kind: Kind, raw: Mapping[str, Any]) -> dict[str, str]:
    found = {name: raw.get(name) for name in kind.key}
    return {
        name: (as_text(value) or "") if isinstance(value, str | int) else ""
        for name, value in found.items()
    }


def _document(kind: Kind, head: Part, lines: Sequence[Part] | None) -> Any:
    if kind.list_element is None:
        return kind.struct(head=head.record)
    return kind.struct(head=head.record, lines=[line.record for line in lines or ()])
