"""Documents as kept: a table per noun, imports and exports together, official names in snake case.

No foreign keys point here or from here: ids lead with time and come in blocks, so that a table
can be partitioned by month without a rewrite (ADR 0005).
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from declarations.models.querysets import DocumentQuerySet, InventoryQuerySet


class Document(models.Model):
    """What every kept document has beside its own elements.

    ``received_at`` is the moment of first acceptance: it chooses the rule set. ``revised_at`` is
    set when a change (appType 2) replaced the content; the earlier content stays as a revision.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField("报文类型", max_length=6)
    revision = models.IntegerField("版本", default=1)
    submission_id = models.BigIntegerField("接收批次")
    position = models.IntegerField("批内序号")
    received_at = models.DateTimeField("首次接收时间")
    revised_at = models.DateTimeField("变更时间", null=True)
    sender_id = models.IntegerField("发送企业")
    parties = ArrayField(models.IntegerField(), verbose_name="相关企业")
    findings = models.JSONField("提示", null=True)
    personal = models.BinaryField("个人信息（加密）")
    guid = models.CharField("系统唯一序号", max_length=36)
    app_type = models.CharField("报送类型", max_length=1)
    app_time = models.CharField("报送时间", max_length=14)
    app_status = models.CharField("业务状态", max_length=3)

    objects: ClassVar[Any] = DocumentQuerySet.as_manager()

    class Meta:
        abstract = True


class Order(Document):
    """电子订单: CEB311 and CEB303."""

    order_type = models.CharField("订单类型", max_length=1)
    order_no = models.CharField("订单编号", max_length=60)
    ebp_code = models.CharField("电商平台代码", max_length=18)
    ebp_name = models.CharField("电商平台名称", max_length=100)
    ebc_code = models.CharField("电商企业代码", max_length=18)
    ebc_name = models.CharField("电商企业名称", max_length=100)
    goods_value = models.DecimalField("商品价格", max_digits=19, decimal_places=5)
    freight = models.DecimalField("运杂费", max_digits=19, decimal_places=5)
    discount = models.DecimalField("非现金抵扣金额", max_digits=19, decimal_places=5, null=True)
    tax_total = models.DecimalField("代扣税款", max_digits=19, decimal_places=5, null=True)
    actural_paid = models.DecimalField("实际支付金额", max_digits=19, decimal_places=5, null=True)
    currency = models.CharField("币制", max_length=3)
    buyer_id_type = models.CharField("订购人证件类型", max_length=1, null=True)
    pay_code = models.CharField("支付企业代码", max_length=18, null=True)
    pay_name = models.CharField("支付企业名称", max_length=100, null=True)
    pay_transaction_id = models.CharField("支付交易编号", max_length=60, null=True)
    split = models.CharField("拆分标记", max_length=16, null=True)
    batch_numbers = models.CharField("商品批次号", max_length=100, null=True)
    consignee_district = models.CharField("收货地址行政区划代码", max_length=6, null=True)
    buyer_name_hash = models.UUIDField("订购人姓名（密钥散列）", null=True)
    buyer_telephone_hash = models.UUIDField("订购人电话（密钥散列）", null=True)
    buyer_id_number_hash = models.UUIDField("订购人证件号码（密钥散列）", null=True)
    consignee_hash = models.UUIDField("收货人姓名（密钥散列）", null=True)
    consignee_telephone_hash = models.UUIDField("收货人电话（密钥散列）", null=True)
    consignee_address_hash = models.UUIDField("收货地址（密钥散列）", null=True)

    class Meta:
        db_table = "declarations_order"
        verbose_name = "电子订单"
        indexes = [
            models.Index(fields=["order_no"], name="order_order_no"),
            models.Index(
                fields=["pay_transaction_id"],
                name="order_shared_payment",
                condition=Q(split__isnull=False),
            ),
            GinIndex(fields=["parties"], name="order_parties", fastupdate=False),
        ]


