"""Reading what matters of every kind have in common."""

from typing import Any, TypeVar

from enterprises.viewers import Viewer
from risk.models.matters import Matter, MatterStep

Row = TypeVar("Row", bound=Matter)


def history(row: Matter) -> Any:
    """The steps of a matter, oldest first."""
    return MatterStep.objects.filter(matter=row.matter, matter_id=row.pk).order_by("id")


def seen(model: type[Row], pk: int, viewer: Viewer, *related: str) -> Row | None:
    """A matter that the viewer may see."""
    objects: Any = model._default_manager
    found: Row | None = objects.visible_to(viewer).filter(pk=pk).select_related(*related).first()
    return found
