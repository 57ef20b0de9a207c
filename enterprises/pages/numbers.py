"""The numbers that hang on an enterprise's unified code: added, confirmed and ended."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises import dossiers
from enterprises.models import Enterprise, SubjectNumber
from enterprises.pages.base import UNPROCESSABLE, FilingPage
from enterprises.pages.labels import NUMBER_SCHEMES, department_name, language
from enterprises.rules.numbers import CONFIRMED_BY, CONFIRMING_ROLES
from enterprises.services import numbers as services
from enterprises.services.refusals import Refusal
from enterprises.services.rights import administers
from zone_portal.framework.lists import Label


class NumberForm(forms.Form):
    """A number, where it comes from and of which day."""

    scheme = forms.ChoiceField(
        label=gettext_lazy("号码种类"),
        choices=list(NUMBER_SCHEMES.items()),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    value = forms.CharField(
        label=gettext_lazy("号码"),
        max_length=40,
        error_messages={"required": gettext_lazy("请填写号码")},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    source = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=100,
        help_text=gettext_lazy("例如：海关报关单位备案回执。"),
        error_messages={"required": gettext_lazy("请写明来源")},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    as_of = forms.DateField(
        label=gettext_lazy("数据日期"),
        error_messages={
            "required": gettext_lazy("请填写数据日期"),
            "invalid": gettext_lazy("日期应为 2026-01-31 的形式"),
        },
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )


class NumbersPage(FilingPage):
    """Every number with source, date and who confirmed it; ended ones stay listed."""

    template_name = "enterprises/numbers.html"

    def post(self, request: HttpRequest, enterprise: int) -> HttpResponse:
        """Add a number (``deed`` add), or confirm or end the one named ``number``."""
        self._enterprise(enterprise)
        wanted = request.POST.get("deed", "")
        if wanted == "add":
            return self._add(request, enterprise)
        number = request.POST.get("number", "")
        if wanted not in {"confirm", "end"} or not number.isdecimal():
            raise Http404
        act = services.confirm_number if wanted == "confirm" else services.end_number
        act(number_id=int(number[:18]), **self.deed())
        return redirect("enterprises:numbers", enterprise=enterprise)

    def _add(self, request: HttpRequest, enterprise: int) -> HttpResponse:
        form = NumberForm(request.POST)
        if form.is_valid():
            try:
                services.add_number(enterprise_id=enterprise, **form.cleaned_data, **self.deed())
            except Refusal as refusal:
                if refusal.status not in {409, 422}:
                    raise
                _show(form, refusal)
            else:
                messages.success(request, _("号码已登记，等待给出号码的部门确认。"))
                return redirect("enterprises:numbers", enterprise=enterprise)
        context = self.get_context_data(enterprise=enterprise, form=form)
        return self.render_to_response(context, status=UNPROCESSABLE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self._enterprise(kwargs["enterprise"])
        found = SubjectNumber.objects.visible_to(self.viewer).filter(enterprise=row)
        decides = bool(self.viewer.is_official and self.viewer.roles & CONFIRMING_ROLES)
        owns = administers(row.pk, by=self.person)
        return (
            {"form": NumberForm()}
            | super().get_context_data(**kwargs)
            | {
                "enterprise": row,
                "numbers": [
                    self._line(number, owns=owns)
                    for number in found.order_by("ended_at", "scheme", "id")
                ],
                "may_add": owns or decides,
                "crumbs": [
                    {
                        "url": reverse("enterprises:enterprise_file", args=[row.pk]),
                        "label": row.name or _("新企业"),
                    },
                    {"url": "", "label": _("各部门的号码")},
                ],
            }
        )

    def _line(self, row: SubjectNumber, *, owns: bool) -> dict[str, Any]:
        department = CONFIRMED_BY[row.scheme]
        in_charge = department in self.viewer.departments and bool(
            self.viewer.roles & CONFIRMING_ROLES
        )
        in_force = row.ended_at is None
        return {
            "id": row.pk,
            "scheme": NUMBER_SCHEMES[row.scheme],
            "value": row.value,
            "source": row.source,
            "as_of": row.as_of_date,
            "state": _state(row),
            "confirmed_by": row.confirmed_by,
            "department": department_name(department),
            "may_confirm": in_force and in_charge and row.confirmed_at is None,
            "may_end": in_force and (in_charge or (owns and row.confirmed_at is None)),
        }

    def _enterprise(self, number: int) -> Enterprise:
        row = dossiers.enterprise(self.viewer, number)
        if row is None:
            raise Http404
        return row


def _state(row: SubjectNumber) -> Label:
    if row.ended_at is not None:
        return Label("idle", _("已失效"))
    return Label("ok", _("已确认")) if row.confirmed_at else Label("info", _("待确认"))


def _show(form: NumberForm, refusal: Refusal) -> None:
    """What the service refused, at the field it concerns."""
    tongue = "zh" if language().startswith("zh") else "en"
    problems = refusal.details.get("problems", ())
    for problem in problems:
        field = problem["field"] if problem["field"] in form.fields else None
        form.add_error(field, problem[tongue])
    if not problems:
        form.add_error("value", refusal.text(language()))
