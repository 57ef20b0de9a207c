"""Goods lines of kept documents; they are written and replaced with their document only."""

from django.db import models


class OrderLine(models.Model):
    """订单商品: one line of an order, known by the document and its gnum."""

    pk = models.CompositePrimaryKey("document_id", "gnum")
    document_id = models.BigIntegerField("单证")
    gnum = models.IntegerField("商品序号")
    item_no = models.CharField("企业商品货号", max_length=30, null=True)
    item_name = models.CharField("企业商品名称", max_length=250)
    gmodel = models.CharField("商品规格型号", max_length=510, null=True)
    item_describe = models.CharField("企业商品描述", max_length=1000, null=True)
    bar_code = models.CharField("条形码", max_length=50, null=True)
    unit = models.CharField("单位", max_length=3)
    qty = models.DecimalField("数量", max_digits=19, decimal_places=5)
    price = models.DecimalField("单价", max_digits=19, decimal_places=5)
    total_price = models.DecimalField("总价", max_digits=19, decimal_places=5)
    currency = models.CharField("币制", max_length=3)
    country = models.CharField("原产国", max_length=3, null=True)
    note = models.CharField("备注", max_length=1000, null=True)

    class Meta:
        db_table = "declarations_order_line"
        verbose_name = "订单商品"


class InventoryLine(models.Model):
    """清单商品: one line of an inventory, known by the document and its gnum."""

    pk = models.CompositePrimaryKey("document_id", "gnum")
    document_id = models.BigIntegerField("单证")
    gnum = models.IntegerField("序号")
    item_record_no = models.CharField("账册备案料号", max_length=30, null=True)
    item_no = models.CharField("企业商品货号", max_length=20, null=True)
    item_name = models.CharField("企业商品品名", max_length=250, null=True)
    gcode = models.CharField("商品编码", max_length=10)
    gname = models.CharField("商品名称", max_length=250)
    gmodel = models.CharField("商品规格型号", max_length=510)
    bar_code = models.CharField("条码", max_length=50, null=True)
    country = models.CharField("原产国（地区）", max_length=3)
    trade_country = models.CharField("贸易国", max_length=3, null=True)
    currency = models.CharField("币制", max_length=3)
    qty = models.DecimalField("数量", max_digits=19, decimal_places=5)
    unit = models.CharField("计量单位", max_length=3)
    qty1 = models.DecimalField("法定数量", max_digits=19, decimal_places=5)
    unit1 = models.CharField("法定计量单位", max_length=3)
    qty2 = models.DecimalField("第二数量", max_digits=19, decimal_places=5, null=True)
    unit2 = models.CharField("第二计量单位", max_length=3, null=True)
    price = models.DecimalField("单价", max_digits=19, decimal_places=5)
    total_price = models.DecimalField("总价", max_digits=19, decimal_places=5)
    note = models.CharField("备注", max_length=1000, null=True)

    class Meta:
        db_table = "declarations_inventory_line"
        verbose_name = "清单商品"
