"""Fields of the forms of matters, all in one look."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reference import selectors as reference
from zone_portal.kernel.errors import PortalError


def language() -> str:
    """The language of the page."""
    return get_language() or "zh-hans"


def said(texts: tuple[str, ...]) -> str:
    """A pair of Chinese and English in the language of the page."""
    return texts[0 if language().startswith("zh") else 1]


def country_name(code: str) -> str:
    """A country or region in the language of the page."""
    return reference.label("countries", code, language())


def text(label: Any, length: int, *, needed: bool = True, hint: Any = "") -> forms.CharField:
    """One line."""
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=length, required=needed, widget=widget, help_text=hint
    )


def area(
    label: Any, length: int, *, needed: bool = True, hint: Any = "", rows: int = 3
) -> forms.CharField:
    """Several lines."""
    widget = forms.Textarea(attrs={"class": "form-control", "rows": rows})
    return forms.CharField(
        label=label, max_length=length, required=needed, widget=widget, help_text=hint
    )


def day(label: Any, *, needed: bool = True, hint: Any = "") -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=needed, widget=widget, help_text=hint)


def number(label: Any, *, needed: bool = True, hint: Any = "") -> forms.DecimalField:
    """A number with at most four decimals."""
    widget = forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label,
        max_digits=18,
        decimal_places=4,
        required=needed,
        widget=widget,
        help_text=hint,
    )


def whole(label: Any, *, least: int = 0, needed: bool = True) -> forms.IntegerField:
    """A whole number."""
    widget = forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=2_000_000_000, required=needed, widget=widget
    )


def choice(label: Any, *, needed: bool = True) -> forms.ChoiceField:
    """One of a list that the form fills in when it is made."""
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, required=needed, widget=widget)


def set_choices(field: forms.Field, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of choices its choices."""
    cast("forms.ChoiceField", field).choices = list(choices)


def offer(field: forms.Field, pairs: Mapping[str, tuple[str, ...]], *, blank: Any = None) -> None:
    """Fill a choice with words in the language of the page."""
    set_choices(
        field,
        [
            *([("", blank)] if blank is not None else []),
            *((code, said(words)) for code, words in pairs.items()),
        ],
    )


def country_pairs(codes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Countries by name: the given ones, or all."""
    wanted = reference.rows("countries") if codes is None else codes
    return sorted(((code, country_name(code)) for code in wanted), key=lambda pair: pair[1])


def words_of(value: str) -> tuple[str, ...]:
    """The entries of a line, separated by blanks, commas or ideographic commas."""
    line = value
    for mark in ",，、；;":
        line = line.replace(mark, " ")
    return tuple(dict.fromkeys(line.split()))


class MatterForm(forms.Form):
    """A form whose refusals by the domain stand beside its fields."""

    def refuse(self, refusal: PortalError) -> None:
        """Put every problem of a refusal at its field, and the others above the form."""
        problems = refusal.details.get("problems")
        if not problems:
            self.add_error(None, refusal.text(language()))
            return
        side = "zh" if language().startswith("zh") else "en"
        for row in problems:
            self.add_error(row["field"] if row["field"] in self.fields else None, row[side])


class ReasonForm(MatterForm):
    """Why."""

    reasons = area(gettext_lazy("理由"), 500, hint=gettext_lazy("不少于 10 字"))


class NoteForm(MatterForm):
    """What is to be added, if anything."""

    note = area(gettext_lazy("说明"), 500, needed=False, rows=2)


def shown(value: Any) -> str:
    """A value of a matter as text."""
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def yes_no(value: bool) -> str:
    """A truth in words."""
    return _("是") if value else _("否")
