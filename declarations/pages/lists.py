"""The lists: filters, columns and page in the address, and the same rows as a file."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations import exports
from declarations.pages import tables
from declarations.pages.filters import DocumentForm, InventoryForm, PeriodForm, SubmissionForm
from declarations.pages.tables import Field, ListRow
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.exporting import csv_response
from zone_portal.framework.pages import SignedInPage, Words, chosen_columns
from zone_portal.framework.paging import filters_of, keyset_page, with_parameters


class ListPage(SignedInPage):
    """A filtered list of what the signed-in person may see."""

    template_name = "declarations/list.html"
    fragment_name = "declarations/list_rows.html"
    title: Words = ""
    columns: Sequence[Field] = ()
    form_class: type[PeriodForm] = PeriodForm
    file_name = "list"
    more_filters: ClassVar[tuple[str, ...]] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("format") == "csv":
            return self._file()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form_class(self.request.GET)
        page = keyset_page(self.rows(viewer_for(self.request.user), form), self.request.GET)
        filters = filters_of(self.request.GET)
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "form": form,
            "more_fields": [form[name] for name in self.more_filters],
            "more_open": any(name in filters for name in self.more_filters if name != "turn"),
            "columns": chosen_columns(self.columns, self.request.GET),
            "all_columns": self.columns,
            "page": page,
            "lines": self.lines(page.rows),
            "filtered": bool(filters),
            "views": [self._view(label, query) for label, query in self.views()],
            "file_url": with_parameters(self.request.GET, format="csv", after=None, before=None),
        }

    def rows(self, viewer: Viewer, form: Any) -> Any:
        """The rows of the viewer that the form's filter lets through."""
        raise NotImplementedError

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        """The rows as lines of the list."""
        raise NotImplementedError

    def views(self) -> list[tuple[str, str]]:
        """Ready-made selections: name and query string."""
        return [(_("全部"), "")]

    def _view(self, label: str, query: str) -> dict[str, Any]:
        current = {key: value for key, value in self.request.GET.items() if key != "columns"}
        wanted = dict(part.split("=") for part in query.split("&") if part)
        return {"label": label, "query": f"?{query}", "current": current == wanted}

    def _file(self) -> StreamingHttpResponse:
        columns = chosen_columns(self.columns, self.request.GET)
        rows = self.rows(viewer_for(self.request.user), self.form_class(self.request.GET))
        lines = (line for chunk in exports.chunks(rows) for line in self.lines(chunk))
        return csv_response(
            f"{self.file_name}-{timezone.localdate():%Y%m%d}",
            [column.label for column in columns],
            ([tables.cell_text(line.values[c.name]) for c in columns] for line in lines),
        )


def _today() -> str:
    day = timezone.localdate().isoformat()
    return f"from={day}&to={day}"


class Inventories(ListPage):
    """Declarations: what came of each, and whose turn it is."""

    title = gettext_lazy("申报清单")
    columns = tables.INVENTORY_COLUMNS
    form_class = InventoryForm
    file_name = "declarations"
    more_filters = ("waiting", "code", "mode", "party", "copNo", "turn")

    def rows(self, viewer: Viewer, form: InventoryForm) -> Any:
        return exports.inventories(viewer, form.filter())

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [tables.inventory_row(found) for found in exports.with_decisions(rows)]

    def views(self) -> list[tuple[str, str]]:
        ours = [] if viewer_for(self.request.user).sees_all else [(_("轮到本企业"), "turn=ours")]
        return [
            (_("全部"), ""),
            *ours,
            (_("今天"), _today()),
            (_("不一致"), "outcome=mismatched"),
            (_("等待单证"), "outcome=waiting"),
            (_("出口"), "direction=export"),
        ]


class Documents(ListPage):
    """Orders, payments or waybills."""

    form_class = DocumentForm
    noun = "order"

    def rows(self, viewer: Viewer, form: DocumentForm) -> Any:
        return exports.documents(self.noun, viewer, form.filter())

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        return [tables.document_row(self.noun, row) for row in rows]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("今天"), _today()),
            (_("进口"), "direction=import"),
            (_("出口"), "direction=export"),
        ]


class Orders(Documents):
    title = gettext_lazy("订单")
    noun, file_name = "order", "orders"
    columns = tables.DOCUMENT_COLUMNS["order"]


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

    def rows(self, viewer: Viewer, form: SubmissionForm) -> Any:
        return exports.submissions(viewer, form.filter()).defer("verdicts")

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        listed = list(rows)
        senders = exports.firm_names(row.enterprise_id for row in listed)
        return [tables.submission_row(row, senders) for row in listed]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        action = {"url": reverse("declarations:upload"), "label": _("导入单证")}
        return super().get_context_data(**kwargs) | {"action": action}

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("今天"), _today()),
            (_("有退回"), "verdict=rejected"),
            (_("整批拒收"), "verdict=refused"),
        ]
