"""Reading what others delivered for risk rules."""

from typing import Final

from enterprises.viewers import Viewer
from risk.models import FactImport

MOST_SHOWN: Final = 20


def latest_imports(viewer: Viewer) -> list[FactImport]:
    """The files of facts that were read last, the newest first."""
    rows = FactImport.objects.visible_to(viewer).select_related("source")
    return list(rows.order_by("-id")[:MOST_SHOWN])
