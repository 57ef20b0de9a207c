"""Templates of analysis reports: edited as a draft, checked as a whole, put into use."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services.audit import Actor, label_of
from enterprises.rules.registration import Problem
from enterprises.viewers import Viewer
from statistics_app.constants import COVERAGES
from statistics_app.models import AnalysisTemplate, AnalysisTemplateStep
from statistics_app.rules.analysis.reporting import MONTHLY, PERIODS, SHIPPED, wrong_with_sections
from statistics_app.services.analysis.common import enter, locked, move, still_open
from statistics_app.services.governance.common import (
    Deed,
    missing,
    must_be_office,
    need_text,
    refuse_problems,
)
from statistics_app.states import DRAFT, IN_USE, RETIRED

FIELDS: Final = ("title_zh", "title_en", "when", "zh", "en", "table")
LONGEST: Final = 4000
SHIPPED_CODE: Final = "monthly"


@transaction.atomic
def draft_template(
    *,
    code: str,
    title_zh: str,
    title_en: str,
    period: str,
    coverage: str,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> AnalysisTemplate:
    """Draft the next edition of a template, or a new one, from its last sections or shipped ones.

    :raises Refusal: ``statistics_not_yours``; ``statistics_incomplete`` (422) with everything that
        is wrong; ``analysis_open`` (409) while another draft of it is there.
    """
    must_be_office(viewer)
    code = code.strip()
    last = AnalysisTemplate.objects.filter(code=code).order_by("-edition").first()
    problems = need_text("reason", reason, "请写明理由", "Say why")
    if not code or not code.replace("-", "").isalnum() or not code.isascii():
        told = "代码只用小写字母、数字和连字符", "A code has small letters, digits and hyphens only"
        problems.append(missing("code", *told))
    for name, text in (("title_zh", title_zh), ("title_en", title_en)):
        problems += need_text(name, text, "请填写中英文名称", "Give it a title in both languages")
    if period not in PERIODS:
        problems.append(missing("period", "请选择月度或季度", "Choose month or quarter"))
    if coverage not in COVERAGES:
        problems.append(missing("coverage", "请选择口径", "Choose the coverage"))
    refuse_problems(problems)
    if last is not None and last.status == DRAFT:
        raise still_open()
    row = AnalysisTemplate(
        code=code,
        edition=last.edition + 1 if last else 1,
        title_zh=title_zh.strip()[:120],
        title_en=title_en.strip()[:120],
        period=period,
        coverage=coverage,
        sections=last.sections if last else [dict(one) for one in SHIPPED],
        reason=reason.strip()[:500],
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise still_open() from error
    enter(row, "", "drafted", Deed(by, at, origin), note=row.reason)
    return row


@transaction.atomic
def save_template(
    *,
    template_id: int,
    version: int,
    sections: Sequence[Mapping[str, Any]],
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> AnalysisTemplate:
    """Keep the sections of a draft as they are typed; what is wrong is told beside them.

    :raises Refusal: as :func:`locked`.
    """
    row: AnalysisTemplate = locked(AnalysisTemplate, template_id, viewer, version, DRAFT)
    row.sections = [cleaned(one) for one in sections]
    row.version += 1
    row.save(update_fields=["sections", "version"])
    enter(row, DRAFT, "saved", Deed(by, at, origin))
    return row


def cleaned(section: Mapping[str, Any]) -> dict[str, Any]:
    """A section as it is kept."""
    found = {name: str(section.get(name, "")).strip()[:LONGEST] for name in FIELDS}
    return {**found, "chart": bool(section.get("chart"))}


@transaction.atomic
def use_template(
    *, template_id: int, version: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> AnalysisTemplate:
    """Put a draft into use; the edition before it retires, what was made by it stays.

    :raises Refusal: as :func:`locked`; ``statistics_incomplete`` (422) with all that is wrong.
    """
    row: AnalysisTemplate = locked(AnalysisTemplate, template_id, viewer, version, DRAFT)
    refuse_problems(wrong_with(row))
    deed = Deed(by, at, origin)
    for old in AnalysisTemplate.objects.select_for_update().filter(code=row.code, status=IN_USE):
        move(old, RETIRED, "retired", deed)
    move(row, IN_USE, "used", deed)
    return row


def wrong_with(row: AnalysisTemplate) -> list[Problem]:
    """Everything that is wrong with a template, at its fields, with what was found there."""
    return [
        Problem(
            one.where.split(":")[0],
            "statistics_incomplete",
            one.found,
            f"{_place(one.where, 0)}：{one.zh}{f'（{one.found}）' if one.found else ''}",
            f"{_place(one.where, 1)}: {one.en}{f' ({one.found})' if one.found else ''}",
        )
        for one in wrong_with_sections(row.sections)
    ]


def _place(where: str, language: int) -> str:
    """``s2-zh:3`` in words: section, field and line."""
    field, _, line = where.partition(":")
    if not field.startswith("s") or "-" not in field:
        return ("章节", "Sections")[language]
    number, name = field[1:].split("-", 1)
    names = {
        "when": ("条件", "condition"),
        "title_zh": ("标题", "title"),
        "title_en": ("英文标题", "English title"),
        "zh": ("中文", "Chinese"),
        "en": ("英文", "English"),
        "table": ("表", "table"),
    }[name]
    if language:
        return f"Section {number}, {names[1]}{f', line {line}' if line else ''}"
    return f"第 {number} 节{names[0]}{f'第 {line} 段' if line else ''}"


@transaction.atomic
def load_shipped(*, by: Actor, at: datetime) -> int:
    """The shipped template, where there is none; returns how many were added."""
    if AnalysisTemplate.objects.exists():
        return 0
    row = AnalysisTemplate.objects.create(
        code=SHIPPED_CODE,
        edition=1,
        title_zh="跨境电商统计分析报告",
        title_en="Analysis of cross-border e-commerce",
        period=MONTHLY,
        coverage="A",
        sections=[dict(one) for one in SHIPPED],
        reason="随平台提供",
        status=IN_USE,
    )
    AnalysisTemplateStep.objects.create(
        template=row,
        source="",
        target=IN_USE,
        deed="used",
        at=at,
        by=None,
        by_label=label_of(by)[:128],
    )
    return 1
