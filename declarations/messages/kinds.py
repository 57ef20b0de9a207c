"""The register of message kinds: what a root element contains and who answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Protocol

import msgspec

from declarations.messages.record import Element, elements_of

NAMESPACE = "http://www.chinaport.gov.cn/ceb"
MAX_DOCUMENTS = 100
"""Documents of one CEB message at most (specification 202205, wrapper maxOccurs)."""
UNBOUNDED = 0
"""Stands for a number of lines or documents that the schema does not limit."""

Noun = Literal["order", "payment", "waybill", "inventory", "paper", "receipt"]
"""``paper`` is what enterprises send around a declaration (returns, arrivals, lists …),
``receipt`` whatever customs or the port sends."""
Direction = Literal["import", "export"]


class Document(Protocol):
    """A document as read: one head, and lines where the kind has them."""

    head: Any
    lines: list[Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One message kind, for example CEB311.

    ``head_element`` is None where the wrapper holds the fields directly (403, 505, receipts).
    ``key`` names the elements of the business key in order, a code and a number first;
    ``receipt`` is the answering kind, ``answers`` the one that a receipt answers.
    """

    code: str
    wrapper: str
    head: type
    noun: Noun
    direction: Direction
    zh: str
    en: str
    head_element: str | None = None
    list_element: str | None = None
    line: type | None = None
    min_lines: int = 1
    max_lines: int = UNBOUNDED
    max_documents: int = MAX_DOCUMENTS
    key: tuple[str, ...] = ()
    receipt: str = ""
    answers: str = ""
    struct: type = field(init=False)
    head_elements: Mapping[str, Element] = field(init=False)
    line_elements: Mapping[str, Element] = field(init=False)

    def __post_init__(self) -> None:
        by_name = {e.name: e for e in elements_of(self.head)}
        object.__setattr__(self, "head_elements", by_name)
        line_names = {e.name: e for e in elements_of(self.line)} if self.line else {}
        object.__setattr__(self, "line_elements", line_names)
        object.__setattr__(self, "struct", self._build())

    @property
    def root(self) -> str:
        return f"{self.code}Message"

    @property
    def from_customs(self) -> bool:
        """Whether customs or the port sends it: no BaseTransfer, never taken from enterprises."""
        return self.noun == "receipt"

    @property
    def json_head(self) -> str:
        """The JSON member that holds the head: its own element, or the wrapper of flat kinds."""
        return self.head_element or self.wrapper

    def title(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def key_of(self, head: Any) -> dict[str, str]:
        """The business key of a head, by official element name; a missing part is empty."""
        return {name: str(getattr(head, name, None) or "") for name in self.key}

    def _build(self) -> type:
        fields: list[Any] = [("head", self.head)]
        rename = {"head": self.json_head}
        if self.line is not None and self.list_element:
            limits = msgspec.Meta(
                min_length=self.min_lines or None, max_length=self.max_lines or None
            )
            lines: Any = Annotated[list[self.line], limits]  # type: ignore[name-defined]
            none: list[Any] = []  # msgspec copies an empty list for each document
            fields.append(("lines", lines) if self.min_lines else ("lines", lines, none))
            rename["lines"] = self.list_element
        return msgspec.defstruct(
            self.code,
            fields,
            tag_field="type",
            tag=self.code,
            rename=rename,
            kw_only=True,
            forbid_unknown_fields=True,
            gc=False,
        )


KINDS: dict[str, Kind] = {}
"""Every kind of the catalogue by its code; importing the catalogue fills it."""


def enter(kind: Kind) -> Kind:
    """Enter a kind; a code is given once."""
    if kind.code in KINDS:
        raise ValueError(f"{kind.code} is in the catalogue already")
    KINDS[kind.code] = kind
    return kind


def intake_kinds() -> tuple[Kind, ...]:
    """The kinds that are taken in from enterprises, in numeric order."""
    taken = (kind for kind in KINDS.values() if not kind.from_customs)
    return tuple(sorted(taken, key=lambda kind: kind.code))


def paper_kinds() -> tuple[Kind, ...]:
    """The papers that enterprises send around a declaration, in numeric order."""
    papers = (kind for kind in KINDS.values() if kind.noun == "paper")
    return tuple(sorted(papers, key=lambda kind: kind.code))
