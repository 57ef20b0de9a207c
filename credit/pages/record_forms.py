"""The forms in which one record is entered by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from credit.models import Source
from credit.pages.sharing_base import said
from credit.rules.record_kinds import KINDS, Kind
from zone_portal.framework.forms import give_choices


def text_field(label: Any, length: int, **more: Any) -> forms.CharField:
    """A line of text."""
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, widget=widget, **more)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def select_field(label: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(label=label, widget=forms.Select(attrs={"class": "form-select"}))


class EntryForm(forms.Form):
    """What every record says, whoever it is about."""

    source = select_field(gettext_lazy("来源"))
    kind = select_field(gettext_lazy("记录种类"))
    number = text_field(gettext_lazy("文号"), 80)
    occurred_date = day_field(gettext_lazy("发生日期"))
    from_date = day_field(gettext_lazy("生效日期"), required=False)
    to_date = day_field(gettext_lazy("失效日期"), required=False)
    grade = text_field(
        gettext_lazy("等级"),
        16,
        required=False,
        help_text=gettext_lazy("处罚填 minor、general 或 serious；名单填 listed 或 removed"),
    )
    value = forms.DecimalField(
        label=gettext_lazy("金额或数值"),
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal"}),
    )
    cause = text_field(gettext_lazy("事由"), 500, required=False)
    evidence = text_field(gettext_lazy("证据链接"), 300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in KINDS.values() if self.offers(kind)]
        codes = {kind.code for kind in kinds}
        sources = Source.objects.filter(active=True).exclude(adapter="own").order_by("id")
        give_choices(
            self,
            "source",
            [
                (row.code, said((row.zh, row.en)))
                for row in sources
                if codes & set(row.record_kinds)
            ],
        )
        give_choices(self, "kind", [(kind.code, said(kind.title)) for kind in kinds])

    def offers(self, kind: Kind) -> bool:
        """Whether records of a kind may be entered here."""
        return kind.shape != "tally"


class RecordForm(EntryForm):
    """One record of an enterprise."""

    subject = text_field(gettext_lazy("企业代码或统一社会信用代码"), 18)
    field_order = ("subject",)


class PersonRecordForm(EntryForm):
    """One record of a natural person."""

    id_number = text_field(
        gettext_lazy("身份证号码"),
        18,
        help_text=gettext_lazy("只保存带密钥的散列，任何页面都不显示"),
    )
    name = text_field(gettext_lazy("姓名"), 100, help_text=gettext_lazy("加密保存；平时只显示首字"))
    field_order = ("id_number", "name")

    def offers(self, kind: Kind) -> bool:
        return kind.persons
