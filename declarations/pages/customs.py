"""For customs officials: what is held, what came for nobody, what was not delivered."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations import gateway
from declarations.exports import chunks
from declarations.models import CustomsReceipt, Dispatch, Hold, Inventory
from declarations.models.querysets import works_at_customs
from declarations.pages.course import STATUS_CHOICES, authority, plain_info, status_label
from declarations.services import holds
from declarations.states import HOLDS
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework import lists
from zone_portal.framework.lists import Field, FilterForm, Label, ListRow, choice_filter
from zone_portal.framework.pages import SignedInPage, origin_of

RESULTS = {
    "conforms": Label("ok", gettext_lazy("与申报相符")),
    "differs": Label("bad", gettext_lazy("与申报不符")),
    "unfinished": Label("warn", gettext_lazy("尚未完成")),
}
STATES = [
    ("open", gettext_lazy("处理中")),
    ("instructed", gettext_lazy("已下指令")),
    ("found", gettext_lazy("已有现场结果")),
    ("ended", gettext_lazy("已解除")),
]


class CustomsList(lists.ListPage):
    """A list for officials with a posting at customs, and for nobody else."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not works_at_customs(self.viewer):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)

    def chunks(self, form: Any) -> Iterator[Sequence[Any]]:
        return chunks(self.rows(form))


class HoldForm(FilterForm):
    """Filters of the queue."""

    state = choice_filter(gettext_lazy("处理情况"), STATES)
    status = choice_filter(
        gettext_lazy("海关状态"), [pair for pair in STATUS_CHOICES if pair[0] in HOLDS]
    )


class CustomsQueue(CustomsList):
    """Everything that customs holds or inspects, newest first."""

    title = gettext_lazy("扣留与查验")
    form_class = HoldForm
    file_name = "holds"
    empty_title = gettext_lazy("现在没有扣留或查验")
    columns = (
        Field("number", gettext_lazy("企业内部编号"), form="link"),
        Field("status", gettext_lazy("海关状态"), form="state"),
        Field("reason", gettext_lazy("原因")),
        Field("instruction", gettext_lazy("指令")),
        Field("result", gettext_lazy("现场结果"), form="state"),
        Field("logisticsNo", gettext_lazy("物流运单编号"), form="code"),
        Field("agent", gettext_lazy("申报企业"), shown=False),
        Field("since", gettext_lazy("自"), form="moment"),
        Field("ended", gettext_lazy("解除时间"), form="moment", shown=False),
    )

    def rows(self, form: HoldForm) -> Any:
        chosen = form.chosen()
        rows = Hold.objects.visible_to(self.viewer)
        if status := chosen.get("status"):
            rows = rows.filter(status=status)
        narrowing = {
            "open": {"ended_at__isnull": True},
            "instructed": {"ended_at__isnull": True, "instructed_at__isnull": False},
            "found": {"ended_at__isnull": True, "found_at__isnull": False},
            "ended": {"ended_at__isnull": False},
        }
        return rows.filter(**narrowing.get(chosen.get("state", ""), {}))

    def lines(self, rows: Iterable[Hold]) -> list[ListRow]:
        listed = list(rows)
        inventories = Inventory.objects.in_bulk([row.inventory_id for row in listed])
        return [_line(row, inventories.get(row.inventory_id)) for row in listed]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("处理中"), "state=open"),
            (_("查验"), "status=500&state=open"),
            (_("人工审核"), "status=300&state=open"),
            (_("已解除"), "state=ended"),
        ]

    def action(self) -> dict[str, Any]:
        return {"url": reverse("declarations:unknown_receipts"), "label": _("未知编号的回执")}


def _line(hold: Hold, inventory: Any) -> ListRow:
    return ListRow(
        reverse("declarations:hold", args=[hold.pk]),
        {
            "number": inventory.cop_no or inventory.order_no if inventory else hold.inventory_id,
            "status": status_label(hold.status),
            "reason": plain_info(hold.reason),
            "instruction": hold.instruction,
            "result": RESULTS.get(hold.result, ""),
            "logisticsNo": inventory.logistics_no if inventory else "",
            "agent": inventory.agent_name if inventory else "",
            "since": hold.since,
            "ended": hold.ended_at,
        },
    )


