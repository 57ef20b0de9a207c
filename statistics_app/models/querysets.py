"""Who may see which figures and the records behind them: the only place that decides it."""

from typing import Any, Self

from django.db import models

from accounts.models import Site
from enterprises.models.querysets import within
from enterprises.viewers import Viewer


class OfFirmsQuerySet(models.QuerySet[Any]):
    """Bookings and cells: to the firm itself, to officials of its site; the hub sees all."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.sees_all:
            return self
        if viewer.is_official:
            inside = Site.objects.filter(within(viewer, "path"))
            return self.filter(site__in=list(inside.values_list("code", flat=True)))
        return self.filter(enterprise_id__in=viewer.enterprise_ids)


class ExtractQuerySet(models.QuerySet[Any]):
    """Files, to who asked for them."""

    def visible_to(self, viewer: Viewer, *, user_id: int) -> Self:
        """Nobody else, whatever they may see: a file holds what that person could."""
        return self.filter(user_id=user_id)
