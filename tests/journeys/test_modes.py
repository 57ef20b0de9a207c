"""The pages of modes, routes, flows, market purchase and business models, looked at."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.models import Inventory, MarketRecord, Mode, Order
from declarations.rulebook import day_of
from declarations.services.market import import_firms, record_market
from declarations.services.mode_register import propose, save_draft
from enterprises.models import Member
from tests.factories.officials import PostingFactory, official
from tests.journeys.conftest import LANGUAGES, Visitor

Visit = Callable[..., Visitor]


def looked_at(visitor: Visitor, paths: Iterable[str]) -> dict[str, list[str]]:
    """What is the matter with some pages; pages that are right are left out."""
    found = {path: visitor.wrong_on(path) for path in paths}
    return {path: wrong for path, wrong in found.items() if wrong}


def at_work(visitor: Visitor) -> None:
    """An export with its order, and a market purchase of two orders, one of them not sent."""
    desk, now, by = visitor.desk, timezone.now(), SystemActor("test")
    export = desk.set(1, direction="export")
    desk.send(*export.values())
    desk.decide()
    firms = (
        f"code,name,kind,market,valid_from\n{desk.firm.code},外贸公司,trader,家具市场,2020-01-01\n"
    )
    import_firms(firms.encode(), site="hub", by=by, at=now)
    number = export["order"]["OrderHead"]["orderNo"]
    given = {
        "number": f"40032026{desk.firm.id:010}",
        "declared_on": "2026-11-20",
        "customs_code": "4003",
        "market": "家具市场",
        "trader_code": desk.firm.code,
        "seller_code": "STALL-1",
        "value": "160000",
        "currency": "502",
        "country": "502",
        "goods": "家具",
        "orders": f"{desk.firm.code}:{number} {desk.firm.code}:EX-404",
    }
    record_market(given=given, enterprise_id=desk.firm.id, by=by, at=now)


def pages_of(visitor: Visitor) -> Iterator[str]:
    firm = visitor.desk.firm.id
    yield from ("/modes/", "/modes/export/9710/", "/modes/export/1039/", "/flows/")
    yield from ("/market/", "/market/new/", "/market/firms/", "/business-models/")
    yield from (f"/market/{row.pk}/" for row in MarketRecord.objects.filter(enterprise_id=firm))
    yield f"/declarations/{Inventory.objects.filter(sender_id=firm).latest('id').id}/"
    yield f"/orders/{Order.objects.filter(sender_id=firm).latest('id').id}/"


def a_draft() -> Mode:
    """A pilot that waits for its second pair of eyes."""
    author = official(role="administrator")
    today = day_of(timezone.now()).isoformat()
    values = {
        "code": "9612",
        "direction": "export",
        "zh": "试点出口",
        "en": "Pilot export",
        "flow": "general_export",
        "valid_from": today,
        "documents": ["order", "waybill"],
        "order_types": ["B"],
        "without": ["MAT-031"],
        "settings": {"MAT-006": {"tolerance": "0.5"}},
        "ticket_limit": "5000",
        "basis": "试点方案（示例）",
        "steps": [{"source": "120", "target": "800", "owner": "customs", "hours": "2"}],
    }
    row = save_draft(values=values, by=author, at=timezone.now())
    return propose(mode_id=row.pk, by=author, at=timezone.now())


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_modes_and_markets_are_accessible_and_fit(visit: Visit, language: str) -> None:
    visitor = visit(language=language)
    at_work(visitor)
    visitor.sign_in()
    assert looked_at(visitor, pages_of(visitor)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_who_keeps_the_register_are_accessible_and_fit(
    visit: Visit, language: str
) -> None:
    Mode.objects.filter(code="9612").delete()
    row = a_draft()
    visitor = visit(language=language)
    Member.objects.filter(user=visitor.user).delete()
    visitor.user.is_official = True
    visitor.user.save(update_fields=["is_official"])
    PostingFactory.create(user=visitor.user, role="administrator")
    visitor.sign_in()
    pages = ("/modes/drafts/", f"/modes/drafts/{row.pk}/", f"/modes/new/?from={row.pk}")
    more = ("/customs/steps/", "/market/firms/import/", "/sites/hub/enterprises/")
    assert looked_at(visitor, (*pages, *more)) == {}
