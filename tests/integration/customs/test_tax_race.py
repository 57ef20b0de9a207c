"""Two processes at once: a buyer's year that has room for one of two declarations."""

from collections.abc import Callable
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from declarations.models import Inventory, TaxStanding
from declarations.services import taxing
from declarations.taxable import taxables
from reference.selectors import forget_snapshots
from taxation.facts import QuotaWish
from taxation.models import QuotaBalance
from taxation.services.quota import reserve_many
from tests.integration.customs.conftest import matched
from tests.integration.declarations.conftest import new_desk
from tests.integration.enterprises.at_once import at_once, committed

__all__ = ["committed"]

LIMIT = 26_000


def test_two_declarations_that_race_for_the_last_yuan_never_both_get_it(committed: None) -> None:
    forget_snapshots()
    desk, now = new_desk(), timezone.now()
    for number in range(0, 10, 2):
        person = uuid4()
        ids = [matched(desk, number).id, matched(desk, number + 1).id]
        Inventory.objects.filter(id__in=ids).update(buyer_id_number_hash=person)
        found = taxables(ids)
        room = max(one.amount for one in found.values())
        before = QuotaWish(-ids[0], person, found[ids[0]].day.year, LIMIT - room)
        reserve_many(wishes=[before], on=now.date(), at=now)

        at_once(*(working_in(key) for key in ids))

        rows = TaxStanding.objects.filter(inventory_id__in=ids)
        assert sorted(row.quota for row in rows) == ["exceeded", "reserved"]
        balance = QuotaBalance.objects.get(person=person)
        taken = next(row.amount for row in rows if row.quota == "reserved")
        assert balance.reserved == LIMIT - room + taken <= LIMIT


def working_in(inventory_id: int) -> Callable[[], None]:
    """The follower's work on one declaration, in a transaction of its own."""

    def work() -> None:
        with transaction.atomic():
            taxing.reconcile([inventory_id], timezone.now())

    return work
