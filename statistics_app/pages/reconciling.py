"""Cross-checking in the zone office: months, the report of one, its cells, and its files."""

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from statistics_app.asking import asked
from statistics_app.models import Delivery, ReconciledCell, Reconciliation, SharingAgreement
from statistics_app.models.reconciling import LOOKED
from statistics_app.pages.amounts import said
from statistics_app.pages.governance_base import GovernancePage, language, paper_in
from statistics_app.pages.reconciling_words import (
    basis_words,
    cause_rows,
    cell_row,
    hints_of,
    money,
    share_of,
    signed,
    state_label,
    where,
)
from statistics_app.rules.reconciling.judging import NO_DATA, OPEN
from statistics_app.rules.reconciling.sources import PORT_LIST
from statistics_app.selectors_reconciling import (
    behind_of,
    cells_of,
    explanations_of,
    is_behind,
    is_in_force,
    party_of,
)
from statistics_app.services.extracting import AT_ONCE, ask_for, file_of
from statistics_app.services.governance.common import must_be_office
from statistics_app.services.reconciling import explaining, running
from statistics_app.services.reconciling.access import CELL_SHOWN, REPORT_SHOWN, Access, enter
from statistics_app.services.reconciling.files import LIST, REPORT, as_xlsx, log_export
from zone_portal.framework.exporting import csv_response
from zone_portal.framework.pages import origin_of
from zone_portal.framework.spreadsheets import XLSX
from zone_portal.kernel.periods import parse_day

MOST_MONTHS: Final = 36


def month_in(text: str) -> date:
    """The month of an address.

    :raises Http404: where it is none.
    """
    found = parse_day(f"{text}-01")
    if found is None:
        raise Http404
    return found


class OfficePage(GovernancePage):
    """A page of the zone office alone: it shows single firms' figures."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        must_be_office(self.viewer)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        must_be_office(self.viewer)
        return super().post(request, **kwargs)

    def looked(self, agreements: list[SharingAgreement], month: date, detail: str) -> None:
        """Enter the look in the log of accesses."""
        origin = origin_of(self.request)
        access = Access(LOOKED, self.person, self.now, month, detail=detail, origin=origin)
        enter(agreements, access)

    def crumbs(self, *more: tuple[str, str]) -> list[dict[str, str]]:
        """The way from the list of months to this page."""
        first = {"url": reverse("statistics:reconciliations"), "label": _("数据印证")}
        return [first, *({"url": url, "label": label} for url, label in more)]


class ReconciliationsPage(OfficePage):
    """The months with what they came to; a post compares one."""

    template_name = "statistics/reconciling.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        compared = {row.month: row for row in Reconciliation.objects.order_by("-month")}
        delivered = set(Delivery.objects.values_list("month", flat=True))
        months = sorted({*compared, *delivered}, reverse=True)[:MOST_MONTHS]
        return super().get_context_data(**kwargs) | {
            "rows": [self._month(month, compared.get(month)) for month in months],
            "chosen": f"{self.today:%Y-%m}",
        }

    def _month(self, month: date, row: Reconciliation | None) -> dict[str, Any]:
        states = list(cells_of(month).values_list("state", flat=True))
        return {
            "month": f"{month:%Y-%m}",
            "url": reverse("statistics:reconciliation", args=[f"{month:%Y-%m}"]),
            "row": row,
            "cells": sum(state != NO_DATA for state in states),
            "open": states.count(OPEN),
            "is_behind": is_behind(month),
        }

    def compare(self, request: HttpRequest) -> str:
        """Compares the month that was chosen."""
        row = running.compare_month(
            month=parse_day(f"{request.POST.get('month', '')}-01"), **self.who()
        )
        self.compared = row.month
        return _("已比对。")

    def after(self, **_kwargs: Any) -> str:
        return reverse("statistics:reconciliation", args=[f"{self.compared:%Y-%m}"])

    deeds = {"compare": compare}


class ReconciliationPage(OfficePage):
    """The report of a month: every source with its cells."""

    template_name = "statistics/reconciling_month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month = month_in(kwargs["month"])
        cells = list(cells_of(month))
        parts = self._parts(month, cells)
        shown = [part["agreement"] for part in parts if part["agreement"] and not part["is_over"]]
        self.looked(shown, month, REPORT_SHOWN)
        text = f"{month:%Y-%m}"
        return super().get_context_data(**kwargs) | {
            "month": text,
            "row": Reconciliation.objects.filter(month=month).first(),
            "parts": parts,
            "open": sum(cell.state == OPEN for cell in cells),
            "behind": [said(why) for why in behind_of(month)],
            "is_running": month >= self.today.replace(day=1),
            "crumbs": self.crumbs(("", text)),
        }

    def _parts(self, month: date, cells: list[ReconciledCell]) -> list[dict[str, Any]]:
        parts: dict[tuple[str, int | None], dict[str, Any]] = {}
        for cell in cells:
            agreement = cell.agreement
            is_over = agreement is not None and not is_in_force(agreement, self.today)
            part = parts.setdefault(
                (cell.source, cell.agreement_id),
                {
                    "id": f"part-{cell.source}-{cell.agreement_id or 0}",
                    "title": said(party_of(cell)),
                    "agreement": agreement,
                    "basis": basis_words(agreement) if agreement else "",
                    "delivery": cell.delivery,
                    "is_over": is_over,
                    "list_url": reverse(
                        "statistics:reconciled_list", args=[f"{month:%Y-%m}", agreement.pk]
                    )
                    if agreement is not None and cell.source == PORT_LIST
                    else "",
                    "cells": [],
                },
            )
            if not is_over:
                part["cells"].append(cell_row(cell))
        return list(parts.values())

    def compare(self, request: HttpRequest, month: str) -> str:
        """Compares the month anew."""
        running.compare_month(month=month_in(month), **self.who())
        return _("已重新比对。")

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:reconciliation", args=[kwargs["month"]])

    deeds = {"compare": compare}


class ReconciliationFile(OfficePage):
    """The report, or what differs in a list, as CSV or XLSX; long ones in the background."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        must_be_office(self.viewer)
        month = month_in(kwargs["month"])
        pk = int(kwargs.get("pk") or 0)
        kind = LIST if pk else REPORT
        what = f"{kind}:{pk}" if pk else kind
        text = f"{month:%Y-%m}"
        wanted = asked({"from": text, "to": text}, today=self.today)
        file = file_of(self.viewer, what, wanted, language=language())
        log_export(
            kind,
            month,
            pk,
            file.total,
            by=self.person,
            at=self.now,
            origin=origin_of(request),
        )
        if file.total > AT_ONCE:
            ask_for(
                user=self.person,
                what=what,
                wanted=wanted,
                total=file.total,
                at=timezone.now(),
            )
            messages.success(request, _("文件正在后台生成，完成后可在此下载。"))
            return redirect("statistics:files")
        if request.POST.get("ending") == "xlsx":
            response = HttpResponse(as_xlsx(file), content_type=XLSX)
            response["Content-Disposition"] = f'attachment; filename="{file.name}.xlsx"'
            return response
        return csv_response(file.name, file.heading, file.rows)


