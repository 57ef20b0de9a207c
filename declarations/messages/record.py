"""Records: the specification of a message element list, kept in the docstring it is read from.

A record class names its elements twice, once typed for people and type checkers, once in the
table of its docstring with the official format. ``@record`` builds the msgspec struct from the
table and refuses to import when the two disagree, so the specification cannot drift.

Formats: ``C36`` exactly 36 characters, ``C..60`` at most 60, ``C3..4`` three to four, ``N19,5``
a decimal of at most 19 digits with at most 5 after the point, ``N9`` an integer of at most 9
digits. ``M`` mandatory, ``O`` optional, ``X`` unknown to the official schema, but carried by real
messages: such an element is read wherever it stands and written last.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, TypeVar, dataclass_transform

import msgspec

T = TypeVar("T")

_ROW = re.compile(
    r"^\s*(?P<name>[A-Za-z]\w*)\s+(?P<format>C(?P<min>\d+)?(?P<dots>\.\.)?(?P<max>\d+)?|"
    r"N(?P<digits>\d+)(?:,(?P<scale>\d+))?)\s+(?P<need>[MOX])\s+(?P<zh>\S+)\s+(?P<en>\S.*)$"
)

PERSONAL: dict[str, str] = {
    "buyerRegNo": "account",
    "buyerName": "name",
    "buyerTelephone": "phone",
    "buyerIdNumber": "id",
    "consignee": "name",
    "consigneeTelephone": "phone",
    "consigneeAddress": "address",
    "payerName": "name",
    "payerIdNumber": "id",
    "telephone": "phone",
    "ebcTelephone": "phone",
    "note": "account",
}
"""Elements that hold personal data, with the kind of mask they are shown under."""


@dataclass(frozen=True, slots=True)
class Element:
    """One row of a specification table."""

    name: str
    format: str
    mandatory: bool
    zh: str
    en: str
    numeric: bool
    minimum: int
    maximum: int
    scale: int
    personal: str | None
    is_extra: bool = False

    @property
    def is_integer(self) -> bool:
        return self.numeric and self.scale == 0

    @property
    def type(self) -> type:
        if not self.numeric:
            return str
        return int if self.is_integer else Decimal

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def parse_table(doc: str, *, is_line: bool) -> tuple[Element, ...]:
    """The elements of a docstring's table, in order."""
    elements = []
    for row in filter(None, map(_ROW.match, doc.splitlines())):
        numeric = row["format"].startswith("N")
        maximum = int((row["digits"] if numeric else row["max"] or row["min"]) or 0)
        exact = not numeric and not row["dots"]
        mandatory = row["need"] == "M"
        minimum = int(row["min"] or 0) if not exact else maximum
        elements.append(
            Element(
                name=row["name"],
                format=row["format"],
                mandatory=mandatory,
                zh=row["zh"],
                en=row["en"].strip(),
                numeric=numeric,
                minimum=minimum,
                maximum=maximum,
                scale=int(row["scale"] or 0),
                personal=None if is_line else PERSONAL.get(row["name"]),
                is_extra=row["need"] == "X",
            )
        )
    return tuple(elements)


def _constrained(element: Element, *, filled: bool) -> Any:
    """The msgspec type of an element; ``filled`` asks mandatory text not to be empty."""
    if element.is_integer:
        limit = min(10**element.maximum, 2**31) - 1
        typed: Any = Annotated[int, msgspec.Meta(ge=-limit, le=limit)]
    elif element.numeric:
        typed = Decimal
    else:
        least = element.minimum or (1 if filled and element.mandatory else 0)
        meta = msgspec.Meta(min_length=least or None, max_length=element.maximum or None)
        typed = Annotated[str, meta]
    return typed if element.mandatory else typed | None


@dataclass_transform(kw_only_default=True)
def record(*, is_line: bool = False, filled: bool = True) -> Callable[[type[T]], type[T]]:
    """Turn an annotated class with a specification table into a strict msgspec struct.

    The struct refuses unknown elements, keeps the official order and carries its ``ELEMENTS``.
    ``filled`` is off for receipts, where customs' own schema lets mandatory text be empty.
    Raises TypeError when the table and the annotations differ.
    """

    def build(cls: type[T]) -> type[T]:
        elements = parse_table(cls.__doc__ or "", is_line=is_line)
        promised = {e.name: e.type if e.mandatory else e.type | None for e in elements}
        if list(promised.items()) != list(cls.__annotations__.items()):
            raise TypeError(f"{cls.__name__}: the table and the annotations differ")
        fields: list[Any] = [
            (e.name, _constrained(e, filled=filled))
            if e.mandatory
            else (e.name, _constrained(e, filled=filled), None)
            for e in elements
        ]
        return msgspec.defstruct(  # type: ignore[return-value]
            cls.__name__,
            fields,
            namespace={"__doc__": cls.__doc__, "ELEMENTS": elements},
            module=cls.__module__,
            kw_only=True,
            forbid_unknown_fields=True,
            omit_defaults=True,
            gc=False,
        )

    return build


def elements_of(struct: type) -> tuple[Element, ...]:
    """The specification of a record class, in the official order."""
    found: tuple[Element, ...] = struct.ELEMENTS  # type: ignore[attr-defined]
    return found
