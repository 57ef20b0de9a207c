"""What the approval of an enterprise's filing means for its numbers and shops."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.timezone import localdate

from enterprises.models import Filing, FilingVersion
from enterprises.rules.numbers import BANK_ACCOUNT, CUSTOMS, MARKET, TAX
from enterprises.selectors_filings import values_of
from enterprises.services.filing.plugging import Deed, Plug, plug
from enterprises.services.numbers import FILED, keep_filed_numbers
from enterprises.services.shops import keep_shops

SHOP_FIELDS = ("shops", "platform_domains")
"""Fields of the form whose addresses lead to the enterprise."""


def _approved(filing: Filing, version: FilingVersion, deed: Deed) -> None:
    """The enterprise is locked by the approval itself."""
    values = values_of(version)
    keep_filed_numbers(
        filing.enterprise,
        dict(_filed(values)),
        source=f"{FILED} {filing.number}",
        by=deed.by,
        at=deed.at,
        origin=deed.origin,
    )
    addresses = [str(one) for field in SHOP_FIELDS for one in values.get(field) or ()]
    keep_shops(filing.enterprise, addresses, on=localdate(deed.at))


def _filed(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Scheme and number of what the file names; since three certificates became one, the unified
    code is the number of the tax office and of the market registration."""
    for scheme, field in (
        (CUSTOMS, "customs_code"),
        (TAX, "uscc"),
        (MARKET, "uscc"),
        (BANK_ACCOUNT, "bank_account"),
    ):
        if values.get(field):
            yield scheme, str(values[field])


plug("enterprise", Plug(approved=_approved))
