"""Promotion filings: prices against those in force, and what runs when."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from enterprises.models import Filing, Promotion, PromotionLine
from enterprises.selectors_goods import promotion_prices
from enterprises.services.filing import attaching, drafting, standing, submitting
from enterprises.services.goods.editing import upload_lines as upload_goods
from enterprises.services.promotions.editing import drop_lines, put_line, upload_lines
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from tests.builders.goods import PAPER, article, csv_of
from tests.factories.filings import AT, Firm, decide, firm
from tests.factories.officials import official

pytestmark = pytest.mark.django_db
RUNNING = date(2026, 12, 5)


def seller() -> Firm:
    """A firm with the SKUs A and B in force, filed at 39.90."""
    own = firm()
    goods = own.start("goods", title="商品", direction="import", quality="yes")
    content = csv_of([article("A"), article("B"), article("C", price="", currency="")])
    upload_goods(filing_id=goods.pk, content=content, **own.deed)
    decide(own.submit(goods))
    return own


def campaign(by: Firm, **values: str) -> Filing:
    return by.start(
        "promotion",
        **{
            "campaign": "双十二",
            "platform": "虚构商城",
            "shop_url": "https://mall.example.cn/1212",
            "starts": "2026-12-01",
            "ends": "2026-12-12",
        }
        | values,
    )


def promote(by: Firm, filing: Filing, sku: str, price: str, line: int | None = None) -> Any:
    values = {"sku": sku, "price": price, "quantity": "100"}
    return put_line(filing_id=filing.pk, values=values, line=line, **by.deed)


def problems_of(filing: Filing) -> list[tuple[str, str]]:
    filing.refresh_from_db()
    return [(p.field, p.code) for p in submitting.problems_of(filing, at=AT)]


def codes(call: Any) -> list[str]:
    with pytest.raises(Refusal) as raised:
        call()
    return [raised.value.code, *[p["code"] for p in raised.value.details.get("problems", [])]]


def test_a_line_is_compared_with_the_price_in_force() -> None:
    own = seller()
    filing = campaign(own)
    row = promote(own, filing, "A", "29.90")
    assert (row.filed_price, row.currency, row.name) == (Decimal("39.90"), "142", "研磨咖啡 250克")
    assert [f["code"] for f in row.findings] == ["below_filed"]
    assert [f["code"] for f in promote(own, filing, "B", "49").findings] == ["above_filed"]
    assert codes(lambda: promote(own, filing, "A", "20")) == ["line_refused", "sku_twice"]
    assert codes(lambda: promote(own, filing, "Z", "20")) == ["line_refused", "sku_not_filed"]


def test_below_the_filed_price_a_reason_and_a_proof_are_asked_for() -> None:
    own = seller()
    filing = campaign(own)
    assert problems_of(filing) == [("lines", "lines_missing")]
    promote(own, filing, "B", "49")
    assert problems_of(filing) == []
    promote(own, filing, "A", "29.90")
    assert problems_of(filing) == [("reason", "reason_needed"), ("proof", "proof_needed")]
    drafting.save_values(filing_id=filing.pk, values={"reason": "season"}, **own.deed)
    attaching.attach(filing_id=filing.pk, field="proof", name="页面.pdf", content=PAPER, **own.deed)
    assert problems_of(filing) == []


def test_goods_without_a_filed_price_need_a_proof_too() -> None:
    own = seller()
    filing = campaign(own)
    promote(own, filing, "C", "5")
    assert ("proof", "proof_needed") in problems_of(filing)


def test_an_approved_campaign_gives_its_prices_on_its_days() -> None:
    own = seller()
    filing = campaign(own)
    promote(own, filing, "A", "59.90")
    assert promotion_prices(own.enterprise.pk, RUNNING) == {}
    decide(own.submit(filing))
    prices = promotion_prices(own.enterprise.pk, RUNNING)
    assert prices["A"].price == Decimal("59.90")
    assert prices["A"].number == filing.__class__.objects.get(pk=filing.pk).number
    assert promotion_prices(own.enterprise.pk, date(2026, 11, 30)) == {}
    assert set(promotion_prices(own.enterprise.pk, date(2026, 12, 12))) == {"A"}
    assert promotion_prices(own.enterprise.pk, date(2026, 12, 13)) == {}
    assert promotion_prices(firm().enterprise.pk, RUNNING) == {}


def test_of_two_campaigns_the_lower_price_counts() -> None:
    own = seller()
    for price in ("59.90", "49.90"):
        filing = campaign(own)
        promote(own, filing, "A", price)
        decide(own.submit(filing))
    assert promotion_prices(own.enterprise.pk, RUNNING)["A"].price == Decimal("49.90")


def test_a_change_counts_once_it_is_approved() -> None:
    own = seller()
    filing = campaign(own)
    promote(own, filing, "A", "59.90")
    decide(own.submit(filing))
    drafting.begin_change(filing_id=filing.pk, **own.deed)
    promote(own, filing, "A", "69.90", line=1)
    promote(own, filing, "B", "69.90")
    assert promotion_prices(own.enterprise.pk, RUNNING)["A"].price == Decimal("59.90")
    decide(own.submit(filing))
    prices = promotion_prices(own.enterprise.pk, RUNNING)
    assert (set(prices), prices["A"].price) == ({"A", "B"}, Decimal("69.90"))


def test_a_suspended_campaign_gives_no_prices() -> None:
    own = seller()
    filing = campaign(own)
    promote(own, filing, "A", "59.90")
    decide(own.submit(filing))
    proposer, confirmer = official("customs", "supervisor"), official("customs", "supervisor")
    proposal = standing.propose(
        filing_id=filing.pk,
        action="suspend",
        reason="价格核查",
        viewer=viewer_for(proposer),
        by=proposer,
        at=AT,
    )
    standing.decide(
        proposal_id=proposal.pk,
        confirmed=True,
        viewer=viewer_for(confirmer),
        by=confirmer,
        at=AT,
    )
    assert promotion_prices(own.enterprise.pk, RUNNING) == {}


def test_a_file_of_prices_is_entered_whole_or_not_at_all() -> None:
    own = seller()
    filing = campaign(own)
    names = ("sku", "price", "quantity")
    wrong = [
        {"sku": "A", "price": "x", "quantity": "1"},
        {"sku": "Z", "price": "1", "quantity": "0"},
        {"sku": "A", "price": "50", "quantity": "1"},
    ]
    report = upload_lines(filing_id=filing.pk, content=csv_of(wrong, names), **own.deed)
    assert [(e.line, e.code) for e in report.errors] == [
        (2, "number"),
        (3, "number"),
        (3, "sku_not_filed"),
        (4, "sku_twice"),
    ]
    right = [{"sku": sku, "price": "50", "quantity": "1,000"} for sku in "AB"]
    report = upload_lines(filing_id=filing.pk, content=csv_of(right, names), **own.deed)
    assert (report.created, PromotionLine.objects.count()) == (2, 2)
    assert drop_lines(filing_id=filing.pk, lines=[1], **own.deed) == 1


def test_goods_that_went_out_of_force_keep_a_campaign_back() -> None:
    own = seller()
    filing = campaign(own)
    promote(own, filing, "A", "50")
    own.enterprise.goods.filter(sku="A").update(in_force=False)
    assert problems_of(filing) == [("lines", "sku_not_filed")]


def test_a_campaign_ends_after_it_starts() -> None:
    own = seller()
    filing = campaign(own, ends="2026-11-30")
    promote(own, filing, "A", "50")
    assert problems_of(filing) == [("ends", "period")]
    with pytest.raises(IntegrityError, match="promotion_period"):
        Promotion.objects.create(
            filing=filing,
            enterprise=own.enterprise,
            version=1,
            campaign="x",
            platform="y",
            starts=date(2026, 12, 2),
            ends=date(2026, 12, 1),
        )


def test_a_price_is_above_zero() -> None:
    own = seller()
    filing = campaign(own)
    with pytest.raises(IntegrityError, match="promotion_price_positive"):
        PromotionLine.objects.create(
            filing=filing, line=1, sku="A", price=0, currency="142", quantity=1
        )
