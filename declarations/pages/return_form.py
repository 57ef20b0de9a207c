"""Applying for a return by hand: find the released inventory, say how much of each line."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations.facts import PAGE, Sender
from declarations.messages.catalogue import KINDS
from declarations.models import Course
from declarations.pages.course import status_label
from declarations.pages.entry_base import UNPROCESSABLE, EntryPage
from declarations.pages.return_words import DIRECTIONS
from declarations.returns import KIND_OF, Offer, returnable
from declarations.rules.return_checks import plain
from declarations.rules.return_terms import IMPORT
from declarations.services.returns.applying import (
    CHOSEN,
    Applied,
    Wish,
    apply_for_return,
    new_number,
    prefilled,
)
from declarations.verdicts import DUPLICATE, REJECTED
from enterprises.facts import EnterpriseFacts
from enterprises.services.refusals import Refusal
from reference.selectors import label as code_label
from zone_portal.kernel.findings import render as rendered
from zone_portal.kernel.rules import RULES

TYPED = {"class": "form-control", "autocomplete": "off"}
LINE = "qty-"


class ApplyForm(forms.Form):
    """A return of one inventory: a quantity for each line that has something left."""

    number = forms.CharField(
        label=gettext_lazy("退货编号"),
        max_length=20,
        help_text=gettext_lazy("本企业内唯一的编号，回执按此编号返回"),
        widget=forms.TextInput(attrs=TYPED),
    )
    reason = forms.CharField(
        label=gettext_lazy("退货原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )
    note = forms.CharField(
        label=gettext_lazy("备注"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs=TYPED),
    )

    def __init__(self, offer: Offer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in offer.lines:
            self.fields[f"{LINE}{line.gnum}"] = forms.DecimalField(
                label=line.gname,
                required=False,
                min_value=0,
                max_digits=19,
                decimal_places=5,
                widget=forms.TextInput(attrs=_amount_attributes(line.left)),
            )
        for name in _further(offer.kind):
            element = KINDS[offer.kind].head_elements[name]
            self.fields[name] = forms.CharField(
                label=element.label(get_language() or "zh-hans"),
                max_length=100,
                required=element.mandatory,
                widget=forms.TextInput(attrs=TYPED),
            )

    def line_fields(self, offer: Offer) -> Iterator[tuple[Any, Any]]:
        """Each line of the original with its field."""
        for line in offer.lines:
            yield line, self[f"{LINE}{line.gnum}"]

    def further(self, kind: str) -> list[Any]:
        """The fields of the way back of an export."""
        return [self[name] for name in _further(kind)]

    def wish(self, kind: str) -> Wish:
        """What is asked for."""
        given = self.cleaned_data
        names = (*_further(kind), "note")
        return Wish(
            quantities={
                int(name.removeprefix(LINE)): amount
                for name, amount in given.items()
                if name.startswith(LINE) and amount
            },
            reason=given["reason"],
            number=given["number"],
            head={name: given[name] for name in names if given.get(name)},
        )


def _amount_attributes(left: Decimal) -> dict[str, Any]:
    # Not `disabled`: what was typed must reach intake, which knows a second press from a second
    # application.
    attributes = {**TYPED, "inputmode": "decimal"}
    return attributes if left else {**attributes, "readonly": True, "tabindex": "-1"}


def _further(kind: str) -> tuple[str, ...]:
    return () if kind == IMPORT else tuple(name for name in CHOSEN[kind] if name != "note")


class NewReturn(EntryPage):
    """Which inventory: its number is looked up among those that the person's firms may return."""

    template_name = "declarations/return_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.request.GET.get("number", "").strip()[:80]
        found = [row for row in returnable(self.viewer, number) if number] if number else []
        courses = Course.objects.in_bulk([row.id for row in found])
        return super().get_context_data(**kwargs) | {
            "number": number,
            "may_send": bool(self.firms),
            "found": [
                {
                    "row": row,
                    "kind": DIRECTIONS[KIND_OF[row.kind]],
                    "status": status_label(courses[row.id].status) if row.id in courses else None,
                    "url": reverse("declarations:return_apply", args=[row.id]),
                }
                for row in found
            ],
            "crumbs": _crumbs(("", _("申请退货"))),
        }


