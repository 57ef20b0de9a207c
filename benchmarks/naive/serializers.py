"""A document as DRF reads it: the head's elements checked, the lines nested."""

from typing import Any

from rest_framework import serializers

from benchmarks.naive.models import Inventory, InventoryLine, Order, OrderLine, Payment, Waybill


class LineSerializer(serializers.Serializer[Any]):
    gnum = serializers.IntegerField()
    qty = serializers.DecimalField(max_digits=19, decimal_places=5)
    totalPrice = serializers.DecimalField(  # noqa: N815
        max_digits=19, decimal_places=5, source="total_price"
    )


class OrderSerializer(serializers.Serializer[Order]):
    orderNo = serializers.CharField(max_length=60, source="order_no")  # noqa: N815
    buyerName = serializers.CharField(max_length=60, source="buyer_name")  # noqa: N815
    buyerIdNumber = serializers.CharField(max_length=60, source="buyer_id_number")  # noqa: N815
    acturalPaid = serializers.DecimalField(  # noqa: N815
        max_digits=19, decimal_places=5, source="actural_paid"
    )

    def create(self, validated_data: dict[str, Any]) -> Order:
        lines = validated_data.pop("lines")
        order: Order = Order.objects.create(**validated_data)
        for line in lines:
            OrderLine.objects.create(order=order, **line)
        return order


class PaymentSerializer(serializers.Serializer[Payment]):
    orderNo = serializers.CharField(max_length=60, source="order_no")  # noqa: N815
    payerName = serializers.CharField(max_length=60, source="payer_name")  # noqa: N815
    payerIdNumber = serializers.CharField(max_length=60, source="payer_id_number")  # noqa: N815
    amountPaid = serializers.DecimalField(  # noqa: N815
        max_digits=19, decimal_places=5, source="amount_paid"
    )

    def create(self, validated_data: dict[str, Any]) -> Payment:
        validated_data.pop("lines")
        kept: Payment = Payment.objects.create(**validated_data)
        return kept


class WaybillSerializer(serializers.Serializer[Waybill]):
    logisticsNo = serializers.CharField(max_length=60, source="logistics_no")  # noqa: N815
    consignee = serializers.CharField(max_length=60)

    def create(self, validated_data: dict[str, Any]) -> Waybill:
        validated_data.pop("lines")
        kept: Waybill = Waybill.objects.create(**validated_data)
        return kept


class InventorySerializer(serializers.Serializer[Inventory]):
    orderNo = serializers.CharField(max_length=60, source="order_no")  # noqa: N815
    logisticsNo = serializers.CharField(max_length=60, source="logistics_no")  # noqa: N815
    buyerName = serializers.CharField(max_length=60, source="buyer_name")  # noqa: N815

    def create(self, validated_data: dict[str, Any]) -> Inventory:
        lines = validated_data.pop("lines")
        inventory: Inventory = Inventory.objects.create(**validated_data)
        for line in lines:
            InventoryLine.objects.create(inventory=inventory, **line)
        return inventory
