"""A bulletin of a month with open differences: who proposes it says that they know of them."""

from datetime import date

from accounts.services import audit
from enterprises.rules.registration import Problem
from enterprises.services.refusals import problems_refusal
from statistics_app.selectors_reconciling import open_differences
from statistics_app.services.governance.common import Deed

CODE = "differences_open"


def must_be_acknowledged(month: date, *, acknowledged: bool, deed: Deed) -> None:
    """Refuse to go on where sources differ and nobody said that they know; keep who did.

    :raises Refusal: 422 ``differences_open`` with all of them.
    """
    found = open_differences(month)
    if not found:
        return
    if not acknowledged:
        raise problems_refusal(
            CODE,
            [Problem("acknowledged", CODE, "", one.zh, one.en) for one in found],
            f"{month:%Y-%m} 有 {len(found)} 项数据差异未说明，请先说明，或勾选确认后再提请。",
            f"{len(found)} differences of {month:%Y-%m} are not explained: explain them, or tick "
            "that you know of them.",
        )
    audit.record(
        "statistics_reconciliation.acknowledged",
        by=deed.by,
        on=("statistics.reconciliation", f"{month:%Y-%m}"),
        new={"differences": [one.en for one in found]},
        at=deed.at,
        origin=deed.origin,
    )
