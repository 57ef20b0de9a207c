"""Tables of documents, decisions and work."""

from declarations.models.course import Course, CourseStandard, CourseStep, Hold
from declarations.models.decisions import Decision, PastDecision
from declarations.models.documents import Inventory, Order, Payment, Waybill
from declarations.models.entry import EntryDraft, EntryJob
from declarations.models.events import Event
from declarations.models.gateway import (
    CustomsMessage,
    CustomsReceipt,
    CustomsRepeat,
    Dispatch,
    Outbox,
)
from declarations.models.keys import DocumentKey, DocumentRevision
from declarations.models.lines import InventoryLine, OrderLine
from declarations.models.market import MarketFirm, MarketOrder, MarketRecord, OrderModel
from declarations.models.modes import Mode, Route
from declarations.models.paper_course import PaperCourse, PaperStep
from declarations.models.papers import Paper
from declarations.models.returns import Return, Returned, ReturnLine, ReturnStep
from declarations.models.signatures import PaymentProof, PaymentQuery, SignatureCheck
from declarations.models.submissions import RawMessage, Rejection, Submission
from declarations.models.summaries import Summary, SummaryList, SummaryResult
from declarations.models.tasks import Follower, Task
from declarations.models.taxes import TaxStanding
from declarations.models.work import Work

__all__ = [
    "Course",
    "CourseStandard",
    "CourseStep",
    "CustomsMessage",
    "CustomsReceipt",
    "CustomsRepeat",
    "Decision",
    "Dispatch",
    "DocumentKey",
    "DocumentRevision",
    "EntryDraft",
    "EntryJob",
    "Event",
    "Follower",
    "Hold",
    "Inventory",
    "InventoryLine",
    "MarketFirm",
    "MarketOrder",
    "MarketRecord",
    "Mode",
    "Order",
    "OrderLine",
    "OrderModel",
    "Outbox",
    "Paper",
    "PaperCourse",
    "PaperStep",
    "PastDecision",
    "Payment",
    "PaymentProof",
    "PaymentQuery",
    "RawMessage",
    "Rejection",
    "Return",
    "ReturnLine",
    "ReturnStep",
    "Returned",
    "Route",
    "SignatureCheck",
    "Submission",
    "Summary",
    "SummaryList",
    "SummaryResult",
    "Task",
    "TaxStanding",
    "Waybill",
    "Work",
]
