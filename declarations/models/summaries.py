"""The monthly summary of exports: the month of a firm, its lists, and what customs made of it."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from declarations.models.querysets import SummaryQuerySet
from declarations.summary_states import STATES


class Summary(models.Model):
    """One month of one declaring firm for one consignor at one customs district.

    ``month`` is its first day; ``due_on`` the last day for its 701. Written by
    ``services.summaries`` alone. ``parties`` are the enterprises concerned: agent and consignor.
    """

    month = models.DateField("月份")
    agent_code = models.CharField("申报单位代码", max_length=18)
    agent_name = models.CharField("申报单位名称", max_length=100)
    ebc_code = models.CharField("收发货人代码", max_length=18)
    ebc_name = models.CharField("收发货人名称", max_length=100)
    customs_code = models.CharField("申报海关代码", max_length=4)
    loct_no = models.CharField("监管场所代码", max_length=10, default="")
    enterprise_id = models.IntegerField("申报企业", null=True)
    parties = ArrayField(models.IntegerField(), verbose_name="相关企业")
    status = models.CharField("状态", max_length=10, default="open")
    due_on = models.DateField("截止日期")
    lists = models.IntegerField("清单数", default=0)
    left = models.IntegerField("尚未汇总的清单数", default=0)
    opened_at = models.DateTimeField("产生时间")
    changed_at = models.DateTimeField("更新时间")
    sent_at = models.DateTimeField("报送时间", null=True)
    warned_at = models.DateTimeField("提醒时间", null=True)
    overdue_at = models.DateTimeField("逾期提醒时间", null=True)

    objects: ClassVar[Any] = SummaryQuerySet.as_manager()

    class Meta:
        db_table = "declarations_summary"
        verbose_name = "月度汇总"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "agent_code", "ebc_code", "customs_code", "loct_no"],
                name="summary_once",
            ),
            models.CheckConstraint(
                name="summary_status_known", condition=Q(status__in=list(STATES))
            ),
            models.CheckConstraint(
                name="summary_left_fits", condition=Q(left__gte=0, left__lte=models.F("lists"))
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise_id", "-id"], name="summary_enterprise"),
            models.Index(fields=["due_on"], name="summary_due", condition=Q(left__gt=0)),
            GinIndex(fields=["parties"], name="summary_parties", fastupdate=False),
        ]


class SummaryList(models.Model):
    """An inventory that belongs into a summary; ``paper_id`` is the 701 that carries it."""

    inventory_id = models.BigIntegerField("清单", primary_key=True)
    summary_id = models.BigIntegerField("月度汇总")
    invt_no = models.CharField("清单编号", max_length=20)
    closed_at = models.DateTimeField("结关时间")
    paper_id = models.BigIntegerField("汇总申请单", null=True)

    class Meta:
        db_table = "declarations_summary_list"
        verbose_name = "待汇总清单"
        indexes = [
            models.Index(fields=["summary_id", "inventory_id"], name="summary_list_summary"),
            models.Index(fields=["invt_no"], name="summary_list_invt_no"),
            models.Index(
                fields=["paper_id"],
                name="summary_list_paper",
                condition=Q(paper_id__isnull=False),
            ),
        ]


class SummaryResult(models.Model):
    """A declaration form that customs made of a summary (792); the newest word on it."""

    decl_seq_no = models.CharField("汇总统一编号", max_length=18, unique=True)
    sum_no = models.CharField("汇总申请编号", max_length=18)
    entry_id = models.CharField("报关单编号", max_length=18, default="")
    dec_pre_no = models.CharField("报关单预录入编号", max_length=18, default="")
    dec_state = models.CharField("报关单状态", max_length=3, default="")
    gross_weight = models.CharField("毛重", max_length=20, default="")
    net_weight = models.CharField("净重", max_length=20, default="")
    said_at = models.DateTimeField("汇总处理时间")
    receipt_id = models.BigIntegerField("回执")

    class Meta:
        db_table = "declarations_summary_result"
        verbose_name = "汇总结果"
        indexes = [models.Index(fields=["sum_no"], name="summary_result_sum_no")]
