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

from enterprises.services.refusals import Refusal
from risk.pages.laboratory_base import errors_of
from risk.pages.matter import RiskOfficePage, officials_only
from risk.pages.matter_forms import said
from risk.rules.fact_kinds import SOURCES
from risk.rules.facts import KEYED_BY, delivered
from risk.selectors_facts import latest_imports
from risk.selectors_laboratory import may_write
from risk.services.fact_files import MOST_BYTES, import_facts
from risk.services.facts import MOST_ROWS, deliver_facts
from zone_portal.framework.forms import give_choices
from zone_portal.kernel.errors import PortalError

UNPROCESSABLE = 422
COLUMNS = ("fact", "key", "value", "observed_at")
FILE = "file"


class SourceForm(forms.Form):
    """Which source."""

    source = forms.ChoiceField(
        label=gettext_lazy("数据来源"), widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(self, "source", [(code, said(row[:2])) for code, row in SOURCES.items()])


class FactsForm(SourceForm):
    """A source, and a line for each fact: name, key, value, moment."""

    rows = forms.CharField(
        label=gettext_lazy("数据"),
        help_text=gettext_lazy("每行一条：事实,对象编号,数值,观测时间（可不填）"),
        max_length=MOST_ROWS * 200,
        widget=forms.Textarea(attrs={"class": "form-control code", "rows": 8}),
    )


class FactFileForm(SourceForm):
    """A source and its file."""

    file = forms.FileField(
        label=gettext_lazy("CSV 或 Excel 文件"),
        help_text=gettext_lazy("首行为列名：fact,key,value,observed_at；同一文件只导入一次"),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,.xlsx"}),
    )


class FactsPage(RiskOfficePage):
    """The forms, with the facts that can be given and the files that were read."""

    template_name = "risk/facts.html"

    def may_open(self) -> None:
        officials_only(self.viewer)
        if not (self.viewer.sees_all and may_write(self.viewer)):
            raise PermissionDenied

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_file = request.POST.get("form") == FILE
        form = self._file_form(request) if is_file else FactsForm(request.POST)
        shown = {"file_form" if is_file else "form": form}
        if not form.is_valid():
            return self._page(UNPROCESSABLE, failed=form, **shown)
        try:
            told = self._import(form) if is_file else self._deliver(form)
        except PortalError as refusal:
            place = form["file" if is_file else "rows"].id_for_label
            errors = [one | {"id": place} for one in errors_of(refusal)]
            return self._page(UNPROCESSABLE, errors=errors, **shown)
        messages.success(request, told)
        return redirect("risk:facts")

    def _file_form(self, request: HttpRequest | None = None) -> FactFileForm:
        if request is None:
            return FactFileForm(auto_id="file-%s")
        return FactFileForm(request.POST, request.FILES, auto_id="file-%s")

    def _deliver(self, form: forms.Form) -> str:
        lines = form.cleaned_data["rows"].splitlines()
        rows = [
            dict(zip(COLUMNS, (part.strip() for part in line.split(",")), strict=False))
            for line in lines
            if line.strip()
        ]
        kept = deliver_facts(rows, source=form.cleaned_data["source"], **self.own_deed())
        return _("已登记 %(count)s 条外部数据。") % {"count": kept}

    def _import(self, form: forms.Form) -> str:
        file = form.cleaned_data["file"]
        if file.size > MOST_BYTES:
            mega = MOST_BYTES // 1_048_576
            raise Refusal(
                "file_too_large", 413, f"文件超过{mega} MB", f"the file is larger than {mega} MB"
            )
        done = import_facts(
            source=form.cleaned_data["source"],
            name=file.name or "",
            content=file.read(),
            **self.own_deed(),
        )
        if not done.is_new:
            return _("该文件此前已导入，没有重复登记。")
        return _("已登记 %(count)s 条外部数据。") % {"count": done.rows}

    def _page(self, status: int, **shown: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**shown), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or FactsForm(),
            "file_form": kwargs.get("file_form") or self._file_form(),
            "failed": kwargs.get("failed"),
            "errors": kwargs.get("errors", []),
            "imports": [
                (row, said((row.source.title_zh, row.source.title_en)))
                for row in latest_imports(self.viewer)
            ],
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
