"""Returns for people: the list of running terms, one return, the day its goods were back."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from declarations import exports
from declarations.dossiers import Dossier
from declarations.models import Return
from declarations.pages.labels import DIRECTIONS as IN_OUT
from declarations.pages.return_words import (
    BILLS,
    DIRECTIONS,
    clock_label,
    clock_name,
    happenings,
    next_step,
    state_label,
    turn_of,
)
from declarations.return_states import CLOCKS, RETURN_LABELS
from declarations.returns import (
    KIND_OF,
    OVER,
    RUNS,
    SOON,
    ReturnFacts,
    ReturnFilter,
    offer_of,
    return_of,
    returns,
    returns_of,
    waits_for_arrival,
)
from declarations.rulebook import day_of
from declarations.rules.return_terms import IMPORT
from declarations.services.returns.arriving import may_record, record_arrival
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from reference.selectors import label as code_label
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    ListPage,
    ListRow,
    choice_filter,
    day_filter,
    text_filter,
)
from zone_portal.framework.pages import SignedInPage, origin_of

UNPROCESSABLE = 422

COLUMNS = (
    Field("number", gettext_lazy("退货编号"), form="link"),
    Field("state", gettext_lazy("状态"), form="state"),
    Field("left", gettext_lazy("剩余时间"), form="state"),
    Field("clock", gettext_lazy("计时")),
    Field("due", gettext_lazy("截止日期")),
    Field("turn", gettext_lazy("轮到")),
    Field("direction", gettext_lazy("种类")),
    Field("invtNo", gettext_lazy("原清单编号"), form="code"),
    Field("district", gettext_lazy("申报地海关"), shown=False),
    Field("logisticsNo", gettext_lazy("物流运单编号"), form="code", shown=False),
    Field("arrived", gettext_lazy("运抵日期"), shown=False),
    Field("sender", gettext_lazy("发送企业"), shown=False),
    Field("applied", gettext_lazy("申请时间"), form="moment"),
)


class ReturnForm(FilterForm):
    """Filters of the list of returns."""

    state = choice_filter(gettext_lazy("状态"), [])
    clock = choice_filter(gettext_lazy("计时"), [])
    due = choice_filter(
        gettext_lazy("退货期限"),
        [(SOON, gettext_lazy("七天内到期")), (OVER, gettext_lazy("已逾期"))],
    )
    turn = choice_filter(
        gettext_lazy("轮到"), [("agent", gettext_lazy("企业")), ("customs", gettext_lazy("海关"))]
    )
    direction = choice_filter(gettext_lazy("进出口"), IN_OUT.items())
    number = text_filter(gettext_lazy("退货编号"), 30)
    invtNo = text_filter(gettext_lazy("原清单编号"), 20)  # noqa: N815  official element names
    logisticsNo = text_filter(gettext_lazy("物流运单编号"), 80)  # noqa: N815
    due_before = day_filter(gettext_lazy("早于此日到期"))
    party = text_filter(gettext_lazy("企业代码或名称"), 100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        index = 0 if (get_language() or "zh").startswith("zh") else 1
        states = [(code, texts[index]) for code, texts in RETURN_LABELS.items()]
        clocks = [(code, texts[index]) for code, texts in CLOCKS.items()]
        self.fields["state"] = choice_filter(
            gettext_lazy("状态"), [(RUNS, gettext_lazy("办理中")), *states]
        )
        self.fields["clock"] = choice_filter(
            gettext_lazy("计时"), [("any", gettext_lazy("任何计时")), *clocks]
        )

    def filter(self) -> ReturnFilter:
        names = {"invtNo": "invt_no", "logisticsNo": "logistics_no"}
        return ReturnFilter(
            **{names.get(name, name): value for name, value in self.chosen().items()}
        )


class Returns(ListPage):
    """Returns and the terms that run for them."""

    title = gettext_lazy("退货")
    template_name = "declarations/returns.html"
    columns: Sequence[Field] = COLUMNS
    form_class = ReturnForm
    file_name = "returns"
    more_filters = ("direction", "logisticsNo", "due_before", "party")
    empty_title = gettext_lazy("还没有退货")
    empty_text = gettext_lazy("从已放行的清单申请退货；申请、运抵和退运的期限会列在这里。")

    def rows(self, form: ReturnForm) -> Any:
        viewer = viewer_for(self.request.user)
        return returns(viewer, form.filter(), on=day_of(timezone.now()))

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        listed = list(rows)
        senders = exports.firm_names(row.sender_id for row in listed)
        return [_line(row, senders.get(row.sender_id, "")) for row in listed]

    def chunks(self, form: ReturnForm) -> Iterable[Sequence[Any]]:
        return exports.chunks(self.rows(form))

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("计时中"), "clock=any"),
            (_("七天内到期"), f"due={SOON}"),
            (_("已逾期"), f"due={OVER}"),
            (_("轮到企业"), "turn=agent"),
            (_("海关退单"), "state=refused"),
        ]

    def action(self) -> dict[str, Any]:
        return {} if viewer_for(self.request.user).is_official else self.empty_action()

    def empty_action(self) -> dict[str, Any]:
        if viewer_for(self.request.user).is_official:
            return {}
        return {"url": reverse("declarations:return_new"), "label": _("申请退货")}


def _line(row: Return, sender: str) -> ListRow:
    today = day_of(timezone.now())
    return ListRow(
        reverse("declarations:return", args=[row.pk]),
        {
            "number": row.number,
            "state": state_label(row.state),
            "left": clock_label(row, today),
            "clock": clock_name(row.clock) if row.clock else "—",
            "due": _shown(row.due_on),
            "turn": turn_of(row) or "—",
            "direction": DIRECTIONS[row.kind],
            "invtNo": row.invt_no,
            "district": row.district,
            "logisticsNo": row.logistics_no,
            "arrived": _shown(row.arrived_on),
            "sender": sender,
            "applied": row.applied_at,
        },
    )


def _shown(day: date | None) -> str:
    return day.isoformat() if day else "—"


class ArrivalForm(forms.Form):
    """When and where the goods were back."""

    day = forms.DateField(
        label=gettext_lazy("运抵日期"),
        error_messages={
            "required": gettext_lazy("请填写运抵日期"),
            "invalid": gettext_lazy("请填写日期，如 2026-11-20"),
        },
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    place = forms.CharField(
        label=gettext_lazy("运抵场所"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("原监管作业场所、海关特殊监管区域或保税物流中心的名称或代码"),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class ReturnPage(SignedInPage):
    """One return: where it stands, its terms, its lines, what it gives back."""

    template_name = "declarations/return.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_for(self.request.user)
        facts = return_of(kwargs["pk"], viewer)
        if facts is None:
            raise Http404
        person = cast("User", self.request.user)
        form = kwargs.pop("form", None)
        may = waits_for_arrival(facts.row) and may_record(facts.row, viewer, person)
        return super().get_context_data(**kwargs) | {
            **context_of(facts),
            "form": (form or ArrivalForm(initial={"day": timezone.localdate()})) if may else None,
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the day on which the goods were back."""
        form = ArrivalForm(request.POST)
        viewer = viewer_for(request.user)
        if return_of(pk, viewer) is None:
            raise Http404
        if not form.is_valid():
            context = self.get_context_data(pk=pk, form=form)
            return self.render_to_response(context, status=UNPROCESSABLE)
        try:
            record_arrival(
                paper_id=pk,
                viewer=viewer,
                day=form.cleaned_data["day"],
                place=form.cleaned_data["place"],
                by=cast("User", request.user),
                at=timezone.now(),
                origin=origin_of(request),
            )
        except Refusal as refusal:
            return self._refused(request, refusal, form, pk)
        messages.success(request, _("运抵日期已登记。"))
        return redirect("declarations:return", pk=pk)

    def _refused(
        self, request: HttpRequest, refusal: Refusal, form: ArrivalForm, pk: int
    ) -> HttpResponse:
        text = refusal.text(get_language() or "zh-hans")
        if refusal.code == "arrival_day_wrong":
            form.add_error("day", text)
            context = self.get_context_data(pk=pk, form=form)
            return self.render_to_response(context, status=UNPROCESSABLE)
        context = {"reason": text, "code": refusal.code, "back": request.path}
        name = "403.html" if refusal.status == 403 else "409.html"
        return render(request, name, context, status=refusal.status)


