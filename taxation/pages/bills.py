"""Tax bills: the list, one bill with its history, and the half-month batches."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.viewers import viewer_for
from taxation import selectors
from taxation.models import TaxBill
from taxation.pages.base import TaxPage
from taxation.pages.labels import bill_label, said
from taxation.states import OPEN_STATES, TAX_BILL_LABELS
from zone_portal.framework.forms import give_choices
from zone_portal.framework.lists import (
    Field,
    FilterForm,
    ListPage,
    ListRow,
    choice_filter,
    day_filter,
    text_filter,
)
from zone_portal.framework.paging import keyset_page

CHUNK = 500
PAGE = 50


class BillForm(FilterForm):
    """Filters of the bills."""

    q = text_filter(gettext_lazy("税单号、清单号或缴款书号"))
    state = choice_filter(gettext_lazy("状态"), [])
    due = day_filter(gettext_lazy("最迟缴纳日在此日之前"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(
            self,
            "state",
            [
                ("", _("全部")),
                ("open", _("待缴纳")),
                *((code, said(texts)) for code, texts in TAX_BILL_LABELS.items()),
            ],
        )


class BillsPage(ListPage):
    """What is due, for whom, until when."""

    title = gettext_lazy("电子税单")
    form_class = BillForm
    file_name = "tax-bills"
    empty_title = gettext_lazy("还没有税单")
    empty_text = gettext_lazy("清单放行后，海关生成的电子税单显示在这里。")
    columns = (
        Field("number", gettext_lazy("税单编号"), form="link"),
        Field("invt_no", gettext_lazy("清单编号"), form="code"),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("total", gettext_lazy("税款合计"), form="money", numeric=True),
        Field("duty", gettext_lazy("关税"), form="money", numeric=True, shown=False),
        Field("consumption", gettext_lazy("消费税"), form="money", numeric=True, shown=False),
        Field("vat", gettext_lazy("增值税"), form="money", numeric=True, shown=False),
        Field("release", gettext_lazy("放行日期"), form="day"),
        Field("due_from", gettext_lazy("缴纳起始"), form="day", shown=False),
        Field("due_to", gettext_lazy("最迟缴纳"), form="day"),
        Field("firm", gettext_lazy("担保企业")),
        Field("duty_no", gettext_lazy("缴款书编号"), form="code", shown=False),
    )

    def rows(self, form: BillForm) -> Any:
        given = form.chosen()
        found = selectors.bills_for(viewer_for(self.request.user))
        return selectors.bills_filtered(
            found, query=given.get("q", ""), state=given.get("state", ""), due=given.get("due")
        )

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [_line(row) for row in rows]

    def chunks(self, form: BillForm) -> Iterator[Sequence[Any]]:
        found = self.rows(form).order_by("-id")
        for start in range(0, found.count(), CHUNK):
            yield found[start : start + CHUNK]

    def views(self) -> list[tuple[str, str]]:
        return [(_("全部"), ""), (_("待缴纳"), "state=open"), (_("已逾期"), "state=overdue")]

    def action(self) -> dict[str, Any]:
        return {"url": reverse("taxation:batches"), "label": _("半月批次")}


class BillPage(TaxPage):
    """One bill: amounts of customs beside our estimate, its states, its late fee."""

    template_name = "taxation/bill.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bill: Any = selectors.bills_for(self.viewer).filter(pk=kwargs["pk"]).first()
        if bill is None:
            raise Http404
        estimated = bill.estimated
        return super().get_context_data(**kwargs) | {
            "bill": bill,
            "state": bill_label(bill.state),
            "difference": None if estimated is None else bill.total - estimated,
            "late_fee": _late_fee(bill),
            "steps": [
                {"label": bill_label(step.target), "step": step}
                for step in bill.steps.order_by("id")
            ],
            "crumbs": [
                {"url": reverse("taxation:bills"), "label": _("电子税单")},
                {"url": "", "label": bill.tax_no or bill.invt_no},
            ],
        }


class BatchesPage(TaxPage):
    """The half months in which bills are paid together."""

    template_name = "taxation/batches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = keyset_page(selectors.batches_for(self.viewer), self.request.GET, size=PAGE)
        return super().get_context_data(**kwargs) | {
            "page": page,
            "crumbs": [
                {"url": reverse("taxation:bills"), "label": _("电子税单")},
                {"url": "", "label": _("半月批次")},
            ],
        }


def _late_fee(bill: TaxBill) -> Any:
    if bill.state not in OPEN_STATES:
        return None
    return selectors.late_fee_of(bill, on=localdate()) or None


def _line(row: Any) -> ListRow:
    return ListRow(
        reverse("taxation:bill", args=[row.pk]),
        {
            "number": row.tax_no or _("（待生成）"),
            "invt_no": row.invt_no,
            "state": bill_label(row.state),
            "total": row.total,
            "duty": row.duty,
            "consumption": row.consumption,
            "vat": row.vat,
            "release": row.release_date.isoformat() if row.release_date else "",
            "due_from": row.due_from_date.isoformat() if row.due_from_date else "",
            "due_to": row.due_to_date.isoformat() if row.due_to_date else "",
            "firm": row.enterprise.name if row.enterprise else row.assure_code,
            "duty_no": row.ent_duty_no,
        },
    )
