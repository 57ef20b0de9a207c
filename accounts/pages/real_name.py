"""Raising one's own real-name level."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.identity import identity_service
from accounts.pages.forms import add_problems
from accounts.pages.frame import person_of
from accounts.services.real_name import raise_level
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError


class RealNameForm(forms.Form):
    """Name and ID number; with a certificate also its serial."""

    name = forms.CharField(
        label=gettext_lazy("姓名"),
        max_length=60,
        help_text=gettext_lazy("与证件一致；核验通过后成为账号姓名。"),
        error_messages={"required": gettext_lazy("请填写姓名")},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "name"}),
    )
    number = forms.CharField(
        label=gettext_lazy("身份证号码"),
        max_length=18,
        help_text=gettext_lazy("只用于核验，不保存。"),
        error_messages={"required": gettext_lazy("请填写身份证号码")},
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    serial = forms.CharField(
        label=gettext_lazy("数字证书编号（选填）"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("填写后核验到 L3；不填则核验到 L2。"),
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


@method_decorator([sensitive_post_parameters("number"), never_cache], name="dispatch")
class RealName(SignedInPage):
    """The level somebody has, and the form that raises it."""

    template_name = "accounts/real_name.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RealNameForm())
        return super().get_context_data(**kwargs) | {
            "person": person_of(self.request),
            "service": identity_service(),
            "crumbs": [
                {"url": reverse("accounts:account"), "label": _("我的账号")},
                {"url": "", "label": _("实名核验")},
            ],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RealNameForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            person = raise_level(
                **form.cleaned_data,
                by=person_of(request),
                origin=origin_of(request),
                at=timezone.now(),
            )
        except PortalError as refusal:
            add_problems(form, refusal)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        level = person.real_name_level
        messages.success(request, _("核验通过，实名等级为 L%(level)s。") % {"level": level})
        return redirect("accounts:account")
