"""Looking up an enterprise's credit: purpose and reason first, then what the purpose allows."""

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from credit.pages.score_words import MARKS
from credit.pages.sharing_base import OfficePage, grade_label, language, said
from credit.rules.sharing import ITEM_KINDS, ITEMS, PURPOSES
from credit.selectors_sharing import allowances
from credit.services.sharing import LEAST_REASON, Told, look_up
from enterprises.models import Enterprise
from zone_portal.framework.lists import Label
from zone_portal.kernel.errors import PortalError

NEEDED: Final = {"required": gettext_lazy("请填写")}
FORBIDDEN, NOT_FOUND, UNPROCESSABLE = 403, 404, 422


class LookUpForm(forms.Form):
    """Whose credit, what for, why."""

    uscc = forms.CharField(
        label=gettext_lazy("统一社会信用代码"),
        max_length=18,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs={"class": "form-control", "autocapitalize": "characters"}),
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("用途"),
        error_messages=NEEDED,
        help_text=gettext_lazy("只列本部门有权查询的用途；不同用途看到的内容不同。"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("事由或案号"),
        min_length=LEAST_REASON,
        max_length=200,
        error_messages=NEEDED,
        help_text=gettext_lazy("4 至 200 字；企业可以看到。"),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, purposes: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["purpose"]
        field.choices = [(code, said(PURPOSES[code])) for code in PURPOSES if code in purposes]


class LookUpPage(OfficePage):
    """Asks with POST: each answer leaves an entry."""

    template_name = "credit/query.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(LookUpForm(self._purposes(), initial={"uscc": request.GET.get("uscc")}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = LookUpForm(self._purposes(), request.POST)
        if not form.is_valid():
            return self._page(form, status=UNPROCESSABLE)
        given = form.cleaned_data
        firm = Enterprise.objects.registered().filter(uscc=given["uscc"].strip().upper()).first()
        try:
            told = look_up(
                enterprise_id=firm.pk if firm else 0,
                purpose=given["purpose"],
                reason=given["reason"],
                viewer=self.viewer,
                **self.deed(),
            )
        except PortalError as refusal:
            form.add_error(_field_of(refusal), refusal.text(language()))
            return self._page(form, status=getattr(refusal, "status", UNPROCESSABLE))
        return self._page(form, told=shown_answer(told), firm=firm)

    def _purposes(self) -> list[str]:
        rows = allowances(on=localdate(), parties=self.viewer.departments)
        return sorted({row.purpose for row in rows})

    def _page(self, form: LookUpForm, status: int = 200, **more: Any) -> HttpResponse:
        choices: Any = form.fields["purpose"]
        context = self.get_context_data(form=form, may_ask=bool(choices.choices), **more)
        headers = {"Cache-Control": "no-store"}
        return self.render_to_response(context, status=status, headers=headers)


def _field_of(refusal: PortalError) -> str:
    return {"credit_subject_unknown": "uscc", "query_reason_missing": "reason"}.get(
        refusal.code, "purpose"
    )


def shown_answer(told: Told) -> dict[str, Any]:
    """An answer in the words of the page."""
    return {
        "query": told.query,
        "purpose": said(PURPOSES[told.query.purpose]),
        "basis": told.basis,
        "sections": [_section(item, value) for item, value in told.data.items()],
        "again": reverse("credit:query"),
    }


def _section(item: str, value: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {"item": item, "title": said(ITEMS[item]), "empty": not value}
    if not value:
        return shown
    if item in ITEM_KINDS:
        return shown | {"records": [_record(row) for row in value]}
    if item == "grade":
        return shown | {"grade": grade_label(value["grade"], value["level"]), "value": value}
    if item == "score":
        parts = [{**part, "title": both(part["name"])} for part in value["dimensions"]]
        return shown | {"score": value, "dimensions": parts}
    if item == "history":
        return shown | {"ratings": value}
    return shown | {"points": [{**part, "name": both(part["title"])} for part in value]}


def _record(row: dict[str, Any]) -> dict[str, Any]:
    mark = MARKS.get(row["mark"] or "")
    count = row["count"]
    return row | {
        "name": both(row["title"]),
        "grade_text": both(row["grade_name"]) if row["grade_name"] else "",
        "count_text": f"{count['good']:,} / {count['total']:,}" if count else "",
        "from_whom": both(row["source"]),
        "state": Label(mark[0], said(mark[1:])) if mark else None,
    }


def both(texts: dict[str, str]) -> str:
    """A pair ``{"zh", "en"}`` in the language of the page."""
    return texts["zh" if language().startswith("zh") else "en"]
