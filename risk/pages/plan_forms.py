"""The forms of risk points, plans and runs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.labels import DEPARTMENTS
from risk.constants import LEVELS
from risk.models import RunStep
from risk.pages import matter_forms as fields
from risk.pages.matter_forms import MatterForm, offer, said, set_choices
from risk.rules.plans.definition import (
    PlanContent,
    as_lines,
    read_contacts,
    read_steps,
)
from risk.rules.plans.points import NODES, PointContent
from risk.rules.types import AREAS, TYPES

_CHOOSE = gettext_lazy("请选择")


def departments(field: forms.Field) -> None:
    """Offer the departments."""
    set_choices(field, [("", _CHOOSE), *DEPARTMENTS.items()])


class PointForm(MatterForm):
    """A risk point."""

    node = fields.choice(gettext_lazy("流程节点"))
    type = fields.choice(gettext_lazy("风险类型"))
    cause_zh = fields.area(gettext_lazy("成因"), 300, rows=2)
    cause_en = fields.area(gettext_lazy("英文成因"), 500, rows=2)
    control_zh = fields.area(gettext_lazy("防控措施"), 300, rows=2)
    control_en = fields.area(gettext_lazy("英文防控措施"), 500, rows=2)
    department = fields.choice(gettext_lazy("责任部门"))
    every_days = fields.whole(gettext_lazy("检查周期（天）"), least=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["node"], NODES, blank=_CHOOSE)
        titles = {
            code: (f"{code} {t.title[0]}", f"{code} {t.title[1]}") for code, t in TYPES.items()
        }
        offer(self.fields["type"], titles, blank=_CHOOSE)
        departments(self.fields["department"])

    def content(self) -> PointContent:
        """What was typed, as the domain reads it."""
        return PointContent(**self.cleaned_data)


class CheckForm(MatterForm):
    """What a check found."""

    found = forms.BooleanField(
        label=gettext_lazy("发现问题"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    note = fields.area(gettext_lazy("检查情况"), 500, hint=gettext_lazy("不少于 10 字"))


class PlanForm(MatterForm):
    """A response plan; steps and contacts are lines."""

    code = forms.SlugField(
        label=gettext_lazy("代码"),
        max_length=40,
        help_text=gettext_lazy("同一代码的预案按版次更替，如 data-security"),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    title_zh = fields.text(gettext_lazy("名称"), 120)
    title_en = fields.text(gettext_lazy("英文名称"), 200)
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("风险类型"),
        widget=forms.SelectMultiple(attrs={"class": "form-select", "size": 5}),
        help_text=gettext_lazy("按住 Ctrl 可多选"),
    )
    level = fields.choice(gettext_lazy("响应级别"))
    department = fields.choice(gettext_lazy("指挥部门"))
    conditions_zh = fields.area(gettext_lazy("启动条件"), 2000, rows=2)
    conditions_en = fields.area(gettext_lazy("英文启动条件"), 4000, rows=2)
    command_zh = fields.area(gettext_lazy("组织指挥"), 2000, rows=2)
    command_en = fields.area(gettext_lazy("英文组织指挥"), 4000, rows=2)
    contacts = fields.area(
        gettext_lazy("联络表"),
        4000,
        rows=4,
        hint=gettext_lazy("每行：部门代码 | 单位 | 岗位 | 值班电话。不填个人手机号。"),
    )
    steps = fields.area(
        gettext_lazy("步骤"),
        8000,
        rows=8,
        hint=gettext_lazy(
            "每行：启动后分钟数 | 事项 | 英文事项 | 部门代码 | 种类；"
            "种类为 action（处置）、report（信息报告）或 daily（每日报告）。"
        ),
    )
    report_zh = fields.area(gettext_lazy("报告模板"), 2000, rows=6)
    report_en = fields.area(gettext_lazy("英文报告模板"), 4000, rows=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["areas"], AREAS)
        offer(self.fields["level"], LEVELS, blank=_CHOOSE)
        departments(self.fields["department"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, read in (("steps", read_steps), ("contacts", read_contacts)):
            _, problems = read(given.get(name, ""))
            for problem in problems:
                self.add_error(name, said((problem.zh, problem.en)))
        return given

    def content(self) -> PlanContent:
        """What was typed, as the domain reads it."""
        given = dict(self.cleaned_data)
        given["areas"] = tuple(given["areas"])
        given["steps"] = tuple(read_steps(given["steps"])[0])
        given["contacts"] = tuple(read_contacts(given["contacts"])[0])
        return PlanContent(**given)

    @staticmethod
    def typed(content: PlanContent) -> dict[str, Any]:
        """A plan as the form shows it."""
        given = {name: getattr(content, name) for name in PlanContent.__slots__}
        lines = {name: as_lines(given[name]) for name in ("contacts", "steps")}
        return given | lines


class StartForm(MatterForm):
    """Start a plan, or drill it."""

    drill = forms.ChoiceField(
        label=gettext_lazy("启动方式"),
        choices=[
            ("", _CHOOSE),
            ("real", gettext_lazy("启动响应")),
            ("drill", gettext_lazy("演练")),
        ],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    case = forms.IntegerField(
        label=gettext_lazy("风险事项编号"),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric"}),
        help_text=gettext_lazy("由风险事项启动时自动填写；演练不填"),
    )
    reason = fields.area(gettext_lazy("启动原因"), 1000, hint=gettext_lazy("不少于 10 字"))


class StepForm(MatterForm):
    """Enter that a step was done."""

    place = fields.choice(gettext_lazy("步骤"))
    text = fields.area(
        gettext_lazy("完成情况或报告"), 4000, rows=6, hint=gettext_lazy("不少于 10 字")
    )

    def __init__(self, *args: Any, steps: Sequence[RunStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(
            self.fields["place"],
            [(str(step.place), f"{step.place}. {said((step.zh, step.en))}") for step in steps],
        )


class EndForm(MatterForm):
    """How it ended."""

    result = fields.area(gettext_lazy("处置结果"), 2000, hint=gettext_lazy("不少于 10 字"))


class ReviewForm(MatterForm):
    """What is learnt from it."""

    review = fields.area(
        gettext_lazy("复盘"), 2000, hint=gettext_lazy("做得好的、不足的；不少于 10 字")
    )
    changes = fields.area(gettext_lazy("预案修改建议"), 2000, needed=False)
