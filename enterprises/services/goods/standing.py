"""Goods in the life of their filing: checked when handed in, in force once approved."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from enterprises.models import Enterprise, FiledGoods, Filing, FilingVersion
from enterprises.rules.findings import has_errors, to_stored
from enterprises.rules.forms.goods import GOODS
from enterprises.rules.registration import Problem
from enterprises.services.filing.plugging import Deed, Plug, plug
from enterprises.services.filing.steps import day_of
from enterprises.services.filing_lines import bring_forward, start_again, working_lines
from enterprises.services.goods.checking import findings_by_line, line_of, tables_for
from enterprises.states import APPROVED, CHANGING

SHOWN_LINES = 10
"""So many lines with errors are named in one sentence."""


def check(filing: Filing, _values: Mapping[str, Any], on: date) -> Iterator[Problem]:
    """What keeps the lines from being handed in: none at all, or some with errors."""
    rows = list(working_lines(FiledGoods, filing))
    if not rows:
        yield Problem(
            "goods", "lines_missing", "", "请至少录入一行商品", "enter one line of goods at least"
        )
        return
    found = findings_by_line(filing, map(line_of, rows), tables_for(filing, on=on))
    wrong = [number for number, findings in found.items() if has_errors(findings)]
    if wrong:
        named = ", ".join(map(str, wrong[:SHOWN_LINES])) + (" …" if wrong[SHOWN_LINES:] else "")
        yield Problem(
            "goods",
            "lines_wrong",
            named,
            f"{len(wrong)}行商品有误：第{named}行",
            f"{len(wrong)} lines of goods have errors: {named}",
        )


def submitted(filing: Filing, version: FilingVersion, deed: Deed) -> None:
    """Keep with every line what the reviewer has to see, as of the day it was handed in."""
    bring_forward(FiledGoods, filing, version.version)
    rows = list(FiledGoods.objects.filter(filing=filing, version=version.version))
    found = findings_by_line(filing, map(line_of, rows), tables_for(filing, on=day_of(deed.at)))
    changed = []
    for row in rows:
        stored = to_stored(found[row.line])
        if stored != row.findings:
            row.findings = stored
            changed.append(row)
    FiledGoods.objects.bulk_update(changed, ["findings"], batch_size=500)


def approved(filing: Filing, version: FilingVersion, _deed: Deed) -> None:
    """The lines of the version are in force; what they replace is not any more."""
    # Two filings of one enterprise that are approved at once may hold the same SKU.
    Enterprise.objects.select_for_update(no_key=True).get(pk=filing.enterprise_id)
    rows = FiledGoods.objects.filter(filing=filing, version=version.version)
    skus = rows.values("sku")
    own = FiledGoods.objects.filter(enterprise_id=filing.enterprise_id, in_force=True)
    own.filter(sku__in=skus).exclude(filing=filing).update(in_force=False)
    own.filter(filing=filing).update(in_force=False)
    rows.update(in_force=True)


def standing(filing: Filing, status: str, _deed: Deed) -> None:
    """Goods of a suspended or cancelled filing are not in force; a resumption brings back those
    that no other filing has replaced meanwhile."""
    own = FiledGoods.objects.filter(enterprise_id=filing.enterprise_id, in_force=True)
    if status not in {APPROVED, CHANGING}:
        own.filter(filing=filing).update(in_force=False)
        return
    rows = FiledGoods.objects.filter(filing=filing, version=filing.approved_version or 0)
    rows.exclude(sku__in=own.exclude(filing=filing).values("sku")).update(in_force=True)


def given_up(filing: Filing, _deed: Deed) -> None:
    """The lines being edited say again what is in force."""
    start_again(FiledGoods, filing, filing.approved_version or 0)


plug(
    GOODS,
    Plug(
        check=check,
        submitted=submitted,
        approved=approved,
        standing=standing,
        given_up=given_up,
    ),
)
