"""What the taxation follower has done for a declaration, so that it is done once."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from declarations.tax_states import FREE, HELD, RELEASED
from taxation.facts import ZERO


class TaxStanding(models.Model):
    """A retail import's quota and guarantee as known here; written by the follower alone.

    ``occasion`` counts how often quota was asked for: a declaration that matches again, or in
    another revision, asks anew. ``person`` is the keyed hash under which documents hold the buyer.
    Taxes are None where they cannot be computed. ``quota`` and ``guarantee`` are what became of
    the last wish, ``findings`` what customs would refuse.
    """

    inventory_id = models.BigIntegerField("清单", primary_key=True)
    state = models.CharField("状态", max_length=8)
    revision = models.IntegerField("清单版本")
    occasion = models.IntegerField("第几次占用", default=0)
    person = models.UUIDField("订购人（密钥散列）", null=True)
    year = models.SmallIntegerField("年度")
    amount = models.DecimalField("完税价格", max_digits=21, decimal_places=5)
    duty = models.DecimalField("关税", max_digits=19, decimal_places=2, null=True)
    consumption = models.DecimalField("消费税", max_digits=19, decimal_places=2, null=True)
    vat = models.DecimalField("增值税", max_digits=19, decimal_places=2, null=True)
    assure_code = models.CharField("担保企业编号", max_length=30, default="")
    quota = models.CharField("额度结果", max_length=10, default="")
    guarantee = models.CharField("担保结果", max_length=10, default="")
    findings = models.JSONField("问题", null=True)
    changed_at = models.DateTimeField("更新时间")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        db_table = "declarations_tax_standing"
        verbose_name = "额度与担保"
        constraints = [
            models.CheckConstraint(
                name="tax_standing_state_known", condition=Q(state__in=[HELD, RELEASED, FREE])
            ),
        ]

    @property
    def tax(self) -> Decimal:
        """The taxes together; 0 where they could not be computed."""
        return sum((part or ZERO for part in (self.duty, self.consumption, self.vat)), ZERO)
