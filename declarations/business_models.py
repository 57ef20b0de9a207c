"""The business model of orders, read: an order's own, else the first of its seller's."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from declarations.models import Order, OrderModel
from enterprises.models import Enterprise


def models_of(orders: Iterable[Order]) -> dict[int, str]:
    """The business model of each order that has one, by id. Two queries."""
    listed = list(orders)
    own = dict(
        OrderModel.objects.filter(order_id__in=[order.id for order in listed]).values_list(
            "order_id", "model"
        )
    )
    firms = _models_of_firms({order.ebc_code for order in listed})
    return {
        order.id: model
        for order in listed
        if (model := own.get(order.id) or firms.get(order.ebc_code, ""))
    }


def with_model(rows: QuerySet[Any], model: str) -> QuerySet[Any]:
    """The orders that follow a business model: by themselves, or as their seller does."""
    own = OrderModel.objects.filter(order_id=OuterRef("id"))
    firms = Enterprise.objects.registered().filter(business_models__0=model)
    codes = {code for pair in firms.values_list("code", "uscc") for code in pair if code}
    by_firm = Q(ebc_code__in=sorted(codes)) & ~Exists(own)
    return rows.filter(Exists(own.filter(model=model)) | by_firm)


def _models_of_firms(codes: set[str]) -> dict[str, str]:
    firms = Enterprise.objects.registered().filter(Q(code__in=codes) | Q(uscc__in=codes))
    found: dict[str, str] = {}
    for code, uscc, models in firms.values_list("code", "uscc", "business_models"):
        if models:
            found |= {name: models[0] for name in (code, uscc) if name}
    return found
