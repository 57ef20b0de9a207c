"""Valid papers of every kind, from the published examples, in the names of given firms."""

import copy
from typing import Any

from declarations.messages.catalogue import KINDS, paper_kinds
from declarations.messages.examples import example
from tests.builders.documents import Document, changed

PAPERS = tuple(kind.code for kind in paper_kinds())
_NUMBERS = ("orderNo", "logisticsNo", "copNo", "coElNo", "billNo", "totalPackageNo", "invtNo")


def paper(code: str, firm: str, *, series: str = "P1", lines: int = 1, **head: Any) -> Document:
    """The example of a kind sent by one firm that plays every part, with numbers of a series.

    ``lines`` repeats the line with rising numbers; ``head`` changes elements, None leaves one out.
    """
    kind = KINDS[code]
    found: Document = copy.deepcopy(example(kind))
    top = found[kind.json_head]
    _rename(top, series)
    for name in top:
        if name.endswith("Code") and name not in {"customsCode", "portCode"}:
            top[name] = firm
    if kind.list_element:
        found[kind.list_element] = [
            _line(found[kind.list_element][0], series, number) for number in range(1, lines + 1)
        ]
    return changed(found, **head)


def _line(line: dict[str, Any], series: str, number: int) -> dict[str, Any]:
    made = dict(line)
    _rename(made, f"{series}-{number}")
    if "gnum" in made:
        made["gnum"] = number
    return made


def _rename(part: dict[str, Any], series: str) -> None:
    for name in _NUMBERS:
        if name in part:
            part[name] = f"{name[0]}{series}"[:18]
