"""Late monthly summaries and overdue duties become records of the ledger by themselves."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import AuditEntry
from credit.models import Record, Subject
from credit.selectors import records_as_of
from credit.services.lateness import record_lateness
from credit.services.recording import mark, revoke
from credit.services.sources import load_sources
from declarations.models import Summary
from taxation.models import TaxBatch, TaxBill, TaxBillStep
from tests.factories.credit import AT, BY, subject

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 15)
DAY = timedelta(days=1)


@pytest.fixture
def firm() -> Subject:
    load_sources(at=AT)
    return subject()


def month(firm: Subject, **columns: Any) -> Summary:
    """A month whose lists were not summarised by the 15th."""
    given: dict[str, Any] = {
        "month": date(2026, 10, 1),
        "agent_code": "3301960AB1",
        "agent_name": "报关",
        "ebc_code": "3301960AB2",
        "ebc_name": "卖家",
        "customs_code": "2991",
        "enterprise_id": firm.enterprise_id,
        "parties": [firm.enterprise_id],
        "due_on": DUE,
        "lists": 3,
        "left": 3,
        "opened_at": AT,
        "changed_at": AT,
        "overdue_at": AT,
    }
    return Summary.objects.create(**given | columns)


def bill(firm: Subject, number: str, state: str) -> TaxBill:
    """A tax bill that was overdue once."""
    batch, _ = TaxBatch.objects.get_or_create(
        assure_code="G",
        first_date=date(2026, 11, 1),
        defaults={"last_date": DUE, "enterprise_id": firm.enterprise_id, "drawn_at": AT},
    )
    row = TaxBill.objects.create(
        invt_no=number,
        tax_no=f"T{number}",
        enterprise_id=firm.enterprise_id,
        duty=0,
        consumption=0,
        vat=Decimal("9.10"),
        due_from_date=date(2026, 11, 1),
        due_to_date=DUE,
        state=state,
        batch=batch,
        changed_at=AT,
    )
    TaxBillStep.objects.create(
        bill=row, source="generated", target="overdue", at=AT, by_label="beat"
    )
    return row


def standing(firm: Subject, days: int = 0) -> list[tuple[str, str]]:
    rows = records_as_of(AT + days * DAY).filter(subject=firm).order_by("kind")
    return list(rows.values_list("kind", "grade"))


def test_what_is_late_is_recorded_once_and_weighs_more_while_it_lasts(firm: Subject) -> None:
    summary = month(firm)
    month(firm, ebc_code="X", overdue_at=None)  # its last day is not over
    month(firm, ebc_code="Y", lists=0, left=0)  # nothing is left to be summarised
    bill(firm, "1", "overdue")
    bill(firm, "2", "paid")

    assert [record_lateness(at=AT) for _ in range(2)] == [2, 0]
    assert standing(firm) == [("late_summary", "minor"), ("overdue_tax", "minor")]
    taxes = Record.objects.get(kind="overdue_tax")
    assert (taxes.value, taxes.occurred_date) == (Decimal("18.20"), DUE + DAY)
    assert Record.objects.get(kind="late_summary").evidence == f"/summaries/{summary.pk}/"
    assert AuditEntry.objects.filter(action="credit.recorded", by_label__contains="late").exists()

    later = AT + 20 * DAY
    Summary.objects.filter(pk=summary.pk).update(left=0, changed_at=AT + DAY)
    assert [record_lateness(at=later) for _ in range(2)] == [1, 0]
    assert standing(firm, 20) == [("late_summary", "minor"), ("overdue_tax", "general")]


def test_what_turns_out_not_to_be_late_is_taken_back(firm: Subject) -> None:
    row = bill(firm, "1", "overdue")
    record_lateness(at=AT)
    TaxBill.objects.filter(pk=row.pk).update(state="void")
    assert [record_lateness(at=AT + DAY) for _ in range(2)] == [1, 0]
    assert standing(firm, 1) == []


@pytest.mark.parametrize("said", ["disputed", "revoked"])
def test_what_people_said_of_a_record_stays(firm: Subject, said: str) -> None:
    month(firm)
    record_lateness(at=AT)
    [row] = Record.objects.filter(kind="late_summary")
    if said == "revoked":
        revoke(record_id=row.pk, reason="系统故障", by=BY, at=AT)
    else:
        mark(record_id=row.pk, mark="disputed", reason="异议", by=BY, at=AT)
    before = standing(firm, 99)
    assert record_lateness(at=AT + 99 * DAY) == 0
    assert standing(firm, 99) == before
