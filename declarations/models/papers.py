"""Papers as kept: what firms send around a declaration, all kinds in one table.

Returns, cancellations, arrivals, departures, lists of parcels, summaries: each kind is rare beside
orders and waybills and has elements of its own, so only the numbers by which a paper is found are
columns; its other plain elements and its lines are JSON by official element name (ADR 0021).
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from declarations.models.documents import Document

NUMBERS = (
    "order_no",
    "logistics_no",
    "cop_no",
    "pre_no",
    "invt_no",
    "bill_no",
    "given_no",
)
"""The columns in which a paper's own numbers stand; each has an index of those that are given."""


class Paper(Document):
    """单据: CEB213, 215, 507, 509, 513, 605, 607, 623, 625, 701 and 711.

    ``cop_no`` is copNo or coElNo, ``given_no`` what customs gave (rkdNo, sumNo). Decimals in
    ``data`` and ``lines`` are text. ``numbers`` are the waybill, bag and inventory numbers of the
    lines.
    """

    order_no = models.CharField("订单编号", max_length=60, null=True)
    logistics_code = models.CharField("物流企业代码", max_length=18, null=True)
    logistics_no = models.CharField("物流运单编号", max_length=80, null=True)
    cop_no = models.CharField("企业内部编号", max_length=30, null=True)
    pre_no = models.CharField("预录入编号", max_length=18, null=True)
    invt_no = models.CharField("清单编号", max_length=20, null=True)
    bill_no = models.CharField("提运单号", max_length=37, null=True)
    given_no = models.CharField("海关编号", max_length=18, null=True)
    data = models.JSONField("其他字段")
    lines = models.JSONField("表体", null=True)
    line_count = models.IntegerField("表体项数", default=0)
    numbers = ArrayField(models.CharField(max_length=60), verbose_name="表体编号", null=True)

    class Meta:
        db_table = "declarations_paper"
        verbose_name = "单据"
        indexes = [
            *(
                models.Index(
                    fields=[name],
                    name=f"paper_{name}",
                    condition=Q(**{f"{name}__isnull": False}),
                )
                for name in NUMBERS
            ),
            models.Index(fields=["kind", "id"], name="paper_kind"),
            GinIndex(fields=["numbers"], name="paper_numbers", fastupdate=False),
            GinIndex(fields=["parties"], name="paper_parties", fastupdate=False),
        ]
