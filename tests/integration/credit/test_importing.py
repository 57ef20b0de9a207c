"""Deliveries: every wrong row is told, the good ones are kept, nothing is kept twice."""

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest

from credit.models import ImportRun, Record, Source, SourceRun
from credit.services.importing import accept, accept_rows, read_deliveries, read_delivery
from credit.services.sources import load_sources
from enterprises.models import Enterprise
from tests.factories.credit import AT, BY
from tests.factories.enterprises import EnterpriseFactory
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db

HEAD = "企业代码,记录种类,文号,发生日期,等级,合格数,总数"


@pytest.fixture
def customs() -> Source:
    load_sources(at=AT)
    return Source.objects.get(code="customs")


@pytest.fixture
def firm() -> Enterprise:
    return EnterpriseFactory.create()


def deliver(source: Source, lines: Sequence[str], name: str = "x.csv") -> ImportRun:
    content = "\n".join([HEAD, *lines]).encode()
    run = accept(source=source, content=content, origin="sheet", by=BY, at=AT, name=name)
    read_deliveries(at=AT)
    run.refresh_from_db()
    return run


def test_every_problem_of_every_row_is_told_and_good_rows_are_kept(
    customs: Source, firm: Enterprise
) -> None:
    run = deliver(
        customs,
        [
            f"{firm.code},customs_grade,G1,2026-05-01,A,,",
            f"{firm.uscc},customs_penalty,P1,2026-06-01,minor,,",
            "0000000000,customs_penalty,P2,2026-06-01,minor,,",
            f"{firm.code},customs_penalty,P3,2027-01-01,nonsense,,",
            f"{firm.code},tax_grade,T1,2026-01-01,A,,",
            f"{firm.code},customs_penalty,P4,01.06.2026,minor,,",
        ],
    )
    assert (run.state, run.total, run.kept, run.refused) == ("done", 6, 2, 4)
    told = [(p["row"], p["field"], p["code"]) for p in run.problems]
    assert told == [
        (4, "subject", "credit_subject_unknown"),
        (5, "occurred_date", "credit_date_in_future"),
        (5, "grade", "credit_grade_unknown"),
        (6, "kind", "credit_kind_not_of_source"),
        (7, "occurred_date", "credit_date_unreadable"),
    ]
    assert run.content is None
    assert Record.objects.filter(delivery=run).count() == 2
    assert SourceRun.objects.get(delivery=run).outcome == "partial"


def test_fifty_thousand_rows_with_three_faults_keep_the_others(customs: Source) -> None:
    firms = [EnterpriseFactory.create().code for _ in range(5)]
    lines = [f"{firms[n % 5]},customs_penalty,P{n},2026-06-01,minor,," for n in range(50_000)]
    lines[7] = lines[7].replace("minor", "terrible")
    lines[25_000] = "9999999999,customs_penalty,P25000,2026-06-01,minor,,"
    lines[49_999] = lines[49_999].replace("2026-06-01", "2026-13-01")
    begun = monotonic()
    run = deliver(customs, lines)
    assert (run.kept, run.refused) == (49_997, 3)
    assert [p["row"] for p in run.problems] == [9, 25_002, 50_001]
    assert Record.objects.count() == 49_997
    assert monotonic() - begun < 60


def test_the_same_file_is_not_taken_twice_and_the_same_records_are_kept_once(
    customs: Source, firm: Enterprise
) -> None:
    row = f"{firm.code},customs_penalty,P1,2026-06-01,minor,,"
    first = deliver(customs, [row])
    with pytest.raises(PortalError) as refused:
        deliver(customs, [row])
    assert refused.value.details == {"id": first.pk}
    again = deliver(customs, [row, f"{firm.code},customs_penalty,P2,2026-06-02,minor,,"])
    assert (again.kept, again.repeated) == (1, 1)


def test_a_delivery_that_was_interrupted_goes_on_where_it_stopped(
    customs: Source, firm: Enterprise
) -> None:
    lines = [f"{firm.code},customs_penalty,P{n},2026-06-01,minor,," for n in range(3)]
    content = "\n".join([HEAD, *lines]).encode()
    run = accept(source=customs, content=content, origin="sheet", by=BY, at=AT)
    ImportRun.objects.filter(pk=run.pk).update(state="running", done=2, total=3, kept=2)
    assert read_delivery(import_id=run.pk, at=AT)
    run.refresh_from_db()
    assert (run.kept, Record.objects.count()) == (3, 1)
    assert not read_delivery(import_id=run.pk, at=AT)


def test_a_file_without_the_columns_fails_as_a_whole_and_says_which(customs: Source) -> None:
    run = accept(source=customs, content=b"a,b\n1,2\n", origin="sheet", by=BY, at=AT)
    read_deliveries(at=AT)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "企业代码" in run.problems[0]["zh"]
    assert SourceRun.objects.get(delivery=run).outcome == "failed"


def test_rows_come_as_json_too(customs: Source, firm: Enterprise) -> None:
    rows: list[dict[str, Any]] = [
        {
            "subject": firm.code,
            "kind": "customs_grade",
            "number": "1",
            "occurred_date": "2026-05-01",
            "grade": "AA",
            "value": None,
        }
    ]
    run = accept_rows(source=customs, rows=rows, origin="api", by=BY, at=AT)
    read_delivery(import_id=run.pk, at=AT + timedelta(minutes=1))
    run.refresh_from_db()
    assert (run.kept, run.problems) == (1, [])
