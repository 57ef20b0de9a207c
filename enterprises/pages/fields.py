"""From the declaration of a form to what is drawn on the page, and from a POST back to values.

Personal values that are saved already are never sent to the browser again: the input stays empty,
its saved value stands beside it masked, and an input left empty changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from enterprises.pages.labels import language
from enterprises.rules.forms.shape import Field, Section
from reference.selectors import rows as code_rows

MOST_RADIOS = 5
"""More choices than this stand in a drop-down list."""

CLEAR = "clear"
"""Name of the boxes that ask for a saved personal value to be forgotten."""

INPUT_TYPES = {"date": "date", "phone": "tel", "email": "email"}
INPUT_MODES = {"number": "decimal", "url": "url", "domain": "url"}
UPPER_CASE = frozenset({"uscc", "customs_code", "id_number"})
SHORT = frozenset({"date", "number", "phone", "uscc", "customs_code", "id_number", "name"})


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as the template draws it; ``id`` is where the lines of an error summary jump to.

    ``text`` is what stands in the input, ``saved`` a masked value that is kept already,
    ``problems`` sentences, ``remarks`` what reviewers ask for, ``earlier`` what was submitted when
    they did.
    """

    field: Field
    label: str
    help: str
    widget: str
    text: str
    options: tuple[Option, ...]
    saved: str
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    earlier: str
    files: tuple[Any, ...]

    @property
    def code(self) -> str:
        return self.field.code

    @property
    def id(self) -> str:
        return f"field-{self.field.code}"

    @property
    def input_type(self) -> str:
        return INPUT_TYPES.get(self.field.type, "text")

    @property
    def input_mode(self) -> str:
        return INPUT_MODES.get(self.field.type, "")

    @property
    def is_short(self) -> bool:
        return self.field.type in SHORT

    @property
    def is_upper(self) -> bool:
        return self.field.type in UPPER_CASE

    @property
    def described_by(self) -> str:
        """Ids of the help, remarks and problems that belong to the input."""
        parts = [("help", self.help), ("saved", self.saved), ("remark", self.remarks)]
        parts.append(("problem", self.problems))
        return " ".join(f"{self.id}-{name}" for name, present in parts if present)

    @property
    def problems_beside(self) -> list[str]:
        """The problems as they stand beside the field, whose name need not be said twice."""
        return [_without(self.label, text) for text in self.problems]

    @property
    def only_if(self) -> str:
        return "=".join(self.field.only_if) if self.field.only_if else ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the fields of a page are drawn from. ``typed`` are values that were sent just now and
    stand in the inputs as they came, personal ones too; the others are what is kept."""

    values: Mapping[str, Any]
    masked: Mapping[str, Any]
    typed: Mapping[str, Any]
    problems: Mapping[str, Sequence[str]]
    remarks: Mapping[str, Sequence[str]]
    earlier: Mapping[str, str]
    files: Mapping[str, Sequence[Any]]


def views_of(section: Section, drawn: Drawn) -> list[FieldView]:
    """The fields of a section in their order."""
    return [_view(field, drawn) for field in section.fields]


def _view(field: Field, drawn: Drawn) -> FieldView:
    value = drawn.typed.get(field.code, drawn.values.get(field.code))
    hidden = bool(field.personal) and field.code not in drawn.typed
    shown = "" if hidden or value is None else value
    options = _options(field, shown)
    return FieldView(
        field=field,
        label=field.label(language()),
        help=field.help(language()),
        widget=_widget(field, options),
        text="\n".join(shown) if isinstance(shown, list) else str(shown),
        options=options,
        saved=written(field, drawn.masked.get(field.code)) if hidden else "",
        problems=tuple(drawn.problems.get(field.code, ())),
        remarks=tuple(drawn.remarks.get(field.code, ())),
        earlier=drawn.earlier.get(field.code, ""),
        files=tuple(drawn.files.get(field.code, ())),
    )


def _without(label: str, text: str) -> str:
    for sign in ("：", ": "):
        if text.startswith(label + sign):
            rest = text.removeprefix(label + sign)
            return rest[:1].upper() + rest[1:]
    return text


def _widget(field: Field, options: Sequence[Option]) -> str:
    if field.is_file:
        return "file"
    if field.type == "choices":
        return "checkboxes"
    if field.type in {"choice", "yes_no", "id_type"} and options:
        if len(options) == 1:
            return "checkboxes"  # to agree or not: a radio button could not be taken back
        return "radios" if len(options) <= MOST_RADIOS else "select"
    return "lines" if field.many or field.type == "longtext" else "input"


def _options(field: Field, value: Any) -> tuple[Option, ...]:
    chosen = set(value) if isinstance(value, list) else {str(value)}
    return tuple(Option(code, name, code in chosen) for code, name in choices_of(field))


def choices_of(field: Field) -> list[tuple[str, str]]:
    """Codes and names that may be chosen, from the declaration or from its code table."""
    if field.options:
        index = 1 if language().startswith("zh") else 2
        return [(option[0], str(option[index])) for option in field.options]
    if field.table and field.type in {"choice", "choices"}:
        table = code_rows(field.table)
        return [(code, f"{code} {row.name(language())}") for code, row in table.items()]
    return []


def written(field: Field, value: Any) -> str:
    """A value as people read it; nothing is an empty text."""
    if value in (None, "", []):
        return ""
    names = dict(choices_of(field))
    parts = value if isinstance(value, list) else [value]
    if field.type == "yes_no" and isinstance(value, bool):
        return _("是") if value else _("否")
    return _("、").join(names.get(str(part), str(part)) for part in parts)


def values_from(section: Section, sent: QueryDict) -> dict[str, Any]:
    """The values of a section as they were sent; files travel by themselves.

    A personal field left empty is left out, so that what is saved stays; its ``clear`` box empties
    it.
    """
    cleared = set(sent.getlist(CLEAR))
    found: dict[str, Any] = {}
    for field in section.fields:
        if field.is_file:
            continue
        value = _sent_value(field, sent)
        if field.personal and not value and field.code not in cleared:
            continue
        found[field.code] = value
    return found


def _sent_value(field: Field, sent: QueryDict) -> Any:
    if field.type == "choices":
        return [code for code in sent.getlist(field.code) if code]
    text = sent.get(field.code, "").replace("\r\n", "\n").strip()
    if field.many:
        return [line.strip() for line in text.split("\n") if line.strip()]
    return text.upper() if field.type in UPPER_CASE else text


def filled(section: Section, values: Mapping[str, Any], files: Iterable[str]) -> bool:
    """Whether anything of a section was filled in or attached yet."""
    attached = set(files)
    return any(
        values.get(f.code) not in (None, "", []) or f.code in attached for f in section.fields
    )