class CellPage(OfficePage):
    """One figure of a source beside the platform's: what explains it, and what officials say."""

    template_name = "statistics/reconciling_cell.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cell = self._cell(kwargs["pk"])
        month = cell.reconciliation.month
        is_over = cell.agreement is not None and not is_in_force(cell.agreement, self.today)
        if cell.agreement is not None and not is_over:
            self.looked([cell.agreement], month, CELL_SHOWN)
        text = f"{month:%Y-%m}"
        shown = where(cell)
        return super().get_context_data(**kwargs) | {
            "cell": cell,
            "month": text,
            "month_url": reverse("statistics:reconciliation", args=[text]),
            "title": f"{text} {said(party_of(cell))}",
            "is_over": is_over,
            "state": state_label(cell.state),
            "where": shown,
            "basis": basis_words(cell.agreement) if cell.agreement else "",
            "amounts": {
                "ours": money(cell.ours),
                "theirs": money(cell.theirs),
                "difference": signed(cell.difference),
                "share": share_of(cell),
                "tolerance": money(cell.tolerance),
                "remainder": signed(cell.remainder),
            },
            "causes": cause_rows(cell),
            "hints": hints_of(cell),
            "explanations": self._explanations(cell),
            "may_explain": cell.difference is not None and not is_over,
            "crumbs": self.crumbs(
                (reverse("statistics:reconciliation", args=[text]), text),
                ("", " ".join(shown.values())),
            ),
        }

    def _cell(self, pk: int) -> ReconciledCell:
        rows = ReconciledCell.objects.select_related(
            "reconciliation", "delivery", "agreement__organisation", "agreement__enterprise"
        )
        found = rows.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def _explanations(self, cell: ReconciledCell) -> list[dict[str, Any]]:
        rows = list(explanations_of(cell))
        back = {row.takes_back_id for row in rows}
        return [
            {
                "it": row,
                "amount": signed(row.amount),
                "is_back": row.pk in back,
                "may_take_back": row.takes_back_id is None and row.pk not in back,
            }
            for row in rows
        ]

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:reconciled_cell", args=[kwargs["pk"]])

    def explain(self, request: HttpRequest, pk: int) -> str:
        """So much of the difference, with its reason and evidence."""
        self._must_be_readable(pk)
        explaining.explain(
            cell_id=pk,
            amount=request.POST.get("amount", ""),
            reason=request.POST.get("reason", ""),
            reference=request.POST.get("reference", ""),
            paper=paper_in(request),
            **self.who(),
        )
        return _("已记录说明。")

    def take_back(self, request: HttpRequest, pk: int) -> str:
        """An explanation that counts no more."""
        self._must_be_readable(pk)
        number = request.POST.get("explanation", "")
        explaining.take_back(
            explanation_id=int(number) if number.isdecimal() and number.isascii() else 0,
            cell_id=pk,
            reason=request.POST.get("back_reason", ""),
            **self.who(),
        )
        return _("已撤回说明。")

    def _must_be_readable(self, pk: int) -> None:
        cell = self._cell(pk)
        if cell.agreement is not None and not is_in_force(cell.agreement, self.today):
            raise Http404

    deeds = {"explain": explain, "take-back": take_back}
