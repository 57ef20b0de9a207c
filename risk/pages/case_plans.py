"""Response plans on the page of a risk case: those that run for it, those that may be started."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from enterprises.viewers import Viewer
from risk import selectors_plans as plans
from risk.models import Case, Plan
from risk.pages.articles import level_label
from risk.pages.matter import Table, label_of
from risk.pages.matter_forms import said
from risk.pages.matter_list import WRITERS
from risk.rules.types import TYPES


def plan_tables(viewer: Viewer, case: Case, *, is_open: bool) -> list[Table]:
    """Runs for a case, and while it is open the plans for its type, each with its way to start."""
    found = []
    if runs := plans.runs_of_case(viewer, case.pk):
        begun: list[list[Any]] = [
            [
                {"url": reverse("risk:plan_run", args=[run.pk]), "text": run.number},
                said((run.plan.title_zh, run.plan.title_en)),
                label_of(run),
                f"{localtime(run.started_at):%Y-%m-%d %H:%M}",
            ]
            for run in runs
        ]
        heads = [_("编号"), _("预案"), _("状态"), _("启动时间")]
        found.append(Table(_("已启动的预案"), heads, begun))
    if is_open and viewer.roles & WRITERS:
        area = TYPES[case.type].area if case.type in TYPES else ""
        near = [plan for plan in plans.plans_for(viewer, area) if area in plan.areas]
        if near:
            heads = [_("预案"), _("响应级别"), _("办理")]
            rows = [_startable(plan, case) for plan in near]
            found.append(Table(_("可启动的预案"), heads, rows))
    return found


def _startable(plan: Plan, case: Case) -> list[Any]:
    start = f"{reverse('risk:plan_start', args=[plan.pk])}?case={case.pk}"
    return [
        said((plan.title_zh, plan.title_en)),
        level_label(plan.level),
        {"url": start, "text": _("启动 %(number)s") % {"number": plan.number}},
    ]
