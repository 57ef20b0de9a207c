"""Goods filings: lines by form and by file, versions, and what is in force."""

import time
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from enterprises.models import FiledGoods, Filing
from enterprises.rules.forms import Problem
from enterprises.selectors_goods import GoodsFilter, goods
from enterprises.services.filing import drafting, submitting
from enterprises.services.goods.editing import drop_lines, put_line, upload_lines
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from reference.models import HsCode
from tests.builders.goods import article, csv_of, excel_of
from tests.factories.filings import AT, Firm, decide, firm
from tests.factories.officials import official
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db


def draft(by: Firm, **values: str) -> Filing:
    return by.start(
        "goods", **{"title": "第四季度新品", "direction": "import", "quality": "yes"} | values
    )


def upload(by: Firm, filing: Filing, content: bytes, *, replace_all: bool = False) -> Any:
    return upload_lines(filing_id=filing.pk, content=content, replace_all=replace_all, **by.deed)


def enter(by: Firm, filing: Filing, values: dict[str, str], line: int | None = None) -> Any:
    return put_line(filing_id=filing.pk, values=values, line=line, **by.deed)


def problems_of(filing: Filing) -> list[Problem]:
    filing.refresh_from_db()
    return submitting.problems_of(filing, at=AT)


def in_force(by: Firm) -> dict[str, str]:
    rows = FiledGoods.objects.filter(enterprise=by.enterprise, in_force=True)
    return dict(rows.values_list("sku", "name"))


def refusal(call: Any) -> Refusal:
    with pytest.raises(Refusal) as raised:
        call()
    return raised.value


def test_a_line_takes_its_statutory_units_from_the_tariff_and_keeps_its_findings() -> None:
    own = firm()
    kept = enter(own, draft(own), article("RICE", hs_code="1006302090", net_weight="5"))
    assert (kept.row.unit1, kept.row.unit2, kept.row.line) == ("035", "", 1)
    assert {f["code"] for f in kept.row.findings} == {"list_note", "yearly_limit"}
    assert AuditEntry.objects.get(action="goods.line_put").on_id == str(kept.row.filing_id)


def test_a_wrong_line_is_refused_with_every_problem_and_nothing_is_kept() -> None:
    own = firm()
    filing = draft(own)
    refused = refusal(lambda: enter(own, filing, article("", barcode="4006381333932", unit="999")))
    assert refused.code == "line_refused"
    assert {(p["field"], p["code"]) for p in refused.details["problems"]} == {
        ("sku", "missing"),
        ("barcode", "check_digit"),
        ("unit", "code_unknown"),
    }
    assert not FiledGoods.objects.exists()


def test_a_sku_stands_once_in_a_filing_and_a_line_is_replaced_by_its_number() -> None:
    own = firm()
    filing = draft(own)
    enter(own, filing, article("A"))
    enter(own, filing, article("B"))
    refused = refusal(lambda: enter(own, filing, article("A")))
    assert [p["code"] for p in refused.details["problems"]] == ["sku_twice"]
    enter(own, filing, article("A2"), line=1)
    assert list(FiledGoods.objects.order_by("line").values_list("sku", flat=True)) == ["A2", "B"]
    assert refusal(lambda: enter(own, filing, article("C"), line=9)).code == "line_unknown"


def test_a_file_is_entered_whole_or_not_at_all() -> None:
    own = firm()
    filing = draft(own)
    wrong = [article("A"), article("A"), article("B", price="x"), article("C", hs_code="1")]
    report = upload(own, filing, csv_of(wrong))
    assert [(e.line, e.field, e.code) for e in report.errors] == [
        (3, "sku", "sku_twice"),
        (4, "price", "number"),
        (5, "hs_code", "form"),
    ]
    assert not FiledGoods.objects.exists()
    report = upload(own, filing, csv_of([article("A"), article("B")]))
    assert (report.created, report.updated) == (2, 0)


def test_a_second_file_adds_and_replaces_by_sku() -> None:
    own = firm()
    filing = draft(own)
    upload(own, filing, csv_of([article("A"), article("B")]))
    report = upload(own, filing, csv_of([article("B", name="新名"), article("C")]))
    assert (report.created, report.updated) == (1, 1)
    rows = FiledGoods.objects.order_by("line").values_list("line", "sku", "name")
    assert [(line, sku) for line, sku, _ in rows] == [(1, "A"), (2, "B"), (3, "C")]
    assert rows[1][2] == "新名"
    report = upload(own, filing, csv_of([article("Z")]), replace_all=True)
    assert list(FiledGoods.objects.values_list("sku", flat=True)) == ["Z"]


