"""The task list: each section of a form as a step with its state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.pages.fields import filled
from enterprises.pages.labels import language
from enterprises.rules.forms.shape import Form, Section
from enterprises.rules.registration import Problem
from zone_portal.framework.lists import Label

MISSING = frozenset({"missing", "attachment_missing"})
"""Codes of the problems that something required is not there yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """One section: where it is filled in, and how far it is."""

    code: str
    label: str
    url: str
    status: Label
    hint: str
    current: bool = False

    @property
    def tone(self) -> str:
        return self.status.tone

    @property
    def state(self) -> str:
        return str(self.status.text)

    @property
    def is_done(self) -> bool:
        return self.status.tone == "ok"


def steps_of(
    form: Form,
    filing_id: int,
    *,
    values: Mapping[str, Any],
    files: Iterable[str],
    problems: Sequence[Problem],
    remarked: Mapping[str, int],
    current: str = "",
) -> list[Step]:
    """The steps in the order of the form; ``remarked`` counts the open remarks by field."""
    attached = set(files)
    steps = []
    for section in form.sections:
        codes = {field.code for field in section.fields}
        own = [problem for problem in problems if problem.field in codes]
        asked = sum(count for code, count in remarked.items() if code in codes)
        steps.append(
            Step(
                code=section.code,
                label=section.label(language()),
                url=reverse("enterprises:filing_section", args=[filing_id, section.code]),
                status=_status(own, asked, started=filled(section, values, attached)),
                hint=_hint(section),
                current=section.code == current,
            )
        )
    return steps


def _status(problems: Sequence[Problem], remarked: int, *, started: bool) -> Label:
    if remarked:
        text = ngettext("需补正 %(count)s 处", "需补正 %(count)s 处", remarked)
        return Label("warn", text % {"count": remarked})
    wrong = [problem for problem in problems if problem.code not in MISSING]
    if wrong:
        text = ngettext("有 %(count)s 处问题", "有 %(count)s 处问题", len(wrong))
        return Label("bad", text % {"count": len(wrong)})
    if not started:
        return Label("idle", _("未开始"))
    if problems:
        text = ngettext("还差 %(count)s 项", "还差 %(count)s 项", len(problems))
        return Label("info", text % {"count": len(problems)})
    return Label("ok", _("已完成"))


def _hint(section: Section) -> str:
    files = [
        field.label(language()) for field in section.fields if field.is_file and field.required
    ]
    if not files:
        return ""
    return _("需准备：%(names)s") % {"names": _("、").join(files[:3]) + ("…" if files[3:] else "")}
