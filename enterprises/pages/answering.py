"""A filing read whole: its sections with their answers, alone or beside an earlier version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from enterprises.models import Attachment
from enterprises.pages.fields import written
from enterprises.pages.labels import language
from enterprises.rules.forms import Field, Form, Section


@dataclass(frozen=True, slots=True)
class Row:
    """One field with its answer. ``old`` is what an earlier version said where it differs;
    ``said`` are remarks that stand at it, ``remark`` the one being written."""

    code: str
    label: str
    text: str = ""
    is_file: bool = False
    files: Sequence[Any] = ()
    problems: Sequence[str] = ()
    changed: bool = False
    old: str = ""
    said: Sequence[Any] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a filing."""

    code: str
    label: str
    basis: str
    url: str
    rows: Sequence[Row]

    @property
    def changed(self) -> int:
        """How many rows differ from the earlier version."""
        return sum(row.changed for row in self.rows)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the rows are made of: ``values`` masked where they are personal, ``asked_by`` the
    values in the clear, which decide what is asked for at all."""

    values: Mapping[str, Any]
    asked_by: Mapping[str, Any]
    files: Mapping[str, Sequence[Attachment]]
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    only: frozenset[str] | None = None


def parts_of(form: Form, answers: Answers, *, filing_id: int = 0) -> list[Part]:
    """The sections that have anything to show, in the order of the form; with ``filing_id`` each
    leads to where it is filled in."""
    parts = []
    for section in form.sections:
        rows = [_row(given, answers) for given in section.fields if _shown(given, answers)]
        if rows:
            parts.append(_part(section, rows, filing_id))
    return parts


def _part(section: Section, rows: Sequence[Row], filing_id: int) -> Part:
    url = ""
    if filing_id:
        url = reverse("enterprises:filing_section", args=[filing_id, section.code])
    return Part(section.code, section.label(language()), section.basis, url, rows)


def _shown(given: Field, answers: Answers) -> bool:
    if answers.only is not None and given.code not in answers.only:
        return False
    return given.asked(answers.asked_by) or given.code in answers.changes


def _row(given: Field, answers: Answers) -> Row:
    code = given.code
    return Row(
        code=code,
        label=given.label(language()),
        text="" if given.is_file else written(given, answers.values.get(code)),
        is_file=given.is_file,
        files=answers.files.get(code, ()) if given.is_file else (),
        problems=answers.problems.get(code, ()),
        changed=code in answers.changes,
        old=answers.changes.get(code, ""),
        said=answers.said.get(code, ()),
        remark=answers.remarks.get(code, ""),
    )
