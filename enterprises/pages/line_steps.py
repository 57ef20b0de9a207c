"""The lines of a filing as a step of its task list."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models import Filing
from enterprises.pages.line_kinds import KINDS, LINE_FIELDS
from enterprises.pages.steps import Step
from enterprises.rules.registration import Problem
from enterprises.selectors_goods import line_changes
from enterprises.services.filing_lines import working_lines
from zone_portal.framework.lists import Label


def with_lines(
    filing: Filing, steps: list[Step], problems: Sequence[Problem], *, current: str = ""
) -> list[Step]:
    """The steps with that of the lines, where a filing of this type has lines."""
    kind = KINDS.get(filing.type)
    if kind is None:
        return steps
    count = working_lines(kind.model, filing).count()
    wrong = [problem for problem in problems if problem.field in LINE_FIELDS]
    if not count:
        status = Label("idle", _("未开始"))
    elif wrong:
        text = ngettext("有 %(count)s 处问题", "有 %(count)s 处问题", len(wrong))
        status = Label("bad", text % {"count": len(wrong)})
    else:
        status = Label("ok", _("已完成"))
    lines = ngettext("%(count)s 行", "%(count)s 行", count) % {"count": count}
    step = Step(
        code="lines",
        label=str(kind.title),
        url=lines_url(filing),
        status=status,
        hint=lines if count else _("逐行录入，或上传 Excel / CSV"),
        current=current == "lines",
    )
    return [*steps, step]


def has_lines(filing: Filing) -> bool:
    """Whether filings of this type have lines."""
    return filing.type in KINDS


def differing_lines(filing: Filing, version: int) -> int:
    """How many lines of a version differ from what was before; 0 without lines."""
    kind = KINDS.get(filing.type)
    if kind is None:
        return 0
    changes = line_changes(kind.model, filing, version)
    return len(changes.added) + len(changes.changed) + len(changes.removed)


def lines_url(filing: Filing) -> str:
    """Where the lines are entered."""
    return reverse("enterprises:filing_lines", args=[filing.pk])