def context_of(facts: ReturnFacts) -> dict[str, Any]:
    """What the page of a return shows."""
    row = facts.row
    today = day_of(timezone.now())
    language = get_language() or "zh-hans"
    return {
        "row": row,
        "facts": facts,
        "kind": DIRECTIONS[row.kind],
        "is_import": row.kind == IMPORT,
        "state": state_label(row.state),
        "clock": clock_label(row, today),
        "clock_name": clock_name(row.clock) if row.clock else "",
        "turn": turn_of(row),
        "next_step": next_step(row),
        "district": code_label("districts", row.district, language),
        "bill": BILLS.get(row.bill, ""),
        "events": happenings(facts),
        "units": {line.unit: code_label("units", line.unit, language) for line in facts.lines},
        "crumbs": [
            {"url": reverse("declarations:returns"), "label": _("退货")},
            {"url": "", "label": row.number},
        ],
    }


def returns_panel(dossier: Dossier) -> dict[str, Any] | None:
    """What the page of a declaration says of returns: those that there are, and until when one may
    be applied for. None while nothing was released and nothing is returned."""
    inventory: Any = dossier.inventory
    if inventory.kind not in KIND_OF:
        return None
    rows = returns_of(inventory.id)
    if not rows and (dossier.course.course is None or dossier.outcome != "matched"):
        return None
    is_open = dossier.documents["inventory"].is_open
    today = day_of(timezone.now())
    offer = offer_of(inventory, on=today)
    if not rows and offer.released_on is None:
        return None
    return {
        "offer": offer,
        "may_apply": is_open and offer.is_open,
        "rows": [
            {
                "row": row,
                "state": state_label(row.state),
                "clock": clock_label(row, today),
                "clock_name": clock_name(row.clock) if row.clock else "",
                "bill": BILLS.get(row.bill, ""),
            }
            for row in rows
        ],
        "findings": offer.findings if is_open else (),
        "is_import": offer.kind == IMPORT,
        "shows_amounts": is_open,
        "left": [line for line in offer.lines if line.left],
    }
