"""Complaints and reports of fakes for those who handle them, the firm and its platform."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from risk import selectors_disputes as disputes
from risk.models import Complaint
from risk.models.quality_querysets import HANDLERS
from risk.pages.matter import (
    FORBIDDEN,
    NOT_FOUND,
    Act,
    DeedMixin,
    Fact,
    MatterPage,
    Passage,
    label_of,
    status_of,
)
from risk.pages.matter_forms import MatterForm, ReasonForm, said
from risk.pages.matter_list import WRITERS, RiskList, WordsFilter, doing
from risk.pages.quality_forms import AnswerForm, FactsForm, OutcomeForm, TakeUpForm
from risk.rules.matters import (
    ANSWERED,
    CHECKING,
    COMPLAINT,
    CONFIRMED,
    MEDIATING,
    RECEIVED,
    WITH_FIRM,
)
from risk.rules.quality.complaints import KINDS
from risk.services.quality import complaints
from zone_portal.framework.lists import Field, Label, ListRow, choice_filter, text_filter
from zone_portal.kernel.errors import PortalError


def due_label(row: Complaint) -> Label | str:
    """The term that runs now, as word and colour."""
    due = disputes.due_of(row)
    if due is None:
        return ""
    return Label("bad" if due < timezone.localdate() else "info", due.isoformat())


class ComplaintFilter(WordsFilter):
    """Filters of the list."""

    q = text_filter(gettext_lazy("编号、企业或商品"), 100)
    kind = choice_filter(gettext_lazy("事项"), [])
    status = choice_filter(gettext_lazy("状态"), [])
    state = choice_filter(gettext_lazy("时限"), [("late", gettext_lazy("已逾期"))])
    words = {"kind": KINDS, "status": COMPLAINT.labels}


class ComplaintsPage(RiskList):
    """The list."""

    title = gettext_lazy("投诉举报")
    form_class = ComplaintFilter
    file_name = "complaints"
    empty_title = gettext_lazy("没有投诉举报")
    empty_text = gettext_lazy("消费者经公开渠道提交的投诉、假冒伪劣举报在受理后按时限办理。")
    columns = (
        Field("number", gettext_lazy("编号"), form="link"),
        Field("kind", gettext_lazy("事项")),
        Field("firm", gettext_lazy("企业")),
        Field("goods", gettext_lazy("商品")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("due", gettext_lazy("时限"), form="state"),
        Field("opened", gettext_lazy("收到时间"), form="full_moment"),
    )

    def allowed(self) -> bool:
        return bool(self.viewer.own_ids) or bool(self.viewer.departments & HANDLERS)

    def rows(self, form: ComplaintFilter) -> Any:
        return disputes.complaints(self.viewer, form.chosen(), on=timezone.localdate())

    def lines(self, rows: Iterable[Complaint]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:complaint", args=[row.pk]),
                {
                    "number": row.number,
                    "kind": said(KINDS[row.kind]),
                    "firm": row.firm.name if row.firm else row.firm_name,
                    "goods": row.goods,
                    "state": label_of(row),
                    "due": due_label(row),
                    "opened": row.opened_at,
                },
            )
            for row in rows
        ]

    def views(self) -> list[tuple[str, str]]:
        found = [(_("全部"), ""), (_("已逾期"), "state=late")]
        return [*found, (_("举报假冒伪劣"), "kind=fake")] if self.viewer.is_official else found


class ComplaintPage(MatterPage):
    """One complaint. Name and contact of the reporter stay sealed until revealed with a reason."""

    model = Complaint
    crumb = (gettext_lazy("投诉举报"), "risk:complaints")
    related = ("firm", "platform")
    url_name = "risk:complaint"
    revealed: Mapping[str, str] = {}

    def title(self, row: Complaint) -> str:
        return f"{said(KINDS[row.kind])} · {row.goods}"

    def facts(self, row: Complaint) -> list[Fact]:
        found = [
            Fact(_("企业"), row.firm.name if row.firm else row.firm_name),
            Fact(_("平台"), row.platform.name if row.platform else ""),
            Fact(_("订单编号"), row.order_no, "code"),
            Fact(_("收到时间"), row.opened_at, "moment"),
            Fact(_("受理期限"), row.accept_due_date.isoformat()),
        ]
        if row.answer_due_date:
            found.append(Fact(_("答复期限"), row.answer_due_date.isoformat()))
        if row.end_due_date:
            found.append(Fact(_("办结期限"), row.end_due_date.isoformat()))
        if self.viewer.is_official:
            found.append(Fact(_("同一联系人的其他投诉举报"), str(disputes.others_of_contact(row))))
            if self.revealed:
                found.append(Fact(_("姓名"), self.revealed.get("name", "")))
                found.append(Fact(_("联系方式"), self.revealed.get("contact", "")))
        return found

    def passages(self, row: Complaint) -> list[Passage]:
        return [
            Passage(_("情况说明"), row.text),
            Passage(_("企业答复"), row.answer),
            Passage(_("办理结果"), row.outcome),
        ]

    def links(self, row: Complaint) -> list[tuple[Any, str]]:
        if row.credit_case is None or not self.viewer.is_official:
            return []
        return [(_("负面清单事项"), reverse("credit:case", args=[row.credit_case]))]

    def possible(self, row: Complaint) -> set[str]:
        if not self.viewer.is_official:
            is_party = {row.firm_id, row.platform_id} & set(self.viewer.own_ids)
            return {"answer"} if row.status == WITH_FIRM and is_party else set()
        if not self.viewer.roles & WRITERS:
            return set()
        may: dict[str, set[str]] = {
            RECEIVED: {"take-up", "refused", "withdrawn"},
            WITH_FIRM: {"mediate", "withdrawn"},
            ANSWERED: {"settled", "mediate", "withdrawn"},
            MEDIATING: {"settled", "unsettled", "withdrawn"},
            CHECKING: {"confirmed", "unfounded"},
            CONFIRMED: set() if row.credit_case else {"nominate"},
        }
        return may.get(row.status, set()) | {"reveal"}

    def acts(self) -> Iterable[Act]:
        def ends(ending: str, title: str, done: str) -> Act:
            def run(pk: int, version: int, values: Mapping[str, Any]) -> None:
                complaints.end(
                    complaint_id=pk, version=version, ending=ending, **values, **self.deed()
                )

            return Act(ending, title, title, done, run, OutcomeForm)

        return (
            Act(
                "take-up",
                _("受理"),
                _("受理"),
                _("已受理，时限开始计算。"),
                doing(self, complaints.take_up, "complaint_id", firm="firm", platform="platform"),
                TakeUpForm,
                note=_("投诉转企业答复，举报假冒伪劣进入核查。"),
                primary=True,
            ),
            Act(
                "answer",
                _("答复投诉"),
                _("提交答复"),
                _("已答复。"),
                doing(self, complaints.answer, "complaint_id", text="text"),
                AnswerForm,
                primary=True,
            ),
            Act(
                "mediate",
                _("开始调解"),
                _("开始调解"),
                _("已开始调解。"),
                doing(self, complaints.mediate, "complaint_id"),
                MatterForm,
            ),
            ends("settled", _("达成和解"), _("已办结。")),
            ends("unsettled", _("终止调解"), _("已办结。")),
            ends("confirmed", _("查实"), _("已查实，并产生了风险信号。")),
            ends("unfounded", _("查无实据"), _("已办结。")),
            ends("refused", _("不予受理"), _("已办结。")),
            ends("withdrawn", _("投诉人撤回"), _("已办结。")),
            Act(
                "nominate",
                _("提请列入负面清单"),
                _("提请列入"),
                _("已作为拟列入事项提请，由信用管理人员按程序办理。"),
                doing(self, complaints.nominate, "complaint_id", facts="facts"),
                FactsForm,
                note=_("须经告知、陈述申辩和两人决定。"),
            ),
            Act(
                "reveal",
                _("查看联系人"),
                _("查看"),
                "",
                lambda _pk, _version, _values: None,
                ReasonForm,
                note=_("姓名和联系方式加密保存，查看须写明理由并留痕。"),
            ),
        )


class ComplaintDeedPage(DeedMixin, ComplaintPage):
    """The buttons of a complaint."""

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        if deed != "reveal":
            return super().post(request, pk, deed)
        row = self.find(pk)
        form = ReasonForm(request.POST, auto_id="reveal-%s")
        status = 422
        if form.is_valid():
            try:
                reasons = form.cleaned_data["reasons"]
                self.revealed = complaints.reveal(complaint_id=pk, reasons=reasons, **self.deed())
            except PortalError as refusal:
                status = status_of(refusal)
                if status in {FORBIDDEN, NOT_FOUND}:
                    raise
                form.refuse(refusal)
            else:
                response = self.render_to_response(self.get_context_data(row=row, pk=pk))
                response["Cache-Control"] = "no-store"
                return response
        context = self.get_context_data(row=row, pk=pk, bound={"reveal": form})
        return self.render_to_response(context, status=status)
