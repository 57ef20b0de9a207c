"""A package from the end of its period to its receipt."""

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from statistics_app.models import Bulletin, Due, Package, Run, ToldWeek, TouchedDay
from statistics_app.rules.bulletins.compiling import canonical
from statistics_app.selectors_packages import stock
from statistics_app.services.booking import recount
from statistics_app.services.bulletins import publishing
from statistics_app.services.packages import making, receivers, sending
from tests.factories.activity import Office, told_bulletin
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import booking, figures
from tests.factories.governance import browser
from tests.factories.officials import official
from tests.factories.packages import BY, MONTH, OPENED, entry, made_package, receiver

pytestmark = pytest.mark.django_db
WEEKLY = ("week_csv", "week_pdf")


@pytest.fixture
def office() -> Office:
    return Office()


def send(office: Office, row: Package, reference: str = "专网，收文 8 号") -> Package:
    return sending.send(
        package_id=row.pk, version=row.version, reference=reference, **office.who(office.first)
    )


def confirm(row: Package, **changed: Any) -> Any:
    body = {"sha256": row.digest, "receipt": "2025-0117", "received_by": "统计处"} | changed
    return Client().post(
        f"/api/v1/statistics/packages/{row.number}/receipt/",
        json.dumps(body),
        content_type="application/json",
    )


def test_a_package_waits_for_its_figures_and_names_what_is_lacking(office: Office) -> None:
    one = receiver(office)
    assert making.open_due(by=BY, at=OPENED) == 1
    assert making.open_due(by=BY, at=OPENED) == 0
    assert making.make_due(by=BY, at=OPENED) == 0

    row = Package.objects.get(receiver=one)

    assert (row.status, row.number) == ("waiting", "MINISTRY-20251101")
    assert [part[2] for part in row.lacking] == [True, False]
    with pytest.raises(Refusal) as refused:
        making.make_again(
            package_id=row.pk, version=row.version, reason="", **office.who(office.first)
        )
    assert "统计月报 CSV" in refused.value.text("zh")


def test_the_manifest_names_every_file_with_its_digest(office: Office) -> None:
    row = made_package(office)

    (file,) = row.files.all()
    manifest: Any = row.manifest
    assert manifest["files"] == [
        {"name": "bulletin-2025-11-A-0.csv", "size": file.size, "sha256": file.sha256}
    ]
    assert hashlib.sha256(bytes(file.content)).hexdigest() == file.sha256
    assert hashlib.sha256(canonical(row.manifest)).hexdigest() == row.digest
    assert manifest["left_out"][0][0].startswith("活跃度指数")


def test_a_week_is_made_once_a_run_has_counted_it(office: Office) -> None:
    monday = date(2025, 10, 13)
    for firm in EnterpriseFactory.create_batch(4):
        figures(firm, 2, day=monday + timedelta(days=2))
    Due.objects.create(inventory_id=77)
    one = receiver(office, code="city", rhythm="weekly", parts=WEEKLY, since_date=monday)
    at = datetime(2025, 10, 21, 3, tzinfo=UTC)
    making.open_due(by=BY, at=at)
    assert making.make_due(by=BY, at=at) == 0

    Run.objects.create(kind="nightly", state="done", started_at=at, by_label="night")

    assert making.make_due(by=BY, at=at) == 1
    row = Package.objects.get(receiver=one)
    files = {file.name: bytes(file.content) for file in row.files.all()}
    assert set(files) == {"week-2025-10-13.csv", "week-2025-10-13.pdf"}
    told = files["week-2025-10-13.csv"].decode()
    assert "week,2025-10-13,2025-10-19,I:9610,I,9610,yes,880.00,123.60,8,8," in told
    assert files["week-2025-10-13.pdf"].startswith(b"%PDF")
    making.make_again(
        package_id=row.pk, version=row.version, reason="再核一遍", **office.who(office.first)
    )
    again = row.files.get(name="week-2025-10-13.pdf")
    assert bytes(again.content) == files["week-2025-10-13.pdf"], "the same week, the same bytes"


def weekly(office: Office, code: str, monday: date) -> Package:
    """The package of a week for one more receiver, made a week later."""
    one = receiver(office, code=code, rhythm="weekly", parts=("week_csv",), since_date=monday)
    at = timezone.make_aware(datetime.combine(monday + timedelta(days=8), time(3)))
    Run.objects.create(kind="nightly", state="done", started_at=at, by_label="night")
    making.open_due(by=BY, at=at)
    making.make_due(by=BY, at=at)
    return Package.objects.filter(receiver=one).earliest("first_date")


def test_every_receiver_is_told_the_same_week(office: Office) -> None:
    monday = date(2025, 10, 13)
    for firm in EnterpriseFactory.create_batch(4):
        figures(firm, 2, day=monday + timedelta(days=2))

    texts = {bytes(weekly(office, code, monday).files.get().content) for code in ("a-a", "b-b")}

    assert len(texts) == 1
    assert ToldWeek.objects.count() == 1
    with pytest.raises(DatabaseError, match="denied"), transaction.atomic():
        ToldWeek.objects.update(lines=[])


