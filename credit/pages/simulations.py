"""One simulation: how far it is, who would move by kind, size, mode and park, and who they are."""

from typing import Any, Final

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Site
from credit.models import SimulatedRating, Simulation
from credit.pages.office import ZonePage, crumbs, found_or_404
from credit.pages.sharing_base import said
from credit.selectors_analysis import GROUPS, Group, simulated_moves
from enterprises.constants import KINDS
from zone_portal.framework.paging import keyset_page

PAGE: Final = 50
SIZES: Final = {
    "small": ("小型", "Small"),
    "medium": ("中型", "Medium"),
    "large": ("大型", "Large"),
}
GROUP_NAMES: Final = {
    "site": ("平台", "Site"),
    "kind": ("企业类型", "Kind"),
    "size": ("规模", "Size"),
    "mode": ("监管方式", "Mode"),
}


class SimulationPage(ZonePage):
    """The outcome of a simulation."""

    template_name = "credit/simulation.html"
    fragment_name = "credit/simulation_progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = Simulation.objects.visible_to(self.viewer).select_related("model")
        run = found_or_404(runs.filter(pk=kwargs["pk"]).first())
        by = self.request.GET.get("by", "kind")
        by = by if by in GROUPS else "kind"
        done = run.state == "done"
        movers = SimulatedRating.objects.visible_to(self.viewer).filter(simulation=run)
        movers = movers.exclude(grade=F("old_grade")).select_related("subject__enterprise")
        page = keyset_page(movers, self.request.GET, size=PAGE) if done else None
        groups = simulated_moves(self.viewer, run, by) if done else []
        return super().get_context_data(**kwargs) | {
            "run": run,
            "done": done,
            "percent": round(100 * run.done / run.total) if run.total else 0,
            "by": by,
            "choices": [{"code": code, "name": said(GROUP_NAMES[code])} for code in GROUPS],
            "table": matrix(groups, by),
            "moved": sum(group.moved for group in groups),
            "page": page,
            "movers": [
                {"row": row, "name": row.subject.enterprise.name}
                for row in (page.rows if page else ())
            ],
            "crumbs": crumbs("credit:models", _("评价模型"), _("模型试算")),
        }


def matrix(groups: list[Group], by: str) -> dict[str, Any]:
    """Groups as rows, moves between grades as columns."""
    moves = sorted({move for group in groups for move in group.moves})
    return {
        "moves": [{"before": before or "—", "after": after} for before, after in moves],
        "rows": [
            {
                "name": group_name(by, group.name),
                "cells": [group.moves.get(move, 0) for move in moves],
                "moved": group.moved,
                "total": group.total,
            }
            for group in groups
        ],
    }


def group_name(by: str, name: str) -> str:
    """A group in words."""
    if by == "kind":
        return said(KINDS[name]) if name in KINDS else name
    if by == "size":
        return said(SIZES[name])
    if by == "site":
        site = Site.objects.filter(code=name).first()
        return site.name if site else name
    return name or _("近一年无清单")
