"""The lists: filters, columns and page in the address, and the same rows as a file."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations import exports
from declarations.business_models import models_of
from declarations.pages import tables
from declarations.pages.filters import DocumentForm, InventoryForm, OrderForm, SubmissionForm
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework import lists
from zone_portal.framework.lists import Field, ListRow


class ListPage(lists.ListPage):
    """A filtered list of the documents that the signed-in person may see."""

    nothing_text = gettext_lazy("放宽筛选条件再试；企业只能看到与自己有关的单证。")
    empty_text = gettext_lazy("通过接口或网页报送单证后，会显示在这里。")

    @cached_property
    def viewer(self) -> Viewer:
        """Who looks, found once for the page."""
        return viewer_for(self.request.user)

    def rows(self, form: Any) -> Any:
        return self.narrowed(self.visible_rows(self.viewer, form))

    def narrowed(self, rows: Any) -> Any:
        """What is left of the rows where a list is made of another one."""
        return rows

    @abstractmethod
    def visible_rows(self, viewer: Viewer, form: Any) -> Any:
        """The rows of the viewer that the form's filter lets through."""

    def empty_action(self) -> dict[str, Any]:
        return {"url": reverse("declarations:upload"), "label": _("导入单证")}

    def chunks(self, form: Any) -> Iterable[Sequence[Any]]:
        return exports.chunks(self.rows(form))


def today() -> str:
    day = timezone.localdate().isoformat()
    return f"from={day}&to={day}"


class Inventories(ListPage):
    """Declarations: what came of each, and whose turn it is."""

    title = gettext_lazy("申报清单")
    columns: Sequence[Field] = tables.INVENTORY_COLUMNS
    form_class = InventoryForm
    file_name = "declarations"
    more_filters = ("waiting", "code", "mode", "party", "copNo", "customs", "route", "turn")

    def visible_rows(self, viewer: Viewer, form: InventoryForm) -> Any:
        return exports.inventories(viewer, form.filter())

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [tables.inventory_row(found) for found in exports.with_decisions(rows)]

    def views(self) -> list[tuple[str, str]]:
        ours = [] if self.viewer.sees_all else [(_("轮到本企业"), "turn=ours")]
        return [
            (_("全部"), ""),
            *ours,
            (_("今天"), today()),
            (_("不一致"), "outcome=mismatched"),
            (_("等待单证"), "outcome=waiting"),
            (_("扣留或查验中"), "customs=held"),
            (_("出口"), "direction=export"),
        ]


class Documents(ListPage):
    """Orders, payments or waybills."""

    form_class = DocumentForm
    noun = "order"

    def visible_rows(self, viewer: Viewer, form: DocumentForm) -> Any:
        return exports.documents(self.noun, viewer, form.filter())

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [tables.document_row(self.noun, row) for row in rows]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("今天"), today()),
            (_("进口"), "direction=import"),
            (_("出口"), "direction=export"),
        ]


class Orders(Documents):
    title = gettext_lazy("订单")
    noun, file_name = "order", "orders"
    columns = tables.DOCUMENT_COLUMNS["order"]
    form_class = OrderForm

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        listed = list(rows)
        models = models_of(listed)
        return [tables.order_row(row, models.get(row.id, "")) for row in listed]


class Payments(Documents):
    title = gettext_lazy("支付单")
    noun, file_name = "payment", "payments"
    columns = tables.DOCUMENT_COLUMNS["payment"]


class Waybills(Documents):
    title = gettext_lazy("运单")
    noun, file_name = "waybill", "waybills"
    columns = tables.DOCUMENT_COLUMNS["waybill"]


class Submissions(ListPage):
    """Messages that arrived, with what was answered."""

    title = gettext_lazy("单证接收")
    columns = tables.SUBMISSION_COLUMNS
    form_class = SubmissionForm
    file_name = "submissions"

    def visible_rows(self, viewer: Viewer, form: SubmissionForm) -> Any:
        return exports.submissions(viewer, form.filter()).defer("verdicts")

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        listed = list(rows)
        senders = exports.firm_names(row.enterprise_id for row in listed)
        return [tables.submission_row(row, senders) for row in listed]

    def action(self) -> dict[str, Any]:
        return {} if self.viewer.is_official else self.empty_action()

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("今天"), today()),
            (_("有退回"), "verdict=rejected"),
            (_("整批拒收"), "verdict=refused"),
        ]