def test_a_month_respects_the_weeks_that_were_told(office: Office) -> None:
    """February 2027 is four weeks: 9710 of the last one is of one firm, and hidden."""
    firms = EnterpriseFactory.create_batch(4)
    first = date(2027, 2, 1)
    numbers = count(1)
    for week in range(4):
        for firm in firms:
            day = first + timedelta(days=7 * week + 1)
            booking(firm, next(numbers), day=day, direction="E")
            if week < 3 or firm == firms[0]:
                booking(firm, next(numbers), day=day, direction="E", mode="9710", kind="b2b")
    recount()
    for week in range(4):
        weekly(office, f"w-{week}", first + timedelta(days=7 * week))
    hidden = [row.hidden for row in ToldWeek.objects.order_by("first_date")]
    assert [sorted(one) for one in hidden] == [[], [], [], ["mode:E:9610", "mode:E:9710"]]

    row = publishing.draft(
        month=first,
        coverage="A",
        stage="preliminary",
        viewer=viewer_for(office.first),
        by=office.first,
        at=datetime(2027, 3, 18, 3, tzinfo=UTC),
    )

    assert {"m:mode:E:9710", "m:mode:E:9610"} <= set(row.reasons)
    assert not row.content["totals"]["E"]["m"]["hidden"]


def test_a_receivers_system_confirms_with_the_digest_of_the_manifest(office: Office) -> None:
    row = made_package(office)
    assert confirm(row).status_code == 409, "it was not sent yet"
    row = send(office, row)

    assert confirm(row, sha256="0" * 64).status_code == 404
    assert confirm(row, sha256="").status_code == 404
    assert confirm(row, receipt="").status_code == 422
    taken = confirm(row)

    assert json.loads(taken.content)["status"] == "received"
    assert confirm(row).status_code == 200, "the same receipt again changes nothing"
    assert confirm(row, receipt="other").status_code == 409
    row.refresh_from_db()
    assert (row.receipt_number, row.receipt_way) == ("2025-0117", "api")
    deeds = AuditEntry.objects.filter(action__startswith="statistics_package.")
    assert [one.action.split(".")[1] for one in deeds.order_by("id")] == [
        "opened", "made", "sent", "received",
    ]  # fmt: skip


def test_the_office_enters_a_receipt_with_who_and_its_number(office: Office) -> None:
    row = send(office, made_package(office))
    with pytest.raises(Refusal) as refused:
        sending.enter_receipt(
            package_id=row.pk,
            version=row.version,
            number="",
            received_by="",
            **office.who(office.first),
        )
    assert len(refused.value.details["problems"]) == 2

    row = sending.enter_receipt(
        package_id=row.pk,
        version=row.version,
        number="8",
        received_by="统计处",
        **office.who(office.first),
    )

    assert (row.status, row.receipt_way) == ("received", "form")
    with pytest.raises(DatabaseError, match="statistics_package_receipt"), transaction.atomic():
        Package.objects.filter(pk=row.pk).update(receipt_number="")


def revised_bulletin(office: Office) -> Bulletin:
    """The second round of November, published on 12 December."""
    return told_bulletin(MONTH, "6000000.00", office.first, office.second, turn=1)


def test_a_revision_after_the_receipt_reaches_the_authority_as_a_new_edition(
    office: Office,
) -> None:
    row = send(office, made_package(office))
    confirm(row)
    row.refresh_from_db()
    first = bytes(row.files.get().content)
    revised_bulletin(office)

    page = browser(office.first).get(f"/statistics/packages/{row.pk}/").content.decode()
    assert "本包已过时" in page
    assert "数据已更新" in browser(office.first).get("/statistics/packages/").content.decode()
    with pytest.raises(Refusal) as silent:
        making.make_again(
            package_id=row.pk, version=row.version, reason="", **office.who(office.first)
        )
    assert silent.value.code == "statistics_incomplete"
    second = making.make_again(
        package_id=row.pk, version=row.version, reason="公报已修订", **office.who(office.first)
    )

    assert (second.number, second.edition, second.status) == ("MINISTRY-20251101-R2", 2, "made")
    manifest: Any = second.manifest
    assert second.reason == manifest["reason"] == "公报已修订"
    assert bytes(second.files.get().content) != first
    row.refresh_from_db()
    assert (row.status, row.replaced_by) == ("received", second)
    assert bytes(row.files.get().content) == first
    assert confirm(row).status_code == 200, "its own receipt stands"
    with pytest.raises(Refusal) as twice:
        making.make_again(
            package_id=row.pk, version=row.version, reason="再报", **office.who(office.first)
        )
    assert twice.value.code == "package_decided"
    assert confirm(send(office, second)).status_code == 200
    page = browser(office.first).get(f"/statistics/packages/{second.pk}/").content.decode()
    assert "本包已过时" not in page
    assert "MINISTRY-20251101" in page


