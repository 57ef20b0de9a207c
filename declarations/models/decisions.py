"""The outcome of matching: the current decision on each inventory, and those before it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class DecisionBase(models.Model):
    """One decision, with exactly the documents and revisions that it compared.

    ``split`` is the table of sums where an order was paid or sent in parts, with the ids of every
    document in it; null for all others.
    """

    inventory_id = models.BigIntegerField("清单")
    sequence = models.IntegerField("第几次")
    outcome = models.CharField("结果", max_length=10)
    waiting_for = ArrayField(models.CharField(max_length=9), verbose_name="等待", null=True)
    findings = models.JSONField("问题", null=True)
    codes = ArrayField(models.CharField(max_length=12), verbose_name="问题代码", null=True)
    rule_set = models.CharField("规则集", max_length=40)
    inventory_revision = models.IntegerField("清单版本")
    order_id = models.BigIntegerField("订单", null=True)
    order_revision = models.IntegerField("订单版本", null=True)
    payment_id = models.BigIntegerField("支付单", null=True)
    payment_revision = models.IntegerField("支付单版本", null=True)
    waybill_id = models.BigIntegerField("运单", null=True)
    waybill_revision = models.IntegerField("运单版本", null=True)
    joined_parties = ArrayField(models.IntegerField(), verbose_name="其他相关企业")
    decided_at = models.DateTimeField("判定时间")
    split = models.JSONField("拆分合计", null=True)

    class Meta:
        abstract = True


class Decision(DecisionBase):
    """The decision in force; ``joined_parties`` are firms that the inventory does not name."""

    inventory_id = models.BigIntegerField("清单", primary_key=True)

    class Meta:
        db_table = "declarations_decision"
        verbose_name = "对碰结果"
        constraints = [
            models.CheckConstraint(
                name="decision_outcome_known",
                condition=models.Q(outcome__in=["waiting", "mismatched", "matched"]),
            ),
            models.CheckConstraint(
                name="decision_waiting_names_what",
                condition=models.Q(outcome="waiting", waiting_for__isnull=False)
                | ~models.Q(outcome="waiting"),
            ),
            models.CheckConstraint(
                name="decision_mismatch_has_findings",
                condition=models.Q(outcome="mismatched", findings__isnull=False)
                | ~models.Q(outcome="mismatched"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["outcome", "inventory_id"],
                name="decision_unmatched",
                condition=~models.Q(outcome="matched"),
            ),
            GinIndex(fields=["joined_parties"], name="decision_parties", fastupdate=False),
        ]


class PastDecision(DecisionBase):
    """A decision that a later one replaced; receipts already given still quote it."""

    append_only = True

    pk = models.CompositePrimaryKey("inventory_id", "sequence")

    class Meta:
        db_table = "declarations_past_decision"
        verbose_name = "历史对碰结果"
