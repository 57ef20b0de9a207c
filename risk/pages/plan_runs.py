"""Plans in use and drills: the list, one with its clock."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from risk import selectors_plans as plans
from risk.models import PlanRun
from risk.pages.matter import Act, DeedMixin, Fact, MatterPage, Passage, Table, label_of
from risk.pages.matter_forms import said
from risk.pages.matter_list import WRITERS, RiskList, WordsFilter, doing
from risk.pages.plan_forms import EndForm, ReviewForm, StepForm
from risk.pages.plans import department_name
from risk.rules.matters import ENDED, RUN, RUNNING
from risk.services.plans import running
from zone_portal.framework.lists import Field, Label, ListRow, choice_filter


class RunFilter(WordsFilter):
    """Filters of the list."""

    kind = choice_filter(gettext_lazy("启动方式"), [])
    status = choice_filter(gettext_lazy("状态"), [])
    words = {
        "kind": {"real": ("启动响应", "Response"), "drill": ("演练", "Drill")},
        "status": RUN.labels,
    }


class RunsPage(RiskList):
    """What runs, ran and was drilled."""

    title = gettext_lazy("预案启动与演练")
    form_class = RunFilter
    file_name = "plan-runs"
    empty_title = gettext_lazy("还没有启动或演练过预案")
    empty_text = gettext_lazy("在施行中的预案页面启动或演练；每个预案每年应演练两次。")
    columns = (
        Field("number", gettext_lazy("编号"), form="link"),
        Field("plan", gettext_lazy("预案")),
        Field("kind", gettext_lazy("启动方式")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("open", gettext_lazy("未完成步骤"), form="count", numeric=True),
        Field("started", gettext_lazy("启动时间"), form="full_moment"),
    )

    def rows(self, form: RunFilter) -> Any:
        return plans.runs(self.viewer, form.chosen())

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:plan_run", args=[row.pk]),
                {
                    "number": row.number,
                    "plan": said((row.plan.title_zh, row.plan.title_en)),
                    "kind": _("演练") if row.drill else _("启动响应"),
                    "state": label_of(row),
                    "open": row.open_steps,
                    "started": row.started_at,
                },
            )
            for row in rows
        ]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("响应中"), "status=running"),
            (_("待复盘"), "status=ended"),
            (_("演练"), "kind=drill"),
        ]

    def empty_action(self) -> dict[str, Any]:
        return {"url": reverse("risk:plans"), "label": _("应急预案")}


class RunPage(MatterPage):
    """One run: its clock, its steps, what was reported, what was learnt."""

    model = PlanRun
    crumb = (gettext_lazy("预案启动与演练"), "risk:plan_runs")
    related = ("plan",)
    url_name = "risk:plan_run"
    found: PlanRun

    def find(self, pk: int) -> Any:
        self.found = super().find(pk)
        return self.found

    def title(self, row: PlanRun) -> str:
        return said((row.plan.title_zh, row.plan.title_en))

    def facts(self, row: PlanRun) -> list[Fact]:
        case = str(row.case_id) if row.case_id else "—"
        return [
            Fact(_("启动方式"), _("演练") if row.drill else _("启动响应")),
            Fact(_("预案"), row.plan.number, url=reverse("risk:plan", args=[row.plan_id])),
            Fact(_("风险事项编号"), case),
            Fact(_("启动时间"), row.started_at, "moment"),
            Fact(_("终止时间"), row.ended_at, "moment"),
        ]

    def passages(self, row: PlanRun) -> list[Passage]:
        return [
            Passage(_("启动原因"), row.reason),
            Passage(_("处置结果"), row.result),
            Passage(_("复盘"), row.review),
            Passage(_("预案修改建议"), row.changes),
            Passage(
                _("报告模板"),
                said((row.plan.report_zh, row.plan.report_en)) if row.status == RUNNING else "",
            ),
        ]

    def tables(self, row: PlanRun) -> list[Table]:
        return [
            Table(
                _("步骤"),
                (_("事项"), _("部门"), _("时限"), _("状态"), _("完成情况或报告")),
                [
                    [
                        said((one.step.zh, one.step.en)),
                        department_name(one.step.department),
                        f"{localtime(one.step.due_at):%m-%d %H:%M}",
                        self._state(row, one),
                        one.step.text or "—",
                    ]
                    for one in plans.steps_of(row, now=self.now)
                ],
            )
        ]

    def possible(self, row: PlanRun) -> set[str]:
        if not self.viewer.roles & WRITERS:
            return set()
        if row.status == RUNNING:
            return {"step", "end"} if "supervisor" in self.viewer.roles else {"step"}
        return {"review"} if row.status == ENDED else set()

    def acts(self) -> Iterable[Act]:
        waiting = [step for step in self.found.todo.all() if step.done_at is None]
        acts = [
            Act(
                "end",
                _("终止响应"),
                _("终止响应"),
                _("已终止，请复盘。"),
                doing(self, running.end_run, "run_id", result="result"),
                EndForm,
            ),
            Act(
                "review",
                _("复盘"),
                _("保存复盘"),
                _("已复盘。"),
                doing(self, running.review_run, "run_id", review="review", changes="changes"),
                ReviewForm,
                primary=True,
            ),
        ]
        if not waiting:
            return acts
        step = Act(
            "step",
            _("登记步骤"),
            _("登记完成"),
            _("已登记。"),
            self._do,
            partial(StepForm, steps=waiting),
            primary=True,
        )
        return [step, *acts]

    def _do(self, pk: int, version: int, values: Mapping[str, Any]) -> None:
        del version  # steps of different departments do not disturb each other
        place = int(values["place"])
        running.do_step(run_id=pk, place=place, text=values["text"], **self.deed())

    def _state(self, row: PlanRun, one: plans.StepState) -> Label:
        step = one.step
        if step.done_at is not None:
            when = f"{localtime(step.done_at):%m-%d %H:%M}"
            done = _("完成 %(when)s") % {"when": when}
            return (
                Label("warn", _("%(done)s，超时") % {"done": done})
                if one.late
                else Label("ok", done)
            )
        if row.status != RUNNING:
            return Label("idle", _("未完成"))
        minutes = int(abs(step.due_at - self.now) / timedelta(minutes=1))
        span = f"{minutes // 60}:{minutes % 60:02}"
        if one.late:
            return Label("bad", _("超时 %(span)s") % {"span": span})
        return Label("info", _("剩余 %(span)s") % {"span": span})


class RunDeedPage(DeedMixin, RunPage):
    """The buttons of a run."""
