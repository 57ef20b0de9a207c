"""Words, colours and rows of cross-checking on the pages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from statistics_app.models import ReconciledCell, SharingAgreement
from statistics_app.pages.amounts import direction_name, mode_name
from statistics_app.pages.governance_base import labelled, said
from statistics_app.rules.reconciling.explaining import CAUSES, NO_MODE
from statistics_app.rules.reconciling.judging import STATES
from statistics_app.rules.reconciling.sources import TABLES
from statistics_app.selectors_reconciling import party_name
from zone_portal.framework.lists import Label
from zone_portal.kernel.money import rounded

TONES: Final[Mapping[str, str]] = {
    "agrees": "ok",
    "explained": "ok",
    "open": "bad",
    "no_data": "idle",
}


def state_label(state: str) -> Label:
    """A cell's state as word and colour."""
    return labelled(STATES, TONES, state)


def money(amount: Decimal | None) -> str:
    """Yuan, grouped; a dash for none."""
    return "—" if amount is None else f"{amount:,.2f}"


def signed(amount: Decimal | None) -> str:
    """Yuan with their sign; nothing for 0, a dash for none."""
    if amount is None:
        return "—"
    return f"{amount:+,.2f}" if amount else "0"


def share_of(cell: ReconciledCell) -> str:
    """The difference as a part of the platform's figure."""
    if cell.difference is None or not cell.ours:
        return "—"
    return f"{rounded(cell.difference / cell.ours * 100, 2):+,}%"


def where(cell: ReconciledCell) -> dict[str, str]:
    """Direction, mode and firm of a cell, in words."""
    mode = mode_name(cell.mode) if cell.mode else _("全部")
    return {
        "direction": direction_name(cell.direction),
        "mode": _("未申报") if cell.mode == NO_MODE else mode,
        "firm": cell.firm or _("全部"),
    }


def cell_row(cell: ReconciledCell) -> dict[str, Any]:
    """A cell as a row of the report."""
    return {
        **where(cell),
        "url": reverse("statistics:reconciled_cell", args=[cell.pk]),
        "ours": money(cell.ours),
        "theirs": money(cell.theirs),
        "difference": signed(cell.difference),
        "share": share_of(cell),
        "explained": signed(cell.explained),
        "by_hand": signed(cell.by_hand),
        "remainder": signed(cell.remainder),
        "state": state_label(cell.state),
    }


def cause_rows(cell: ReconciledCell) -> list[dict[str, Any]]:
    """The automatic explanations of a cell with the declarations or orders behind them."""
    rows = []
    for one in cell.causes:
        name = "declarations:order" if one["kind"] == "order" else "declarations:inventory"
        rows.append(
            {
                "title": said(CAUSES[one["code"]]),
                "amount": signed(Decimal(one["amount"])),
                "count": one["count"],
                "explains": one["explains"],
                "records": [
                    {"id": pk, "url": reverse(name, args=[pk])} for pk in one["records"][:5]
                ],
                "more": max(0, one["count"] - 5),
            }
        )
    return rows


def hints_of(cell: ReconciledCell) -> list[str]:
    """What an official should look at."""
    found = []
    for hint in cell.hints:
        if hint["code"] == "no_rate":
            found.append(_("来源的币制没有汇率，无法折算成人民币。请先录入统计汇率。"))
        else:
            told = _("来源数约为本平台数的 %(factor)s 倍，请核对金额单位或币制。")
            found.append(told % {"factor": hint["factor"]})
    return found


def basis_words(row: SharingAgreement) -> str:
    """How the other side counts, in one line."""
    parts = [said(table[row.basis[name]]) for name, table in TABLES.items()]
    return _("；").join(parts)


def party(row: SharingAgreement) -> str:
    """Who hands over."""
    return said(party_name(row))
