"""The forms of market purchase."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from declarations.services.market import RECORD_COLUMNS

TYPED: Final = {"class": "form-control", "autocomplete": "off"}
NEEDED: Final = {"required": gettext_lazy("请填写")}
LARGEST: Final = 4 * 1024 * 1024


def text(label: Any, length: int, **more: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label,
        max_length=length,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs=TYPED),
        **more,
    )


class RecordForm(forms.Form):
    """A declaration under 1039; what its values mean is checked by the domain."""

    number = text(gettext_lazy("报关单编号"), 18, help_text=gettext_lazy("18 位数字"))
    declared_on = forms.CharField(
        label=gettext_lazy("申报日期"),
        max_length=10,
        error_messages=NEEDED,
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    customs_code = text(gettext_lazy("申报海关代码"), 4)
    market = text(gettext_lazy("市场集聚区"), 60)
    trader_code = text(gettext_lazy("代理企业代码"), 18)
    seller_code = text(gettext_lazy("经营户代码"), 18)
    value = text(gettext_lazy("报关单总价"), 22)
    currency = text(gettext_lazy("币制代码"), 3, help_text=gettext_lazy("人民币 142，美元 502"))
    country = text(gettext_lazy("运抵国（地区）代码"), 3)
    goods = text(gettext_lazy("主要商品"), 200, required=False)
    orders = forms.CharField(
        label=gettext_lazy("对应的线上订单"),
        required=False,
        max_length=50_000,
        help_text=gettext_lazy("每个写作“电商企业代码:订单编号”，以空格或换行分隔"),
        widget=forms.Textarea(attrs={"class": "form-control code", "rows": 4}),
    )

    def values(self) -> dict[str, Any]:
        """What was typed, by column."""
        return {name: self.cleaned_data[name] for name in RECORD_COLUMNS}


class FileForm(forms.Form):
    """One CSV file."""

    file = forms.FileField(
        label=gettext_lazy("CSV 文件"),
        error_messages={"required": gettext_lazy("请选择文件")},
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be read whole."""
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            raise forms.ValidationError(gettext_lazy("文件不能超过 4 MB"))
        return found