class Payment(Document):
    """支付单: CEB411 and CEB403."""

    pay_code = models.CharField("支付企业代码", max_length=18, null=True)
    pay_name = models.CharField("支付企业名称", max_length=100)
    pay_transaction_id = models.CharField("支付交易编号", max_length=60, null=True)
    order_no = models.CharField("订单编号", max_length=60)
    ebp_code = models.CharField("电商平台代码", max_length=18)
    ebp_name = models.CharField("电商平台名称", max_length=100)
    payer_id_type = models.CharField("支付人证件类型", max_length=1, null=True)
    amount_paid = models.DecimalField("支付金额", max_digits=19, decimal_places=5)
    currency = models.CharField("支付币制", max_length=3)
    pay_time = models.CharField("支付时间", max_length=14)
    ebc_code = models.CharField("电商企业代码", max_length=18, null=True)
    ebc_name = models.CharField("电商企业名称", max_length=100, null=True)
    payer_name_hash = models.UUIDField("支付人姓名（密钥散列）", null=True)
    payer_id_number_hash = models.UUIDField("支付人证件号码（密钥散列）", null=True)

    class Meta:
        db_table = "declarations_payment"
        verbose_name = "支付单"
        indexes = [
            models.Index(fields=["order_no"], name="payment_order_no"),
            models.Index(fields=["pay_transaction_id"], name="payment_pay_transaction_id"),
            GinIndex(fields=["parties"], name="payment_parties", fastupdate=False),
        ]


class Waybill(Document):
    """运单: CEB511 and CEB505."""

    logistics_code = models.CharField("物流企业代码", max_length=18)
    logistics_name = models.CharField("物流企业名称", max_length=100)
    logistics_no = models.CharField("物流运单编号", max_length=60)
    bill_no = models.CharField("提运单号", max_length=37, null=True)
    order_no = models.CharField("订单编号", max_length=60, null=True)
    freight = models.DecimalField("运费", max_digits=19, decimal_places=5, null=True)
    insured_fee = models.DecimalField("保价费", max_digits=19, decimal_places=5, null=True)
    currency = models.CharField("币制", max_length=3)
    gross_weight = models.DecimalField("毛重", max_digits=19, decimal_places=5)
    pack_no = models.IntegerField("件数")
    goods_info = models.CharField("主要货物信息", max_length=200, null=True)
    ebc_code = models.CharField("电商企业代码", max_length=18, null=True)
    ebc_name = models.CharField("电商企业名称", max_length=100, null=True)
    consignee_hash = models.UUIDField("收货人姓名（密钥散列）", null=True)
    consignee_telephone_hash = models.UUIDField("收货人电话（密钥散列）", null=True)
    consignee_address_hash = models.UUIDField("收货地址（密钥散列）", null=True)

    class Meta:
        db_table = "declarations_waybill"
        verbose_name = "运单"
        indexes = [
            models.Index(fields=["logistics_no"], name="waybill_logistics_no"),
            GinIndex(fields=["parties"], name="waybill_parties", fastupdate=False),
        ]


