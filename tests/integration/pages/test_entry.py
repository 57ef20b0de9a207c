"""Entry by hand: files with their preview, forms, templates, copies."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEntry, User
from declarations.models import EntryDraft, EntryJob, Order, Submission
from declarations.services.entry import drafts, files
from declarations.sheets.layout import ENTERED
from declarations.stored import load
from enterprises.models import Enterprise
from tests.builders.documents import Document, changed, head_of, lines_of
from tests.builders.sheets import comma_separated, excel, place_of, table_of
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.users import UserFactory
from tests.integration.declarations.conftest import Desk

pytestmark = pytest.mark.django_db
FORM, FILE, NEW = "declarations:entry_form", "declarations:entry_file", "declarations:entry_new"


@pytest.fixture
def person(desk: Desk) -> User:
    user = UserFactory.create()
    firm = Enterprise.objects.get(id=desk.firm.id)
    MemberFactory.create(user=user, enterprise=firm, role="declarant")
    return user


@pytest.fixture
def client(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def upload(client: Client, content: bytes, kind: str = "CEB311", name: str = "订单.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("declarations:entry"), {"kind": kind, "file": file}, follow=True)


def checked(client: Client, content: bytes) -> EntryJob:
    upload(client, content)
    files.work(at=timezone.now())
    job: EntryJob = EntryJob.objects.latest("id")
    return job


def text(response: Any) -> str:
    return str(response.content.decode())


def filled(order: Document) -> dict[str, str]:
    """The order as it is typed into the form."""
    values = {f"h.{name}": str(value) for name, value in head_of(order).items()}
    for number, line in enumerate(lines_of(order), 1):
        values |= {f"l{number}.{name}": str(value) for name, value in line.items()}
    return {**values, "lines": str(len(lines_of(order)))}


def begun(client: Client, kind: str = "CEB311") -> EntryDraft:
    client.post(reverse(NEW), {"kind": kind})
    draft: EntryDraft = EntryDraft.objects.latest("id")
    return draft


@pytest.mark.parametrize("kind", ENTERED)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_template_has_every_column_of_its_kind(client: Client, kind: str, form: str) -> None:
    response: Any = client.get(reverse("declarations:entry_template", args=[kind, form]))

    if form == "csv":
        heading = b"".join(response.streaming_content).decode("utf-8-sig").strip()
        assert "orderNo" in heading or "logisticsNo" in heading
        return
    book = load_workbook(io.BytesIO(response.content))
    assert len(book.worksheets) == 3
    assert book.worksheets[0].max_column > 15
    assert book.worksheets[0].data_validations.dataValidation


def test_an_uploaded_file_is_checked_and_previewed_row_by_row(client: Client, desk: Desk) -> None:
    good, bad = (desk.set(number)["order"] for number in range(2))
    rows = table_of([good, changed(bad, currency="502", buyerIdType="")])

    response = upload(client, comma_separated(rows))
    assert "正在检查" in text(response)
    files.work(at=timezone.now())
    job = EntryJob.objects.get(user_id=response.context["user"].pk)
    page = client.get(reverse(FILE, args=[job.pk]))

    assert "尚未报送" in text(page)
    assert head_of(bad)["orderNo"] in text(page)
    assert "GEN-004" in text(page)
    assert not Submission.objects.filter(enterprise_id=desk.firm.id).exists()


def test_progress_asks_again_until_the_page_has_something_new(client: Client, desk: Desk) -> None:
    upload(client, comma_separated(table_of([desk.set()["order"]])))
    job = EntryJob.objects.latest("id")
    address = reverse(FILE, args=[job.pk])

    waiting = client.get(address, headers={"HX-Request": "true"})
    files.work(at=timezone.now())
    done = client.get(address, headers={"HX-Request": "true"})

    assert "hx-get" in text(waiting)
    assert "<html" not in text(waiting)
    assert (done.status_code, done["HX-Refresh"]) == (204, "true")


def test_the_failed_rows_come_back_with_reasons_and_can_be_sent_again(
    client: Client, desk: Desk
) -> None:
    good, bad = (desk.set(number)["order"] for number in range(2))
    rows = table_of([good, changed(bad, currency="502")])
    job = checked(client, excel(rows))

    response = client.get(reverse("declarations:entry_failed", args=[job.pk, "xlsx"]))
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    again = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]

    assert again[0][-1] == "原因"
    assert len(again) == 1 + len(lines_of(bad))
    assert "GEN-004" in str(again[1][-1])
    for row in again[1:]:
        row[place_of("CEB311", "currency")] = "142"
    assert checked(client, excel(again)).good == 1


def test_the_good_documents_are_sent_when_the_owner_says_so(client: Client, desk: Desk) -> None:
    job = checked(client, excel(table_of([desk.set(number)["order"] for number in range(3)])))

    client.post(reverse(FILE, args=[job.pk]))
    files.work(at=timezone.now())
    page = client.get(reverse(FILE, args=[job.pk]))

    job.refresh_from_db()
    assert "已接受 3 份单证" in text(page)
    assert "被退回" not in text(page)
    assert str(job.submissions[0]) in text(page)
    assert client.post(reverse(FILE, args=[job.pk])).status_code == 422


def test_what_intake_refused_after_all_is_counted_on_the_page(client: Client, desk: Desk) -> None:
    order = desk.set(0)["order"]
    early = checked(client, excel(table_of([order])))
    late = checked(client, excel(table_of([changed(order, note="别的内容"), desk.set(1)["order"]])))

    for job in (early, late):
        client.post(reverse(FILE, args=[job.pk]))
        files.work(at=timezone.now())
    page = text(client.get(reverse(FILE, args=[late.pk])))

    assert "已接受 1 份单证" in page
    assert "1 份被退回" in page


@pytest.mark.parametrize("given", [{"kind": ""}, {"kind": "CEB999"}, {"file": None}])
def test_an_upload_without_kind_or_file_is_refused_in_words(
    client: Client, given: dict[str, Any]
) -> None:
    data = {"kind": "CEB311", "file": SimpleUploadedFile("a.csv", b"a"), **given}
    response = client.post(
        reverse("declarations:entry"), {k: v for k, v in data.items() if v is not None}
    )

    assert response.status_code == 422
    assert 'class="error-summary"' in text(response)


def test_a_form_is_saved_as_one_goes_even_when_it_is_wrong(client: Client) -> None:
    draft = begun(client)
    address = reverse(FORM, args=[draft.pk])

    saved = client.post(
        address,
        {"h.orderNo": "A-1", "h.goodsValue": "no number", "lines": "1"},
        headers={"HX-Request": "true"},
    )

    assert "已保存" in text(saved)
    page = text(client.get(address))
    assert 'value="A-1"' in page
    assert 'value="no number"' in page


def test_lines_are_added_and_removed_without_scripts(client: Client) -> None:
    draft = begun(client)
    address = reverse(FORM, args=[draft.pk])

    client.post(address, {"lines": "1", "l1.itemName": "first", "action": "add"})
    two = text(client.get(address))
    client.post(
        address,
        {"lines": "2", "l1.itemName": "first", "l2.itemName": "second", "action": "remove-1"},
    )
    one = text(client.get(address))

    assert 'id="line-2"' in two
    assert 'id="line-2"' not in one
    assert "second" in one
    assert "first" not in one


def test_every_error_of_a_form_jumps_to_its_field(client: Client, desk: Desk) -> None:
    draft = begun(client)
    order = changed(changed(desk.set()["order"], currency="502"), 1, unit="XYZ")

    response = client.post(reverse(FORM, args=[draft.pk]), {**filled(order), "action": "send"})

    assert response.status_code == 422
    assert 'href="#field-currency"' in text(response)
    assert 'href="#field-1-unit"' in text(response)
    assert 'id="field-1-unit"' in text(response)
    assert not Submission.objects.filter(enterprise_id=desk.firm.id).exists()


def test_checking_a_form_lodges_nothing(client: Client, desk: Desk) -> None:
    draft = begun(client)

    response = client.post(
        reverse(FORM, args=[draft.pk]), {**filled(desk.set()["order"]), "action": "check"}
    )

    assert response.status_code == 200
    assert "检查通过，尚未报送" in text(response)
    assert not Submission.objects.filter(enterprise_id=desk.firm.id).exists()


def test_a_sent_form_shows_the_number_to_quote(client: Client, desk: Desk) -> None:
    draft = begun(client)
    address = reverse(FORM, args=[draft.pk])
    order = desk.set()["order"]

    page = client.post(address, {**filled(order), "action": "send"}, follow=True)

    draft.refresh_from_db()
    assert str(draft.submission_id) in text(page)
    kept = Order.objects.get(sender_id=desk.firm.id)
    assert kept.order_no == head_of(order)["orderNo"]
    again = client.post(address, {**filled(order), "action": "send"})
    assert again.status_code == 422


def test_a_number_that_is_taken_is_told_before_sending(client: Client, desk: Desk) -> None:
    order = desk.set()["order"]
    desk.send(order)
    draft = begun(client)

    response = client.post(
        reverse(FORM, args=[draft.pk]),
        {**filled(changed(order, consignee="别人")), "action": "check"},
    )

    assert response.status_code == 422
    assert "KEY-001" in text(response)


def test_a_template_keeps_no_person_and_no_number(client: Client, desk: Desk) -> None:
    order = desk.set()["order"]
    draft = begun(client)
    client.post(
        reverse(FORM, args=[draft.pk]),
        {**filled(order), "action": "template", "template_name": "常用订单"},
    )
    kept = EntryDraft.objects.get(state="template")

    page = text(client.get(reverse(FORM, args=[kept.pk])))
    client.post(reverse(NEW), {"template": kept.pk})
    copy = text(client.get(reverse(FORM, args=[EntryDraft.objects.latest("id").pk])))

    head = head_of(order)
    for shown in (page, copy):
        assert head["ebpName"] in shown
        for name in ("orderNo", "buyerName", "buyerIdNumber", "consigneeAddress"):
            assert str(head[name]) not in shown


def test_a_document_is_corrected_without_typing_it_again(client: Client, desk: Desk) -> None:
    order = desk.set()["order"]
    (judged,) = desk.send(order)

    response = client.post(
        reverse(NEW),
        {"correct": "yes", "noun": "order", "document": judged.document_id, "field": "freight"},
    )
    draft = EntryDraft.objects.latest("id")
    page = text(client.get(reverse(FORM, args=[draft.pk])))

    assert response["Location"] == f"{reverse(FORM, args=[draft.pk])}#field-freight"
    assert str(head_of(order)["buyerIdNumber"]) in page
    kept = drafts.contents(draft)
    assert kept.head["appType"] == "2"
    told = AuditEntry.objects.get(action="entry.correction_begun")
    assert "buyerIdNumber" in str(told.new)
    assert str(head_of(order)["buyerIdNumber"]) not in str(told.new)

    kept.head["note"] = "已更正"
    typed = {f"h.{name}": value for name, value in kept.head.items()}
    for number, line in enumerate(kept.lines, 1):
        typed |= {f"l{number}.{name}": value for name, value in line.items()}
    client.post(
        reverse(FORM, args=[draft.pk]), {**typed, "lines": len(kept.lines), "action": "send"}
    )
    record: Any = load("CEB311", judged.document_id or 0)
    assert Order.objects.get(id=judged.document_id).revision == 2
    assert (record.head.note, record.head.buyerName) == ("已更正", head_of(order)["buyerName"])


def test_a_correction_that_was_begun_is_taken_up_again(client: Client, desk: Desk) -> None:
    (judged,) = desk.send(desk.set()["order"])
    asked = {"correct": "yes", "noun": "order", "document": judged.document_id}

    for _ in range(2):
        client.post(reverse(NEW), asked)

    assert EntryDraft.objects.filter(document_id=judged.document_id).count() == 1


def test_who_did_not_send_a_document_corrects_it_without_its_people(
    client: Client, desk: Desk
) -> None:
    order = desk.set()["order"]
    (judged,) = desk.send(order)
    sender = EnterpriseFactory.create()
    Order.objects.filter(id=judged.document_id).update(sender_id=sender.pk)

    client.post(reverse(NEW), {"correct": "yes", "noun": "order", "document": judged.document_id})

    kept = drafts.contents(EntryDraft.objects.latest("id"))
    assert kept.head["orderNo"] == head_of(order)["orderNo"]
    assert "buyerIdNumber" not in kept.head
    assert "buyerName" not in kept.head


def test_nobody_corrects_the_document_of_others(desk: Desk) -> None:
    (judged,) = desk.send(desk.set()["order"])
    stranger = Client()
    stranger.force_login(MemberFactory.create().user)
    asked = {"correct": "yes", "noun": "order", "document": judged.document_id}

    assert stranger.post(reverse(NEW), asked).status_code == 404


def test_a_document_is_copied_without_its_people(client: Client, desk: Desk) -> None:
    order = desk.set()["order"]
    (judged,) = desk.send(order)

    client.post(reverse(NEW), {"noun": "order", "document": judged.document_id})
    page = text(client.get(reverse(FORM, args=[EntryDraft.objects.latest("id").pk])))

    assert lines_of(order)[0]["itemName"] in page
    assert head_of(order)["buyerName"] not in page
    assert head_of(order)["orderNo"] not in page


def test_somebody_elses_form_file_or_document_does_not_exist(client: Client, desk: Desk) -> None:
    draft = begun(client)
    job = checked(client, comma_separated(table_of([desk.set()["order"]])))
    (judged,) = desk.send(desk.set(5)["order"])
    other = Client()
    colleague = UserFactory.create()
    MemberFactory.create(
        user=colleague, enterprise=Enterprise.objects.get(id=desk.firm.id), role="declarant"
    )
    other.force_login(colleague)
    stranger = Client()
    stranger.force_login(MemberFactory.create(role="declarant").user)

    for browser in (other, stranger):
        assert browser.get(reverse(FORM, args=[draft.pk])).status_code == 404
        assert browser.get(reverse(FILE, args=[job.pk])).status_code == 404
        assert browser.post(reverse(FILE, args=[job.pk])).status_code == 404
    copied = stranger.post(reverse(NEW), {"noun": "order", "document": judged.document_id})
    assert copied.status_code == 404


def test_a_form_that_is_thrown_away_is_gone(client: Client) -> None:
    draft = begun(client)

    client.post(reverse("declarations:entry_drop", args=[draft.pk]))

    assert client.get(reverse(FORM, args=[draft.pk])).status_code == 404
