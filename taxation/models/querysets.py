"""Who may see guarantees and tax bills: the guarantor, and the officials in charge of it."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from enterprises.models.querysets import within

if TYPE_CHECKING:
    from enterprises.viewers import Viewer


class OfEnterpriseQuerySet(models.QuerySet[Any]):
    """Rows of an enterprise."""

    def visible_to(self, viewer: "Viewer") -> Any:
        """A member sees those of its own enterprises, an official those of the sites in charge."""
        if viewer.sees_all:
            return self
        own = Q(enterprise_id__in=viewer.own_ids)
        return self.filter(own | within(viewer, "enterprise__site__path"))


class GuaranteeQuerySet(OfEnterpriseQuerySet):
    """Guarantee accounts."""


class BillQuerySet(OfEnterpriseQuerySet):
    """Tax bills; one whose guarantor is not registered here is seen by officials of the hub."""


class BatchQuerySet(OfEnterpriseQuerySet):
    """Half-month batches of tax bills."""
