"""What changed between two versions, in words a reviewer reads."""

from dataclasses import dataclass
from typing import Any, Literal

from enterprises.rules.forms.shape import Field, Form, Values
from zone_portal.kernel.masking import mask


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; ``old`` and ``new`` are texts, personal ones masked."""

    field: Field
    old_zh: str
    new_zh: str
    old_en: str
    new_en: str
    kind: Literal["added", "removed", "changed"]

    def label(self, language: str) -> str:
        return self.field.label(language)

    def old(self, language: str) -> str:
        return self.old_zh if language.startswith("zh") else self.old_en

    def new(self, language: str) -> str:
        return self.new_zh if language.startswith("zh") else self.new_en


def difference(form: Form, old_values: Values, new_values: Values) -> list[Change]:
    """The fields whose values differ, in the order of the form (pass the form of both versions'
    kinds together when the kinds changed).

    An attachment's value is the list of its files (names, or name and digest).
    """
    found = []
    for field in form.fields:
        old, new = old_values.get(field.code) or "", new_values.get(field.code) or ""
        if old == new:
            continue
        kind: Literal["added", "removed", "changed"] = "changed"
        if not old:
            kind = "added"
        elif not new:
            kind = "removed"
        found.append(
            Change(
                field,
                shown(field, old, "zh"),
                shown(field, new, "zh"),
                shown(field, old, "en"),
                shown(field, new, "en"),
                kind,
            )
        )
    return found


def shown(field: Field, value: Any, language: str, *, clear: bool = False) -> str:
    """A value as people read it: choices by name, lists with commas, personal ones masked unless
    ``clear``."""
    cells = value if isinstance(value, list) else [value]
    separator = "、" if language.startswith("zh") else ", "
    return separator.join(_cell(field, str(cell), language, clear=clear) for cell in cells if cell)


def _cell(field: Field, cell: str, language: str, *, clear: bool) -> str:
    if field.personal and not clear:
        return mask(field.personal, cell)
    for code, zh, en in field.options:
        if code == cell:
            return zh if language.startswith("zh") else en
    return cell
