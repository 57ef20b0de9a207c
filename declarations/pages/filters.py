"""The filter forms of the lists: what stands in the address becomes a filter of the domain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from declarations.exports import DocumentFilter, InventoryFilter, Period, SubmissionFilter
from declarations.messages.kinds import intake_kinds
from declarations.pages.labels import CHANNELS, DIRECTIONS, NOUNS, OUTCOMES, VERDICTS

ALL = [("", _("全部"))]
MODES = [
    ("9610", _("9610 直购 / 一般出口")),
    ("1210", _("1210 保税")),
    ("1239", _("1239 保税 A")),
    ("9710", _("9710 B2B 直接出口")),
    ("9810", _("9810 出口海外仓")),
]
KINDS = [(kind.code, kind.code.removeprefix("CEB")) for kind in intake_kinds()]


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, required=False, choices=[*ALL, *choices], widget=widget)


def _text(label: Any, length: int = 60) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=length, widget=widget)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class PeriodForm(forms.Form):
    """Days of first acceptance; ``from`` is a word of Python, so the fields are made here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = _day(_("接收日期自"))
        self.fields["to"] = _day(_("至"))

    def chosen(self) -> dict[str, Any]:
        """The fields that are filled in and make sense; the others filter nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def period(self, chosen: dict[str, Any]) -> Period:
        return Period(chosen.pop("from", None), chosen.pop("to", None))


class InventoryForm(PeriodForm):
    """Filters of the list of declarations, named like the official elements."""

    outcome = _choice(_("结果"), [(code, label.text) for code, label in OUTCOMES.items()])
    waiting = _choice(_("等待"), [(n, NOUNS[n]) for n in ("order", "payment", "waybill")])
    direction = _choice(_("进出口"), DIRECTIONS.items())
    mode = _choice(_("监管方式"), MODES)
    orderNo = _text(_("订单编号"))  # noqa: N815  official element name
    logisticsNo = _text(_("物流运单编号"))  # noqa: N815
    copNo = _text(_("企业内部编号"))  # noqa: N815
    party = _text(_("企业代码或名称"), 100)
    code = _text(_("问题代码"), 12)
    turn = _choice(_("轮到"), [("ours", _("本企业"))])

    def filter(self) -> InventoryFilter:
        chosen = self.chosen()
        period = self.period(chosen)
        names = {"orderNo": "order_no", "logisticsNo": "logistics_no", "copNo": "cop_no"}
        return InventoryFilter(
            **{names.get(name, name): value for name, value in chosen.items()}, period=period
        )


class DocumentForm(PeriodForm):
    """Filters of the lists of orders, payments and waybills."""

    number = _text(_("单证编号"))
    orderNo = _text(_("订单编号"))  # noqa: N815
    direction = _choice(_("进出口"), DIRECTIONS.items())
    party = _text(_("企业代码或名称"), 100)

    def filter(self) -> DocumentFilter:
        chosen = self.chosen()
        period = self.period(chosen)
        order_no = chosen.pop("orderNo", "")
        return DocumentFilter(**chosen, order_no=order_no, period=period)


class SubmissionForm(PeriodForm):
    """Filters of the list of submissions."""

    kind = _choice(_("报文类型"), KINDS)
    verdict = _choice(_("含有结果"), [(code, label.text) for code, label in VERDICTS.items()])
    channel = _choice(_("通道"), CHANNELS.items())
    sender = _text(_("发送企业"), 100)

    def filter(self) -> SubmissionFilter:
        chosen = self.chosen()
        period = self.period(chosen)
        return SubmissionFilter(**chosen, period=period)