class ApplyPage(EntryPage):
    """The application itself, its lines filled in from the inventory."""

    template_name = "declarations/return_apply.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        offer, head = self._offer(kwargs["pk"])
        quantities = {f"{LINE}{line.gnum}": plain(line.left) for line in offer.lines if line.left}
        initial: dict[str, Any] = {"number": new_number(timezone.now()), **head, **quantities}
        return self.render_to_response(self.context(offer, ApplyForm(offer, initial=initial)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        offer, _head = self._offer(pk)
        form = ApplyForm(offer, request.POST)
        firm = self.chosen_firm()
        if firm is None:
            form.add_error(None, _("请选择以哪家企业的名义申请。"))
        if not form.is_valid() or firm is None:
            return self.render_to_response(self.context(offer, form), status=UNPROCESSABLE)
        is_check = request.POST.get("action") == "check"
        try:
            applied = self._apply(offer, form, firm, rehearse=is_check)
        except Refusal as refusal:
            form.add_error(None, refusal.text(get_language() or "zh-hans"))
            return self.render_to_response(self.context(offer, form), status=UNPROCESSABLE)
        if applied.verdict == REJECTED or is_check:
            add_findings(form, applied.findings)
            status = UNPROCESSABLE if applied.verdict == REJECTED else 200
            passed = is_check and applied.verdict != REJECTED
            context = self.context(offer, form, findings=applied.findings, passed=passed)
            return self.render_to_response(context, status=status)
        if applied.verdict == DUPLICATE:
            messages.info(request, _("内容与已接收的退货申请相同，没有重复申请。"))
        else:
            messages.success(request, _("退货申请已报送。"))
        return redirect("declarations:return", pk=applied.return_id)

    def _offer(self, pk: int) -> tuple[Offer, dict[str, str]]:
        try:
            return prefilled(pk, self.viewer, at=timezone.now())
        except Refusal as refusal:
            raise Http404 from refusal

    def _apply(
        self, offer: Offer, form: ApplyForm, firm: EnterpriseFacts, *, rehearse: bool
    ) -> Applied:
        return apply_for_return(
            inventory_id=offer.inventory.id,
            viewer=self.viewer,
            firm=firm,
            wish=form.wish(offer.kind),
            at=timezone.now(),
            sender=Sender(enterprise=firm, channel=PAGE, user_id=self.person.pk),
            rehearse=rehearse,
        )

    def context(
        self,
        offer: Offer,
        form: ApplyForm,
        *,
        findings: Iterable[Mapping[str, Any]] = (),
        passed: bool = False,
    ) -> dict[str, Any]:
        """What the page shows."""
        language = get_language() or "zh-hans"
        return self.get_context_data() | {
            "offer": offer,
            "is_import": offer.kind == IMPORT,
            "kind": DIRECTIONS[offer.kind],
            "form": form,
            "lines": list(form.line_fields(offer)),
            "further": form.further(offer.kind),
            "firms": self.firms,
            "firm_code": self.request.POST.get("enterprise", ""),
            "units": {line.unit: code_label("units", line.unit, language) for line in offer.lines},
            "findings": list(findings),
            "passed": passed,
            "crumbs": _crumbs(
                (reverse("declarations:return_new"), _("申请退货")), ("", offer.invt_no)
            ),
        }


def add_findings(form: ApplyForm, findings: Iterable[Mapping[str, Any]]) -> None:
    """Write the errors of intake beside the fields that they speak of."""
    language = get_language() or "zh-hans"
    for stored in findings:
        if stored["severity"] != "error":
            continue
        shown = rendered(stored, RULES, language)
        evidence = stored["documents"][0] if stored["documents"] else {}
        text = _("%(title)s：%(remedy)s") % {
            "title": shown["title"],
            "remedy": shown["remedy"],
        }
        form.add_error(_field_of(form, evidence), text)


def _field_of(form: ApplyForm, evidence: Mapping[str, Any]) -> str | None:
    line = f"{LINE}{evidence.get('line')}"
    if line in form.fields:
        return line
    name = str(evidence.get("field", ""))
    name = "number" if name in {"copNo", "coElNo"} else name
    return name if name in form.fields else None


def _crumbs(*further: tuple[str, Any]) -> list[dict[str, Any]]:
    steps = [(reverse("declarations:returns"), _("退货")), *further]
    return [{"url": url, "label": label} for url, label in steps]
