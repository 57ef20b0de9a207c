"""The public side of credit: search, one firm, published ratings; as page, JSON and CSV."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit import selectors_public as public
from credit.models import PublicationBatch, PublishedRating
from credit.pages.score_words import shown_record
from credit.pages.sharing_base import grade_label, language, said
from credit.rules.model_definition import read_definition
from declarations.exports import Declaration
from declarations.states import STATUSES
from enterprises.constants import kind_label
from enterprises.models import Enterprise
from enterprises.viewers import viewer_for
from zone_portal.framework.exporting import csv_response
from zone_portal.framework.lists import Label
from zone_portal.framework.paging import keyset_page
from zone_portal.framework.public_pages import PublicPage

PAGE = 100
STANDINGS = {
    "approved": ("ok", "已备案", "Filed"),
    "suspended": ("bad", "已暂停", "Suspended"),
    "cancelled": ("idle", "已注销", "Cancelled"),
}


class PublicSearchPage(PublicPage):
    """By name or code; nothing is listed unasked."""

    template_name = "credit/public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        q = self.request.GET.get("q", "").strip()[:100]
        rows = public.find_public(q)
        return super().get_context_data(**kwargs) | {
            "q": q,
            "too_short": 0 < len(q) < public.SHORTEST,
            "found": [firm_line(row) for row in rows[: public.MOST_FOUND]],
            "more": len(rows) > public.MOST_FOUND,
            "links": {"negative_list": reverse("credit:negative_list")},
        }


def firm_line(row: Enterprise) -> dict[str, Any]:
    """A firm of the search."""
    return {
        "name": row.name,
        "uscc": row.uscc,
        "kinds": _("、").join(kind_label(kind, language()) for kind in row.kinds),
        "state": standing(row.status),
        "url": reverse("credit:public_firm", args=[row.uscc]) if row.uscc else "",
    }


def standing(status: str) -> Label:
    """How a filing stands."""
    tone, zh, en = STANDINGS[status]
    return Label(tone, said((zh, en)))


class PublicFirmPage(PublicPage):
    """What may be public of one firm; to its own members also their transport and trade."""

    template_name = "credit/public_firm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        found = public.public_firm(kwargs["uscc"], at=now)
        if found is None:
            raise Http404
        viewer = viewer_for(self.request.user)
        firm = found.enterprise
        return super().get_context_data(**kwargs) | {
            "firm": firm,
            "line": firm_line(firm),
            "filing": found.filing,
            "site": firm.site.name if language().startswith("zh") else firm.site.name_en,
            "rating": found.rating and shown_rating(found.rating),
            "records": [{**shown_record(one.record), "until": one.until} for one in found.records],
            "goods": found.goods,
            "goods_count": found.goods_count,
            "is_own": firm.pk in viewer.own_ids,
            "trades": [trade_line(row) for row in public.trades_of_own(viewer, firm.pk)],
            "now": now,
        }


def trade_line(row: Declaration) -> dict[str, Any]:
    """A declaration for its own firm: where it stands, and how it travels."""
    inventory = row.inventory
    return {
        "url": reverse("declarations:inventory", args=[inventory.pk]),
        "order_no": inventory.order_no,
        "logistics_no": inventory.logistics_no,
        "carrier": inventory.logistics_name,
        "direction": _("进口") if inventory.ie_flag == "I" else _("出口"),
        "mode": inventory.trade_mode,
        "country": inventory.country,
        "outcome": OUTCOMES[row.outcome],
        "customs": customs_label(row.customs),
    }


def customs_label(status: str) -> Label | None:
    """Where a declaration stands at customs; nothing while it was not sent there."""
    known = STATUSES.get(status)
    return None if known is None else Label(known.tone, said((known.zh, known.en)))


OUTCOMES = {
    "matched": Label("ok", gettext_lazy("对碰一致")),
    "mismatched": Label("bad", gettext_lazy("对碰不一致")),
    "waiting": Label("warn", gettext_lazy("等待单证")),
    "pending": Label("idle", gettext_lazy("待对碰")),
}


def shown_rating(row: PublishedRating) -> dict[str, Any]:
    """A published rating."""
    cycle = row.batch.cycle
    return {
        "row": row,
        "cycle": cycle,
        "document": cycle.document,
        "grade": grade_label(row.grade, row.grade[:1]),
    }


class PublishedRatingsPage(PublicPage):
    """Every batch that was ever published: when, by which document, what became of it."""

    template_name = "credit/public_batches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = keyset_page(public.public_batches().order_by(), self.request.GET)
        return super().get_context_data(**kwargs) | {
            "page": page,
            "batches": [batch_line(row) for row in page.rows],
        }


def batch_line(row: Any) -> dict[str, Any]:
    """A batch with its state; ``line_count`` was counted with it."""
    return {
        "row": row,
        "state": batch_state(row),
        "count": row.line_count,
        "document": row.cycle.document,
    }


def batch_state(row: PublicationBatch) -> Label:
    """Waiting, published or withdrawn."""
    if row.withdrawn_at is not None:
        return Label("bad", _("已撤回"))
    if row.approved_at is not None:
        return Label("ok", _("已公布"))
    return Label("warn", _("待第二人批准"))


class PublishedBatchPage(PublicPage):
    """The lines of one batch; of a withdrawn one only that it was, when and why."""

    template_name = "credit/public_batch.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        batch = public.public_batches().filter(number=kwargs["number"]).first()
        if batch is None:
            raise Http404
        lines = public.published_ratings(at=timezone.now()).filter(batch=batch)
        if request.GET.get("format") == "csv":
            return _file(batch, lines)
        page = keyset_page(lines.order_by(), request.GET, size=PAGE)
        definition = read_definition(batch.cycle.model.definition)
        context = self.get_context_data(
            batch=batch,
            state=batch_state(batch),
            page=page,
            lines=[
                {"row": row, "grade": grade_label(row.grade, definition.level_of(row.grade))}
                for row in page.rows
            ],
        )
        return self.render_to_response(context)


def _file(batch: PublicationBatch, lines: Iterable[PublishedRating]) -> Any:
    heading = ["uscc", "name", "grade", "as_of", "batch"]
    rows: Any = lines
    return csv_response(
        f"credit-ratings-{batch.number}",
        heading,
        (
            [
                row.subject.enterprise.uscc,
                row.subject.enterprise.name,
                row.grade,
                batch.cycle.as_of_date.isoformat(),
                batch.number,
            ]
            for row in rows.iterator(chunk_size=1000)
        ),
    )
