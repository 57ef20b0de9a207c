"""What the lists show and their files contain: rows of one viewer, filtered as the address says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import make_aware

from accounts.models import User
from declarations.business_models import with_model
from declarations.ids import BLOCK_SIZE, first_id_of
from declarations.messages.catalogue import KINDS
from declarations.models import Course, Decision, Inventory, Route, Submission
from declarations.models.columns import TABLES, column_of
from declarations.states import HOLDS
from declarations.turns import waiting_for_us
from enterprises.constants import APPROVED
from enterprises.facts import EnterpriseFacts
from enterprises.models import Enterprise
from enterprises.selectors import facts_of
from enterprises.viewers import Viewer

MOST_FIRMS = 50
"""Firms that the name in a filter may stand for; a vaguer name is no filter."""

CHUNK = 500
"""Rows of a file that are read and joined at a time."""

PENDING = "pending"
HELD = "held"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of first acceptance, both included, in Shanghai time."""

    first: date | None = None
    last: date | None = None

    def of(self, rows: QuerySet[Any], key: str = "id") -> QuerySet[Any]:
        """The rows of these days: ids lead with time, so this is a range of primary keys."""
        if self.first:
            rows = rows.filter(**{f"{key}__gte": first_id_of(_midnight(self.first))})
        if self.last:
            after = _midnight(self.last + timedelta(days=1))
            rows = rows.filter(**{f"{key}__lt": first_id_of(after)})
        return rows


@dataclass(frozen=True, slots=True)
class InventoryFilter:
    """How a list of declarations is narrowed down; empty means everything.

    ``party`` is an enterprise code, a unified social credit code or a part of a name; ``waiting``
    a noun, ``code`` the code of a finding; ``turn`` "ours" keeps what the viewer's own firms must
    do next; ``customs`` a status at customs, or "held" for every hold; ``route`` A or B, as kept
    when an export list was handed on.
    """

    outcome: str = ""
    waiting: str = ""
    code: str = ""
    direction: str = ""
    mode: str = ""
    order_no: str = ""
    logistics_no: str = ""
    cop_no: str = ""
    party: str = ""
    turn: str = ""
    customs: str = ""
    route: str = ""
    period: Period = Period()


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """How a list of orders, payments or waybills is narrowed down; ``model`` is the business model
    of orders."""

    number: str = ""
    order_no: str = ""
    direction: str = ""
    party: str = ""
    model: str = ""
    period: Period = Period()


@dataclass(frozen=True, slots=True)
class SubmissionFilter:
    """How a list of submissions is narrowed down; ``verdict`` keeps those that have any such."""

    kind: str = ""
    verdict: str = ""
    channel: str = ""
    sender: str = ""
    period: Period = Period()


@dataclass(frozen=True, slots=True)
class Declaration:
    """An inventory with the decision in force, if there is one."""

    inventory: Inventory
    decision: Decision | None
    customs: str = ""
    """Its status at customs; empty while it was not sent there."""

    @property
    def outcome(self) -> str:
        return self.decision.outcome if self.decision else PENDING


def inventories(viewer: Viewer, wanted: InventoryFilter) -> QuerySet[Inventory]:
    """Inventories that the viewer may see and the filter lets through."""
    rows: QuerySet[Inventory] = wanted.period.of(Inventory.objects.visible_to(viewer))
    rows = _of_direction(rows, "inventory", wanted.direction)
    if wanted.mode:
        rows = rows.filter(trade_mode=wanted.mode)
    for name in ("order_no", "logistics_no", "cop_no"):
        if number := getattr(wanted, name):
            rows = rows.filter(**{name: number})
    if wanted.party:
        firms = firms_named(wanted.party)
        joined = Decision.objects.filter(inventory_id=OuterRef("id"), joined_parties__overlap=firms)
        rows = rows.filter(Q(parties__overlap=firms) | Exists(joined))
    if wanted.turn == "ours":
        rows = waiting_for_us(rows, viewer)
    if wanted.customs:
        codes = HOLDS if wanted.customs == HELD else {wanted.customs}
        there = Course.objects.filter(inventory_id=OuterRef("id"), status__in=codes)
        rows = rows.filter(Exists(there))
    if wanted.route:
        chosen = Route.objects.filter(inventory_id=OuterRef("id"), route=wanted.route)
        rows = rows.filter(Exists(chosen))
    return _decided(rows, wanted)


def _decided(rows: QuerySet[Inventory], wanted: InventoryFilter) -> QuerySet[Inventory]:
    decisions = Decision.objects.filter(inventory_id=OuterRef("id"))
    if wanted.outcome == PENDING:
        return rows.filter(~Exists(decisions))
    if wanted.outcome:
        decisions = decisions.filter(outcome=wanted.outcome)
    if wanted.waiting:
        decisions = decisions.filter(waiting_for__contains=[wanted.waiting])
    if wanted.code:
        decisions = decisions.filter(codes__contains=[wanted.code])
    if wanted.outcome or wanted.waiting or wanted.code:
        return rows.filter(Exists(decisions))
    return rows


def documents(noun: str, viewer: Viewer, wanted: DocumentFilter) -> QuerySet[Any]:
    """Orders, payments or waybills that the viewer may read and the filter lets through."""
    model: Any = TABLES[noun]
    rows = wanted.period.of(model.objects.visible_to(viewer))
    rows = _of_direction(rows, noun, wanted.direction)
    if wanted.number:
        rows = rows.filter(**{NUMBERS[noun]: wanted.number})
    if wanted.order_no:
        rows = rows.filter(order_no=wanted.order_no)
    if wanted.party:
        rows = rows.filter(parties__overlap=firms_named(wanted.party))
    if wanted.model and noun == "order":
        rows = with_model(rows, wanted.model)
    return rows


