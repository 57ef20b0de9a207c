"""The page of a declaration explains its taxes, and tells nothing of the buyer's year."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from declarations.models import Inventory, TaxStanding
from declarations.services.events import place_events
from declarations.services.tax_following import follow_taxes
from taxation.facts import QuotaWish
from taxation.models import TaxRate
from taxation.services.quota import reserve_many
from tests.builders.documents import Cast, Firm, complete_set, lines_of
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.pages.conftest import Reader
from tests.integration.taxation.conftest import settings_loaded

__all__ = ["settings_loaded"]

Member = Callable[..., Reader]


@pytest.fixture
def inventory(desk: Desk, settings_loaded: None) -> Any:
    """A matched import whose articles have rates, not yet followed."""
    documents = desk.set()
    desk.send(*documents.values())
    desk.decide()
    wanted = {line["gcode"] for line in lines_of(documents["inventory"])}
    TaxRate.objects.filter(hs_code__in=wanted).delete()
    TaxRate.objects.bulk_create(
        TaxRate(
            hs_code=code,
            vat=Decimal("0.13"),
            consumption=Decimal(0),
            valid_from="2020-01-01",
            source="示例",
            author="test",
            entered_at=timezone.now(),
        )
        for code in wanted
    )
    return Inventory.objects.get(sender_id=desk.firm.id)


def page(reader: Reader, inventory: Any) -> str:
    return reader.text(f"/declarations/{inventory.id}/")


def follow() -> None:
    place_events()
    follow_taxes(seconds=30, at=timezone.now())


def test_each_line_is_explained_step_by_step(desk: Desk, inventory: Any, member_of: Member) -> None:
    follow()
    text = page(member_of(desk), inventory)

    assert "税款、额度与担保" in text
    assert "以海关核定为准" in text
    assert "应征增值税" in text
    assert "13% " in text or "× 13%" in text
    assert "已占用订购人年度额度" in text
    assert "本平台没有该担保账户" in text


def test_without_a_rate_the_page_says_what_is_missing(
    desk: Desk, inventory: Any, member_of: Member
) -> None:
    TaxRate.objects.all().delete()
    text = page(member_of(desk), inventory)

    assert "无法计算税款" in text
    assert "TAX-005" in text
    assert "未占用额度" in text


def test_an_excess_says_that_customs_would_refuse_but_not_how_much_is_left(
    desk: Desk, inventory: Any, member_of: Member
) -> None:
    now = timezone.now()
    person, year = inventory.buyer_id_number_hash, inventory.received_at.year
    taken = Decimal("25998.77")
    reserve_many(wishes=[QuotaWish(7, person, year, taken)], on=now.date(), at=now)
    follow()
    text = page(member_of(desk), inventory)

    assert "超过年度额度，未占用" in text
    assert "海关将不予放行" in text
    assert "对碰一致" in text
    assert "1.23" not in text
    assert "1.23" not in str(TaxStanding.objects.get().findings)
    assert str(person) not in text


def test_who_may_not_read_the_inventory_is_not_told_of_its_taxes(
    desk: Desk, settings_loaded: None, member_of: Member
) -> None:
    carrier = new_desk()
    cast = Cast.single(Firm(desk.firm.code, desk.firm.name))
    cast = replace(cast, carrier=Firm(carrier.firm.code, carrier.firm.name))
    documents = complete_set(sender=cast, series=desk.series)
    desk.send(documents["order"], documents["payment"], documents["inventory"])
    carrier.send(documents["waybill"])
    desk.decide()
    found = Inventory.objects.get(sender_id=desk.firm.id)

    assert "税款、额度与担保" not in page(member_of(carrier), found)
    assert "税款、额度与担保" in page(member_of(desk), found)


def test_an_export_has_no_taxes_to_show(desk: Desk, member_of: Member) -> None:
    desk.send(*desk.set(direction="export").values())
    desk.decide()
    found = Inventory.objects.get(sender_id=desk.firm.id)

    assert "税款、额度与担保" not in page(member_of(desk), found)