class Inventory(Document):
    """清单: CEB621 and CEB603. ``owners`` may read it whole, other ``parties`` its outcome.

    ``entry_no`` is the number the portal gives on acceptance (``B``, day, nine digits); receipts
    carry it as preNo. ``pre_no`` and ``invt_no`` are what the sender wrote.
    """

    owners = ArrayField(models.IntegerField(), verbose_name="可见全文企业")
    split = models.CharField("拆分标记", max_length=16, null=True)
    entry_no = models.CharField("平台预录入编号", max_length=18, default="")
    order_no = models.CharField("订单编号", max_length=60)
    ebp_code = models.CharField("电商平台代码", max_length=18)
    ebp_name = models.CharField("电商平台名称", max_length=100)
    ebc_code = models.CharField("电商企业代码", max_length=18)
    ebc_name = models.CharField("电商企业名称", max_length=100)
    logistics_no = models.CharField("物流运单编号", max_length=60)
    logistics_code = models.CharField("物流企业代码", max_length=18)
    logistics_name = models.CharField("物流企业名称", max_length=100)
    cop_no = models.CharField("企业内部编号", max_length=30, null=True)
    pre_no = models.CharField("预录入编号", max_length=18, null=True)
    assure_code = models.CharField("担保企业编号", max_length=30, null=True)
    ems_no = models.CharField("账册编号", max_length=30, null=True)
    invt_no = models.CharField("清单编号", max_length=20, null=True)
    ie_flag = models.CharField("进出口标记", max_length=1)
    decl_time = models.CharField("申报日期", max_length=8, null=True)
    customs_code = models.CharField("申报海关代码", max_length=4)
    port_code = models.CharField("口岸海关代码", max_length=4)
    ie_date = models.CharField("进口日期", max_length=8, null=True)
    buyer_id_type = models.CharField("订购人证件类型", max_length=1, null=True)
    agent_code = models.CharField("申报企业代码", max_length=18)
    agent_name = models.CharField("申报企业名称", max_length=100)
    area_code = models.CharField("区内企业代码", max_length=18, null=True)
    area_name = models.CharField("区内企业名称", max_length=100, null=True)
    trade_mode = models.CharField("贸易方式", max_length=4)
    traf_mode = models.CharField("运输方式", max_length=1)
    traf_no = models.CharField("运输工具编号", max_length=100, null=True)
    voyage_no = models.CharField("航班航次号", max_length=32, null=True)
    bill_no = models.CharField("提运单号", max_length=37, null=True)
    loct_no = models.CharField("监管场所代码", max_length=10, null=True)
    license_no = models.CharField("许可证件号", max_length=19, null=True)
    country = models.CharField("起运国（地区）", max_length=3)
    freight = models.DecimalField("运费", max_digits=19, decimal_places=5)
    insured_fee = models.DecimalField("保费", max_digits=19, decimal_places=5)
    currency = models.CharField("币制", max_length=3, null=True)
    wrap_type = models.CharField("包装种类代码", max_length=1, null=True)
    pack_no = models.IntegerField("件数")
    gross_weight = models.DecimalField("毛重（公斤）", max_digits=19, decimal_places=5)
    net_weight = models.DecimalField("净重（公斤）", max_digits=19, decimal_places=5)
    statistics_flag = models.CharField("申报业务类型", max_length=1, null=True)
    owner_code = models.CharField("生产销售企业代码", max_length=18, null=True)
    owner_name = models.CharField("生产销售企业名称", max_length=100, null=True)
    total_package_no = models.CharField("总包号", max_length=37, null=True)
    pod = models.CharField("指运港代码", max_length=4, null=True)
    f_currency = models.CharField("运费币制", max_length=3, null=True)
    f_flag = models.CharField("运费标志", max_length=1, null=True)
    i_currency = models.CharField("保费币制", max_length=3, null=True)
    i_flag = models.CharField("保费标志", max_length=1, null=True)
    buyer_name_hash = models.UUIDField("订购人姓名（密钥散列）", null=True)
    buyer_telephone_hash = models.UUIDField("订购人电话（密钥散列）", null=True)
    buyer_id_number_hash = models.UUIDField("订购人证件号码（密钥散列）", null=True)
    consignee_address_hash = models.UUIDField("收件地址（密钥散列）", null=True)

    objects: ClassVar[Any] = InventoryQuerySet.as_manager()

    class Meta:
        db_table = "declarations_inventory"
        verbose_name = "清单"
        indexes = [
            models.Index(fields=["order_no"], name="inventory_order_no"),
            models.Index(fields=["logistics_no"], name="inventory_logistics_no"),
            models.Index(fields=["cop_no"], name="inventory_cop_no"),
            models.Index(fields=["entry_no"], name="inventory_entry_no"),
            models.Index(
                fields=["pre_no"], name="inventory_pre_no", condition=Q(pre_no__isnull=False)
            ),
            models.Index(
                fields=["invt_no"], name="inventory_invt_no", condition=Q(invt_no__isnull=False)
            ),
            GinIndex(fields=["parties"], name="inventory_parties", fastupdate=False),
        ]
