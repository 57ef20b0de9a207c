"""Which business model a firm follows, and an order where it differs from its seller's."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from declarations.models import Order, OrderModel
from enterprises.business_models import BUSINESS_MODELS
from enterprises.models import Enterprise, Member
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

MAY_SET: Final = ("administrator", "declarant")


def may_set(enterprise_id: int, *, by: User) -> bool:
    """Whether a person may say which business model a firm follows."""
    held = Member.objects.filter(user_id=by.pk, enterprise_id=enterprise_id, role__in=MAY_SET)
    return held.exists()


@transaction.atomic
def set_models_of_firm(
    *, enterprise_id: int, models: Iterable[str], by: User, at: datetime, origin: str = ""
) -> Enterprise:
    """Say which business models a firm follows; the first is that of its orders.

    :raises Refusal: ``business_model_unknown``, ``business_model_not_yours``.
    """
    chosen = list(dict.fromkeys(models))
    _must_be_known(chosen)
    if not may_set(enterprise_id, by=by):
        raise _not_yours()
    firm: Enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise_id)
    old, firm.business_models = firm.business_models, chosen
    firm.save(update_fields=["business_models"])
    audit.record(
        "enterprise.business_models",
        by=by,
        on=("enterprises.enterprise", str(firm.pk)),
        old={"models": old},
        new={"models": chosen},
        at=at,
        origin=origin,
    )
    return firm


@transaction.atomic
def set_model_of_order(
    *, order_id: int, model: str, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> None:
    """Say which business model one order follows; empty: its seller's again.

    Only a firm that is named in the order may say so.

    :raises Refusal: ``business_model_unknown``, ``order_unknown``, ``business_model_not_yours``.
    """
    if model:
        _must_be_known([model])
    order = Order.objects.visible_to(viewer).filter(id=order_id).first()
    if order is None:
        raise Refusal("order_unknown", 404, "没有该订单。", "There is no such order.")
    if not set(order.parties) & set(viewer.own_ids):
        raise _not_yours()
    if isinstance(by, User) and not any(may_set(firm, by=by) for firm in order.parties):
        raise _not_yours()
    old = OrderModel.objects.filter(order_id=order_id).values_list("model", flat=True).first()
    if model:
        OrderModel.objects.update_or_create(
            order_id=order_id, defaults={"model": model, "author": audit.label_of(by), "at": at}
        )
    else:
        OrderModel.objects.filter(order_id=order_id).delete()
    audit.record(
        "order.business_model",
        by=by,
        on=("declarations.order", str(order_id)),
        old={"model": old or ""},
        new={"model": model},
        at=at,
        origin=origin,
    )


def _must_be_known(models: Iterable[str]) -> None:
    unknown = [model for model in models if model not in BUSINESS_MODELS]
    if unknown:
        raise Refusal(
            "business_model_unknown",
            422,
            "未知的业务模式。",
            "There is no such business model.",
            details={"known": list(BUSINESS_MODELS)},
        )


def _not_yours() -> Refusal:
    return Refusal(
        "business_model_not_yours",
        403,
        "只有本企业的管理员或申报员可以设定业务模式。",
        "Only administrators and declarants of the firm may say this.",
    )
