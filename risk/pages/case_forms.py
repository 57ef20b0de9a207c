"""Forms of what is done about a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from risk.models.joint import RECEIVERS
from risk.pages.case_labels import department, type_name
from risk.pages.matter_forms import MatterForm, area, choice, day, offer, said, text
from risk.rules.cases import states
from risk.rules.cases.grading import LEVELS
from risk.rules.cases.sharing import ALWAYS, FIELDS
from risk.rules.subjects import KINDS
from risk.rules.types import TYPES

LEVEL_WORDS = {code: (level.zh, level.en) for code, level in LEVELS.items()}
CHOOSE = gettext_lazy("请选择")


def several(label: Any, *, hint: Any = "") -> forms.MultipleChoiceField:
    """Some of a list."""
    widget = forms.SelectMultiple(attrs={"class": "form-select", "size": 6})
    return forms.MultipleChoiceField(label=label, required=False, widget=widget, help_text=hint)


class AssessForm(MatterForm):
    """How grave, and why."""

    level = choice(gettext_lazy("级别"))
    note = area(gettext_lazy("评估意见"), 500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["level"], LEVEL_WORDS, blank=CHOOSE)


class WhyForm(MatterForm):
    """Why."""

    reasons = area(gettext_lazy("理由"), 500)


class RefuseRedForm(MatterForm):
    """Why it is not red."""

    red_reasons = area(gettext_lazy("理由"), 500, rows=2)


class BackForm(MatterForm):
    """Why it goes back."""

    back_reasons = area(gettext_lazy("理由"), 500, rows=2)


class AssignForm(MatterForm):
    """To which unit, until when."""

    organisation = choice(gettext_lazy("责任单位"))
    until = day(
        gettext_lazy("期限"), needed=False, hint=gettext_lazy("不填按级别的规定期限；不能更晚")
    )
    note = text(gettext_lazy("说明"), 200, needed=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.choices = [("", CHOOSE), *units]


class HandleForm(MatterForm):
    """What was done."""

    measure = choice(gettext_lazy("处置措施"))
    result = area(gettext_lazy("处置结果"), 2000)
    evidence = text(
        gettext_lazy("证据"), 500, needed=False, hint=gettext_lazy("文书编号、查验记录或链接")
    )
    tell_firm = area(
        gettext_lazy("告知企业"),
        300,
        needed=False,
        rows=2,
        hint=gettext_lazy("填写后发给企业管理员和申报员；不写规则和分值"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["measure"], states.MEASURES, blank=CHOOSE)


class ReviewForm(MatterForm):
    """What the review found."""

    verdict = choice(gettext_lazy("复查结论"))
    review = area(gettext_lazy("复查意见"), 2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["verdict"], states.VERDICTS, blank=CHOOSE)


class AskForm(MatterForm):
    """Whom to ask what, and what to tell them."""

    department = choice(gettext_lazy("部门"), needed=False)
    zone = text(
        gettext_lazy("其他综试区"),
        60,
        needed=False,
        hint=gettext_lazy("只告知主体代码和风险类型"),
    )
    question = area(gettext_lazy("请求事项"), 1000)
    fields_told = several(
        gettext_lazy("共享内容"), hint=gettext_lazy("主体代码和风险类型总会告知；其余按需选择")
    )

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department"]
        field.choices = [("", CHOOSE), *departments]
        told: Any = self.fields["fields_told"]
        told.choices = [(code, said(w)) for code, w in FIELDS.items() if code not in ALWAYS]


class HandOverForm(MatterForm):
    """To whom, and why."""

    department = choice(gettext_lazy("接收部门"))
    package_reason = area(gettext_lazy("移交理由"), 500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department"]
        field.choices = [("", CHOOSE), *((code, department(code)) for code in RECEIVERS)]


class AnswerForm(MatterForm):
    """The answer of whoever was asked."""

    answer = area(gettext_lazy("答复"), 2000)
    reference = text(gettext_lazy("本部门编号"), 80, needed=False)


class SignalForm(MatterForm):
    """A signal that an officer enters."""

    type = choice(gettext_lazy("风险类型"))
    kind = choice(gettext_lazy("主体种类"))
    subject = text(
        gettext_lazy("主体代码"),
        80,
        hint=gettext_lazy("企业填统一社会信用代码或海关编码；自然人证件号只存加密摘要"),
    )
    label = text(gettext_lazy("主体名称"), 100, needed=False, hint=gettext_lazy("企业不用填写"))
    level = choice(gettext_lazy("建议级别"))
    source = choice(gettext_lazy("来源"))
    reference = text(gettext_lazy("来源编号"), 80, needed=False)
    text = area(gettext_lazy("情况说明"), 2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types: Any = self.fields["type"]
        types.choices = [("", CHOOSE), *((code, type_name(code)) for code in TYPES)]
        offer(self.fields["kind"], KINDS)
        offer(self.fields["level"], LEVEL_WORDS, blank=CHOOSE)
        told = {c: w for c, w in states.SOURCES.items() if c in {"department", "complaint", "news"}}
        offer(self.fields["source"], told)


class DutyForm(MatterForm):
    """Who does what about a type of risk, from which day."""

    lead = choice(gettext_lazy("牵头部门"))
    support = several(gettext_lazy("配合部门"))
    contact = text(
        gettext_lazy("联系岗位"),
        100,
        needed=False,
        hint=gettext_lazy("写岗位和办公电话，不写个人电话"),
    )
    substitute = text(gettext_lazy("替补岗位"), 100, needed=False)
    basis = text(gettext_lazy("依据"), 300)
    valid_from = day(gettext_lazy("生效日期"), hint=gettext_lazy("以前的日期仍按以前的职责"))

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        support: Any = self.fields["support"]
        lead.choices = [("", CHOOSE), *departments]
        support.choices = departments
