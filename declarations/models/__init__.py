"""Tables of documents, decisions and work."""

from declarations.models.decisions import Decision, PastDecision
from declarations.models.documents import Inventory, Order, Payment, Waybill
from declarations.models.events import Event
from declarations.models.keys import DocumentKey, DocumentRevision
from declarations.models.lines import InventoryLine, OrderLine
from declarations.models.submissions import RawMessage, Rejection, Submission
from declarations.models.work import Work

__all__ = [
    "Decision",
    "DocumentKey",
    "DocumentRevision",
    "Event",
    "Inventory",
    "InventoryLine",
    "Order",
    "OrderLine",
    "PastDecision",
    "Payment",
    "RawMessage",
    "Rejection",
    "Submission",
    "Waybill",
    "Work",
]
