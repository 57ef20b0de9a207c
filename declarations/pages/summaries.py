"""Monthly summaries of exports: the months of a firm, and one month lodged with one click."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

import msgspec
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from declarations import exports, gateway, summary_list
from declarations.facts import PAGE, Sender
from declarations.models import Summary, SummaryResult
from declarations.pages.course import plain_info, status_label
from declarations.services.summary_lodging import Wishes, draft, lodge
from declarations.summary_list import Month, SummaryFilter
from declarations.summary_states import FORM_STATES, STATES, form_state
from enterprises.facts import EnterpriseFacts
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

REJECTED = "rejected"


def state_label(code: str) -> Label:
    """Where a month stands, as word and colour."""
    zh, en, tone = STATES[code]
    return Label(tone, zh if (get_language() or "zh").startswith("zh") else en.capitalize())


def clock(row: Summary, today: date) -> Label:
    """The days that are left for a month, or how many have passed."""
    if not row.left:
        return Label("idle", "—")
    days = (row.due_on - today).days
    if days < 0:
        return Label("bad", _("已逾期 %(days)s 天") % {"days": -days})
    return Label("warn" if days <= 5 else "idle", _("距截止 %(days)s 天") % {"days": days})


class SummaryForm(FilterForm):
    """Filters of the months."""

    month = forms.CharField(
        label=gettext_lazy("月份"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "month"}),
    )
    status = choice_filter(gettext_lazy("状态"), [(code, code) for code in STATES])
    clock = choice_filter(
        gettext_lazy("期限"),
        [
            (summary_list.DUE, gettext_lazy("期限内待汇总")),
            (summary_list.OVERDUE, gettext_lazy("已逾期")),
            (summary_list.DONE, gettext_lazy("全部已汇总")),
        ],
    )
    firm = text_filter(gettext_lazy("企业代码"), 18)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, state_label(code).text) for code in STATES]
        self.fields["status"] = choice_filter(gettext_lazy("状态"), named)

    def filter(self) -> SummaryFilter:
        chosen = self.chosen()
        try:
            month = date.fromisoformat(f"{chosen.pop('month', '')}-01")
        except ValueError:
            month = None
        return SummaryFilter(month=month, **chosen)


class Summaries(lists.ListPage):
    """The months whose exports are summarised, with the last day of each."""

    title = gettext_lazy("出口月度汇总")
    form_class = SummaryForm
    file_name = "summaries"
    empty_title = gettext_lazy("还没有须汇总的出口清单")
    empty_text = gettext_lazy(
        "申报业务类型为 B 的出口清单结关后，按月列在这里，于次月 15 日前汇总申报。"
    )
    columns: Sequence[Field] = (
        Field("month", gettext_lazy("月份"), form="link"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("clock", gettext_lazy("期限"), form="state"),
        Field("due", gettext_lazy("截止日")),
        Field("left", gettext_lazy("待汇总"), form="count", numeric=True),
        Field("lists", gettext_lazy("清单数"), form="count", numeric=True),
        Field("ebc", gettext_lazy("收发货人")),
        Field("agent", gettext_lazy("申报企业")),
        Field("district", gettext_lazy("申报海关"), form="code"),
    )

    def rows(self, form: SummaryForm) -> Any:
        viewer = viewer_for(self.request.user)
        return summary_list.summaries(viewer, form.filter(), today=timezone.localdate())

    def lines(self, rows: Iterable[Summary]) -> list[ListRow]:
        return [_line(row, timezone.localdate()) for row in rows]

    def chunks(self, form: SummaryForm) -> Iterable[Sequence[Any]]:
        return exports.chunks(self.rows(form))

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("期限内待汇总"), "clock=due"),
            (_("已逾期"), "clock=overdue"),
            (_("被退回"), f"status={REJECTED}"),
        ]


def _line(row: Summary, today: date) -> ListRow:
    return ListRow(
        reverse("declarations:summary", args=[row.pk]),
        {
            "month": f"{row.month:%Y-%m}",
            "state": state_label(row.status),
            "clock": clock(row, today),
            "due": row.due_on.isoformat(),
            "left": row.left or None,
            "lists": row.lists,
            "ebc": row.ebc_name,
            "agent": row.agent_name,
            "district": row.customs_code,
        },
    )


class LodgeForm(forms.Form):
    """What the firm decides of its application."""

    broker_code = forms.CharField(
        label=gettext_lazy("报关单位代码"),
        help_text=gettext_lazy("后续报关单的申报单位；不填即申报单位自己"),
        required=False,
        max_length=18,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    broker_name = forms.CharField(
        label=gettext_lazy("报关单位名称"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("汇总方式"),
        choices=[
            ("1", gettext_lazy("按收发货人单一汇总")),
            ("2", gettext_lazy("按收发货人和生产销售单位汇总")),
        ],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("broker_code")) != bool(given.get("broker_name")):
            self.add_error("broker_name", _("报关单位的代码和名称须同时填写。"))
        return given

    def wishes(self) -> Wishes:
        return Wishes(**self.cleaned_data)


class SummaryPage(SignedInPage):
    """One month: its lists, its applications, the declaration forms, and the button to lodge it."""

    template_name = "declarations/summary.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        month = self._month()
        if request.GET.get("format") == "ndjson":
            return _draft(month)
        return self._page(month, LodgeForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        month, form = self._month(), LodgeForm(request.POST)
        firm = self._firm(month)
        if firm is None:
            raise PermissionDenied
        if not form.is_valid():
            return self._page(month, form, status=422)
        try:
            lodged = lodge(
                summary_id=month.summary.pk,
                viewer=self._viewer(),
                sender=Sender(firm, channel=PAGE, user_id=request.user.pk),
                wishes=form.wishes(),
                by=cast("User", request.user),
                at=timezone.now(),
                origin=origin_of(request),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.text(get_language() or "zh-hans"))
            return self._page(self._month(), form, status=refusal.status)
        if any(judged.verdict == REJECTED for judged in lodged.judged):
            return redirect("declarations:submission", pk=lodged.submission_id)
        return redirect("declarations:summary", pk=month.summary.pk)

    def _viewer(self) -> Viewer:
        return viewer_for(self.request.user)

    def _month(self) -> Month:
        found = summary_list.month_of(self._viewer(), self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def _firm(self, month: Month) -> EnterpriseFacts | None:
        """The declaring firm of the month, where this person may send for it."""
        firms = exports.sending_enterprises(cast("User", self.request.user))
        return next((firm for firm in firms if firm.id == month.summary.enterprise_id), None)

    def _page(self, month: Month, form: LodgeForm, status: int = 200) -> HttpResponse:
        row, today = month.summary, timezone.localdate()
        context = self.get_context_data(
            row=row,
            title=f"{row.month:%Y-%m}",
            state=state_label(row.status),
            clock=clock(row, today),
            form=form,
            may_lodge=bool(row.left) and self._firm(month) is not None,
            applications=[_application(found) for found in month.applications],
            results=[{"row": found, "state": form_label(found)} for found in month.results],
            lists=[
                {"row": found, "url": reverse("declarations:inventory", args=[found.inventory_id])}
                for found in month.lists
            ],
            most=summary_list.MOST_LISTS,
            simulated=gateway.is_simulated(),
            crumbs=[
                {"url": reverse("declarations:summaries"), "label": _("出口月度汇总")},
                {"url": "", "label": f"{row.month:%Y-%m}"},
            ],
        )
        return self.render_to_response(context, status=status)


def form_label(found: SummaryResult) -> Label:
    """The state of a declaration form as word and colour."""
    code = form_state(entry_id=found.entry_id, dec_pre_no=found.dec_pre_no)
    zh, en, tone = FORM_STATES[code]
    return Label(tone, zh if (get_language() or "zh").startswith("zh") else en.capitalize())


def _application(found: summary_list.Application) -> dict[str, Any]:
    course = found.course
    return {
        "number": found.paper.cop_no or str(found.paper.id),
        "url": reverse("declarations:paper", args=[found.paper.id]),
        "part": f"{found.paper.data.get('msgSeqNo', 1)}/{found.paper.data.get('msgCount', 1)}",
        "label": status_label(course.status) if course else None,
        "sum_no": course.given_no if course else "",
        "info": plain_info(course.info) if course else "",
    }


def _draft(month: Month) -> HttpResponse:
    """The application as it would be lodged now, a document a line, to be signed and sent."""
    documents = draft(summary=month.summary, wishes=Wishes(), at=timezone.now())
    body = b"".join(msgspec.json.encode(document) + b"\n" for document in documents)
    name = f"CEB701-{month.summary.month:%Y%m}-{month.summary.pk}.ndjson"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type="application/x-ndjson", headers=headers)
