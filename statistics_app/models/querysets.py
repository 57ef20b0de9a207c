"""Who may see which figures and the records behind them: the only place that decides it."""

from typing import Any, Self

from django.db import models

from enterprises.viewers import Viewer


class BookingQuerySet(models.QuerySet[Any]):
    """Bookings, to the firm itself and to officials of its site; the hub sees all."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.sees_all:
            return self
        return self.filter(enterprise_id__in=viewer.enterprise_ids)


class ExtractQuerySet(models.QuerySet[Any]):
    """Files, to who asked for them."""

    def visible_to(self, viewer: Viewer, *, user_id: int) -> Self:
        return self.filter(user_id=user_id)
