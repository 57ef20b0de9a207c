"""The fields of a form: one per element, grouped as people think of a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from declarations.messages.record import Element
from declarations.pages.entry_base import language
from declarations.pages.labels import APP_STATES, APP_TYPES
from declarations.rules.values import DAY_ELEMENTS, TIME_ELEMENTS
from declarations.sheets.forms import HIDDEN, MOST_LINES, Typed, field_of
from declarations.sheets.layout import CODED, FILLED_IN, Layout
from declarations.sheets.problems import RowProblem
from reference.selectors import rows as code_rows
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

FIRMS: Final = ("ebp", "ebc", "pay", "logistics", "agent", "area", "iac", "owner", "assure")
MOST_IN_SELECT: Final = 24
"""Codes of a table that are offered as a plain choice; longer tables are searched while typing."""
LONG: Final = 200


@dataclass(slots=True)
class FieldView:
    """One input: ``name`` in the request, ``options`` for a choice, ``table`` for suggestions."""

    id: str
    name: str
    label: str
    element: Element
    value: str
    needed: bool
    options: list[tuple[str, str]] = field(default_factory=list)
    table: str = ""
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        return self.element.maximum >= LONG and not self.element.numeric

    @property
    def is_number(self) -> bool:
        return self.element.numeric

    @property
    def hint(self) -> str:
        """What to write, where the label does not say it."""
        if self.element.name in DAY_ELEMENTS:
            return _("如 20261120")
        if self.element.name in TIME_ELEMENTS:
            return _("如 20261120093000")
        return ""


@dataclass(slots=True)
class Group:
    """Fields of one subject; the optional ones fold away while nothing stands in them."""

    title: str
    needed: list[FieldView]
    optional: list[FieldView]

    @property
    def is_open(self) -> bool:
        return any(view.value or view.problems for view in self.optional)


@dataclass(slots=True)
class LineView:
    """One line of goods."""

    number: int
    group: Group


def groups_of(layout: Layout, typed: Typed, problems: Sequence[RowProblem]) -> list[Group]:
    """The head of a form in its subjects."""
    told = _told(layout, problems)
    titles = {
        "numbers": _("编号与申报"),
        "firms": _("所列企业"),
        "amounts": _("金额与数量"),
        "people": _("人员与地址"),
    }
    parts: dict[str, list[FieldView]] = {name: [] for name in titles}
    for column in layout.columns:
        if not column.of_line and column.element.name not in HIDDEN:
            name = column.element.name
            view = _view(column.element, name, f"h.{name}", typed.head.get(name, ""), told)
            parts[_subject(column.element)].append(view)
    return [_group(titles[name], views) for name, views in parts.items() if views]


def lines_of(layout: Layout, typed: Typed, problems: Sequence[RowProblem]) -> list[LineView]:
    """The lines of a form."""
    told = _told(layout, problems)
    elements = [c.element for c in layout.columns if c.of_line and c.element.name not in HIDDEN]
    return [
        LineView(
            number,
            _group(
                _("第 %(number)s 项商品") % {"number": number},
                [
                    _view(
                        element,
                        f"{number}.{element.name}",
                        f"l{number}.{element.name}",
                        line.get(element.name, ""),
                        told,
                    )
                    for element in elements
                ],
            ),
        )
        for number, line in enumerate(typed.lines, 1)
    ]


def typed_in(layout: Layout, posted: QueryDict) -> Typed:
    """What stands in the request of a form."""
    kind = layout.kind
    head = {name: posted.get(f"h.{name}", "") for name in kind.head_elements}
    count = posted.get("lines", "0")
    number = min(int(count), MOST_LINES) if count.isascii() and count.isdecimal() else 0
    lines = [
        {name: posted.get(f"l{place}.{name}", "") for name in kind.line_elements}
        for place in range(1, number + 1)
    ]
    return Typed(head, lines)


def summary_of(layout: Layout, problems: Sequence[RowProblem]) -> list[dict[str, str]]:
    """The lines of the error summary; each jumps to its field."""
    return [
        {"id": _id(field_of(problem, layout)), "text": _sentence(problem)}
        for problem in problems
        if problem.is_error
    ]


def field_at(layout: Layout, name: str, line: str) -> str:
    """The fragment of the field of an element, of a line where it is one's; empty for none."""
    kind = layout.kind
    if name in HIDDEN:
        return ""
    if name in kind.head_elements:
        return f"#{_id(name)}"
    known = name in kind.line_elements and line.isascii() and line.isdecimal()
    return f"#{_id(f'{int(line)}.{name}')}" if known else ""


def suggestions(groups: Sequence[Group]) -> dict[str, list[tuple[str, str]]]:
    """The long code tables that fields of a form suggest from."""
    tables = {
        view.table for group in groups for view in (*group.needed, *group.optional) if view.table
    }
    return {table: _codes(table) for table in sorted(tables)}


def _told(layout: Layout, problems: Sequence[RowProblem]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for problem in problems:
        words = render(problem.finding, RULES, language())
        found.setdefault(field_of(problem, layout), []).append(words)
    return found


def _sentence(problem: RowProblem) -> str:
    return str(render(problem.finding, RULES, language())["title"])


def _view(
    element: Element,
    place: str,
    name: str,
    value: str,
    told: Mapping[str, list[dict[str, Any]]],
) -> FieldView:
    view = FieldView(
        id=_id(place),
        name=name,
        label=element.label(language()),
        element=element,
        value=value,
        needed=element.mandatory and element.name not in FILLED_IN,
        problems=told.get(place, []),
    )
    few = {"appType": APP_TYPES, "appStatus": APP_STATES}.get(element.name)
    table = CODED.get(element.name, "")
    if few is not None:
        view.options = [(code, str(words)) for code, words in few.items()]
    elif table:
        codes = _codes(table)
        if len(codes) <= MOST_IN_SELECT:
            view.options = codes
        else:
            view.table = table
    if view.options and value and value not in {code for code, _name in view.options}:
        view.options = [*view.options, (value, value)]
    return view


def _codes(table: str) -> list[tuple[str, str]]:
    return [(row.code, row.name(language())) for row in code_rows(table).values()]


def _group(title: str, views: Sequence[FieldView]) -> Group:
    return Group(
        title,
        [view for view in views if view.needed or view.element.name in FILLED_IN],
        [view for view in views if not (view.needed or view.element.name in FILLED_IN)],
    )


def _subject(element: Element) -> str:
    name = element.name
    if (name.endswith(("Code", "Name")) and name.startswith(FIRMS)) or name == "ebcTelephone":
        return "firms"
    if element.personal or name.startswith(("buyer", "payer", "consignee")):
        return "people" if name != "note" else "numbers"
    return "amounts" if element.numeric or "urrency" in name else "numbers"


def _id(place: str) -> str:
    return f"field-{place.replace('.', '-')}" if place else ""
