"""Everything wrong with what somebody filled in: all problems at once, in the order of the form."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from enterprises.rules.forms.shape import Field, Form, Values
from enterprises.rules.forms.values import doubts, faults, tidy
from enterprises.rules.registration import Problem
from zone_portal.kernel.masking import mask

NO_TABLES: Final[Mapping[str, Collection[str]]] = MappingProxyType({})
MOST_VALUES: Final = 50
"""So many values a list may hold: a firm with more shops names the platform."""


def check_form(
    form: Form,
    values: Values,
    attachments: Mapping[str, int],
    *,
    on: date,
    tables: Mapping[str, Collection[str]] = NO_TABLES,
) -> list[Problem]:
    """Every problem of the values and attachments on the day; empty when it may be submitted.

    ``values`` by field code as :func:`tidied` gives them, ``attachments`` the number of files by
    field code, ``tables`` the codes of the code tables that fields look into (a table that is
    not given is not looked into). Fields that are not asked for are not looked at.
    """
    found: list[Problem] = []
    for field in form.fields:
        if field.asked(values):
            found += _field(field, values, attachments, on, tables)
    return found


def check_saved(form: Form, values: Values, codes: Collection[str], *, on: date) -> list[Problem]:
    """The problems of just these fields, as far as they are filled in: told while drafting."""
    found: list[Problem] = []
    for field in form.fields:
        if field.code in codes and not field.is_file and values.get(field.code):
            found += _cells(field, values, on, NO_TABLES)
    return found


def cautions(form: Form, values: Values, *, on: date) -> list[Problem]:
    """What does not refuse a filing but a reviewer should look at twice."""
    found: list[Problem] = []
    for field in form.fields:
        value = values.get(field.code)
        if field.is_file or not value or not field.asked(values):
            continue
        for cell in value if isinstance(value, list) else [value]:
            for code, zh, en in doubts(field, cell, values, on=on):
                found.append(_problem(field, code, cell, f"{field.zh}：{zh}", f"{field.en}: {en}"))
    return found


def tidied(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """The given values of the form's fields as they are kept; what the form does not ask for,
    and attachments, are left out."""
    return {
        code: tidy(field, given[code])
        for code, field in form.by_code.items()
        if code in given and not field.is_file
    }


def _field(
    field: Field,
    values: Values,
    attachments: Mapping[str, int],
    on: date,
    tables: Mapping[str, Collection[str]],
) -> Iterator[Problem]:
    if field.is_file:
        if field.required and not attachments.get(field.code):
            yield _problem(
                field, "attachment_missing", "", f"请上传{field.zh}", f"attach: {field.en}"
            )
    elif not values.get(field.code):
        if field.required:
            yield _problem(field, "missing", "", f"请填写{field.zh}", f"{field.en} is needed")
    else:
        yield from _cells(field, values, on, tables)


def _cells(
    field: Field, values: Values, on: date, tables: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    value = values[field.code]
    cells = value if isinstance(value, list) else [value]
    if len(cells) > MOST_VALUES:
        yield _problem(
            field,
            "too_many",
            "",
            f"{field.zh}：最多{MOST_VALUES}项",
            f"{field.en}: at most {MOST_VALUES}",
        )
    known = tables.get(field.table) if field.table else None
    for cell in cells[:MOST_VALUES]:
        for code, zh, en in faults(field, cell, values, on=on):
            yield _problem(field, code, cell, f"{field.zh}：{zh}", f"{field.en}: {en}")
        if known is not None and cell not in known:
            yield _problem(
                field,
                "code_unknown",
                cell,
                f"{field.zh}：代码表中没有“{cell}”",
                f"{field.en}: the code table does not hold {cell!r}",
            )


def _problem(field: Field, code: str, value: str, zh: str, en: str) -> Problem:
    shown = mask(field.personal, value) if field.personal else value[:60]
    return Problem(field.code, code, shown, zh, en)
