"""Warnings of documents that are accepted, written down without the slow path.

Warnings are common: a table that is incomplete makes one for every code it lacks. What a finding
needs beyond the values is prepared once a day, so that a warning costs microseconds. The result is
what ``examine_struct`` finds, in stored form; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from declarations.messages.kinds import Kind
from declarations.messages.record import Element
from declarations.rules.checks import BoundPredicate, Checks
from declarations.rules.evidence import shown
from declarations.rules.report import plain_setting

_Reads = tuple[tuple[str, Element], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a rule that warns says of any document: all but the values."""

    code: str
    responsible: str
    params: Mapping[str, Any]
    of_head: _Reads
    of_line: _Reads


class Cautions:
    """The notes of one message kind on one day."""

    def __init__(self, kind: Kind, checks: Checks) -> None:
        self._kind = kind
        self._which = checks.which[kind.code]
        self._notes = tuple(_note(kind, bound, checks) for bound in checks.cautions[kind.code])

    def found(
        self, head: Any, lines: Any, key: Mapping[str, str], responsible: str
    ) -> list[dict[str, Any]] | None:
        """The warnings of a sound document; None where the slow path must speak."""
        broken = self._which(head, lines)
        if broken is None:
            return None
        findings = []
        for place, line in broken:
            note = self._notes[place]
            if note is None:
                return None
            findings.append(self._finding(note, head, line, key, responsible))
        return findings

    def _finding(
        self, note: Note, head: Any, line: Any, key: Mapping[str, str], responsible: str
    ) -> dict[str, Any]:
        code = self._kind.code
        number = None if line is None else line.gnum
        documents = [
            {
                "type": code,
                "key": key,
                "field": name,
                "line": number,
                "value": shown(element, getattr(line, name)),
            }
            for name, element in note.of_line
        ]
        documents += [
            {
                "type": code,
                "key": key,
                "field": name,
                "line": None,
                "value": shown(element, getattr(head, name)),
            }
            for name, element in note.of_head
        ]
        return {
            "code": note.code,
            "severity": "warning",
            "documents": documents,
            "responsible": note.responsible or responsible,
            "params": note.params,
        }


def _note(kind: Kind, bound: BoundPredicate, checks: Checks) -> Note | None:
    """A note for rules about single elements; those about the whole list take the slow path."""
    if bound.of_list:
        return None
    rule = bound.rule
    params = {
        name: plain_setting(value)
        for name, value in vars(checks.settings.parameters[rule.code]).items()
    }
    if rule.table:
        params["as_of"] = checks.tables.as_of.get(rule.table) or "—"
    line_reads = bound.reads_of("line") if bound.of_line else ()
    return Note(
        code=rule.code,
        responsible=rule.responsible,
        params=params,
        of_head=tuple((name, kind.head_elements[name]) for name in bound.reads_of("head")),
        of_line=tuple((name, kind.line_elements[name]) for name in line_reads),
    )
