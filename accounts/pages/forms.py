"""Forms of signing in and of one's own account; what is right is the services' decision."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.services import registering
from zone_portal.kernel.errors import PortalError

PASSWORD_RULES = _("至少 10 位，同时含字母和数字（或符号），不要用常见密码或用户名。")


def _text(label: Any, missing: Any, *, length: int = 64, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"class": "form-control", **attributes}),
    )


def _password(label: Any, missing: Any, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=256,
        strip=False,
        error_messages={"required": missing},
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": autocomplete}),
    )


def add_problems(form: forms.Form, refusal: PortalError, field: str | None = None) -> None:
    """Show what a service refused: each problem at its field, else the sentence at ``field`` or
    on top."""
    language = get_language() or "zh-hans"
    words = "zh" if language.startswith("zh") else "en"
    problems = refusal.details.get("problems", ())
    for problem in problems:
        form.add_error(problem["field"], problem[words])
    if not problems:
        form.add_error(field, refusal.text(language))


class SignInForm(forms.Form):
    """User name and password; whether they fit is the service's decision."""

    username = _text(_("用户名"), _("请填写用户名"), autocomplete="username", autocapitalize="none")
    password = _password(_("密码"), _("请填写密码"), "current-password")


class CodeForm(forms.Form):
    """The code that an authenticator shows, or a recovery code."""

    code = _text(
        _("动态口令或恢复码"),
        _("请填写 6 位动态口令或恢复码"),
        length=20,
        autocomplete="one-time-code",
        autocapitalize="characters",
        spellcheck="false",
    )


class FirstCodeForm(forms.Form):
    """The first code of a new authenticator."""

    code = _text(
        _("动态口令"),
        _("请填写验证器显示的 6 位口令"),
        length=10,
        autocomplete="one-time-code",
        inputmode="numeric",
    )


class PersonForm(forms.Form):
    """Name and telephone number."""

    name = _text(_("姓名"), _("请填写姓名"), autocomplete="name")
    phone = forms.CharField(
        label=_("手机号（选填）"),
        max_length=24,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "tel", "inputmode": "tel"}
        ),
        help_text=_("填写后实名等级为 L1。号码加密保存，仅本人可见。"),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = _password(_("新密码"), _("请填写新密码"), "new-password")
    password.help_text = PASSWORD_RULES
    again = _password(_("再次输入新密码"), _("请再次输入新密码"), "new-password")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("两次输入的密码不一致"))
        return given


class RegistrationForm(PersonForm, NewPasswordForm):
    """A new account; what the service will refuse is shown together with what is missing."""

    password = _password(_("密码"), _("请填写密码"), "new-password")
    password.help_text = PASSWORD_RULES
    again = _password(_("再次输入密码"), _("请再次输入密码"), "new-password")
    username = _text(
        _("用户名"), _("请填写用户名"), autocomplete="username", autocapitalize="none", length=32
    )
    username.help_text = _("4–32 位，字母开头，用于登录，不能更改。")
    field_order = ("username", "name", "phone", "password", "again")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        words = {name: given.get(name, "") for name in ("username", "name", "phone", "password")}
        language = "zh" if (get_language() or "zh").startswith("zh") else "en"
        for problem in registering.problems_of(**words):
            if problem.field not in self.errors:
                self.add_error(problem.field, getattr(problem, language))
        return given


class PasswordChangeForm(NewPasswordForm):
    """The present password and a new one."""

    old = _password(_("现在的密码"), _("请填写现在的密码"), "current-password")
    field_order = ("old", "password", "again")
