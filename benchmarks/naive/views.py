"""POST one document: validate, save row by row, match when the four are together."""

from typing import Any, Final

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from benchmarks.naive.models import Inventory, Order, Payment, Waybill
from benchmarks.naive.serializers import (
    InventorySerializer,
    LineSerializer,
    OrderSerializer,
    PaymentSerializer,
    WaybillSerializer,
)

KINDS: Final[dict[str, tuple[type[Serializer[Any]], str, str]]] = {
    "CEB311": (OrderSerializer, "OrderHead", "OrderList"),
    "CEB411": (PaymentSerializer, "PaymentHead", ""),
    "CEB511": (WaybillSerializer, "LogisticsHead", ""),
    "CEB621": (InventorySerializer, "InventoryHead", "InventoryList"),
}


class DocumentsView(APIView):
    """The whole interface of the baseline."""

    @transaction.atomic
    def post(self, request: Request) -> Response:
        """Keep one document; answer whether its declaration matched."""
        data: Any = request.data
        serializer_class, head, lines = KINDS[data["type"]]
        serializer = serializer_class(data=data[head])
        serializer.is_valid(raise_exception=True)
        goods = LineSerializer(data=data.get(lines, []), many=True)
        goods.is_valid(raise_exception=True)
        kept = serializer.save(content=data, lines=goods.validated_data)
        return Response({"id": kept.pk, "matched": match(kept)}, status=201)


def match(kept: Any) -> bool | None:
    """Compare the documents of a declaration once all four are there; None before."""
    if isinstance(kept, Waybill):
        inventory = Inventory.objects.filter(logistics_no=kept.logistics_no).first()
    else:
        inventory = Inventory.objects.filter(order_no=kept.order_no).first()
    if inventory is None:
        return None
    order = Order.objects.filter(order_no=inventory.order_no).first()
    payment = Payment.objects.filter(order_no=inventory.order_no).first()
    waybill = Waybill.objects.filter(logistics_no=inventory.logistics_no).first()
    if order is None or payment is None or waybill is None:
        return None
    inventory.matched = (
        order.actural_paid == payment.amount_paid
        and order.buyer_name == payment.payer_name == inventory.buyer_name
        and order.buyer_id_number == payment.payer_id_number
        and order.buyer_name == waybill.consignee
        and _goods(order) == _goods(inventory)
    )
    inventory.save()
    return bool(inventory.matched)


def _goods(document: Any) -> list[tuple[Any, ...]]:
    return [(line.gnum, line.qty, line.total_price) for line in document.lines.order_by("gnum")]
