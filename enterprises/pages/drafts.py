"""A filing as its applicant works on it: form, values, papers, problems and open remarks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from enterprises import dossiers
from enterprises import selectors_filings as filings
from enterprises.models import Attachment, Filing
from enterprises.pages.fields import Drawn, written
from enterprises.pages.labels import FILING_TYPES, language, words
from enterprises.pages.line_kinds import LINE_FIELDS
from enterprises.pages.line_steps import lines_url, with_lines
from enterprises.pages.steps import Step, steps_of
from enterprises.rules.forms import Field, Form, Problem, Section
from enterprises.services.filing import submitting
from enterprises.states import RETURNED


@dataclass(frozen=True)
class Draft:
    """Everything the wizard's pages need, read once."""

    filing: Filing
    at: datetime

    @cached_property
    def values(self) -> Mapping[str, Any]:
        return filings.values_of(self.filing)

    @cached_property
    def masked(self) -> Mapping[str, Any]:
        return filings.masked_values(self.filing)

    @cached_property
    def form(self) -> Form:
        return filings.form_of(self.filing)

    @cached_property
    def files(self) -> Mapping[str, Sequence[Attachment]]:
        return dossiers.files_of(self.filing)

    @cached_property
    def problems(self) -> list[Problem]:
        return submitting.problems_of(self.filing, at=self.at)

    @cached_property
    def remarks(self) -> Sequence[dossiers.OpenRemark]:
        """What reviewers asked for in the version they returned, as far as it is not changed."""
        return dossiers.open_remarks(self.filing) if self.filing.status == RETURNED else ()

    @property
    def title(self) -> str:
        return str(FILING_TYPES[self.filing.type])

    @property
    def reference(self) -> str:
        return self.filing.number or reference_of(self.filing)

    def steps(self, current: str = "") -> list[Step]:
        """The task list."""
        steps = steps_of(
            self.form,
            self.filing.id,
            values=self.values,
            files=self.files,
            problems=self.problems,
            remarked=Counter(remark.field for remark in self.remarks if not remark.answered),
            current=current,
        )
        return with_lines(self.filing, steps, self.problems, current=current)

    def drawn(self, typed: Mapping[str, Any], problems: Mapping[str, list[str]]) -> Drawn:
        """What the fields are drawn from."""
        remarks: dict[str, list[str]] = {}
        earlier: dict[str, str] = {}
        for remark in self.remarks:
            remarks.setdefault(remark.field, []).append(remark.text)
            field = self.form.by_code.get(remark.field)
            if field is not None:
                earlier[remark.field] = written(field, remark.earlier)
        return Drawn(self.values, self.masked, typed, problems, remarks, earlier, self.files)

    def url_of(self, field: str) -> str:
        """Where a field is filled in."""
        section = self.form.section_of(field)
        if section is None and field in LINE_FIELDS:
            return lines_url(self.filing)
        if section is None:
            return reverse("enterprises:filing", args=[self.filing.id])
        url = reverse("enterprises:filing_section", args=[self.filing.id, section.code])
        return f"{url}#{anchor(self.form.by_code[field])}"

    def label_of(self, field: str) -> str:
        """The name of a field; of none, the filing as a whole."""
        found = self.form.by_code.get(field)
        return found.label(language()) if found else self.title


def anchor(field: Field) -> str:
    """The id of the input, where a line of an error summary leads."""
    return f"field-{field.code}"


def reference_of(filing: Filing) -> str:
    """The number to quote before the filing has its own."""
    return f"SL{filing.id:06}"


def by_field(problems: Sequence[Problem], section: Section | None = None) -> dict[str, list[str]]:
    """The sentences of problems by field; with ``section`` only those of its fields."""
    codes = None if section is None else {field.code for field in section.fields}
    found: dict[str, list[str]] = {}
    for problem in problems:
        if codes is None or problem.field in codes:
            found.setdefault(problem.field, []).append(text_of(problem))
    return found


def text_of(problem: Problem | Mapping[str, Any]) -> str:
    """The sentence of a problem in the language of the page."""
    if isinstance(problem, Problem):
        return problem.zh if language().startswith("zh") else _capital(problem.en)
    return words(problem)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
