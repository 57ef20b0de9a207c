"""Returns of released goods: where each stands, its terms, what it holds of the original."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from declarations.return_states import CLOCKS, RETURN
from enterprises.viewers import Viewer


class ReturnQuerySet(models.QuerySet[Any]):
    """Returns, to their sender, the seller and the agent, and the firm of the zone's area."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.sees_all:
            return self
        return self.filter(parties__overlap=list(viewer.enterprise_ids))


class Return(models.Model):
    """One return application (CEB213, CEB625); written by ``services.returns`` alone.

    ``id`` is that of the paper, ``inventory_id`` the original's, None where it is not known
    here. ``clock`` names the term that runs and ``due_on`` its last day; ``arrive_until`` is, for
    exports, the last day of the whole return. ``said_at`` is the latest returnTime that moved it.
    ``settled_at`` is set once quota and tax were given back: so much as the amounts say.
    """

    id = models.BigIntegerField("退货申请单", primary_key=True)
    kind = models.CharField("报文类型", max_length=6)
    sender_id = models.IntegerField("发送企业")
    parties = ArrayField(models.IntegerField(), verbose_name="相关企业")
    number = models.CharField("企业内部编号", max_length=30)
    invt_no = models.CharField("原清单编号", max_length=20)
    logistics_no = models.CharField("物流运单编号", max_length=80)
    inventory_id = models.BigIntegerField("原清单", null=True)
    district = models.CharField("退货申报地海关", max_length=4)
    is_across = models.BooleanField("跨关区", default=False)
    state = models.CharField("状态", max_length=10)
    state_at = models.DateTimeField("状态时间")
    said_at = models.DateTimeField("最近回执时间", null=True)
    info = models.CharField("回执信息", max_length=1000, default="")
    applied_at = models.DateTimeField("申请时间")
    released_on = models.DateField("原清单放行日期", null=True)
    apply_until = models.DateField("申请截止日期", null=True)
    arrive_until = models.DateField("运抵截止日期", null=True)
    tax_free_until = models.DateField("免税退运截止日期", null=True)
    clock = models.CharField("计时", max_length=6, default="")
    due_on = models.DateField("截止日期", null=True)
    warned_for = models.DateField("已提醒的截止日期", null=True)
    arrived_on = models.DateField("运抵日期", null=True)
    arrived_at_place = models.CharField("运抵场所", max_length=60, default="")
    tally_id = models.BigIntegerField("理货明细单", null=True)
    settled_at = models.DateTimeField("退回税款和额度时间", null=True)
    quota = models.DecimalField("退回额度", max_digits=14, decimal_places=2, null=True)
    duty = models.DecimalField("退回关税", max_digits=14, decimal_places=2, null=True)
    consumption = models.DecimalField("退回消费税", max_digits=14, decimal_places=2, null=True)
    vat = models.DecimalField("退回增值税", max_digits=14, decimal_places=2, null=True)
    bill = models.CharField("税单处理", max_length=10, default="")
    steps = models.IntegerField("步数", default=0)

    objects: ClassVar[Any] = ReturnQuerySet.as_manager()

    class Meta:
        db_table = "declarations_return"
        verbose_name = "退货"
        constraints = [
            models.CheckConstraint(
                name="return_state_known", condition=Q(state__in=list(RETURN.states))
            ),
            models.CheckConstraint(
                name="return_clock_known", condition=Q(clock__in=["", *sorted(CLOCKS)])
            ),
            models.CheckConstraint(
                name="return_settled_when_completed",
                condition=Q(settled_at__isnull=True) | Q(state="completed"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["inventory_id"],
                name="return_inventory",
                condition=Q(inventory_id__isnull=False),
            ),
            models.Index(fields=["due_on"], name="return_due", condition=~Q(clock="")),
            models.Index(fields=["state", "-id"], name="return_state"),
            models.Index(fields=["invt_no"], name="return_invt_no"),
            models.Index(
                fields=["id"],
                name="return_unsettled",
                condition=Q(state="completed", settled_at__isnull=True, kind="CEB625"),
            ),
            models.Index(
                fields=["state_at"], name="return_completed_at", condition=Q(state="completed")
            ),
            models.Index(
                fields=["settled_at"],
                name="return_settled_at",
                condition=Q(settled_at__isnull=False),
            ),
            GinIndex(fields=["parties"], name="return_parties", fastupdate=False),
        ]


class ReturnLine(models.Model):
    """How much of a line of the original one return asks for."""

    pk = models.CompositePrimaryKey("paper_id", "gnum")
    paper_id = models.BigIntegerField("退货申请单")
    gnum = models.IntegerField("原清单商品序号")
    quantity = models.DecimalField("退货数量", max_digits=19, decimal_places=5)

    class Meta:
        db_table = "declarations_return_line"
        verbose_name = "退货商品"
        constraints = [
            models.CheckConstraint(name="return_line_positive", condition=Q(quantity__gt=0)),
        ]


class Returned(models.Model):
    """How much of a line of an inventory all returns together hold: never more than declared.

    The database's own guard: whoever holds more than there is fails here.
    """

    pk = models.CompositePrimaryKey("inventory_id", "gnum")
    inventory_id = models.BigIntegerField("原清单")
    gnum = models.IntegerField("商品序号")
    declared = models.DecimalField("申报数量", max_digits=19, decimal_places=5)
    held = models.DecimalField("退货占用数量", max_digits=19, decimal_places=5)

    class Meta:
        db_table = "declarations_returned"
        verbose_name = "已退数量"
        constraints = [
            models.CheckConstraint(
                name="returned_never_more_than_declared",
                condition=Q(held__gte=0) & Q(held__lte=F("declared")),
            ),
        ]


class ReturnStep(models.Model):
    """One step of a return: from what to what, when, by which receipt or by whom."""

    append_only = True

    pk = models.CompositePrimaryKey("paper_id", "number")
    paper_id = models.BigIntegerField("退货申请单")
    number = models.IntegerField("第几步")
    source = models.CharField("原状态", max_length=10, default="")
    target = models.CharField("新状态", max_length=10)
    at = models.DateTimeField("时间")
    receipt_id = models.BigIntegerField("回执", null=True)
    by_label = models.CharField("操作人", max_length=128, default="")
    note = models.CharField("说明", max_length=200, default="")

    class Meta:
        db_table = "declarations_return_step"
        verbose_name = "退货步骤"
