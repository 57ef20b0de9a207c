"""Returns of one inventory at once, over several connections."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from declarations.models import InventoryLine, Return, Returned
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED
from reference.selectors import forget_snapshots
from tests.builders.documents import Document
from tests.integration.customs.returning import application, released
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.enterprises.at_once import at_once, committed

__all__ = ["committed"]


def sending(desk: Desk, made: Document, verdicts: list[str]) -> Callable[[], None]:
    def send() -> None:
        verdicts.extend(judged.verdict for judged in desk.send(made))

    return send


def held(inventory: Any) -> dict[int, Decimal]:
    return dict(Returned.objects.filter(inventory_id=inventory.id).values_list("gnum", "held"))


def test_returns_at_once_never_hold_more_than_there_is(committed: None) -> None:
    forget_snapshots()
    desk = new_desk()
    for number in range(3):
        inventory = released(desk, number)
        quantity = InventoryLine.objects.get(document_id=inventory.id, gnum=1).qty
        whole = {1: format(quantity, "f")}
        verdicts: list[str] = []

        at_once(
            *(
                sending(desk, application(inventory, desk.firm.code, whole), verdicts)
                for _ in range(3)
            )
        )

        assert sorted(verdicts) == [ACCEPTED, REJECTED, REJECTED]
        assert held(inventory) == {1: quantity}


def test_the_same_return_twice_at_once_is_kept_once(committed: None) -> None:
    forget_snapshots()
    desk = new_desk()
    for number in range(3):
        inventory = released(desk, number)
        made = application(inventory, desk.firm.code)
        verdicts: list[str] = []

        at_once(sending(desk, made, verdicts), sending(desk, made, verdicts))

        assert sorted(verdicts) == [ACCEPTED, DUPLICATE]
        assert Return.objects.filter(inventory_id=inventory.id).count() == 1
