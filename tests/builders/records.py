"""Hypothesis strategies for valid records of every kind, made from the catalogue's own tables."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from declarations.messages.kinds import Kind
from declarations.messages.record import Element

_CHARACTERS = st.characters(
    codec="utf-8",
    exclude_characters=[
        *map(chr, {*range(32)} - {9, 10, 13}),
        "\ufffe",
        "\uffff",
    ],
)
"""Every character that XML allows: markup, blanks, line ends, characters of four bytes."""
_AWKWARD = "&<>\"'; \t\r\n]𠮷😀中é"


def _texts(element: Element, *, filled: bool) -> st.SearchStrategy[str]:
    least = element.minimum or (1 if filled else 0)
    most = element.maximum or 40
    short = st.text(_CHARACTERS, min_size=least, max_size=max(least, min(most, 8)))
    awkward = st.sampled_from(_AWKWARD)
    return st.one_of(
        short,
        awkward.map(lambda character: character * most),
        awkward.map(lambda character: f"{'x' * (most - 1)}{character}"[:most]),
    )


def _numbers(element: Element) -> st.SearchStrategy[Any]:
    if element.is_integer:
        limit = min(10**element.maximum, 2**31) - 1
        return st.integers(-limit, limit)
    units = st.integers(-(10**19) + 1, 10**19 - 1)
    scales = st.integers(0, element.scale)
    return st.one_of(
        st.builds(
            lambda number, scale: Decimal(number).scaleb(-5 if scale else -scale), units, scales
        ),
        st.sampled_from([Decimal("1E+3"), Decimal("0.00001"), Decimal("0"), Decimal("1.50")]),
    )


def _values(element: Element, *, filled: bool) -> st.SearchStrategy[Any]:
    if element.numeric:
        found = _numbers(element)
        return found if element.mandatory else st.one_of(st.none(), found)
    if element.is_extra and filled:
        return st.none()
    if element.mandatory:
        return _texts(element, filled=filled)
    return st.one_of(st.none(), _texts(element, filled=True))


def records(kind: Kind, *, filled: bool | None = None) -> st.SearchStrategy[Any]:
    """Records of ``kind`` with anything its specification allows; empty optional text is None.

    ``filled`` asks mandatory text not to be empty, by default where our records ask it, and leaves
    out what the official schema does not know.
    """
    filled = kind.noun != "receipt" if filled is None else filled
    heads = _fields(kind.head_elements.values(), filled=filled).map(lambda v: kind.head(**v))
    if kind.line is None:
        return st.builds(lambda head: kind.struct(head=head), heads)
    line = kind.line
    lines = _fields(kind.line_elements.values(), filled=filled).map(lambda v: line(**v))
    return st.builds(
        lambda head, few: kind.struct(head=head, lines=few),
        heads,
        st.lists(lines, min_size=kind.min_lines, max_size=3),
    )


def _fields(elements: Any, *, filled: bool) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {element.name: _values(element, filled=filled) for element in elements}
    )
