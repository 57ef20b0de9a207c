"""Public sources are asked daily; what they say, and their silence, stands in the register."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from credit.models import Record, Source, SourceRun
from credit.services.adapters import Unreachable, adapter_of, fetch_all, fetch_source
from credit.services.sources import load_sources
from tests.factories.credit import AT
from tests.factories.enterprises import EnterpriseFactory
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db


@pytest.fixture
def china() -> Source:
    load_sources(at=AT)
    return Source.objects.get(code="credit_china")


class Saying:
    """A source that gives these rows, or does not answer."""

    def __init__(self, rows: list[Mapping[str, Any]] | None) -> None:
        self.rows = rows
        self.since: date | None = None

    def fetch(self, since: date, today: date) -> list[Mapping[str, Any]]:
        self.since = since
        if self.rows is None:
            raise Unreachable("TimeoutError")
        return self.rows


def penalty(code: str) -> dict[str, Any]:
    return {
        "subject": code,
        "kind": "market_penalty",
        "number": "洪市监罚〔2026〕1号",
        "occurred_date": "2026-07-01",
        "grade": "general",
    }


def test_what_a_source_says_enters_the_ledger_once(china: Source) -> None:
    firm = EnterpriseFactory.create()
    adapter = Saying([penalty(firm.code)])
    run = fetch_source(source=china, at=AT, adapter=adapter)
    assert (run.outcome, run.kept) == ("ok", 1)
    again = fetch_source(source=china, at=AT + timedelta(days=1), adapter=adapter)
    assert (again.outcome, again.kept) == ("ok", 0)
    assert adapter.since == date(2026, 11, 13)
    assert Record.objects.count() == 1


def test_a_source_that_does_not_answer_is_entered_as_a_failure(china: Source) -> None:
    run = fetch_source(source=china, at=AT, adapter=Saying(None))
    assert (run.outcome, run.error) == ("failed", "TimeoutError")


def test_rows_about_unknown_firms_are_refused_and_counted(china: Source) -> None:
    run = fetch_source(source=china, at=AT, adapter=Saying([penalty("0000000000")]))
    assert (run.outcome, run.kept, run.refused) == ("partial", 0, 1)


def test_without_a_service_nothing_is_asked(china: Source, settings: Any) -> None:
    settings.CREDIT_ADAPTERS = {}
    assert fetch_all(at=AT) == 0
    with pytest.raises(PortalError) as refused:
        fetch_source(source=china, at=AT)
    assert refused.value.code == "credit_source_not_connected"


def test_the_simulator_says_so_in_every_record(china: Source, settings: Any) -> None:
    settings.CREDIT_ADAPTERS = {"credit_china": "simulator", "publicity": "simulator"}
    for _ in range(12):
        EnterpriseFactory.create(simulated=True)
    EnterpriseFactory.create()
    assert fetch_all(at=AT) == 2
    assert fetch_all(at=AT) == 0
    records = list(Record.objects.all())
    assert records
    assert all("simulator" in record.cause for record in records)
    assert all(record.subject.enterprise.simulated for record in records)
    assert not SourceRun.objects.exclude(outcome="ok").exists()


def test_a_failed_source_is_asked_again_the_same_day(china: Source, settings: Any) -> None:
    settings.CREDIT_ADAPTERS = {"credit_china": "http://127.0.0.1:9/credit"}
    assert adapter_of(china) is not None
    assert fetch_all(at=AT) == 1
    assert fetch_all(at=AT) == 1
    assert set(SourceRun.objects.values_list("outcome", flat=True)) == {"failed"}
