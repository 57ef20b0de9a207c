"""For customs officials: what is held, what came for nobody, what was not delivered."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from declarations import gateway, hold_list
from declarations.exports import chunks
from declarations.hold_list import Held, HoldFilter
from declarations.messages.catalogue import KINDS
from declarations.models import CustomsReceipt, Dispatch, Hold
from declarations.models.querysets import works_at_customs
from declarations.pages.course import (
    STATUS_CHOICES,
    SUGGESTED_CHOICES,
    authority,
    plain_info,
    status_label,
)
from declarations.services import holds
from declarations.services.replaying import replay_dead
from declarations.states import HOLDS
from declarations.tracking import LARGEST_ID
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework import lists
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    Label,
    ListRow,
    choice_filter,
    text_filter,
)
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.framework.templatetags.portal import seconds

RESULTS = {
    "conforms": Label("ok", gettext_lazy("与申报相符")),
    "differs": Label("bad", gettext_lazy("与申报不符")),
    "unfinished": Label("warn", gettext_lazy("尚未完成")),
}
DIRECTIVES = {
    "inspect": gettext_lazy("开箱查验"),
    "sample": gettext_lazy("取样送检"),
    "documents": gettext_lazy("单证审核"),
    "detain": gettext_lazy("暂扣"),
    "other": pgettext_lazy("指令", "其他"),
}
STATES = [
    (hold_list.OPEN, gettext_lazy("处理中")),
    (hold_list.UNTOUCHED, gettext_lazy("尚无指令")),
    (hold_list.INSTRUCTED, gettext_lazy("已下指令")),
    (hold_list.FOUND, gettext_lazy("已有现场结果")),
    (hold_list.ENDED, gettext_lazy("已解除")),
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
        gettext_lazy("海关状态"),
        [pair for pair in STATUS_CHOICES if pair[0] in HOLDS] + SUGGESTED_CHOICES,
    )
    overdue = choice_filter(gettext_lazy("时限"), [(hold_list.LATE, gettext_lazy("已超时"))])
    subject = choice_filter(
        gettext_lazy("对象"),
        [
            (hold_list.OF_INVENTORY, gettext_lazy("清单")),
            (hold_list.OF_PAPER, gettext_lazy("单据")),
        ],
    )
    number = text_filter(gettext_lazy("单证编号"))

    def filter(self) -> HoldFilter:
        return HoldFilter(**self.chosen())


class CustomsQueue(CustomsList):
    """Everything that customs holds or inspects, newest first."""

    title = gettext_lazy("扣留与查验")
    form_class = HoldForm
    file_name = "holds"
    more_filters = ("subject", "number")
    empty_title = gettext_lazy("现在没有扣留或查验")
    columns = (
        Field("number", gettext_lazy("单证编号"), form="link"),
        Field("kind", gettext_lazy("种类")),
        Field("status", gettext_lazy("海关状态"), form="state"),
        Field("clock", gettext_lazy("已用时间"), form="state"),
        Field("reason", gettext_lazy("原因")),
        Field("instruction", gettext_lazy("指令")),
        Field("result", gettext_lazy("现场结果"), form="state"),
        Field("logisticsNo", gettext_lazy("物流运单编号"), form="code"),
        Field("agent", gettext_lazy("申报企业"), shown=False),
        Field("since", gettext_lazy("自"), form="moment"),
        Field("ended", gettext_lazy("解除时间"), form="moment", shown=False),
    )

    def rows(self, form: HoldForm) -> Any:
        return hold_list.holds(self.viewer, form.filter(), at=timezone.now())

    def lines(self, rows: Iterable[Hold]) -> list[ListRow]:
        now = timezone.now()
        longest = hold_list.limit(now)
        return [_line(held, now, longest) for held in hold_list.with_documents(rows)]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("处理中"), "state=open"),
            (_("尚无指令"), "state=untouched"),
            (_("已超时"), "overdue=yes"),
            (_("查验"), "status=500&state=open"),
            (_("人工审核"), "status=300&state=open"),
            (_("已解除"), "state=ended"),
        ]

    def action(self) -> dict[str, Any]:
        return {"url": reverse("declarations:unknown_receipts"), "label": _("未知编号的回执")}


def clock(hold: Hold, now: datetime, longest: timedelta) -> Label:
    """How long a hold has lasted, in the colour of what is left of its time."""
    lasted = (hold.ended_at or now) - hold.since
    words = seconds(lasted)
    if hold.ended_at is not None:
        return Label("idle", words)
    if lasted > longest:
        return Label("bad", _("超时 %(span)s") % {"span": words})
    return Label("warn" if lasted > longest / 2 else "info", words)


def _line(held: Held, now: datetime, longest: timedelta) -> ListRow:
    hold, inventory, paper = held.hold, held.inventory, held.paper
    directive = DIRECTIVES.get(hold.directive, "")
    said = " ".join(filter(None, [str(directive), hold.instruction]))
    carried = inventory or paper
    return ListRow(
        reverse("declarations:hold", args=[hold.pk]),
        {
            "number": held.number,
            "kind": KINDS[held.kind].title(get_language() or "zh") if held.kind else "",
            "status": status_label(hold.status),
            "clock": clock(hold, now, longest),
            "reason": plain_info(hold.reason),
            "instruction": said,
            "result": RESULTS.get(hold.result, ""),
            "logisticsNo": (carried.logistics_no or "") if carried else "",
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
    template_name = "declarations/undelivered.html"
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"may_resend": self._may_resend()}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send one document again by its number here, or all of them."""
        if not self._may_resend():
            raise PermissionDenied
        asked = request.POST.get("document", "").strip()
        number = int(asked) if asked.isascii() and asked.isdecimal() else 0
        count = 0
        if not asked or 0 < number <= LARGEST_ID:
            count = replay_dead(
                by=cast("User", request.user),
                at=timezone.now(),
                document_ids=[number] if asked else (),
                origin=origin_of(request),
            )
        said = _("%(count)s 份单证将重新发送。") % {"count": count}
        if not count:
            said = _("没有这份未能送达的单证。")
        (messages.success if count else messages.warning)(request, said)
        return redirect("declarations:undelivered")

    def _may_resend(self) -> bool:
        user = self.request.user
        return isinstance(user, User) and self.viewer.sees_all and holds.may_act(user)


