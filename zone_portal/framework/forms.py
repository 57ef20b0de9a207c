"""Forms whose choices are known only when they are shown."""

from collections.abc import Iterable
from typing import Any

from django import forms


def give_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of a form its choices: pairs of value and words.

    :raises TypeError: for a field that has none.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no field with choices")
    field.choices = list(choices)
