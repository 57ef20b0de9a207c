"""The report on one document: a finding, with its evidence, for each fault and broken rule."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from declarations.messages.kinds import Kind
from declarations.rules.checks import BoundPredicate, Checks
from declarations.rules.evidence import Witness
from declarations.rules.field_rules import TOO_MANY_FINDINGS
from declarations.rules.reading import Fault, Part
from declarations.rules.registry import sender_of
from zone_portal.kernel.findings import Evidence, Finding, Severity, has_errors
from zone_portal.kernel.rules import RULES

MOST_FINDINGS: Final = 200


class Report:
    """Gathers the findings of one document."""

    def __init__(self, kind: Kind, checks: Checks, witness: Witness, responsible: str) -> None:
        self._kind = kind
        self._checks = checks
        self._witness = witness
        self._responsible = responsible or sender_of(kind)
        self._found: list[Finding] = []

    def faults(self, structure: Sequence[Fault], head: Part, lines: Sequence[Part]) -> None:
        """A finding for each fault: structure first, then the head, then lines in order."""
        for fault in structure:
            self._add(fault.code, [self._bare(fault.name, fault.line)], fault.params)
        for fault in head.faults:
            evidence = self._bare(fault.name)
            if fault.name in self._kind.head_elements:
                evidence = self._witness.of_head(fault.name)
            self._add(fault.code, [evidence], fault.params)
        for line in lines:
            for fault in line.faults:
                evidence = self._bare(fault.name, line.number)
                if fault.name in self._kind.line_elements:
                    evidence = self._witness.of_line(line.number, line.raw, fault.name)
                self._add(fault.code, [evidence], fault.params)

    def broken(self, bounds: Sequence[BoundPredicate], head: Part, lines: Sequence[Part]) -> None:
        """A finding for each of ``bounds``, rules of a readable document known not to hold."""
        records = [line.record for line in lines]
        for bound in bounds:
            if not bound.of_line:
                self._broken(bound, None)
                continue
            for line in lines:
                if not bound.holds(head.record, line.record, records):
                    self._broken(bound, line)

    def rules(self, head: Part, lines: Sequence[Part] | None) -> None:
        """Run every rule whose elements could all be read; ``lines`` None means no list."""
        every = lines or ()
        records = [line.record for line in every]
        unreadable: set[str] = set().union(*(line.unreadable for line in every))
        for bound in self._checks.bound[self._kind.code]:
            if (bound.of_line or bound.of_list) and lines is None:
                continue
            if _touches(bound, "head", head.unreadable):
                continue
            if not bound.of_line:
                readable = not (bound.of_list and _touches(bound, "line", unreadable))
                if readable and not bound.holds(head.record, None, records):
                    self._broken(bound, None)
                continue
            for line in every:
                readable = not _touches(bound, "line", line.unreadable)
                if readable and not bound.holds(head.record, line.record, records):
                    self._broken(bound, line)

    def findings(self) -> tuple[Finding, ...]:
        """All findings, or the first of very many and one that says so."""
        count = len(self._found)
        if count > MOST_FINDINGS:
            severity: Severity = "error" if has_errors(self._found) else "warning"
            del self._found[MOST_FINDINGS:]
            whole = self._bare(self._kind.list_element or self._kind.json_head)
            params = {"count": count, "shown": MOST_FINDINGS}
            self._add(TOO_MANY_FINDINGS, [whole], params, severity)
        return tuple(self._found)

    def _broken(self, bound: BoundPredicate, line: Part | None) -> None:
        rule = bound.rule
        settings = vars(self._checks.settings.parameters[rule.code])
        params = {name: plain_setting(value) for name, value in settings.items()}
        if rule.table:
            params["as_of"] = self._checks.tables.as_of.get(rule.table) or "—"
        self._add(rule.code, [*self._evidence(bound, line)], params)

    def _evidence(self, bound: BoundPredicate, line: Part | None) -> Iterator[Evidence]:
        """What the rule looked at: its elements in reading order, the list before its lines."""
        for name in bound.reads_of("line") if line is not None else ():
            yield self._witness.of_line(line.number, line.raw, name)  # type: ignore[union-attr]
        for name in bound.reads_of("head"):
            yield self._witness.of_head(name)
        if bound.of_list and line is None:
            yield self._witness.of_list()
            for name in bound.reads_of("line"):
                yield from self._witness.of_all_lines(name)

    def _bare(self, name: str, line: int | None = None) -> Evidence:
        return Evidence(self._kind.code, self._witness.key, name, line)

    def _add(
        self,
        code: str,
        documents: Sequence[Evidence],
        params: Mapping[str, Any],
        severity: Severity | None = None,
    ) -> None:
        warns = self._checks.settings.of(code) == "warning"
        self._found.append(
            Finding(
                code=code,
                severity=severity or ("warning" if warns else "error"),
                documents=tuple(documents),
                responsible=RULES[code].responsible or self._responsible,
                params=params,
            )
        )


def _touches(bound: BoundPredicate, owner: str, names: set[str]) -> bool:
    return bool(names) and not names.isdisjoint(bound.reads_of(owner))


def plain_setting(value: Any) -> str:
    """A setting as a JSON value: sets of codes in order."""
    return " ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
