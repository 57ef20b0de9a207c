"""From a wrapper element to a document as text, with everything that its record cannot hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any, cast

from lxml import etree

from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import Problem, RawDocument
from declarations.messages.kinds import NAMESPACE, Kind

_BLANKS = " \t\r\n"
_MAX_SEQUENCES = 1000


@dataclass(frozen=True, slots=True)
class _Specification:
    """Place of each element by tag, and the sequences of tags found correct before."""

    positions: Mapping[str, int]
    verified: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def names(self, tags: tuple[str, ...]) -> tuple[str, ...] | None:
        """The element names of a correct sequence of tags, None of any other."""
        names = self.verified.get(tags)
        if names is not None:
            return names
        ranks = [-1, *[self.positions.get(tag, -1) for tag in tags]]
        if any(a >= b for a, b in pairwise(ranks)):
            return None
        if len(self.verified) >= _MAX_SEQUENCES:
            self.verified.clear()
        return self.verified.setdefault(tags, tuple(map(shown, tags)))


def qualified(name: str) -> str:
    """``name`` in the CEB namespace, in the notation of lxml."""
    return f"{{{NAMESPACE}}}{name}"


def shown(tag: str) -> str:
    """A tag as a finding shows it: the bare name in our namespace, the full one in another."""
    return tag.removeprefix(f"{{{NAMESPACE}}}")


def source_line(element: etree._Element) -> int | None:
    """The line of the message's text in which ``element`` begins."""
    return cast("int | None", element.sourceline)


@cache
def _specification(code: str, of_line: bool) -> _Specification:
    kind = KINDS[code]
    elements = kind.line_elements if of_line else kind.head_elements
    return _Specification({qualified(name): index for index, name in enumerate(elements)})


def read_document(kind: Kind, wrapper: etree._Element) -> RawDocument:
    """The document in ``wrapper``; whatever has no place in its record becomes a problem."""
    problems: list[Problem] = []
    if kind.head_element is None:
        head = _fields(wrapper, _specification(kind.code, False), None, problems)
        return RawDocument({kind.json_head: head}, tuple(problems))
    _check_container(wrapper, None, problems)
    head_tag = qualified(kind.head_element)
    list_tag = qualified(kind.list_element) if kind.list_element else None
    heads: list[dict[str, str]] = []
    lines: list[dict[str, str]] = []
    for child in wrapper:
        if child.tag == head_tag:
            if heads:
                problems.append(_problem("element_repeated", child, None))
                continue
            if lines:
                problems.append(_problem("element_order", child, None))
            heads.append(_fields(child, _specification(kind.code, False), None, problems))
        elif child.tag == list_tag:
            number = _gnum(child, len(lines) + 1)
            lines.append(_fields(child, _specification(kind.code, True), number, problems))
        else:
            problems.append(_problem("element_unknown", child, None))
    if not heads:
        problems.append(Problem("head_missing", kind.head_element, None, source_line(wrapper)))
    data: dict[str, Any] = {kind.json_head: heads[0] if heads else {}}
    if kind.list_element:
        data[kind.list_element] = lines
    return RawDocument(data, tuple(problems))


def _fields(
    container: etree._Element,
    specification: _Specification,
    line: int | None,
    problems: list[Problem],
) -> dict[str, str]:
    """The values of a container by element name; the first of a repeated element counts."""
    _check_container(container, line, problems)
    children = list(container)
    tags = tuple([str(child.tag) for child in children])
    names = specification.names(tags)
    if names is None:
        children, names = _sorted_out(children, specification.positions, line, problems)
    values: dict[str, str] = {}
    for name, child in zip(names, children, strict=True):
        if len(child):
            problems.append(_problem("element_nested", child, line))
        if child.attrib:
            problems.append(_problem("attribute_unknown", child, line))
        values[name] = child.text or ""
    return values


def _sorted_out(
    children: list[etree._Element],
    positions: Mapping[str, int],
    line: int | None,
    problems: list[Problem],
) -> tuple[list[etree._Element], tuple[str, ...]]:
    """The children that a record can hold, after a problem for each that it cannot."""
    kept: dict[str, etree._Element] = {}
    highest = -1
    for child in children:
        tag = str(child.tag)
        position = positions.get(tag)
        if position is None:
            problems.append(_problem("element_unknown", child, line))
        elif tag in kept:
            problems.append(_problem("element_repeated", child, line))
        else:
            if position < highest:
                problems.append(_problem("element_order", child, line))
            highest = max(highest, position)
            kept[tag] = child
    return list(kept.values()), tuple(map(shown, kept))


def _check_container(container: etree._Element, line: int | None, problems: list[Problem]) -> None:
    if container.attrib:
        problems.append(_problem("attribute_unknown", container, line))
    stray = (container.text or "") + "".join([child.tail or "" for child in container])
    if stray.strip(_BLANKS):
        problems.append(_problem("text_stray", container, line))


def _gnum(line: etree._Element, position: int) -> int:
    """The line's own number where it has a usable one, else its place in the list."""
    text = (line.findtext(qualified("gnum")) or "").strip(_BLANKS)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else position


def _problem(code: str, element: etree._Element, line: int | None) -> Problem:
    return Problem(code, shown(str(element.tag)), line, source_line(element))