class InstructionForm(forms.Form):
    """What is to be done on site."""

    directive = forms.ChoiceField(
        label=gettext_lazy("指令类型"),
        choices=list(DIRECTIVES.items()),
        widget=forms.Select(attrs={"class": "form-select"}),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("指令"),
        max_length=holds.LONGEST,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )

    def clean_directive(self) -> str:
        return self.cleaned_data["directive"] or next(iter(DIRECTIVES))


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

    def _hold(self) -> Held:
        held = hold_list.hold_of(self._viewer(), self.kwargs["pk"])
        if held is None:
            raise Http404
        return held

    def _page(
        self, instruction: InstructionForm, result: ResultForm, status: int = 200
    ) -> HttpResponse:
        held, now = self._hold(), timezone.now()
        hold = held.hold
        user: Any = self.request.user
        context = self.get_context_data(
            hold=hold,
            held=held,
            kind=KINDS[held.kind].title(get_language() or "zh") if held.kind else _("清单"),
            document_url=_address(held),
            clock=clock(hold, now, hold_list.limit(now)),
            directive=DIRECTIVES.get(hold.directive, ""),
            reason=plain_info(hold.reason),
            ended_reason=plain_info(hold.ended_reason),
            logistics_no=getattr(held.inventory or held.paper, "logistics_no", ""),
            number=held.number,
            label=status_label(hold.status),
            authority=authority(hold.status, simulated=gateway.is_simulated()),
            ended=ended_label(hold),
            result=RESULTS.get(hold.result),
            simulated=gateway.is_simulated(),
            may_act=hold.ended_at is None and holds.may_act(user),
            instruct_form=instruction,
            result_form=result,
            form=instruction if instruction.errors else result,
            crumbs=[
                {"url": reverse("declarations:customs_queue"), "label": _("扣留与查验")},
                {"url": "", "label": held.number},
            ],
        )
        return self.render_to_response(context, status=status)


def ended_label(hold: Hold) -> Label | None:
    """What ended a hold: a status of customs, or the result on a suggestion of the portal."""
    if not hold.ended_status:
        return None
    return RESULTS.get(hold.ended_status) or status_label(hold.ended_status)


def _address(held: Held) -> str:
    """Where the document of a hold is read."""
    if held.inventory is not None:
        return reverse("declarations:inventory", args=[held.inventory.id])
    return reverse("declarations:paper", args=[held.paper.id]) if held.paper is not None else ""
