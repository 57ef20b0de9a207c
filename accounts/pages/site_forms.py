"""Forms of sites, organisations and officials."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.labels import DEPARTMENTS, OFFICIAL_ROLES, SITE_KINDS, SITE_STATUSES, service_names

TEXT = {"class": "form-control", "autocomplete": "off"}


def text(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=TEXT),
    )


def choice(label: Any, choices: Any, help_text: Any = "") -> forms.ChoiceField:
    """One of several."""
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, help_text=help_text)


class SiteForm(forms.Form):
    """What may be edited of a site."""

    name = text(_("平台名称"), 60)
    name_en = text(_("英文名称"), 120, required=False)
    area = text(_("所在区域"), 60, required=False)
    operator = text(_("运营单位"), 100, required=False)
    services = forms.MultipleChoiceField(
        label=_("开通服务"),
        required=False,
        help_text=_("都不勾选时，与上级平台相同。停用的服务不再显示给本平台的企业。"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["services"]
        field.choices = list(service_names().items())


class NewSiteForm(SiteForm):
    """A site to be."""

    field_order = ("kind", "code")
    kind = choice(_("平台类型"), [(code, SITE_KINDS[code]) for code in ("sub", "front")])
    code = text(_("平台代码"), 40, help_text=_("小写字母、数字和连字符，用于网址，之后不能更改。"))


class StatusForm(forms.Form):
    """The next status of a site."""

    status = choice(_("新状态"), ())
    accepted = forms.DateField(
        label=_("验收日期"),
        required=False,
        help_text=_("开通运行时必填。"),
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, following: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["status"]
        field.choices = [(code, SITE_STATUSES[code].text) for code in following]


class OrganisationForm(forms.Form):
    """What may be edited of an organisation."""

    name = text(_("单位名称"), 100)
    name_en = text(_("英文名称"), 160, required=False)
    active = forms.BooleanField(
        label=_("启用"),
        required=False,
        initial=True,
        help_text=_("停用后，该单位所有任职立即失效。"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class NewOrganisationForm(forms.Form):
    """An organisation to be."""

    code = text(_("单位代码"), 40, help_text=_("小写字母、数字和连字符，之后不能更改。"))
    name = text(_("单位名称"), 100)
    name_en = text(_("英文名称"), 160, required=False)
    department = choice(_("部门"), list(DEPARTMENTS.items()))
    site = choice(_("所属平台"), ())

    def __init__(self, *args: Any, sites: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        field.choices = sites


class AppointForm(forms.Form):
    """Another posting for an official who has an account."""

    username = text(_("用户名"), 64)
    role = choice(_("角色"), list(OFFICIAL_ROLES.items()))


class AppointNewForm(AppointForm):
    """An official who has no account yet."""

    field_order = ("username", "name", "role")
    name = text(_("姓名"), 64)


class PasswordForm(forms.Form):
    """A password, typed twice."""

    password = forms.CharField(
        label=_("新密码"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("password") != given.get("again"):
            self.add_error("again", _("两次输入的密码不一致"))
        return given
