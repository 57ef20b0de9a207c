"""Who may see what of the overseas column."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models

from risk.rules.matters import PUBLISHED, WITHDRAWN

if TYPE_CHECKING:
    from enterprises.viewers import Viewer

KEEPERS: Final = frozenset({"commerce", "zone"})
"""Departments that keep the column; the plans give commerce the lead of country risk."""


def keeps_column(viewer: "Viewer") -> bool:
    """Whether somebody works on the column: an official of its departments at the hub."""
    return viewer.sees_all and bool(viewer.departments & KEEPERS)


class ArticleQuerySet(models.QuerySet[Any]):
    """Articles of the column."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Drafts to those who keep the column."""
        return self if keeps_column(viewer) else self.none()

    def told(self) -> Self:
        """What the public was ever told, also when it is over or was withdrawn since."""
        return self.filter(status__in=[PUBLISHED, WITHDRAWN])

    def in_force(self, on: date) -> Self:
        """What stands in the column on a day."""
        return self.filter(status=PUBLISHED, from_date__lte=on, until_date__gte=on)


class ArticleFileQuerySet(models.QuerySet[Any]):
    """Files of articles."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """All of them to those who keep the column, the files of published articles to anybody."""
        return self if keeps_column(viewer) else self.told()

    def told(self) -> Self:
        """The files of what the public was ever told; those of a withdrawn article are gone."""
        return self.filter(article__status=PUBLISHED)


class SeriesQuerySet(models.QuerySet[Any]):
    """Series and what belongs to them."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those who keep the column."""
        return self if keeps_column(viewer) else self.none()


class SubscriptionQuerySet(models.QuerySet[Any]):
    """What people follow."""

    def of(self, user_id: int) -> Self:
        """A person's own, nobody else's."""
        return self.filter(user_id=user_id)
