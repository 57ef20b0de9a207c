"""Entering facts that a source gave on paper or in a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from risk.pages.laboratory_base import errors_of, may_write
from risk.pages.matter import RiskOfficePage, officials_only
from risk.pages.matter_forms import said
from risk.rules.fact_kinds import SOURCES
from risk.rules.facts import KEYED_BY, delivered
from risk.services.facts import MOST_ROWS, deliver_facts
from zone_portal.framework.forms import give_choices
from zone_portal.kernel.errors import PortalError

UNPROCESSABLE = 422
COLUMNS = ("fact", "key", "value", "observed_at")


class FactsForm(forms.Form):
    """A source, and a line for each fact: name, key, value, moment."""

    source = forms.ChoiceField(
        label=gettext_lazy("数据来源"), widget=forms.Select(attrs={"class": "form-select"})
    )
    rows = forms.CharField(
        label=gettext_lazy("数据"),
        help_text=gettext_lazy("每行一条：事实,对象编号,数值,观测时间（可不填）"),
        max_length=MOST_ROWS * 200,
        widget=forms.Textarea(attrs={"class": "form-control code", "rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(self, "source", [(code, said(row[:2])) for code, row in SOURCES.items()])


class FactsPage(RiskOfficePage):
    """The form, with the facts that can be given."""

    template_name = "risk/facts.html"

    def may_open(self) -> None:
        officials_only(self.viewer)
        if not (self.viewer.sees_all and may_write(self.viewer)):
            raise PermissionDenied

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FactsForm(request.POST)
        if not form.is_valid():
            return self._page(form, UNPROCESSABLE)
        lines = form.cleaned_data["rows"].splitlines()
        rows = [
            dict(zip(COLUMNS, (part.strip() for part in line.split(",")), strict=False))
            for line in lines
            if line.strip()
        ]
        try:
            kept = deliver_facts(rows, source=form.cleaned_data["source"], **self.own_deed())
        except PortalError as refusal:
            errors = [one | {"id": "id_rows"} for one in errors_of(refusal)]
            return self._page(form, UNPROCESSABLE, errors)
        messages.success(request, _("已登记 %(count)s 条外部数据。") % {"count": kept})
        return redirect("risk:facts")

    def _page(
        self, form: FactsForm, status: int, errors: list[dict[str, str]] | None = None
    ) -> HttpResponse:
        context = self.get_context_data(form=form, errors=errors or [])
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or FactsForm(),
            "errors": kwargs.get("errors", []),
            "facts": [
                {
                    "name": fact.name,
                    "text": said(fact.text),
                    "source": said(SOURCES[fact.source][:2]),
                    "key": said(KEYED_BY[fact.of]),
                }
                for fact in delivered().values()
            ],
            "crumbs": [
                {"url": reverse("risk:rules"), "label": _("风险规则")},
                {"url": "", "label": _("登记外部数据")},
            ],
        }
