"""The forms of a mandate and of a consent."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.constants import CONSENT_DATA
from enterprises.pages.people_labels import MESSAGE_KINDS, data_label
from enterprises.rules.entrusting import Entrustment, Permission
from zone_portal.kernel.errors import PortalError

INPUT_OF = {"data": "items"}
"""The input of a field of the domain, where a form cannot call it so."""
REQUIRED = {"required": _("请填写此项")}


def _code(label: Any, help_text: Any) -> forms.CharField:
    attrs = {"class": "form-control", "autocomplete": "off", "autocapitalize": "characters"}
    return forms.CharField(
        label=label,
        max_length=18,
        help_text=help_text,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs=attrs),
    )


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        error_messages={**REQUIRED, "invalid": _("日期应为 2026-01-31 的形式")},
        widget=widget,
    )


class TickBoxes(forms.CheckboxSelectMultiple):
    """Boxes to tick; the id of the whole is that of its fieldset, where an error summary leads."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_ if index is None else super().id_for_label(id_, index)


def _choices(label: Any, missing: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        error_messages={"required": missing},
        widget=TickBoxes,
    )


class MandateForm(forms.Form):
    """Whom to entrust with what, from when until when."""

    agent = _code(_("受托方代码"), _("海关编码（10 位）或统一社会信用代码（18 位）"))
    kinds = _choices(_("委托报送的单证"), _("请至少选择一种单证"))
    valid_from = _day(_("生效日期"))
    valid_to = _day(_("失效日期"), _("自该日起不再有效；不填则长期有效"), required=False)
    note = forms.CharField(
        label=_("说明（选填）"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kinds"]
        field.choices = [(kind, f"{label} {kind}") for kind, label in MESSAGE_KINDS.items()]

    def entrustment(self) -> Entrustment:
        """What the form says, once it is valid."""
        given = self.cleaned_data
        return Entrustment(
            agent_code=given["agent"],
            kinds=tuple(given["kinds"]),
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            note=given["note"],
        )


class ConsentForm(forms.Form):
    """Whom to let know what, for which purpose, until when."""

    recipient = _code(
        _("被授权机构代码"), _("已备案的金融保险机构、支付企业或服务商的海关编码或统一社会信用代码")
    )
    purpose = forms.CharField(
        label=_("用途"),
        max_length=200,
        help_text=_("写明具体事项，例如：流动资金贷款审核"),
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    items = _choices(_("可查询的数据"), _("请至少选择一项数据"))
    valid_to = _day(_("失效日期"), _("自该日起不能再查询；可随时撤回"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["items"]
        field.choices = [(item, data_label(item)) for item in CONSENT_DATA]

    def permission(self) -> Permission:
        """What the form says, once it is valid."""
        given = self.cleaned_data
        return Permission(
            recipient_code=given["recipient"],
            purpose=given["purpose"],
            data=tuple(given["items"]),
            valid_to=given["valid_to"],
        )


def add_problems(form: forms.Form, refusal: PortalError) -> None:
    """Put what a service found wrong at its fields; what has no field stands above the form."""
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    problems = refusal.details.get("problems", [])
    for problem in problems:
        field = INPUT_OF.get(problem["field"], problem["field"])
        name = field if field in form.fields else None
        form.add_error(name, problem[language])
    if not problems:
        form.add_error(None, refusal.text(language))