def test_an_excel_file_with_chinese_headings_and_numbers_is_read() -> None:
    own = firm()
    filing = draft(own)
    names = {
        "商品货号": 1001,
        "商品名称": "巧克力",
        "商品编码": "1806310000",
        "申报计量单位": "011",
        "原产国(地区)": 502,
        "条形码": 4006381333931,
        "备案价格": 12.5,
        "币制": 142,
        "监管方式": 9610,
    }
    report = upload(own, filing, excel_of([names], names))
    assert (report.created, report.errors) == (1, ())
    row = FiledGoods.objects.get()
    assert (row.sku, row.barcode, str(row.price), row.modes) == (
        "1001",
        "4006381333931",
        "12.50000",
        ["9610"],
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not a workbook", "sheet_unreadable"),
        (b"\xff\xfe\x00\x81\x00", "csv_unreadable"),
        (b"sku,name\nA,B\n", "csv_columns_missing"),
        (b"", "csv_columns_missing"),
        (b"x" * (10 * 1024 * 1024 + 1), "file_too_large"),
    ],
)
def test_what_is_no_table_of_goods_is_refused(content: bytes, code: str) -> None:
    own = firm()
    filing = draft(own)
    with pytest.raises(PortalError) as refused:
        upload(own, filing, content)
    assert refused.value.code == code


def test_too_many_lines_are_refused(settings: Any) -> None:
    settings.FILING_LINES_AT_MOST = 2
    own = firm()
    filing = draft(own)
    with pytest.raises(PortalError, match="at most 2 rows"):
        upload(own, filing, csv_of([article(sku) for sku in "ABC"]))
    upload(own, filing, csv_of([article(sku) for sku in "AB"]))
    assert refusal(lambda: enter(own, filing, article("C"))).code == "lines_too_many"
    assert refusal(lambda: upload(own, filing, csv_of([article("C")]))).code == "lines_too_many"
    assert FiledGoods.objects.count() == 2


def test_five_thousand_lines_take_less_than_five_seconds() -> None:
    """Counted in the processor's time, since the machine of a test may be busy otherwise."""
    own = firm()
    filing = draft(own)
    content = csv_of(article(f"S-{n:05}") for n in range(5000))

    def upload_all() -> None:
        assert upload(own, filing, content).created == 5000

    def submit() -> None:
        own.submit(filing)

    for deed in (upload_all, submit):
        started = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            deed()
        assert time.process_time() - started < 5
        assert len(queries) < 50


def test_without_goods_nothing_is_handed_in() -> None:
    own = firm()
    filing = draft(own)
    assert [(p.field, p.code) for p in problems_of(filing)] == [("goods", "lines_missing")]


def test_lines_are_looked_at_again_when_handed_in() -> None:
    own = firm()
    filing = draft(own)
    enter(own, filing, article("A"))
    drafting.save_values(filing_id=filing.pk, values={"direction": "export"}, **own.deed)
    assert [(p.code, p.value) for p in problems_of(filing)] == []
    enter(own, filing, article("A", modes="9710"), line=1)
    drafting.save_values(filing_id=filing.pk, values={"direction": "import"}, **own.deed)
    assert [(p.code, p.value) for p in problems_of(filing)] == [("lines_wrong", "1")]


def test_a_tariff_line_that_is_unknown_is_a_warning_the_reviewer_sees() -> None:
    own = firm()
    filing = draft(own)
    HsCode.objects.filter(code="0901210000").delete()
    kept = enter(own, filing, article("A", unit1="035"))
    assert ("hs_unknown", "warning") in {(f.code, f.severity) for f in kept.findings}


def test_approval_puts_the_goods_in_force_and_replaces_what_was() -> None:
    own = firm()
    first = draft(own)
    upload(own, first, csv_of([article("A"), article("B")]))
    own.submit(first)
    assert in_force(own) == {}
    decide(first)
    assert set(in_force(own)) == {"A", "B"}
    second = draft(own, title="改名")
    kept = enter(own, second, article("B", name="新包装"))
    assert ("sku_in_force", "note") in {(f.code, f.severity) for f in kept.findings}
    decide(own.submit(second))
    assert in_force(own)["B"] == "新包装"
    assert set(in_force(own)) == {"A", "B"}


def test_a_sku_that_waits_elsewhere_cannot_be_filed_twice() -> None:
    own = firm()
    first = draft(own)
    enter(own, first, article("A"))
    own.submit(first)
    second = draft(own)
    refused = refusal(lambda: enter(own, second, article("A")))
    assert [p["code"] for p in refused.details["problems"]] == ["sku_pending"]
    other = firm()
    enter(other, draft(other), article("A"))


def test_a_returned_filing_keeps_the_lines_that_were_handed_in() -> None:
    own = firm()
    filing = draft(own)
    upload(own, filing, csv_of([article("A"), article("B")]))
    own.submit(filing)
    decide(filing, "return", remarks=[("title", "请说明")])
    enter(own, filing, article("C"))
    enter(own, filing, article("A", name="改后"), line=1)
    versions = FiledGoods.objects.order_by("version", "line").values_list("version", "sku", "name")
    assert [(v, sku) for v, sku, _ in versions] == [
        (1, "A"),
        (1, "B"),
        (2, "A"),
        (2, "B"),
        (2, "C"),
    ]
    decide(own.submit(filing))
    assert in_force(own)["A"] == "改后"
    assert set(in_force(own)) == {"A", "B", "C"}


