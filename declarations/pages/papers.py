"""Pages of papers: the list, one paper read whole, the bags of master lists counted."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from declarations import exports, paper_outlines
from declarations.courses import paper_facts
from declarations.messages.catalogue import KINDS, paper_kinds
from declarations.pages.course import (
    STATUS_CHOICES,
    customs_panel,
    paper_happenings,
    status_label,
)
from declarations.pages.documents import MOST_LINES, DocumentPage
from declarations.pages.filters import PeriodForm
from declarations.pages.labels import DIRECTIONS
from declarations.pages.lists import ListPage, today
from declarations.paper_outlines import PaperFilter
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.lists import Field, ListRow, choice_filter, text_filter
from zone_portal.framework.pages import SignedInPage

COLUMNS = (
    Field("number", gettext_lazy("编号"), form="link"),
    Field("kind", gettext_lazy("种类")),
    Field("direction", gettext_lazy("进出口")),
    Field("orderNo", gettext_lazy("订单编号"), form="code", shown=False),
    Field("logisticsNo", gettext_lazy("物流运单编号"), form="code"),
    Field("invtNo", gettext_lazy("清单编号"), form="code"),
    Field("billNo", gettext_lazy("提运单号"), form="code"),
    Field("atCustoms", gettext_lazy("海关状态"), form="state"),
    Field("lines", gettext_lazy("表体项数"), form="count", numeric=True),
    Field("sender", gettext_lazy("发送企业"), shown=False),
    Field("warnings", gettext_lazy("提示"), form="count", numeric=True),
    Field("revision", gettext_lazy("版本"), form="count", numeric=True, shown=False),
    Field("received", gettext_lazy("接收时间"), form="moment"),
)


class PaperForm(PeriodForm):
    """Filters of the list of papers, named like the official elements."""

    type = choice_filter(gettext_lazy("种类"), [])
    copNo = text_filter(gettext_lazy("企业内部编号"))  # noqa: N815  official element names
    logisticsNo = text_filter(gettext_lazy("物流运单编号"))  # noqa: N815
    billNo = text_filter(gettext_lazy("提运单号"))  # noqa: N815
    invtNo = text_filter(gettext_lazy("清单编号"))  # noqa: N815
    orderNo = text_filter(gettext_lazy("订单编号"))  # noqa: N815
    customs = choice_filter(gettext_lazy("海关状态"), STATUS_CHOICES)
    party = text_filter(gettext_lazy("企业代码或名称"), 100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"] = choice_filter(gettext_lazy("种类"), kind_choices())

    def filter(self) -> PaperFilter:
        chosen = self.chosen()
        period = self.period(chosen)
        names = {
            "copNo": "cop_no",
            "orderNo": "order_no",
            "logisticsNo": "logistics_no",
            "invtNo": "invt_no",
            "billNo": "bill_no",
        }
        return PaperFilter(
            **{names.get(name, name): value for name, value in chosen.items()}, period=period
        )


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of papers with their titles in the language of the page."""
    language = get_language() or "zh-hans"
    return [(kind.code, kind.title(language)) for kind in paper_kinds()]


class Papers(ListPage):
    """Returns, cancellations, arrivals, departures, lists of parcels, summaries."""

    title = gettext_lazy("单据")
    columns: Sequence[Field] = COLUMNS
    form_class = PaperForm
    file_name = "papers"
    template_name = "declarations/papers.html"
    more_filters = ("invtNo", "orderNo", "customs", "party")

    def visible_rows(self, viewer: Viewer, form: PaperForm) -> Any:
        return paper_outlines.papers(viewer, form.filter()).defer("lines", "numbers", "personal")

    def lines(self, rows: Iterable[Any]) -> list[ListRow]:
        language = get_language() or "zh-hans"
        listed = list(rows)
        senders = exports.firm_names(row.sender_id for row in listed)
        there = paper_outlines.at_customs(row.id for row in listed)
        return [
            _line(row, senders.get(row.sender_id, ""), there.get(row.id), language)
            for row in listed
        ]

    def views(self) -> list[tuple[str, str]]:
        return [
            (_("全部"), ""),
            (_("今天"), today()),
            *((title, f"type={code}") for code, title in kind_choices() if code in MAIN),
        ]


MAIN = frozenset({"CEB607", "CEB625", "CEB623", "CEB701"})
"""Kinds that have a ready-made selection."""


def _line(row: Any, sender: str, course: Any, language: str) -> ListRow:
    kind = KINDS[row.kind]
    return ListRow(
        reverse("declarations:paper", args=[row.id]),
        {
            "number": row.cop_no or row.logistics_no or str(row.id),
            "kind": kind.title(language),
            "direction": DIRECTIONS[kind.direction],
            "orderNo": row.order_no or "",
            "logisticsNo": row.logistics_no or "",
            "invtNo": row.invt_no or "",
            "billNo": row.bill_no or "",
            "atCustoms": status_label(course.status) if course else "",
            "lines": row.line_count or None,
            "sender": sender,
            "warnings": len(row.findings or ()) or None,
            "revision": row.revision,
            "received": row.received_at,
        },
    )


class PaperPage(DocumentPage):
    """One paper, read whole."""

    noun = "paper"
    template_name = "declarations/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        kept = context["kept"]
        language = get_language() or "zh-hans"
        parts = paper_outlines.parts_of(kept.row, viewer_for(self.request.user))
        facts = paper_facts(kept.row.id)
        return context | {
            "customs": customs_panel(facts),
            "events": paper_happenings(facts),
            "noun": kept.kind.title(language),
            "parts": parts and _parts(parts),
            "shown_lines": MOST_LINES,
            "line_count": kept.row.line_count,
        }


def _parts(parts: dict[str, Any]) -> dict[str, Any]:
    return {
        "count": parts["count"],
        "received": [
            {"number": number, "url": reverse("declarations:paper", args=[paper_id])}
            for number, paper_id in parts["received"].items()
        ],
        "missing": parts["missing"],
    }


class Bags(SignedInPage):
    """Master lists counted: a table per site, its master bills and bags."""

    template_name = "declarations/bags.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = PaperForm(self.request.GET)
        counted = paper_outlines.bags(viewer_for(self.request.user), form.filter())
        sites = [
            {
                "customs": customs,
                "site": site,
                "rows": rows,
                "parcels": sum(row["parcels"] for row in rows),
            }
            for (customs, site), group in groupby(
                counted, key=lambda row: (row["customsCode"], row["loctNo"])
            )
            if (rows := list(group))
        ]
        return super().get_context_data(**kwargs) | {
            "sites": sites,
            "most": paper_outlines.MOST_LISTS,
            "bill": self.request.GET.get("billNo", ""),
            "crumbs": [
                {"url": reverse("declarations:papers"), "label": _("单据")},
                {"url": "", "label": _("总分单统计")},
            ],
        }
