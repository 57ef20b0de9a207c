"""A table a noun, a row a document; elements in a JSON column but for those that are compared."""

from typing import Any, ClassVar

from django.db import models


class Row(models.Model):
    """A row that the type checker knows, although no installed app of the portal holds it."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True


class Order(Row):
    """An order by its number."""

    order_no = models.CharField(max_length=60, unique=True)
    buyer_name = models.CharField(max_length=60)
    buyer_id_number = models.CharField(max_length=60)
    actural_paid = models.DecimalField(max_digits=19, decimal_places=5)
    content = models.JSONField()


class OrderLine(Row):
    """A goods line of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    gnum = models.IntegerField()
    qty = models.DecimalField(max_digits=19, decimal_places=5)
    total_price = models.DecimalField(max_digits=19, decimal_places=5)


class Payment(Row):
    """A payment by its order's number."""

    order_no = models.CharField(max_length=60, unique=True)
    payer_name = models.CharField(max_length=60)
    payer_id_number = models.CharField(max_length=60)
    amount_paid = models.DecimalField(max_digits=19, decimal_places=5)
    content = models.JSONField()


class Waybill(Row):
    """A waybill by its number."""

    logistics_no = models.CharField(max_length=60, unique=True)
    consignee = models.CharField(max_length=60)
    content = models.JSONField()


class Inventory(Row):
    """An inventory and, once everything is there, whether it matched."""

    order_no = models.CharField(max_length=60, unique=True)
    logistics_no = models.CharField(max_length=60, db_index=True)
    buyer_name = models.CharField(max_length=60)
    matched = models.BooleanField(null=True)
    content = models.JSONField()


class InventoryLine(Row):
    """A goods line of an inventory."""

    inventory = models.ForeignKey(Inventory, on_delete=models.CASCADE, related_name="lines")
    gnum = models.IntegerField()
    qty = models.DecimalField(max_digits=19, decimal_places=5)
    total_price = models.DecimalField(max_digits=19, decimal_places=5)