def test_lines_that_were_not_touched_are_handed_in_again() -> None:
    own = firm()
    filing = draft(own)
    enter(own, filing, article("A"))
    own.submit(filing)
    decide(filing, "return", remarks=[("title", "请说明")])
    decide(own.submit(filing))
    assert FiledGoods.objects.get(in_force=True).version == 2


def test_a_change_leaves_what_is_in_force_until_it_is_approved() -> None:
    own = firm()
    filing = draft(own)
    upload(own, filing, csv_of([article("A"), article("B")]))
    decide(own.submit(filing))
    drafting.begin_change(filing_id=filing.pk, **own.deed)
    drop_lines(filing_id=filing.pk, lines=[2], **own.deed)
    assert set(in_force(own)) == {"A", "B"}
    decide(own.submit(filing))
    assert set(in_force(own)) == {"A"}


def test_a_change_that_is_given_up_leaves_no_lines_behind() -> None:
    own = firm()
    filing = draft(own)
    enter(own, filing, article("A"))
    decide(own.submit(filing))
    drafting.begin_change(filing_id=filing.pk, **own.deed)
    enter(own, filing, article("A", name="不要"), line=1)
    drafting.give_up_change(filing_id=filing.pk, **own.deed)
    drafting.begin_change(filing_id=filing.pk, **own.deed)
    decide(own.submit(filing))
    assert in_force(own) == {"A": article("A")["name"]}


def test_the_last_line_of_a_submitted_filing_stays() -> None:
    own = firm()
    filing = draft(own)
    enter(own, filing, article("A"))
    decide(own.submit(filing))
    drafting.begin_change(filing_id=filing.pk, **own.deed)
    refused = refusal(lambda: drop_lines(filing_id=filing.pk, lines=[1], **own.deed))
    assert refused.code == "last_line"


def test_nobody_edits_what_lies_with_the_reviewers_or_is_somebody_elses() -> None:
    own, other, reader = firm(), firm(), firm("viewer")
    filing = draft(own)
    enter(own, filing, article("A"))
    assert refusal(lambda: enter(other, filing, article("B"))).status == 404
    theirs = Filing.objects.create(
        type="goods", enterprise=reader.enterprise, created_at=AT, updated_at=AT
    )
    assert refusal(lambda: enter(reader, theirs, article("B"))).status == 403
    own.submit(filing)
    assert refusal(lambda: enter(own, filing, article("B"))).code == "filing_not_open"
    facility = own.start("facility", kind="site")
    assert refusal(lambda: enter(own, facility, article("B"))).status == 404


def test_an_official_sees_goods_only_once_they_were_handed_in() -> None:
    own, other = firm(), firm()
    filing = draft(own)
    enter(own, filing, article("A"))
    customs = viewer_for(official("customs"))

    def seen(viewer: Any, **asked: Any) -> list[str]:
        return list(goods(viewer, GoodsFilter(**asked)).values_list("sku", flat=True))

    assert (seen(customs), seen(own.viewer), seen(other.viewer)) == ([], ["A"], [])
    own.submit(filing)
    assert seen(customs, state="pending") == ["A"]
    decide(filing)
    drafting.begin_change(filing_id=filing.pk, **own.deed)
    enter(own, filing, article("B"))
    assert (seen(customs), sorted(seen(own.viewer))) == (["A"], ["A", "A", "B"])
    assert seen(own.viewer, state="in_force") == ["A"]


def test_a_list_is_narrowed_by_what_is_asked() -> None:
    own = firm()
    filing = draft(own)
    upload(
        own,
        filing,
        csv_of([article("A", modes="9610"), article("B", hs_code="1006302090", net_weight="5")]),
    )

    def seen(**asked: Any) -> list[str]:
        return list(goods(own.viewer, GoodsFilter(**asked)).values_list("sku", flat=True))

    assert seen(mode="1210") == ["B"]
    assert seen(hs="0901") == ["A"]
    assert seen(finding="note") == ["B"]
    assert seen(sku="A", name="咖啡") == ["A"]
    assert seen(state="in_force") == []


def test_one_sku_of_one_firm_is_in_force_once() -> None:
    own = firm()
    filing = draft(own)
    row = {
        "enterprise": own.enterprise,
        "filing": filing,
        "sku": "A",
        "name": "x",
        "hs_code": "0901210000",
        "unit": "011",
        "origin": "502",
        "in_force": True,
    }
    FiledGoods.objects.create(line=1, **row)
    with pytest.raises(IntegrityError, match="goods_sku_once"):
        FiledGoods.objects.create(line=2, **row)
