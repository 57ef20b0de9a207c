"""Files of documents that people upload: read, checked row by row, corrected, sent."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from itertools import product
from typing import Any

import msgspec
import pytest
import zstandard
from django.utils import timezone

from accounts.models import AuditEntry, User
from declarations.models import EntryJob, Order, Payment, Submission
from declarations.services.entry import files
from declarations.sheets import checking
from declarations.sheets.problems import RowProblem
from declarations.sheets.sealing import open_packed
from tests.builders.documents import Document, changed, head_of
from tests.builders.sheets import (
    comma_separated,
    damaged,
    excel,
    no_parts,
    place_of,
    table_of,
    text_document,
)
from tests.factories.users import UserFactory
from tests.integration.declarations.conftest import Desk
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db

SORTS = list(product(("order", "payment", "waybill", "inventory"), ("import", "export")))


@pytest.fixture
def person(db: None) -> User:
    return UserFactory.create()


def orders(desk: Desk, count: int = 2) -> list[Document]:
    return [desk.set(number)["order"] for number in range(count)]


def checked(desk: Desk, person: User, content: bytes, kind: str = "CEB311") -> EntryJob:
    job = files.take_file(
        content=content,
        name="单证.xlsx",
        kind=kind,
        enterprise=desk.firm,
        by=person,
        at=timezone.now(),
    )
    files.work(at=timezone.now())
    job.refresh_from_db()
    return job


def problems(job: EntryJob) -> list[RowProblem]:
    packed = zstandard.ZstdDecompressor().decompress(bytes(job.problems or b""))
    return msgspec.msgpack.decode(packed, type=list[RowProblem])


def errors(job: EntryJob) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.finding["code"]) for p in problems(job) if p.is_error]


def refusal(job: EntryJob) -> str:
    assert job.state == "refused"
    assert job.refusal
    assert job.refusal["zh"]
    assert job.refusal["en"]
    return str(job.refusal["code"])


def ready(job: EntryJob) -> Any:
    """The only good document of a file."""
    assert job.ready is not None
    return msgspec.json.decode(open_packed(job.ready, job.pk, "ready"))


def sent(job: EntryJob, person: User) -> EntryJob:
    files.ask_to_send(job_id=job.pk, by=person, at=timezone.now())
    files.work(at=timezone.now())
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("write", [excel, comma_separated])
@pytest.mark.parametrize("repeat", [True, False])
@pytest.mark.parametrize("sort", SORTS, ids=" ".join)
def test_a_file_of_documents_says_what_their_json_says(
    desk: Desk, person: User, write: Any, repeat: bool, sort: tuple[str, Any]
) -> None:
    document = desk.set(0, direction=sort[1])[sort[0]]
    kind = document["type"]

    job = checked(desk, person, write(table_of([document], repeat=repeat)), kind)

    assert (errors(job), job.good, job.state) == ([], 1, "checked")
    kept = ready(job)
    assert _as_texts(kept) == _as_texts(document)


def _as_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_texts(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_as_texts(part) for part in value]
    try:
        return float(value)
    except ValueError:
        return value


def test_a_checked_file_has_sent_nothing_until_its_owner_says_so(desk: Desk, person: User) -> None:
    job = checked(desk, person, excel(table_of(orders(desk))))
    assert not Submission.objects.filter(enterprise_id=desk.firm.id).exists()

    sent(job, person)

    submission = Submission.objects.get(id=job.submissions[0])
    assert (job.state, submission.accepted, submission.channel) == ("sent", 2, "page")
    assert submission.user_id == person.pk
    assert Order.objects.filter(sender_id=desk.firm.id).count() == 2
    assert job.ready is None
    assert AuditEntry.objects.filter(action="entry.file_sent", by=person).count() == 1


def test_a_file_is_sent_once(desk: Desk, person: User) -> None:
    job = sent(checked(desk, person, excel(table_of(orders(desk)))), person)

    with pytest.raises(PortalError, match="sent → sending"):
        files.ask_to_send(job_id=job.pk, by=person, at=timezone.now())


def test_every_error_of_every_row_is_told_at_once_and_the_good_ones_stand(
    desk: Desk, person: User
) -> None:
    good, bad, worse = orders(desk, 3)
    bad = changed(bad, buyerIdNumber="110101199003074510")
    worse = changed(changed(worse, currency="502"), 1, unit="XYZ")
    rows = table_of([good, bad, worse])

    job = checked(desk, person, excel(rows))

    row_of_worse = 2 + len(table_of([good, bad])) - 1
    assert (job.total, job.good) == (3, 1)
    assert {(row, column) for row, column, _ in errors(job)} >= {
        (row_of_worse, "currency"),
        (row_of_worse, "unit"),
    }
    assert job.errors == len(errors(job))
    assert head_of(bad)["buyerIdNumber"] not in str(problems(job))


def test_numbers_of_cells_stay_exact_and_codes_keep_their_zeros(desk: Desk, person: User) -> None:
    (order,) = orders(desk, 1)
    rows = table_of([order])
    for name in ("goodsValue", "freight", "discount", "taxTotal", "acturalPaid", "qty", "price"):
        place = place_of("CEB311", name)
        for row in rows[1:]:
            row[place] = float(row[place])

    job = checked(desk, person, excel(rows))

    assert errors(job) == []
    kept = ready(job)
    assert _as_texts(kept) == _as_texts(order)


def test_a_long_number_that_excel_rounded_is_refused_in_words(desk: Desk, person: User) -> None:
    rows = table_of(orders(desk, 1))
    rows[1][place_of("CEB311", "buyerIdNumber")] = 360102199001011234

    job = checked(desk, person, excel(rows))

    assert (2, "buyerIdNumber", "SHT-004") in errors(job)


def test_formulas_error_values_and_stray_dates_are_refused_cell_by_cell(
    desk: Desk, person: User
) -> None:
    rows = table_of(orders(desk, 1))
    rows[1][place_of("CEB311", "goodsValue")] = "=1+1"
    rows[1][place_of("CEB311", "ebpName")] = datetime(2026, 3, 2)  # noqa: DTZ001
    rows[1][place_of("CEB311", "currency")] = "#N/A"

    found = errors(checked(desk, person, excel(rows)))

    assert (2, "goodsValue", "SHT-001") in found
    assert (2, "ebpName", "SHT-005") in found
    assert (2, "currency", "SHT-002") in found
    assert len([1 for _, column, _ in found if column == "goodsValue"]) == 1


def test_a_date_cell_is_a_date_where_one_belongs(desk: Desk, person: User) -> None:
    payment = desk.set(0)["payment"]
    rows = table_of([payment])
    rows[1][place_of("CEB411", "payTime")] = datetime(2026, 3, 2, 9, 30, 15)  # noqa: DTZ001

    job = checked(desk, person, excel(rows), "CEB411")

    assert errors(job) == []
    kept = ready(job)
    assert kept["PaymentHead"]["payTime"] == "20260302093015"


@pytest.mark.parametrize("typed", ["1,234.50", "1e3", "１２", "12元", "NaN"])
def test_what_is_no_plain_number_is_told_so(desk: Desk, person: User, typed: str) -> None:
    rows = table_of(orders(desk, 1))
    rows[1][place_of("CEB311", "freight")] = typed

    found = errors(checked(desk, person, comma_separated(rows)))

    assert [code for _, column, code in found if column == "freight"] == ["FLD-005"]


def test_merged_cells_are_refused_where_they_lie(desk: Desk, person: User) -> None:
    rows = table_of(orders(desk, 2))

    job = checked(desk, person, excel(rows, merge="F2:F3"))

    assert [item for item in errors(job) if item[2] == "SHT-003"] == [(2, "orderNo", "SHT-003")]


def test_a_merged_heading_hurts_nobody(desk: Desk, person: User) -> None:
    rows = table_of(orders(desk, 1))
    width = len(rows[0])

    job = checked(
        desk, person, excel([[*row, ""] for row in rows], merge=f"A1:{'A'}1") if width else b""
    )

    assert errors(job) == []


def test_rows_of_one_order_that_differ_in_its_head_are_told(desk: Desk, person: User) -> None:
    order = next(o for o in orders(desk, 30) if len(o["OrderList"]) > 1)
    rows = table_of([order])
    rows[2][place_of("CEB311", "freight")] = "77"

    assert (3, "freight", "SHT-006") in errors(checked(desk, person, excel(rows)))


def test_rows_of_one_order_need_not_stand_together(desk: Desk, person: User) -> None:
    first, second = [o for o in orders(desk, 40) if len(o["OrderList"]) > 1][:2]
    one, other = table_of([first]), table_of([second])
    rows = [one[0], one[1], *other[1:], *one[2:]]

    job = checked(desk, person, excel(rows))

    assert (errors(job), job.total) == ([], 2)


def test_what_people_need_not_write_is_filled_in(desk: Desk, person: User) -> None:
    rows = table_of(orders(desk, 1))
    for name in ("guid", "appType", "appTime", "appStatus", "gnum"):
        for row in rows[1:]:
            row[place_of("CEB311", name)] = ""

    job = sent(checked(desk, person, excel(rows)), person)

    order = Order.objects.get(submission_id=job.submissions[0])
    assert (order.app_type, order.app_status, len(order.guid)) == ("1", "2", 36)


def _zip(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def _bomb() -> bytes:
    members: dict[str, bytes] = {"[Content_Types].xml": b"<Types/>"}
    members |= {f"xl/{n}.xml": b" " * 50_000_000 for n in range(4)}
    return _zip(**members)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n , ,\n", "file_empty"),
        (_zip(**{"a.txt": b"no table"}), "sheet_not_excel"),
        (_zip(**{"[Content_Types].xml": b"<broken"}), "sheet_unreadable"),
        (b"PK\x03\x04 cut off", "sheet_unreadable"),
        (text_document(), "sheet_unreadable"),
        (no_parts(), "sheet_unreadable"),
        (damaged(), "sheet_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "sheet_old_format"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "sheet_not_excel"),
        (b"\x81\xff\xfe", "csv_unreadable"),
        (b'a,"b\n', "csv_unreadable"),
        (b"one,two\n1,2\n", "columns_missing"),
    ],
)
def test_what_is_no_table_of_documents_is_refused_in_words(
    desk: Desk, person: User, content: bytes, code: str
) -> None:
    job = checked(desk, person, content)

    assert refusal(job) == code


def test_a_bomb_is_not_unpacked(desk: Desk, person: User) -> None:
    assert refusal(checked(desk, person, _bomb())) == "sheet_too_large"


def test_more_rows_than_the_limit_are_refused(desk: Desk, person: User, settings: Any) -> None:
    settings.ENTRY_ROWS_AT_MOST = 3
    row = table_of(orders(desk, 1))

    job = checked(desk, person, excel([row[0], *[row[1]] * 4]))

    assert refusal(job) == "rows_too_many"


def test_a_file_without_rows_and_a_column_that_stands_twice_are_refused(
    desk: Desk, person: User
) -> None:
    heading = table_of(orders(desk, 1))[0]

    assert refusal(checked(desk, person, excel([heading]))) == "no_rows"
    twice = [[*heading, "orderNo"], ["x"] * (len(heading) + 1)]
    assert refusal(checked(desk, person, excel(twice))) == "columns_twice"


def test_columns_that_nobody_knows_are_named(desk: Desk, person: User) -> None:
    rows = [[*row, "memo"] for row in table_of(orders(desk, 1))]
    rows[0][-1] = "内部备忘"

    job = checked(desk, person, excel(rows))

    assert (job.summary["unknown"], errors(job)) == (["内部备忘"], [])


def test_a_file_whose_worker_died_is_taken_up_again_and_at_last_given_up(
    desk: Desk, person: User
) -> None:
    job = files.take_file(
        content=excel(table_of(orders(desk, 1))),
        name="a.xlsx",
        kind="CEB311",
        enterprise=desk.firm,
        by=person,
        at=timezone.now(),
    )
    now = timezone.now()
    EntryJob.objects.filter(pk=job.pk).update(state="checking", taken_at=now, attempts=1)
    assert not files.is_due(at=now)

    later = now + files.STALE * 2
    assert files.is_due(at=later)
    EntryJob.objects.filter(pk=job.pk).update(attempts=files.MOST_ATTEMPTS)
    files.work(at=later)

    job.refresh_from_db()
    assert refusal(job) == "sheet_failed"


def test_a_failure_that_nobody_foresaw_is_told_and_not_its_contents(
    desk: Desk,
    person: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaking(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("what stood in the file")

    monkeypatch.setattr(files, "check_file", breaking)

    job = checked(desk, person, excel(table_of(orders(desk, 1))))

    assert refusal(job) == "sheet_failed"
    assert "ZeroDivisionError" in caplog.text
    assert "what stood in the file" not in caplog.text


@pytest.mark.parametrize("apart", [1, 3])
def test_two_documents_of_one_number_are_told_however_far_apart_they_stand(
    desk: Desk, person: User, monkeypatch: pytest.MonkeyPatch, apart: int
) -> None:
    monkeypatch.setattr(checking, "SLICE", 2)
    waybills = [desk.set(number)["waybill"] for number in range(apart)]
    waybills.append(changed(waybills[0], weight="9.99"))

    job = checked(desk, person, excel(table_of(waybills)), "CEB511")

    assert errors(job) == [(2 + apart, "logisticsNo", "SHT-008")]
    assert job.good == apart
    (problem,) = [p for p in problems(job) if p.is_error]
    assert problem.finding["params"]["first"] == 2


@pytest.mark.parametrize("year", [1899, 2099])
def test_dates_of_other_centuries_are_refused_at_their_cell(
    desk: Desk, person: User, year: int
) -> None:
    rows = table_of([desk.set(0)["payment"]])
    rows[1][place_of("CEB411", "payTime")] = f"{year}-06-01 09:30:00"

    found = errors(checked(desk, person, excel(rows), "CEB411"))

    assert [(row, column) for row, column, _ in found] == [(2, "payTime")]


def test_sending_goes_on_where_it_stopped(
    desk: Desk, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_LINES", 2)
    payments = [desk.set(number)["payment"] for number in range(5)]
    job = checked(desk, person, excel(table_of(payments)), "CEB411")

    sent(job, person)

    assert len(job.submissions) == 3
    assert Payment.objects.filter(sender_id=desk.firm.id).count() == 5


def test_old_files_are_emptied(desk: Desk, person: User, settings: Any) -> None:
    job = checked(desk, person, excel(table_of(orders(desk, 1))))

    files.clear_old(at=timezone.now() + settings.ENTRY_KEPT * 2)

    job.refresh_from_db()
    assert (job.file, job.ready, job.failed, job.problems) == (None, None, None, None)


def test_nothing_personal_lies_open_in_the_row(desk: Desk, person: User) -> None:
    (order,) = orders(desk, 1)
    job = checked(desk, person, excel(table_of([changed(order, currency="502")])))

    raw = b"".join(bytes(part or b"") for part in (job.file, job.ready, job.failed))
    raw += zstandard.ZstdDecompressor().decompress(bytes(job.problems or b""))
    for name in ("buyerIdNumber", "buyerName", "consigneeTelephone", "consigneeAddress"):
        assert str(head_of(order)[name]).encode() not in raw
    assert isinstance(job.summary, dict)
    values: Sequence[Any] = list(job.summary.values())
    assert head_of(order)["buyerName"] not in str(values)
