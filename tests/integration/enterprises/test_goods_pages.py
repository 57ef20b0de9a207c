"""The pages of goods, promotions and facilities."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from enterprises.models import FiledGoods, Filing, PromotionLine
from enterprises.services.goods.editing import upload_lines
from tests.builders.goods import article, csv_of, excel_of
from tests.factories.filings import Firm, decide, firm
from tests.factories.members import MemberFactory
from tests.factories.officials import official

pytestmark = pytest.mark.django_db


def at_browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200, (path, response.status_code)
    body = b"".join(response) if response.streaming else response.content
    return body.decode()


def goods_draft(by: Firm, *rows: dict[str, str]) -> Filing:
    filing = by.start("goods", title="新品一批", direction="import", quality="yes")
    if rows:
        upload_lines(filing_id=filing.pk, content=csv_of(rows), **by.deed)
    return filing


def test_a_filing_begins_with_a_button_and_goes_on_to_its_first_section() -> None:
    own = firm()
    client = at_browser(own.user)
    for filing_type in ("goods", "promotion", "facility"):
        assert own.enterprise.name in text(client, f"/filings/new/{filing_type}/")
        response = client.post(f"/filings/new/{filing_type}/")
        filing = Filing.objects.get(type=filing_type)
        assert response.status_code == 302
        assert response["Location"].startswith(f"/filings/{filing.pk}/sections/")
        assert text(client, f"/filings/{filing.pk}/")
    assert client.get("/filings/new/enterprise/").status_code == 404


def test_who_may_not_file_is_told_so() -> None:
    reader = at_browser(firm("viewer").user)
    assert "管理员或申报员" in text(reader, "/filings/new/goods/")
    assert reader.post("/filings/new/goods/").status_code == 404


def test_a_line_is_entered_and_mended_with_its_problems_at_the_fields() -> None:
    own = firm()
    filing = goods_draft(own)
    client = at_browser(own.user)
    path = f"/filings/{filing.pk}/lines/"
    wrong = client.post(f"{path}new/", article("A", barcode="4006381333932"))
    assert wrong.status_code == 422
    assert "条形码校验位错误" in wrong.content.decode()
    assert 'value="4006381333932"' in wrong.content.decode()
    response = client.post(f"{path}new/", article("A", modes=["9610", "1210"]))  # type: ignore[arg-type]
    assert response.status_code == 302
    assert FiledGoods.objects.get().modes == ["9610", "1210"]
    assert 'value="A"' in text(client, f"{path}1/")
    client.post(f"{path}1/", article("A", name="改名"))
    assert FiledGoods.objects.get().name == "改名"
    assert client.get(f"{path}7/").status_code == 404


def test_a_file_with_errors_shows_every_row_and_a_good_one_is_entered() -> None:
    own = firm()
    filing = goods_draft(own)
    client = at_browser(own.user)
    path = f"/filings/{filing.pk}/lines/upload/"

    def send(content: bytes) -> Any:
        return client.post(path, {"file": SimpleUploadedFile("goods.csv", content)})

    refused = send(csv_of([article("A", price="x"), article("", hs_code="1")]))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "文件中有 3 处错误" in page
    assert "备案价格应为大于零的数字" in page
    assert send(b"not a table").status_code == 422
    assert client.post(path).status_code == 422
    assert send(csv_of([article("A"), article("B")])).status_code == 302
    assert FiledGoods.objects.count() == 2


def test_the_template_can_be_filled_in_and_uploaded_in_both_languages() -> None:
    own = firm()
    client = at_browser(own.user)
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        filing = goods_draft(own)
        response = client.get("/filings/templates/goods/")
        book = load_workbook(io.BytesIO(response.content))
        heading, sample = book.worksheets[0].iter_rows(values_only=True)
        row = dict(zip(heading, sample, strict=True))
        content = excel_of([row], heading)
        upload = {"file": SimpleUploadedFile("goods.xlsx", content)}
        assert client.post(f"/filings/{filing.pk}/lines/upload/", upload).status_code == 302
        assert FiledGoods.objects.filter(filing=filing, sku="DEMO-001").exists()
    assert client.get("/filings/templates/enterprise/").status_code == 404


def test_what_is_exported_can_be_uploaded_again() -> None:
    own = firm()
    filing = goods_draft(own, article("A"), article("B", hs_code="1006302090", net_weight="5"))
    client = at_browser(own.user)
    exported = text(client, f"/filings/{filing.pk}/lines/", format="csv").encode()
    again = upload_lines(filing_id=filing.pk, content=exported, **own.deed)
    assert (again.created, again.updated, again.errors) == (0, 2, ())


def test_lines_are_chosen_and_dropped() -> None:
    own = firm()
    filing = goods_draft(own, article("A"), article("B"), article("C"))
    client = at_browser(own.user)
    path = f"/filings/{filing.pk}/lines/drop/"
    assert client.post(path, {"line": ["1", "3"]}).status_code == 302
    assert list(FiledGoods.objects.values_list("sku", flat=True)) == ["B"]
    client.post(path)
    assert FiledGoods.objects.count() == 1


def test_many_lines_stand_on_pages_and_can_be_narrowed_to_the_doubtful() -> None:
    own = firm()
    rows = [article(f"S{n:03}") for n in range(120)]
    filing = goods_draft(own, *rows, article("RICE", hs_code="1006302090", net_weight="5"))
    client = at_browser(own.user)
    path = f"/filings/{filing.pk}/lines/"
    assert "S099" in text(client, path)
    assert "S100" not in text(client, path)
    assert "S100" in text(client, path, start="101")
    notes = text(client, path, finding="note")
    assert "RICE" in notes
    assert "S000" not in notes


def test_the_task_list_has_the_lines_as_a_step_and_the_check_names_them() -> None:
    own = firm()
    filing = goods_draft(own)
    client = at_browser(own.user)
    assert f"/filings/{filing.pk}/lines/" in text(client, f"/filings/{filing.pk}/")
    check = text(client, f"/filings/{filing.pk}/check/")
    assert "请至少录入一行商品" in check


def test_the_reviewer_sees_the_lines_with_what_was_found() -> None:
    own = firm()
    filing = goods_draft(own, article("RICE", hs_code="1006302090", net_weight="5"))
    own.submit(filing)
    customs = at_browser(official("customs"))
    page = text(customs, f"/reviews/{filing.pk}/")
    assert "RICE" in page
    assert "正面清单备注" in page
    assert "RICE" in text(customs, f"/filings/{filing.pk}/lines/")
    assert "RICE" in text(customs, "/goods/", state="pending")


def test_the_reviewer_of_a_change_sees_which_lines_differ() -> None:
    own = firm()
    filing = goods_draft(own, article("SAME"), article("OTHER"), article("GONE"))
    decide(own.submit(filing))
    client = at_browser(own.user)
    client.post(f"/filings/{filing.pk}/change/")
    client.post(f"/filings/{filing.pk}/lines/2/", article("OTHER", name="改名"))
    client.post(f"/filings/{filing.pk}/lines/drop/", {"line": "3"})
    client.post(f"/filings/{filing.pk}/lines/new/", article("FRESH"))
    told = "与第 1 版相比：新增 1 行，变更 1 行，删除 1 行"
    assert told in text(client, f"/filings/{filing.pk}/check/")
    own.submit(Filing.objects.get(pk=filing.pk))
    page = text(at_browser(official("customs")), f"/reviews/{filing.pk}/")
    assert told in page
    assert "变更 3 处" in page
    assert '<del class="breakable">GONE</del>' in page
    places = [page.index(f">{sku}<") for sku in ("OTHER", "FRESH", "SAME")]
    assert places == sorted(places)


def test_lists_show_what_was_filed_and_export_it() -> None:
    own = firm()
    filing = goods_draft(own, article("A"))
    decide(own.submit(filing))
    client = at_browser(own.user)
    assert "研磨咖啡" in text(client, "/goods/")
    assert "A,研磨咖啡 250克,已备案" in text(client, "/goods/", format="csv")
    assert "新品一批" in text(client, "/goods/filings/")
    promotion = own.start(
        "promotion", campaign="双十二", platform="虚构商城", starts="2026-12-01", ends="2026-12-12"
    )
    client.post(f"/filings/{promotion.pk}/lines/new/", {"sku": "A", "price": "50", "quantity": "9"})
    assert PromotionLine.objects.get().sku == "A"
    assert "双十二" in text(client, "/promotions/")
    own.start("facility", kind="overseas", name="虚构海外仓", country="502")
    page = text(client, "/facilities/")
    assert "虚构海外仓" in page
    assert "502 美国" in page


def test_somebody_elses_lines_are_not_found_and_a_reader_cannot_edit() -> None:
    own = firm()
    filing = goods_draft(own, article("A"))
    path = f"/filings/{filing.pk}/lines/"
    stranger = at_browser(firm().user)
    customs = at_browser(official("customs"))
    for client in (stranger, customs):
        assert client.get(path).status_code == 404
        assert client.post(f"{path}new/", article("B")).status_code == 404
        assert client.post(f"{path}drop/", {"line": "1"}).status_code == 404
        assert client.post(f"{path}upload/").status_code == 404
    reader = at_browser(MemberFactory.create(enterprise=own.enterprise, role="viewer").user)
    assert "A" in text(reader, path)
    assert "上传文件" not in text(reader, path)
    assert reader.post(f"{path}new/", article("B")).status_code == 403
    assert Client().get(path).status_code == 302


def test_an_approved_filing_offers_a_change() -> None:
    own = firm()
    filing = goods_draft(own, article("A"))
    decide(own.submit(filing))
    client = at_browser(own.user)
    assert "申请变更" in text(client, f"/filings/{filing.pk}/check/")
    client.post(f"/filings/{filing.pk}/change/")
    assert client.post(f"/filings/{filing.pk}/lines/new/", article("B")).status_code == 302
