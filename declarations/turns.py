"""Whose turn it is: the declarations that wait for one of the viewer's own firms."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from declarations.models import Decision, Inventory, Order, Payment
from enterprises.models import Enterprise
from enterprises.viewers import Viewer

CODES_OF_ROLES = {
    "platform": ("order", "ebp_code"),
    "ecommerce": ("", "ebc_code"),
    "logistics": ("waybill", "logistics_code"),
    "agent": ("inventory", "agent_code"),
}
"""Role → the noun it sends, and the column of the inventory that names its firm."""


def codes_of(viewer: Viewer) -> frozenset[str]:
    """The codes by which documents name the viewer's own enterprises; an official has none."""
    own = Enterprise.objects.filter(id__in=viewer.enterprise_ids).values_list("code", "uscc")
    return frozenset(code for codes in own for code in codes if code)


def waiting_for_us(rows: QuerySet[Inventory], viewer: Viewer) -> QuerySet[Inventory]:
    """The inventories whose next step is one of the viewer's firms' own.

    A firm must act when it sends a document that is missing, or when an error names its role.
    Only undone declarations are looked at: they have an index of their own.
    """
    own = codes_of(viewer)
    undone = Decision.objects.filter(inventory_id=OuterRef("id")).exclude(outcome="matched")
    ours = Q()
    for role, (noun, column) in CODES_OF_ROLES.items():
        ours |= Q(Exists(undone.filter(_must_act(role, noun))), **{f"{column}__in": own})
    return rows.filter(ours | Q(Exists(undone.filter(_payment_must_act(own)))))


def _must_act(role: str, noun: str) -> Q:
    blamed = Q(findings__contains=[{"severity": "error", "responsible": role}])
    return blamed | Q(waiting_for__contains=[noun]) if noun else blamed


def _payment_must_act(own: frozenset[str]) -> Q:
    """An inventory does not name the payment company: its order or its payment does."""
    named: Any = Order.objects.filter(pay_code__in=own).values("id")
    sent: Any = Payment.objects.filter(pay_code__in=own).values("id")
    must_act = _must_act("payment", "payment")
    return must_act & (Q(payment_id__in=sent) | Q(payment_id__isnull=True, order_id__in=named))