class UnknownReceipts(CustomsList):
    """Receipts for numbers that nobody sent here."""

    title = gettext_lazy("未知编号的回执")
    form_class = FilterForm
    file_name = "unknown-receipts"
    empty_title = gettext_lazy("没有未知编号的回执")
    columns = (
        Field("number", gettext_lazy("单证编号"), form="code"),
        Field("kind", gettext_lazy("报文类型"), form="word"),
        Field("status", gettext_lazy("回执状态"), form="word"),
        Field("info", gettext_lazy("回执信息")),
        Field("said", gettext_lazy("回执时间"), form="moment"),
        Field("received", gettext_lazy("接收时间"), form="moment"),
    )

    def rows(self, form: Any) -> Any:
        receipts: Any = CustomsReceipt.objects
        return receipts.unknown_to(self.viewer)

    def lines(self, rows: Iterable[CustomsReceipt]) -> list[ListRow]:
        return [
            ListRow(
                "",
                {
                    "number": row.number,
                    "kind": row.kind,
                    "status": row.return_status,
                    "info": plain_info(row.return_info),
                    "said": row.return_time,
                    "received": row.received_at,
                },
            )
            for row in rows
        ]

    def action(self) -> dict[str, Any]:
        return {"url": reverse("declarations:undelivered"), "label": _("未能送达的单证")}


class Undelivered(CustomsList):
    """Documents that the gateway would not take, for the customs office of the hub."""

    title = gettext_lazy("未能送达的单证")
    form_class = FilterForm
    file_name = "undelivered"
    empty_title = gettext_lazy("全部单证都已送达")
    columns = (
        Field("id", gettext_lazy("平台编号"), form="word"),
        Field("kind", gettext_lazy("报文类型"), form="word"),
        Field("attempts", gettext_lazy("次数"), form="count", numeric=True),
        Field("error", gettext_lazy("最近错误")),
        Field("created", gettext_lazy("产生时间"), form="moment"),
    )

    def rows(self, form: Any) -> Any:
        rows = Dispatch.objects.filter(status="dead")
        return rows if self.viewer.sees_all else rows.none()

    def lines(self, rows: Iterable[Dispatch]) -> list[ListRow]:
        return [
            ListRow(
                "",
                {
                    "id": row.document_id,
                    "kind": row.kind,
                    "attempts": row.attempts,
                    "error": row.error,
                    "created": row.created_at,
                },
            )
            for row in rows
        ]


class InstructionForm(forms.Form):
    """What is to be done on site."""

    text = forms.CharField(
        label=gettext_lazy("指令"),
        max_length=holds.LONGEST,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )


class ResultForm(forms.Form):
    """What was found on site."""

    result = forms.ChoiceField(
        label=gettext_lazy("现场结果"),
        choices=[(code, label.text) for code, label in RESULTS.items()],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    text = forms.CharField(
        label=gettext_lazy("现场情况"),
        max_length=holds.LONGEST,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )


class HoldPage(SignedInPage):
    """One hold: its reason, the instruction and the result, each with its author."""

    template_name = "declarations/hold.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(InstructionForm(prefix="instruct"), ResultForm(prefix="result"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._hold()  # whether it is theirs comes before what is wrong with it
        instructs = request.POST.get("deed") == "instruct"
        instruction = InstructionForm(request.POST if instructs else None, prefix="instruct")
        result = ResultForm(None if instructs else request.POST, prefix="result")
        form: forms.Form = instruction if instructs else result
        if not form.is_valid():
            return self._page(instruction, result, status=422)
        write = holds.instruct if instructs else holds.record_result
        person: Any = request.user
        try:
            write(
                hold_id=self.kwargs["pk"],
                viewer=self._viewer(),
                by=person,
                at=timezone.now(),
                origin=origin_of(request),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            if refusal.status == 403:
                raise PermissionDenied from refusal
            form.add_error(None, refusal.text(get_language() or "zh-hans"))
            return self._page(instruction, result, status=refusal.status)
        return redirect("declarations:hold", pk=self.kwargs["pk"])

    def _viewer(self) -> Viewer:
        return viewer_for(self.request.user)

    def _hold(self) -> Hold:
        hold: Hold | None = (
            Hold.objects.visible_to(self._viewer()).filter(pk=self.kwargs["pk"]).first()
        )
        if hold is None:
            raise Http404
        return hold

    def _page(
        self, instruction: InstructionForm, result: ResultForm, status: int = 200
    ) -> HttpResponse:
        hold = self._hold()
        inventory: Any = Inventory.objects.filter(id=hold.inventory_id).first()
        user: Any = self.request.user
        number = (inventory.cop_no or inventory.order_no) if inventory else str(hold.inventory_id)
        context = self.get_context_data(
            hold=hold,
            reason=plain_info(hold.reason),
            ended_reason=plain_info(hold.ended_reason),
            inventory=inventory,
            number=number,
            label=status_label(hold.status),
            authority=authority(hold.status, simulated=gateway.is_simulated()),
            ended=status_label(hold.ended_status) if hold.ended_status else None,
            result=RESULTS.get(hold.result),
            simulated=gateway.is_simulated(),
            may_act=hold.ended_at is None and holds.may_act(user),
            instruct_form=instruction,
            result_form=result,
            form=instruction if instruction.errors else result,
            crumbs=[
                {"url": reverse("declarations:customs_queue"), "label": _("扣留与查验")},
                {"url": "", "label": number},
            ],
        )
        return self.render_to_response(context, status=status)
