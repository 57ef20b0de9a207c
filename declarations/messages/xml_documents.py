"""From a wrapper element to a document as text, losing nothing that its record cannot hold.

What has no place in the record stays in the data under a name that no record has, so that the
rules report it like any unknown element: a foreign element under its full name, one beside the
head as ``Order/x``, a nested one as ``orderNo/x``, an attribute as ``@x``, text as ``#text``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, pairwise
from typing import Any, cast

from lxml import etree

from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import Problem, RawDocument
from declarations.messages.kinds import NAMESPACE, Kind

_BLANKS = " \t\r\n"
_MAX_SEQUENCES = 1000
_MOST_CHILDREN = 1000
"""Children of one element that are looked at: no record has a tenth of it."""
_MOST_LINES = 250_000
"""Lines of a document whose number the schema leaves open: more tags than a message may hold."""


def qualified(name: str) -> str:
    """``name`` in the CEB namespace, in the notation of lxml."""
    return f"{{{NAMESPACE}}}{name}"


def shown(tag: str) -> str:
    """A tag as a finding shows it: the bare name in our namespace, the full one in another."""
    return tag.removeprefix(f"{{{NAMESPACE}}}")


def source_line(element: etree._Element) -> int | None:
    """The line of the message's text in which ``element`` begins."""
    return cast("int | None", element.sourceline)


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


@cache
def _specification(code: str, of_line: bool) -> _Specification:
    kind = KINDS[code]
    elements = kind.line_elements if of_line else kind.head_elements
    return _Specification(
        {qualified(name): i for i, (name, e) in enumerate(elements.items()) if not e.is_extra}
    )


def read_document(kind: Kind, wrapper: etree._Element) -> RawDocument:
    """The document in ``wrapper``, with a problem for each repeated or misplaced element."""
    problems: list[Problem] = []
    if kind.head_element is None:
        head = _fields(wrapper, _specification(kind.code, False), None, problems)
        return RawDocument({kind.json_head: head}, tuple(problems))
    head_tag = qualified(kind.head_element)
    list_tag = qualified(kind.list_element) if kind.list_element else None
    data: dict[str, Any] = {}
    lines: list[dict[str, str]] = []
    if kind.list_element:
        data[kind.list_element] = lines
    for child in islice(wrapper, _MOST_CHILDREN if kind.max_lines else _MOST_LINES):
        if child.tag == head_tag and kind.json_head not in data:
            if lines:
                problems.append(_problem("element_order", child, None))
            specification = _specification(kind.code, False)
            data[kind.json_head] = _fields(child, specification, None, problems)
        elif child.tag == head_tag:
            problems.append(_problem("element_repeated", child, None))
        elif child.tag == list_tag:
            number = _gnum(child, len(lines) + 1)
            lines.append(_fields(child, _specification(kind.code, True), number, problems))
        else:
            data[f"{kind.wrapper}/{shown(str(child.tag))}"] = child.text or ""
    data.update(_foreign(wrapper, wrapper))
    return RawDocument(data, tuple(problems))


def _fields(
    container: etree._Element,
    specification: _Specification,
    line: int | None,
    problems: list[Problem],
) -> dict[str, str]:
    """The values of a container by element name; the first of a repeated element counts."""
    children = list(islice(container, _MOST_CHILDREN))
    tags = tuple([str(child.tag) for child in children])
    names = specification.names(tags)
    if names is None:
        children = _sorted_out(children, specification.positions, line, problems)
        names = tuple([shown(str(child.tag)) for child in children])
    values: dict[str, str] = {}
    nested: dict[str, str] = {}
    for name, child in zip(names, children, strict=True):
        values[name] = child.text or ""
        if len(child) or child.attrib:
            nested.update(_inside(name, child))
    values.update(nested)
    values.update(_foreign(container, children))
    return values


def _sorted_out(
    children: list[etree._Element],
    positions: Mapping[str, int],
    line: int | None,
    problems: list[Problem],
) -> list[etree._Element]:
    """The first child of each name, after a problem for each repeated or misplaced one."""
    kept: dict[str, etree._Element] = {}
    highest = -1
    for child in children:
        tag = str(child.tag)
        if tag in kept:
            problems.append(_problem("element_repeated", child, line))
            continue
        kept[tag] = child
        position = positions.get(tag, highest)
        if position < highest:
            problems.append(_problem("element_order", child, line))
        highest = max(highest, position)
    return list(kept.values())


def _inside(name: str, leaf: etree._Element) -> dict[str, str]:
    """What stands inside an element that should hold text alone."""
    found = {f"{name}/{shown(str(child.tag))}": "" for child in islice(leaf, _MOST_CHILDREN)}
    return found | {f"{name}/@{attribute}": "" for attribute in map(str, leaf.attrib)}


def _foreign(container: etree._Element, children: Any) -> dict[str, str]:
    """Attributes and text of an element that should hold elements alone."""
    found = {f"@{attribute}": "" for attribute in map(str, container.attrib)}
    tails = [child.tail or "" for child in islice(children, _MOST_CHILDREN)]
    if f"{container.text or ''}{''.join(tails)}".strip(_BLANKS):
        found["#text"] = ""
    return found


def _gnum(line: etree._Element, position: int) -> int:
    """The line's own number where it has a usable one, else its place in the list."""
    text = (line.findtext(qualified("gnum")) or "").strip(_BLANKS)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else position


def _problem(code: str, element: etree._Element, line: int | None) -> Problem:
    return Problem(code, shown(str(element.tag)), line, source_line(element))
