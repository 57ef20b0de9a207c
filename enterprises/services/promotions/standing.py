"""Promotions in the life of their filing: checked when handed in, running once approved."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from enterprises.models import Filing, FilingVersion, Promotion
from enterprises.models import PromotionLine as LineRow
from enterprises.rules.findings import LineFinding, to_stored
from enterprises.rules.forms.promotion import PROMOTION
from enterprises.rules.promotions import (
    FiledPrice,
    PromotionLine,
    below_filed,
    campaign_problems,
    check_promotion,
)
from enterprises.rules.registration import Problem
from enterprises.selectors_filings import attachments_of, files_by_field
from enterprises.selectors_goods import filed_prices
from enterprises.services.filing.plugging import Deed, Plug, plug
from enterprises.services.filing_lines import bring_forward, start_again, working_lines
from enterprises.states import APPROVED, CHANGING


def check(filing: Filing, values: Mapping[str, Any], _on: date) -> Iterator[Problem]:
    """What keeps a campaign from being handed in: no goods, goods no more in force, or a price
    below the filed one without reason and proof."""
    rows = list(working_lines(LineRow, filing))
    if not rows:
        yield Problem(
            "lines", "lines_missing", "", "请至少录入一行商品", "enter one line of goods at least"
        )
    filed = filed_prices(filing.enterprise_id, [row.sku for row in rows])
    gone = [row.sku for row in rows if row.sku not in filed]
    if gone:
        named = ", ".join(gone[:5])
        zh = f"{len(gone)}个货号没有生效的商品备案：{named}"
        en = f"no filed goods are in force for {len(gone)} SKUs: {named}"
        yield Problem("lines", "sku_not_filed", named, zh, en)
    below = any(below_filed(_found(row, filed)) for row in rows)
    files = {code: len(kept) for code, kept in files_by_field(attachments_of(filing)).items()}
    yield from campaign_problems(values, files, below=below)


def submitted(filing: Filing, version: FilingVersion, _deed: Deed) -> None:
    """Keep the filed prices as they are on the day the campaign is handed in."""
    bring_forward(LineRow, filing, version.version)
    rows = list(LineRow.objects.filter(filing=filing, version=version.version))
    filed = filed_prices(filing.enterprise_id, [row.sku for row in rows])
    for row in rows:
        now = filed[row.sku]
        row.name, row.filed_price, row.currency = now.name, now.price, now.currency
        row.findings = to_stored(_found(row, filed))
    fields = ["name", "filed_price", "currency", "findings"]
    LineRow.objects.bulk_update(rows, fields, batch_size=500)


def approved(filing: Filing, version: FilingVersion, _deed: Deed) -> None:
    """The campaign is in force with the goods of this version; its dates say when it runs."""
    data = version.data
    Promotion.objects.update_or_create(
        filing=filing,
        defaults={
            "enterprise_id": filing.enterprise_id,
            "version": version.version,
            "campaign": data["campaign"],
            "platform": data["platform"],
            "starts": date.fromisoformat(data["starts"]),
            "ends": date.fromisoformat(data["ends"]),
            "in_force": True,
        },
    )


def standing(filing: Filing, status: str, _deed: Deed) -> None:
    """A suspended or cancelled campaign is not in force."""
    in_force = status in {APPROVED, CHANGING}
    Promotion.objects.filter(filing=filing).update(in_force=in_force)


def given_up(filing: Filing, _deed: Deed) -> None:
    """The lines being edited say again what is in force."""
    start_again(LineRow, filing, filing.approved_version or 0)


def _found(row: LineRow, filed: Mapping[str, FiledPrice]) -> list[LineFinding]:
    line = PromotionLine(row.line, row.sku, row.price, row.quantity)
    return check_promotion(line, filed.get(row.sku))


plug(
    PROMOTION,
    Plug(
        check=check,
        submitted=submitted,
        approved=approved,
        standing=standing,
        given_up=given_up,
    ),
)