def test_the_office_is_told_once_that_a_package_is_behind_what_was_published(
    office: Office,
) -> None:
    row = send(office, made_package(office))
    confirm(row)
    assert sending.remind(by=BY, at=OPENED + timedelta(days=1)) == 0
    revised_bulletin(office)

    told = [sending.remind(by=BY, at=OPENED + timedelta(days=day)) for day in (11, 12, 20)]

    assert told == [1, 0, 0]
    assert "数据又有更新" in Notice.objects.latest("id").text_zh


def test_a_package_that_was_made_but_not_sent_is_made_anew_in_its_place(office: Office) -> None:
    row = made_package(office)

    again = making.make_again(
        package_id=row.pk, version=row.version, reason="公报已修订", **office.who(office.first)
    )

    assert (again.pk, again.edition, again.status) == (row.pk, 1, "made")


def test_packages_that_wait_for_figures_keep_nobody_waiting(office: Office) -> None:
    receiver(office, code="early", since_date=date(2020, 1, 1))
    told_bulletin(MONTH, "5000000.00", office.first, office.second)
    receiver(office, code="late")
    making.open_due(by=BY, at=OPENED)
    assert Package.objects.filter(first_date__lt=MONTH).count() > making.SLICE

    assert making.make_due(by=BY, at=OPENED) == 2

    assert set(Package.objects.filter(status="made").values_list("number", flat=True)) == {
        "EARLY-20251101",
        "LATE-20251101",
    }
    assert all(Package.objects.filter(status="waiting").values_list("lacking", flat=True))


def test_a_week_counted_anew_makes_its_package_outdated(office: Office) -> None:
    monday = date(2025, 10, 13)
    at = datetime(2025, 10, 21, 3, tzinfo=UTC)
    run = Run.objects.create(kind="nightly", state="done", started_at=at, by_label="night")
    receiver(office, code="city", rhythm="weekly", parts=("week_csv",), since_date=monday)
    making.open_due(by=BY, at=at)
    making.make_due(by=BY, at=at)
    row = Package.objects.get()
    assert not stock([row]).newer(row)

    TouchedDay.objects.create(
        run=run, day=monday, direction="E", tickets=1, rmb=Decimal(7), usd=Decimal(1), at=at
    )

    assert set(stock([row]).newer(row)) == {"week_csv"}


def test_the_simulator_says_so_and_works_in_a_demo_only(office: Office, settings: Any) -> None:
    row = made_package(office)
    row.receiver.way = "simulator"
    row.receiver.save()
    settings.PORTAL_DEMO = False
    with pytest.raises(Refusal) as refused:
        send(office, row)
    assert refused.value.code == "package_no_system"

    settings.PORTAL_DEMO = True
    row = send(office, row)

    assert row.is_simulated
    assert row.reference.startswith("SIM-")


def test_the_office_is_reminded_before_and_after_the_deadline(office: Office) -> None:
    row = made_package(office)
    Package.objects.update(due_date=date(2025, 12, 8))

    def told(day: int) -> int:
        at = OPENED + timedelta(days=day - 2)
        return sending.remind(by=BY, at=at)

    assert told(2) == 0
    assert told(4) == 1, "two working days before"
    assert told(5) == 0, "every other day is enough"
    assert told(9) == 1
    texts = list(Notice.objects.order_by("id").values_list("text_zh", flat=True))
    assert "前报送" in texts[0]
    assert "逾期" in texts[-1]
    row.refresh_from_db()
    send(office, row)
    assert told(12) == 1, "sent, but nobody confirmed it"


def test_everything_wrong_with_a_receiver_is_told_at_once(office: Office) -> None:
    wrong = entry(
        code="部", name_en="", parts=("week_csv",), working_days=0, way="pigeon", basis="",
        coverage="B",
    )  # fmt: skip

    with pytest.raises(Refusal) as refused:
        receivers.add_receiver(told=wrong, **office.who(office.first))

    fields = [row["field"] for row in refused.value.details["problems"]]
    assert fields == ["code", "name_en", "basis", "parts", "coverage", "working_days", "way"]


def test_a_change_needs_a_reason_and_is_in_the_trail(office: Office) -> None:
    one = receiver(office)
    change = {
        "receiver_id": one.pk, "version": one.version, "told": entry(working_days=8),
        **office.who(office.first),
    }  # fmt: skip
    with pytest.raises(Refusal):
        receivers.change_receiver(**change, reason="")

    receivers.change_receiver(**change, reason="期限放宽")

    saved = AuditEntry.objects.filter(action="statistics_receiver.saved").latest("id")
    assert (saved.old, saved.new) == (
        {"status": "working", "working_days": "5"}, {"status": "working", "working_days": "8"},
    )  # fmt: skip


def test_only_the_zone_office_reads_packages(office: Office) -> None:
    row = made_package(office)
    file = row.files.get()
    address = f"/statistics/packages/{row.pk}/files/{file.pk}/"
    own, other = Client(), Client()
    own.force_login(office.first)
    other.force_login(official("tax"))

    assert own.get(address).content == bytes(file.content)
    assert own.get(f"/statistics/packages/{row.pk}/").status_code == 200
    for path in (address, "/statistics/packages/", f"/statistics/packages/{row.pk}/"):
        assert other.get(path).status_code == 403