NUMBERS = {
    "order": "order_no",
    "payment": "pay_transaction_id",
    "waybill": "logistics_no",
    "inventory": "cop_no",
    "paper": "cop_no",
}
"""The column by which people know a document of a noun."""


def submissions(viewer: Viewer, wanted: SubmissionFilter) -> QuerySet[Submission]:
    """Submissions that the viewer may see and the filter lets through."""
    rows: QuerySet[Submission] = wanted.period.of(Submission.objects.visible_to(viewer))
    if wanted.kind:
        rows = rows.filter(kinds__contains=[wanted.kind])
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.sender:
        rows = rows.filter(enterprise_id__in=firms_named(wanted.sender))
    if wanted.verdict == "refused":
        rows = rows.filter(refusal__isnull=False)
    elif wanted.verdict in {"accepted", "rejected", "duplicate"}:
        rows = rows.filter(**{f"{wanted.verdict}__gt": 0})
    return rows


def sent_by_others(noun: str, rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Of the rows those that one of the viewer's own enterprises owns and another firm sent."""
    own = list(viewer.own_ids)
    owners = "owners" if noun == "inventory" else "parties"
    return rows.filter(**{f"{owners}__overlap": own}).exclude(sender_id__in=own)


SENDER_ELEMENTS = {
    "order": ("ebpCode", "ebcCode"),
    "payment": ("payCode",),
    "waybill": ("logisticsCode",),
    "inventory": ("agentCode", "ebcCode"),
}
"""The elements whose firm may send a document of a noun in its own right."""


def sent_as(noun: str, row: Any, sender: EnterpriseFacts | None) -> str:
    """The element that names the sender of a document, or ``mandate`` where none does."""
    codes = {sender.code, sender.uscc} - {""} if sender else set()
    for element in SENDER_ELEMENTS[noun]:
        if getattr(row, column_of(element)) in codes:
            return element
    return "mandate"


def firms_of(ids: Iterable[int]) -> dict[int, EnterpriseFacts]:
    """Enterprises by id: one query."""
    return {row.id: facts_of(row) for row in Enterprise.objects.filter(id__in=set(ids))}


def with_decisions(rows: Iterable[Inventory]) -> list[Declaration]:
    """The inventories, in their order, with decision and status at customs: one query for all."""
    listed = list(rows)
    course = Course.objects.filter(inventory_id=OuterRef("inventory_id"))
    known: Any = Decision.objects.annotate(at_customs=Subquery(course.values("status")[:1]))
    decisions = known.in_bulk([row.id for row in listed])
    return [
        Declaration(row, found, (found and found.at_customs) or "")
        for row in listed
        for found in [decisions.get(row.id)]
    ]


def chunks(rows: QuerySet[Any]) -> Iterator[Sequence[Any]]:
    """All rows, newest first, read by key: no cursor stays open while a slow client reads."""
    last: int | None = None
    while True:
        older = rows if last is None else rows.filter(id__lt=last)
        chunk = list(older.order_by("-id")[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1].id


def firms_named(text: str) -> list[int]:
    """The enterprises that a code, a credit code or a part of a name means; none is [-1]."""
    exact = Enterprise.objects.registered().filter(Q(code=text) | Q(uscc=text))
    found = list(exact.values_list("id", flat=True)[:MOST_FIRMS])
    if not found:
        named = Enterprise.objects.registered().filter(name__icontains=text)
        found = list(named.values_list("id", flat=True)[:MOST_FIRMS])
    return found or [-1]


def firm_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of enterprises by id: one query."""
    return dict(Enterprise.objects.filter(id__in=set(ids)).values_list("id", "name"))


def _of_direction(rows: QuerySet[Any], noun: str, direction: str) -> QuerySet[Any]:
    kinds = [
        kind.code for kind in KINDS.values() if kind.noun == noun and kind.direction == direction
    ]
    return rows.filter(kind__in=kinds) if kinds else rows


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


SENDING_ROLES = ("administrator", "declarant")
"""Members who may send documents for their enterprise."""


def sending_enterprises(user: User) -> list[EnterpriseFacts]:
    """The approved enterprises for which a person may send documents."""
    members = Enterprise.objects.filter(
        members__user=user, members__role__in=SENDING_ROLES, status=APPROVED
    )
    return [facts_of(row) for row in members.order_by("code").distinct()]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many inventories of a submission are decided already, and how they came out."""

    inventories: int
    outcomes: dict[str, int]

    @property
    def decided(self) -> int:
        return sum(self.outcomes.values())

    @property
    def is_complete(self) -> bool:
        return self.decided >= self.inventories


def progress_of(submission: Submission) -> Progress:
    """The progress of deciding a submission's own inventories."""
    own = Inventory.objects.filter(submission_id=submission.id)
    block = own.filter(id__gt=submission.id, id__lt=submission.id + BLOCK_SIZE)
    decisions = Decision.objects.filter(inventory_id__in=block.values("id"))
    outcomes = decisions.values_list("outcome").annotate(number=Count("inventory_id"))
    return Progress(block.count(), dict(outcomes))
