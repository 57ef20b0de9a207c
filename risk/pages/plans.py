"""Response plans: the list, writing an edition, releasing it, starting and drilling it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.labels import DEPARTMENTS
from risk import selectors_plans as plans
from risk.constants import LEVELS
from risk.models import Plan
from risk.pages.articles import level_label
from risk.pages.matter import (
    Act,
    DeedMixin,
    Fact,
    FormPage,
    MatterPage,
    Passage,
    Table,
    label_of,
    officials_only,
)
from risk.pages.matter_forms import MatterForm, ReasonForm, said
from risk.pages.matter_list import WRITERS, RiskList, WordsFilter, doing
from risk.pages.plan_forms import PlanForm, StartForm
from risk.rules.matters import DRAFT, PLAN, PROPOSED, RELEASED
from risk.rules.plans.definition import STEP_KINDS
from risk.rules.types import AREAS
from risk.services.plans import preparing, running
from zone_portal.framework.lists import Field, Label, ListRow, choice_filter, text_filter


def areas(row: Plan) -> str:
    """The types of risk of a plan."""
    return "、".join(said(AREAS[area]) for area in row.areas)


def department_name(code: str) -> str:
    """A department in the language of the page."""
    return str(DEPARTMENTS.get(code, code))


def after(minutes: int) -> str:
    """So long after the start: T+30 min, T+2 h."""
    if minutes % 60:
        return f"T+{minutes} min"
    return f"T+{minutes // 60} h"


class PlanFilter(WordsFilter):
    """Filters of the list."""

    q = text_filter(gettext_lazy("名称或编号"), 100)
    status = choice_filter(gettext_lazy("状态"), [])
    area = choice_filter(gettext_lazy("风险类型"), [])
    level = choice_filter(gettext_lazy("响应级别"), [])
    words = {"status": PLAN.labels, "area": AREAS, "level": LEVELS}


class PlansPage(RiskList):
    """All plans."""

    title = gettext_lazy("应急预案")
    form_class = PlanFilter
    file_name = "response-plans"
    empty_title = gettext_lazy("还没有应急预案")
    empty_text = gettext_lazy("按风险类型和级别拟定，经另一人发布后施行，可由风险事项启动或演练。")
    columns = (
        Field("number", gettext_lazy("编号"), form="link"),
        Field("title", gettext_lazy("名称")),
        Field("edition", gettext_lazy("版次"), numeric=True),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("level", gettext_lazy("响应级别"), form="state"),
        Field("areas", gettext_lazy("风险类型")),
        Field("department", gettext_lazy("指挥部门")),
        Field("drill", gettext_lazy("演练"), form="state"),
    )

    def rows(self, form: PlanFilter) -> Any:
        return plans.plans(self.viewer, form.chosen())

    def lines(self, rows: Iterable[Plan]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:plan", args=[row.pk]),
                {
                    "number": row.number,
                    "title": said((row.title_zh, row.title_en)),
                    "edition": row.edition,
                    "state": label_of(row),
                    "level": level_label(row.level),
                    "areas": areas(row),
                    "department": department_name(row.department),
                    "drill": drill_label(row) or "",
                },
            )
            for row in rows
        ]

    def views(self) -> list[tuple[str, str]]:
        return [(_("全部"), ""), (_("施行中"), "status=released"), (_("待发布"), "status=proposed")]

    def action(self) -> dict[str, Any]:
        if not self.handles():
            return {}
        return {"url": reverse("risk:plan_new"), "label": _("拟定预案")}


def drill_label(row: Plan) -> Label | None:
    """Whether a plan in force must be drilled."""
    due = plans.next_drill(row, on=timezone.localdate())
    if due is None:
        return None
    day = due.isoformat()
    if due < timezone.localdate():
        return Label("warn", _("演练已逾期（%(day)s）") % {"day": day})
    return Label("ok", _("下次演练 %(day)s 前") % {"day": day})


class NewPlanPage(FormPage):
    """Draft a plan, or with ``?from=`` a further edition of one."""

    form_class = PlanForm
    title = gettext_lazy("拟定预案")
    note = gettext_lazy("保存为草稿，提请后由另一人发布")
    button = gettext_lazy("保存草稿")
    crumb = (gettext_lazy("应急预案"), "risk:plans")

    def may_open(self) -> None:
        officials_only(self.viewer)
        if not self.viewer.roles & WRITERS:
            raise PermissionDenied

    def initial(self) -> dict[str, Any]:
        given = self.request.GET.get("from", "")
        if not given.isdecimal():
            return {}
        row = plans.plans(self.viewer, {}).filter(pk=int(given)).first()
        if row is None:
            raise Http404
        return PlanForm.typed(plans.content_of(row))

    def keep(self, form: PlanForm) -> Plan:
        """Keep what was typed."""
        return preparing.draft_plan(content=form.content(), **self.deed())

    def save(self, values: Mapping[str, Any]) -> str:
        del values
        form = PlanForm(self.request.POST)
        form.is_valid()
        return reverse("risk:plan", args=[self.keep(form).pk])


class EditPlanPage(NewPlanPage):
    """Change a draft."""

    title = gettext_lazy("修改预案")

    def row(self) -> Plan:
        """The draft."""
        found: Plan | None = plans.plans(self.viewer, {}).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def initial(self) -> dict[str, Any]:
        return PlanForm.typed(plans.content_of(self.row()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.row()
        return super().get_context_data(**kwargs)

    def keep(self, form: PlanForm) -> Plan:
        row = self.row()
        return preparing.save_plan(
            plan_id=row.pk, version=row.version, content=form.content(), **self.deed()
        )


class PlanPage(MatterPage):
    """One plan."""

    model = Plan
    crumb = (gettext_lazy("应急预案"), "risk:plans")
    url_name = "risk:plan"

    def title(self, row: Plan) -> str:
        return said((row.title_zh, row.title_en))

    def facts(self, row: Plan) -> list[Fact]:
        found = [
            Fact(_("响应级别"), level_label(row.level), "state"),
            Fact(_("风险类型"), areas(row)),
            Fact(_("版次"), row.edition, note=row.code),
            Fact(_("指挥部门"), department_name(row.department)),
            Fact(_("施行时间"), row.released_at, "moment"),
        ]
        drill = drill_label(row)
        return [*found, Fact(_("演练"), drill, "state")] if drill else found

    def passages(self, row: Plan) -> list[Passage]:
        return [
            Passage(_("启动条件"), said((row.conditions_zh, row.conditions_en))),
            Passage(_("组织指挥"), said((row.command_zh, row.command_en))),
            Passage(_("报告模板"), said((row.report_zh, row.report_en))),
        ]

    def tables(self, row: Plan) -> list[Table]:
        content = plans.content_of(row)
        return [
            Table(
                _("步骤"),
                (_("时限"), _("事项"), _("部门"), _("种类")),
                [
                    [
                        after(step.minutes),
                        said((step.zh, step.en)),
                        department_name(step.department),
                        said(STEP_KINDS[step.kind]),
                    ]
                    for step in content.steps
                ],
            ),
            Table(
                _("联络表"),
                (_("部门"), _("单位"), _("岗位"), _("值班电话")),
                [
                    [department_name(one.department), one.unit, one.post, one.telephone]
                    for one in content.contacts
                ],
            ),
        ]

    def links(self, row: Plan) -> list[tuple[Any, str]]:
        if not self.viewer.roles & WRITERS:
            return []
        if row.status == DRAFT:
            return [(_("修改"), reverse("risk:plan_edit", args=[row.pk]))]
        edition = (_("拟定新版"), f"{reverse('risk:plan_new')}?from={row.pk}")
        if row.status == RELEASED:
            return [(_("启动或演练"), reverse("risk:plan_start", args=[row.pk])), edition]
        return [edition]

    def possible(self, row: Plan) -> set[str]:
        may: dict[str, set[str]] = {
            DRAFT: {"propose", "drop"},
            PROPOSED: {"release", "back"},
            RELEASED: {"retire"},
        }
        found = may.get(row.status, set()) if self.viewer.roles & WRITERS else set()
        if "supervisor" not in self.viewer.roles:
            found = found - {"release", "retire"}
        return found - {"release"} if row.proposed_by_id == self.person.pk else found

    def acts(self) -> Iterable[Act]:
        return (
            Act(
                "release",
                _("发布施行"),
                _("发布施行"),
                _("已施行，原版次同时停用。"),
                doing(self, preparing.release_plan, "plan_id"),
                note=_("施行后不再修改，同一代码的原版次同时停用。"),
                primary=True,
            ),
            Act(
                "propose",
                _("提请发布"),
                _("提请发布"),
                _("已提请，由另一位复核负责人发布。"),
                doing(self, preparing.propose_plan, "plan_id"),
                primary=True,
            ),
            Act(
                "back",
                _("退回修改"),
                _("退回"),
                _("已退回。"),
                doing(self, preparing.send_plan_back, "plan_id", reasons="reasons"),
                ReasonForm,
            ),
            Act(
                "retire",
                _("停用预案"),
                _("停用"),
                _("已停用。"),
                doing(self, preparing.retire_plan, "plan_id", reasons="reasons"),
                ReasonForm,
            ),
            Act(
                "drop",
                _("作废草稿"),
                _("作废"),
                _("已作废。"),
                doing(self, preparing.drop_plan, "plan_id"),
                MatterForm,
            ),
        )


class PlanDeedPage(DeedMixin, PlanPage):
    """The buttons of a plan."""


class StartPage(FormPage):
    """Start a plan in force for a case (``?case=``), or drill it."""

    form_class = StartForm
    title = gettext_lazy("启动预案或演练")
    note = gettext_lazy("自启动起计时，各部门按步骤时限办理")
    button = gettext_lazy("开始计时")
    crumb = (gettext_lazy("应急预案"), "risk:plans")

    def may_open(self) -> None:
        officials_only(self.viewer)

    def initial(self) -> dict[str, Any]:
        given = self.request.GET.get("case", "")
        return {"case": int(given), "drill": "real"} if given.isdecimal() else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = plans.plans(self.viewer, {"status": RELEASED}).filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        back = reverse("risk:plan", args=[row.pk])
        return super().get_context_data(**kwargs) | {
            "title": said((row.title_zh, row.title_en)),
            "back": back,
            "crumbs": [
                {"url": reverse("risk:plans"), "label": _("应急预案")},
                {"url": back, "label": row.number},
                {"url": "", "label": self.title},
            ],
        }

    def save(self, values: Mapping[str, Any]) -> str:
        run = running.start_run(
            plan_id=self.kwargs["pk"],
            drill=values["drill"] == "drill",
            reason=values["reason"],
            case_id=values["case"],
            **self.deed(),
        )
        return running.run_link(run)
