"""Recalls and failed tests; batches of goods and their trace."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from risk import selectors_disputes as disputes
from risk.models import GoodsBatch, Recall
from risk.models.quality_querysets import HANDLERS
from risk.pages.articles import level_label
from risk.pages.matter import (
    FORBIDDEN,
    NOT_FOUND,
    Act,
    DeedMixin,
    Fact,
    MatterPage,
    Passage,
    RiskOfficePage,
    label_of,
    status_of,
)
from risk.pages.matter_forms import MatterForm, ReasonForm, country_name, said
from risk.pages.matter_list import WRITERS, WordsFilter, doing
from risk.pages.quality_forms import RECALLS, BatchForm, DefectForm, RecoveredForm, StageForm
from risk.pages.reporting import trace_card
from risk.pages.rights import OfFirmPage, QualityList
from risk.rules.matters import PUBLISHED, RECALL, REPORTED
from risk.services.quality import goods
from zone_portal.framework.lists import Field, ListRow, choice_filter, text_filter
from zone_portal.kernel.errors import PortalError


class RecallFilter(WordsFilter):
    """Filters of the list."""

    q = text_filter(gettext_lazy("编号、商品、条码或批次号"), 100)
    status = choice_filter(gettext_lazy("状态"), [])
    words = {"status": RECALL.labels}


class RecallsPage(QualityList):
    """Recalls and failed tests."""

    title = gettext_lazy("召回与不合格")
    form_class = RecallFilter
    file_name = "recalls"
    empty_title = gettext_lazy("没有召回或不合格记录")
    empty_text = gettext_lazy("企业主动报告或部门登记，核实后公布，并在批次追溯中提示。")
    columns = (
        Field("number", gettext_lazy("编号"), form="link"),
        Field("goods", gettext_lazy("商品")),
        Field("kind", gettext_lazy("种类")),
        Field("firm", gettext_lazy("企业")),
        Field("level", gettext_lazy("风险级别"), form="state"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("recovered", gettext_lazy("已召回"), numeric=True),
    )

    def rows(self, form: RecallFilter) -> Any:
        return disputes.recalls(self.viewer, form.chosen())

    def lines(self, rows: Iterable[Recall]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:recall", args=[row.pk]),
                {
                    "number": row.number,
                    "goods": row.goods,
                    "kind": said(RECALLS[row.kind]),
                    "firm": row.firm.name,
                    "level": level_label(row.level),
                    "state": label_of(row),
                    "recovered": f"{row.recovered}/{row.quantity}",
                },
            )
            for row in rows
        ]

    def action(self) -> dict[str, Any]:
        if not (self.viewer.own_ids or self.handles()):
            return {}
        return {"url": reverse("risk:recall_new"), "label": _("登记召回或不合格")}


class NewRecallPage(OfFirmPage):
    """A firm reports its own, an official enters one of a firm."""

    form_class = DefectForm
    title = gettext_lazy("登记召回或不合格")
    button = gettext_lazy("提交核实")
    crumb = (gettext_lazy("召回与不合格"), "risk:recalls")

    def may_open(self) -> None:
        handles = self.viewer.departments & HANDLERS and self.viewer.roles & WRITERS
        if not (self.viewer.own_ids or handles):
            raise PermissionDenied

    def form(self, data: Any = None) -> MatterForm:
        return DefectForm(data, firms=self.firms())

    def save(self, values: Mapping[str, Any]) -> str:
        form = DefectForm(self.request.POST, firms=self.firms())
        form.is_valid()
        own = int(values["firm"]) if self.viewer.own_ids else None
        row = goods.report_defect(
            given=form.defect(), firm=values["firm"], firm_id=own, **self.deed()
        )
        return goods.recall_link(row)


class RecallPage(MatterPage):
    """One recall."""

    model = Recall
    crumb = (gettext_lazy("召回与不合格"), "risk:recalls")
    related = ("firm",)
    url_name = "risk:recall"

    def title(self, row: Recall) -> str:
        return f"{said(RECALLS[row.kind])} · {row.goods}"

    def facts(self, row: Recall) -> list[Fact]:
        return [
            Fact(_("企业"), row.firm.name),
            Fact(_("风险级别"), level_label(row.level), "state"),
            Fact(_("条码"), row.barcode, "code"),
            Fact(_("批次号"), " ".join(row.batches), "code"),
            Fact(_("依据和机构"), row.authority),
            Fact(_("已召回"), f"{row.recovered}/{row.quantity}"),
            Fact(_("公布时间"), row.published_at, "moment"),
        ]

    def passages(self, row: Recall) -> list[Passage]:
        return [Passage(_("缺陷和风险"), row.reason), Passage(_("处置措施"), row.measures)]

    def possible(self, row: Recall) -> set[str]:
        if not self.viewer.is_official:
            is_own = row.firm_id in self.viewer.own_ids
            return {"recovered"} if row.status == PUBLISHED and is_own else set()
        if not (self.viewer.departments & HANDLERS and self.viewer.roles & WRITERS):
            return set()
        return {REPORTED: {"publish", "reject"}, PUBLISHED: {"end"}}.get(row.status, set())

    def acts(self) -> Iterable[Act]:
        return (
            Act(
                "publish",
                _("核实并公布"),
                _("公布"),
                _("已公布，并产生了风险信号。"),
                doing(self, goods.publish_recall, "recall_id"),
                note=_("公布后任何人可见。"),
                primary=True,
            ),
            Act(
                "reject",
                _("不采纳"),
                _("不采纳"),
                _("已办结。"),
                doing(self, goods.reject_recall, "recall_id", reasons="reasons"),
                ReasonForm,
            ),
            Act(
                "recovered",
                _("报告召回进度"),
                _("提交进度"),
                _("已登记。"),
                doing(
                    self, goods.report_recovered, "recall_id", recovered="recovered", note="note"
                ),
                RecoveredForm,
                primary=True,
            ),
            Act(
                "end",
                _("完成召回"),
                _("确认完成"),
                _("已办结。"),
                doing(self, goods.end_recall, "recall_id", reasons="reasons"),
                ReasonForm,
            ),
        )


class RecallDeedPage(DeedMixin, RecallPage):
    """The buttons of a recall."""


class BatchFilter(WordsFilter):
    """Filters of the list."""

    q = text_filter(gettext_lazy("商品、批次号、条码或追溯码"), 100)


class BatchesPage(QualityList):
    """Batches of goods."""

    title = gettext_lazy("商品批次追溯")
    form_class = BatchFilter
    file_name = "goods-batches"
    empty_title = gettext_lazy("还没有商品批次")
    empty_text = gettext_lazy(
        "登记批次后得到追溯码，从生产采购到配送签收逐环节登记，任何人可凭码查询。"
    )
    columns = (
        Field("code", gettext_lazy("追溯码"), form="link"),
        Field("name", gettext_lazy("商品")),
        Field("batch", gettext_lazy("批次号"), form="code"),
        Field("firm", gettext_lazy("企业")),
        Field("quantity", gettext_lazy("数量"), form="count", numeric=True),
        Field("expiry", gettext_lazy("保质期至"), form="day"),
    )

    def allowed(self) -> bool:
        return super().allowed() or "customs" in self.viewer.departments

    def rows(self, form: BatchFilter) -> Any:
        return disputes.batches(self.viewer, form.chosen())

    def lines(self, rows: Iterable[GoodsBatch]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:batch", args=[row.pk]),
                {
                    "code": row.code,
                    "name": row.name,
                    "batch": row.batch_no,
                    "firm": row.firm.name,
                    "quantity": row.quantity,
                    "expiry": row.expiry_date.isoformat() if row.expiry_date else "",
                },
            )
            for row in rows
        ]

    def action(self) -> dict[str, Any]:
        if not self.viewer.own_ids:
            return {}
        return {"url": reverse("risk:batch_new"), "label": _("登记批次")}


class NewBatchPage(OfFirmPage):
    """Enter a batch."""

    form_class = BatchForm
    title = gettext_lazy("登记批次")
    button = gettext_lazy("登记")
    crumb = (gettext_lazy("商品批次追溯"), "risk:batches")

    def form(self, data: Any = None) -> MatterForm:
        return BatchForm(data, firms=self.firms())

    def save(self, values: Mapping[str, Any]) -> str:
        form = BatchForm(self.request.POST, firms=self.firms())
        form.is_valid()
        row = goods.add_batch(firm_id=int(values["firm"]), new=form.batch(), **self.deed())
        return reverse("risk:batch", args=[row.pk])


class BatchPage(RiskOfficePage):
    """One batch with its stages; its firm enters further ones."""

    template_name = "risk/batch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = disputes.batch_of(self.viewer, self.kwargs["pk"])
        if row is None:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "row": row,
            "batch": trace_card(row),
            "country": country_name(row.country),
            "may_enter": row.firm_id in self.viewer.own_ids,
            "form": kwargs.get("form") or StageForm(initial={"on_date": self.today}),
            "crumbs": [
                {"url": reverse("risk:batches"), "label": _("商品批次追溯")},
                {"url": "", "label": row.batch_no},
            ],
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = StageForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                goods.pass_stage(batch_id=pk, given=form.passed(), **self.deed())
            except PortalError as refusal:
                status = status_of(refusal)
                if status in {FORBIDDEN, NOT_FOUND}:
                    raise
                form.refuse(refusal)
            else:
                messages.success(request, _("已登记。"))
                return redirect("risk:batch", pk=pk)
        return self.render_to_response(self.get_context_data(form=form), status=status)
