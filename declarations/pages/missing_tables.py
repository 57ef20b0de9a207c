"""For officials: the tables that the zone must import, what is missing, and how to import it."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy

from declarations.table_needs import (
    LATE,
    MISSING,
    PARTIAL,
    SHOWN,
    THERE,
    Standing,
    Text,
    standings_on,
)
from enterprises.viewers import viewer_for
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import SignedInPage

STATES: Final = {
    MISSING: Label("bad", gettext_lazy("未导入")),
    PARTIAL: Label("warn", gettext_lazy("不完整")),
    LATE: Label("warn", gettext_lazy("需更新")),
    THERE: Label("ok", gettext_lazy("已导入")),
}


class MissingTables(SignedInPage):
    """Every such table with its state, what it stops, and the command."""

    template_name = "declarations/missing_tables.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not viewer_for(request.user).is_official:
            raise PermissionDenied
        rows = [_shown(standing) for standing in standings_on(localdate())]
        return self.render_to_response(self.get_context_data(rows=rows, today=localdate()))


def _shown(standing: Standing) -> dict[str, Any]:
    need, left = standing.need, len(standing.lacking) - SHOWN
    return {
        "title": _said(need.title),
        "state": STATES[standing.state],
        "is_there": standing.state == THERE,
        "rows": standing.rows,
        "as_of": standing.as_of,
        "without": _said(need.without),
        "source": _said(need.source),
        "command": f"./portal manage {need.command}",
        "columns": need.columns,
        "lacking": standing.lacking[:SHOWN],
        "more": max(left, 0),
    }


def _said(words: Text) -> str:
    return words[0 if (get_language() or "zh").startswith("zh") else 1]
