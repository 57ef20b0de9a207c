"""The shops of an enterprise as its file in force names them."""

from collections.abc import Iterable
from datetime import date

from enterprises.models import Enterprise, ShopAddress
from enterprises.rules.shops import normalised


def keep_shops(enterprise: Enterprise, addresses: Iterable[str], *, on: date) -> None:
    """Make the shops in force those of ``addresses`` (pages or domains), in the caller's
    transaction with the enterprise locked; what is no address is left out."""
    wanted = {shop for address in addresses if (shop := normalised(address))}
    kept = ShopAddress.objects.filter(enterprise=enterprise, in_force=True)
    present = {(row.host, row.path): row for row in kept}
    for place, row in present.items():
        if place not in wanted:
            row.in_force, row.until_date = False, on
            row.save(update_fields=["in_force", "until_date"])
    ShopAddress.objects.bulk_create(
        ShopAddress(enterprise=enterprise, host=shop.host, path=shop.path, since_date=on)
        for shop in sorted(wanted)
        if (shop.host, shop.path) not in present
    )
