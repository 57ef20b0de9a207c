"""The forms of taxes."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.forms import formset_factory
from django.utils.translation import gettext_lazy

from taxation.constants import DOCUMENTS, MODES, TAXPAYERS
from taxation.facts import ZERO, Goods, Purchase
from taxation.line_tax import UNIT_NAMES
from taxation.pages.labels import FORMS, choices
from zone_portal.framework.forms import give_choices

TYPED: Final = {"class": "form-control", "autocomplete": "off"}
NEEDED: Final = {"required": gettext_lazy("请填写")}


def amount(label: Any, *, required: bool = False, places: int = 5, **more: Any) -> Any:
    """An amount from 0 on."""
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=14,
        decimal_places=places,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "decimal"}),
        **more,
    )


def chosen(label: Any, **more: Any) -> Any:
    """A choice whose entries are known when the form is made."""
    return forms.ChoiceField(
        label=label, widget=forms.Select(attrs={"class": "form-select"}), **more
    )


def day(label: Any, **more: Any) -> Any:
    """A day."""
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=NEEDED, **more)


class PurchaseForm(forms.Form):
    """What is true of the whole purchase."""

    direction = chosen(gettext_lazy("进出口"))
    mode = chosen(gettext_lazy("监管方式"))
    taxpayer = chosen(gettext_lazy("纳税人"))
    document = chosen(gettext_lazy("单证"))
    on = day(
        gettext_lazy("按哪一天的税率"), help_text=gettext_lazy("可选将来的日期，查已公布的新税率")
    )
    freight = amount(gettext_lazy("运费（元）"))
    insurance = amount(gettext_lazy("保险费（元）"))
    used = amount(
        gettext_lazy("订购人本年度已用额度（元）"),
        places=2,
        help_text=gettext_lazy("由订购人在海关额度查询页面查得；不填则只按本单判断"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[Any, Any]]] = {
            "direction": [("I", gettext_lazy("进口")), ("E", gettext_lazy("出口"))],
            "mode": [(code, code) for code in MODES],
            "taxpayer": choices(TAXPAYERS),
            "document": choices(DOCUMENTS),
        }
        for name, entries in offered.items():
            give_choices(self, name, entries)


class LineForm(forms.Form):
    """One line of goods; an empty one does not count."""

    name = forms.CharField(
        label=gettext_lazy("商品"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=TYPED),
    )
    hs_code = forms.CharField(
        label=gettext_lazy("商品编码"),
        max_length=10,
        error_messages=NEEDED,
        validators=[RegexValidator(r"^[0-9]{10}\Z", gettext_lazy("应为10位商品编码"))],
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "numeric"}),
    )
    total_price = amount(gettext_lazy("总价（元）"), required=True)
    pieces = amount(gettext_lazy("商品件数"), required=True, initial=1)
    quantity = amount(gettext_lazy("含量"))
    unit = chosen(gettext_lazy("含量单位"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(self, "unit", [("", "—"), *choices(dict(UNIT_NAMES))])

    def goods(self, gnum: int) -> Goods:
        """The line as the calculator takes it."""
        given = self.cleaned_data
        pieces: Decimal = given["pieces"]
        quantities = {"007": pieces, "011": pieces}
        if given["unit"] and given["quantity"]:
            quantities[given["unit"]] = given["quantity"]
        return Goods(
            gnum, given["hs_code"], given["total_price"], pieces, quantities, given["name"]
        )


LineFormSet: Any = formset_factory(LineForm, extra=0, max_num=100, validate_max=True)


def purchase_of(form: PurchaseForm, lines: Any) -> Purchase:
    """The purchase of valid forms."""
    given = form.cleaned_data
    filled = [line for line in lines if line.has_changed()]
    return Purchase(
        tuple(line.goods(gnum) for gnum, line in enumerate(filled, 1)),
        freight=given["freight"] or ZERO,
        insurance=given["insurance"] or ZERO,
        used=given["used"],
        mode=given["mode"],
        taxpayer=given["taxpayer"],
        document=given["document"],
        direction=given["direction"],
    )


class QuotaForm(forms.Form):
    """Whose quota is asked for, of which year, and why."""

    id_number = forms.CharField(
        label=gettext_lazy("身份证号码"),
        max_length=18,
        error_messages=NEEDED,
        help_text=gettext_lazy("只用于查询：不保存号码，审计中只留遮盖后的号码。"),
        widget=forms.TextInput(attrs={**TYPED, "spellcheck": "false"}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("年度"),
        min_value=2019,
        max_value=2099,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("查询事由"),
        min_length=4,
        max_length=200,
        error_messages=NEEDED,
        help_text=gettext_lazy("4 至 200 字，记入审计。"),
        widget=forms.TextInput(attrs=TYPED),
    )


class GuaranteeForm(forms.Form):
    """A guarantee as its owner knows it."""

    form = chosen(gettext_lazy("担保方式"), choices=list(FORMS.items()))
    amount = forms.DecimalField(
        label=gettext_lazy("担保金额（元）"),
        max_digits=14,
        decimal_places=2,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "decimal"}),
    )
    customs_code = forms.CharField(
        label=gettext_lazy("关区代码"),
        required=False,
        max_length=4,
        help_text=gettext_lazy("4 位，可不填"),
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "numeric"}),
    )
    valid_from = day(gettext_lazy("生效日期"))
    valid_to = day(
        gettext_lazy("失效日期"), required=False, help_text=gettext_lazy("从这一天起不再有效")
    )
