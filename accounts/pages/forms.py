"""The sign-in form."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """User name and password; whether they fit is the service's decision."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=64,
        error_messages={"required": _("请填写用户名")},
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=256,
        strip=False,
        error_messages={"required": _("请填写密码")},
        widget=forms.PasswordInput(
            attrs={"class": "form-control", "autocomplete": "current-password"}
        ),
    )
