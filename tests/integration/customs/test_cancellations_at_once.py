"""Cancellations of one inventory at once, and what happens between the two looks at a message."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from declarations.facts import Judged, Sender
from declarations.messages.catalogue import KINDS
from declarations.models import Course, Paper
from declarations.services.bodies import read_body
from declarations.services.intake import ids_for, judge
from declarations.services.keeping import keep
from declarations.services.number_locks import LOCKS, lock_of
from declarations.services.sources import NDJSON, open_source
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED
from reference.selectors import forget_snapshots
from tests.builders.documents import Document, changed, to_ndjson
from tests.builders.papers import paper
from tests.builders.series import new_series
from tests.integration.customs.conftest import Notebook, forwarded, matched, says
from tests.integration.declarations.conftest import Desk, codes, new_desk
from tests.integration.enterprises.at_once import at_once, committed

__all__ = ["committed"]

NUMBER = "400320261000000047"


def numbered(desk: Desk, place: int, direction: str) -> Any:
    """An inventory that customs has numbered and not released."""
    inventory = matched(desk, place, direction=direction)
    number = f"4003{inventory.id % 10**14:014d}"
    now = timezone.now()
    Course.objects.update_or_create(
        inventory_id=inventory.id,
        defaults={
            "status": "120",
            "status_at": now,
            "said_at": now,
            "invt_no": number,
            "steps": 1,
        },
    )
    return inventory, number


def cancellation(desk: Desk, kind: str, inventory: Any, number: str, **head: Any) -> Document:
    given = {"invtNo": number, "orderNo": inventory.order_no, **head}
    if kind == "CEB605":
        del given["orderNo"]
    return paper(kind, desk.firm.code, series=new_series("C", length=6), **given)


def sending(desk: Desk, judged: list[Judged], *documents: Document) -> Callable[[], None]:
    def send() -> None:
        judged.extend(desk.send(*documents))

    return send


@pytest.mark.parametrize(("direction", "kind"), [("import", "CEB623"), ("export", "CEB605")])
def test_of_cancellations_at_once_one_is_accepted_and_the_others_are_told_of_it(
    committed: None, direction: str, kind: str
) -> None:
    forget_snapshots()
    desk = new_desk()
    for place in range(4):
        inventory, number = numbered(desk, place, direction)
        judged: list[Judged] = []
        messages = [cancellation(desk, kind, inventory, number) for _ in range(3)]

        at_once(*(sending(desk, judged, message) for message in messages))

        assert sorted(j.verdict for j in judged) == [ACCEPTED, REJECTED, REJECTED]
        assert [codes(j) for j in judged if j.verdict == REJECTED] == [{"RET-030"}] * 2
        assert Paper.objects.filter(kind=kind, invt_no=number).count() == 1


def test_messages_that_cancel_the_same_inventories_in_another_order_wait_for_each_other(
    committed: None,
) -> None:
    forget_snapshots()
    desk = new_desk()
    found = [numbered(desk, place, "import") for place in range(6)]
    judged: list[Judged] = []
    one, other = (
        [cancellation(desk, "CEB623", inventory, number) for inventory, number in found]
        for _ in range(2)
    )

    at_once(sending(desk, judged, *one), sending(desk, judged, *reversed(other)))

    assert sorted(j.verdict for j in judged) == [ACCEPTED] * 6 + [REJECTED] * 6


def test_what_customs_releases_between_two_looks_is_not_cancelled(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "120", invtNo=NUMBER)
    text = to_ndjson([cancellation(desk, "CEB623", inventory, NUMBER)])
    body, at = read_body([text], announced=len(text)), timezone.now()
    source = open_source(body, NDJSON)
    acceptor = judge(source, body, ids_for(source, at=at), by=Sender(desk.firm), at=at)
    assert acceptor.batch.judged[0].verdict == ACCEPTED
    says(inventory, "800", invtNo=NUMBER)

    submission, _ = keep(acceptor, source, body, content_type=NDJSON)

    (judged,) = acceptor.batch.judged
    assert (judged.verdict, codes(judged), judged.status) == (REJECTED, {"RET-031"}, "-623005")
    assert (submission.rejected, Paper.objects.count()) == (1, 0)


def test_a_cancellation_sent_again_after_it_was_granted_is_a_duplicate(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "120", invtNo=NUMBER)
    made = cancellation(desk, "CEB623", inventory, NUMBER)
    desk.send(made)
    says(inventory, "399", kind="CEB624", invtNo=NUMBER)

    (again,) = desk.send(made)
    (other,) = desk.send(changed(made, reason="另一个原因"))

    assert again.verdict == DUPLICATE
    assert (other.verdict, codes(other)) == (REJECTED, {"KEY-001"})


def test_a_stranger_who_guesses_the_number_keeps_nobody_from_cancelling(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "120", invtNo=NUMBER)
    stranger = new_desk()
    (guessed,) = stranger.send(cancellation(stranger, "CEB623", inventory, NUMBER))
    assert guessed.verdict == REJECTED

    (judged,) = desk.send(cancellation(desk, "CEB623", inventory, NUMBER))

    assert judged.verdict == ACCEPTED, judged.findings


def test_few_locks_stand_for_all_numbers() -> None:
    kind = KINDS["CEB625"]
    assert {lock_of(kind, None, f"{n:032x}") for n in range(5_000)} == set(range(LOCKS))
