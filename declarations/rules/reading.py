"""Reading the parts of a document, head and lines, value by value."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, NamedTuple

from declarations.messages.envelope import Problem
from declarations.messages.kinds import Kind
from declarations.messages.record import Element
from declarations.rules import field_rules as rules
from declarations.rules.evidence import short
from declarations.rules.message_rules import READER_CODES
from declarations.rules.values import read

MOST_UNKNOWN: Final = 20
"""Unknown elements listed of one part: a hostile document may have millions."""
MOST_GUESSES: Final = 20
"""Unknown elements of a document for which the nearest known one is looked for: it takes long."""

_NO_RECORD: Final = frozenset({rules.UNKNOWN, rules.NO_HEAD})


class RecordValues(Mapping[str, Any]):
    """The elements of a record as a mapping that looks only where it is asked."""

    __slots__ = ("_record",)

    def __init__(self, record: Any) -> None:
        self._record = record

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(self._record, name)
        except AttributeError as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._record.__struct_fields__)

    def __len__(self) -> int:
        return len(self._record.__struct_fields__)


class Fault(NamedTuple):
    """An element (official name), the rule it breaks, and what fills the rule's words."""

    name: str
    code: str
    params: Mapping[str, Any]
    line: int | None = None


@dataclass(slots=True)
class Part:
    """A head or a line as it was read.

    ``raw`` holds the values as they came, ``record`` those that could be read (None else),
    ``unreadable`` the names of the others; ``number`` is a line's gnum or its place.
    """

    raw: Mapping[str, Any]
    record: Any = None
    unreadable: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    number: int = 0

    @property
    def stands(self) -> bool:
        """Whether the record may be kept, were it not for the rules."""
        return not self.unreadable and not any(p.code in _NO_RECORD for p in self.faults)


class Guesser:
    """Finds the known element nearest to an unknown one, for a limited number of them."""

    def __init__(self) -> None:
        self._left = MOST_GUESSES

    def unknown(self, name: str, known: Collection[str], line: int | None = None) -> Fault:
        """The fault of an unknown element."""
        shown, nearest = short(name), []
        if self._left > 0:
            self._left -= 1
            nearest = difflib.get_close_matches(shown, known, n=1, cutoff=0.7)
        params = {"element": shown, "nearest": nearest[0] if nearest else "—"}
        return Fault(shown, rules.UNKNOWN, params, line)

    def unknowns(self, raw: Mapping[str, Any], known: Collection[str]) -> Iterator[Fault]:
        """A fault for each name in ``raw`` that is not ``known``, as far as they are listed."""
        names = (str(name) for name in raw if name not in known)
        return (self.unknown(name, known) for name in islice(names, MOST_UNKNOWN))


def read_head(kind: Kind, data: Mapping[str, Any], guesser: Guesser) -> Part:
    """The head; one that is no object or empty is missing as a whole."""
    found = data.get(kind.json_head)
    if isinstance(found, Mapping) and found:
        return _read(kind.head_elements, kind.head, found, guesser)
    head = _read(kind.head_elements, kind.head, {}, guesser)
    head.faults = [Fault(kind.json_head, rules.NO_HEAD, {"element": kind.json_head})]
    return head


def read_lines(
    kind: Kind, data: Mapping[str, Any], guesser: Guesser
) -> tuple[tuple[Part, ...] | None, tuple[Fault, ...]]:
    """The lines (None when there is no list to speak of) and what is wrong with the list."""
    name = kind.list_element
    if name is None or kind.line is None:
        return None, ()
    found = data.get(name)
    if found is None or found == []:
        if not kind.min_lines:
            return (), ()
        return None, (Fault(name, rules.EMPTY_LIST[kind.noun], {"element": name}),)
    if not isinstance(found, list | tuple) or not all(isinstance(x, Mapping) for x in found):
        return None, (Fault(name, rules.NOT_A_LIST, {"element": name}),)
    lines = []
    for position, raw in enumerate(found[: kind.max_lines or None], 1):
        line = _read(kind.line_elements, kind.line, raw, guesser)
        numbered = "gnum" in kind.line_elements and "gnum" not in line.unreadable
        line.number = line.record.gnum if numbered else position
        lines.append(line)
    if not kind.max_lines or len(found) <= kind.max_lines:
        return tuple(lines), ()
    params = {"element": name, "count": len(found), "maximum": kind.max_lines}
    return tuple(lines), (Fault(name, rules.TOO_MANY_LINES, params),)


def reported(kind: Kind, problems: Iterable[Problem], guesser: Guesser) -> Iterator[Fault]:
    """What the reader of a document found, as faults; a missing head is found by ``read_head``."""
    known = {*kind.head_elements, *kind.line_elements}
    for problem in problems:
        code = READER_CODES[problem.code]
        if code == rules.UNKNOWN:
            yield guesser.unknown(problem.element, known, problem.line)
        elif code != rules.NO_HEAD:
            name = short(problem.element)
            element = kind.head_elements.get(name) or kind.line_elements.get(name)
            words = (
                {"zh": element.zh, "en": element.en, "format": element.format} if element else {}
            )
            yield Fault(name, code, {"element": name, **words}, problem.line)


def _read(
    elements: Mapping[str, Element], struct: type, raw: Mapping[str, Any], guesser: Guesser
) -> Part:
    part = Part(raw)
    values = {}
    for name, element in elements.items():
        reading = read(element, raw.get(name))
        values[name] = reading.value
        if reading.fault:
            part.faults.append(Fault(name, reading.fault, reading.params))
            if not reading.usable:
                part.unreadable.add(name)
    part.faults.extend(guesser.unknowns(raw, elements))
    part.record = struct(**values)
    return part
