"""A month of declarations, sent and answered by messages at fixed moments: nothing of it depends on
the day on which a test runs."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.facts import SystemActor
from declarations.facts import Sender
from declarations.messages.catalogue import KINDS
from declarations.messages.receipts import build_receipts, receipt_record
from declarations.models import Inventory, Return
from declarations.services.course import Courses
from declarations.services.events import place_events
from declarations.services.intake import receive
from declarations.services.receiving import receive_receipts
from declarations.services.returns.arriving import record_arrival
from declarations.services.returns.hearing import follow_returns
from declarations.services.sources import NDJSON
from enterprises.viewers import Viewer
from statistics_app.models import DayCell, MonthCell, Run, StepTime
from statistics_app.services.runs import run_night
from tests.builders.documents import Document, changed, lines_of, to_ndjson
from tests.integration.customs.conftest import GUID
from tests.integration.customs.returning import application
from tests.integration.declarations.conftest import Desk

WITHDRAWAL = {"CEB621": "CEB624", "CEB603": "CEB606"}


def moment(month: int, day: int, hour: int = 12) -> datetime:
    """Noon of a day of 2025 in Shanghai, or another hour (may pass midnight)."""
    return datetime.fromtimestamp(
        datetime(2025, month, day, tzinfo=UTC).timestamp() + (hour - 8) * 3600, tz=UTC
    )


class Month:
    """What a firm sends and customs says, numbered on."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._next = 0

    def declares(
        self,
        at: datetime,
        count: int = 1,
        *prices: str,
        currency: str = "142",
        pieces: int = 1,
        **options: Any,
    ) -> list[Inventory]:
        """Inventories alone, with a line of each price, freight 10 for imports."""
        made = [
            self._inventory(prices or ("100",), currency, pieces, options) for _ in range(count)
        ]
        self.sends(at, *made)
        numbers = [one["InventoryHead"]["copNo"] for one in made]
        return list(Inventory.objects.filter(cop_no__in=numbers).order_by("cop_no"))

    def sends(self, at: datetime, *documents: Document) -> None:
        """A message, all of which is accepted."""
        body = to_ndjson(documents)
        received = receive(
            [body], content_type=NDJSON, announced=len(body), by=Sender(self.desk.firm), at=at
        )
        assert [one.verdict for one in received.judged] == ["accepted"] * len(documents), [
            one.findings for one in received.judged
        ]

    def _inventory(
        self, prices: tuple[str, ...], currency: str, pieces: int, options: dict[str, Any]
    ) -> Document:
        self._next += 1
        made = self.desk.set(self._next, **options)["inventory"]
        head = {"freight": "10"} if made["type"] == "CEB621" else {}
        made = changed(made, **head)
        (first, *_) = lines_of(made)
        made["InventoryList"] = [
            first
            | {"gnum": place, "qty": str(pieces), "price": price, "currency": currency}
            | {"totalPrice": str(Decimal(price) * pieces)}
            for place, price in enumerate(prices, start=1)
        ]
        return made


def says(at: datetime, status: str, inventories: Iterable[Inventory], kind: str = "") -> None:
    """One message of customs with a word on each of the inventories, which are of one kind."""
    rows = list(inventories)
    found = KINDS[kind or KINDS[rows[0].kind].receipt]
    records = [
        receipt_record(
            found,
            {
                "agentCode": row.agent_code,
                "copNo": row.cop_no or "",
                "preNo": row.entry_no,
                "invtNo": f"4001{row.id % 10**14:014d}",
            },
            guid=GUID,
            status=status,
            at=at,
            info="说明",
        )
        for row in rows
    ]
    receive_receipts(build_receipts(found, records, guid=GUID), at=at)


def sent_again(inventory: Inventory, at: datetime) -> None:
    """The corrected inventory goes to customs a second time."""
    with transaction.atomic():
        courses = Courses([inventory.id])
        courses.enter({inventory.id: 2}, at=at)
        courses.write()


def returned(
    month: Month, inventory: Inventory, quantities: dict[int, str] | None, *moments: datetime
) -> Return:
    """A return that was applied for, approved and back at three moments."""
    applied, approved, back = moments
    month.sends(applied, application(inventory, month.desk.firm.code, quantities))
    row = Return.objects.get(inventory_id=inventory.id)
    kind = KINDS["CEB626"]
    values = {
        "agentCode": inventory.agent_code,
        "copNo": row.number,
        "preNo": "B20250101000000001",
        "invtNo": row.invt_no,
    }
    known = {name: value for name, value in values.items() if name in kind.head_elements}
    record = receipt_record(kind, known, guid=GUID, status="399", at=approved, info="说明")
    receive_receipts(build_receipts(kind, [record], guid=GUID), at=approved)
    place_events()
    follow_returns(seconds=30, at=approved)
    record_arrival(
        paper_id=row.id,
        day=back.date(),
        place="测试场所",
        viewer=Viewer(own_ids=(month.desk.firm.id,), enterprise_ids=(month.desk.firm.id,)),
        by=SystemActor("test"),
        at=back,
    )
    return row


def night(at: datetime) -> Run:
    """The nightly run, after everything committed has its place in the log."""
    place_events()
    run = run_night(at=at, seconds=60)
    assert run is not None
    return run


def day(number: int, month: int = 10) -> date:
    return date(2025, month, number)


def cubes() -> list[tuple[object, ...]]:
    """Every row of every cube."""
    rows: list[tuple[object, ...]] = []
    for model in (DayCell, MonthCell, StepTime):
        names = [field.name for field in model._meta.concrete_fields if field.name != "pk"]
        rows += [(model.__name__, *row) for row in model.objects.values_list(*names)]
    return sorted(rows, key=str)
