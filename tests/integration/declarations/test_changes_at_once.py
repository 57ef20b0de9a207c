"""Changes and deletions of one document at once, each over a connection of its own."""

from collections.abc import Callable

import pytest

from declarations.facts import Judged
from declarations.models import DocumentRevision, Order, Paper
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED
from reference.selectors import forget_snapshots
from tests.builders.documents import Document, changed
from tests.builders.papers import paper
from tests.builders.series import new_series
from tests.integration.declarations.conftest import Desk, codes, new_desk
from tests.integration.enterprises.at_once import at_once, committed

__all__ = ["committed"]

GONE = {"KEY-006"}


def sending(desk: Desk, judged: list[Judged], document: Document) -> Callable[[], None]:
    def send() -> None:
        judged.extend(desk.send(document))

    return send


def order_of(desk: Desk, number: int) -> Document:
    return changed(desk.set(number)["order"], appStatus="1")


def paper_of(desk: Desk, number: int) -> Document:
    return paper("CEB607", desk.firm.code, series=new_series("W", length=6))


@pytest.mark.parametrize("made", [order_of, paper_of])
def test_changes_at_once_all_count_one_after_the_other(
    committed: None, made: Callable[[Desk, int], Document]
) -> None:
    forget_snapshots()
    desk = new_desk()
    for number in range(3):
        first = made(desk, number)
        (kept,) = desk.send(first)
        assert kept.verdict == ACCEPTED, kept.findings
        judged: list[Judged] = []

        at_once(
            *(sending(desk, judged, changed(first, appType="2", note=f"第{n}次")) for n in range(4))
        )

        assert [j.verdict for j in judged] == [ACCEPTED] * 4, [codes(j) for j in judged]
        model = Order if made is order_of else Paper
        assert model.objects.get(id=kept.document_id).revision == 5


def test_a_deletion_that_meets_a_change_leaves_no_half_of_either(committed: None) -> None:
    forget_snapshots()
    desk = new_desk()
    for number in range(4):
        first = order_of(desk, number)
        (kept,) = desk.send(first)
        changing: list[Judged] = []
        deleting: list[Judged] = []

        at_once(
            sending(desk, changing, changed(first, appType="2", note="改")),
            sending(desk, deleting, changed(first, appType="3")),
        )

        assert deleting[0].verdict == ACCEPTED
        assert not Order.objects.filter(id=kept.document_id).exists()
        ended = DocumentRevision.objects.filter(document_id=kept.document_id)
        if changing[0].verdict == ACCEPTED:
            assert set(ended.values_list("ended_by", flat=True)) == {"2", "3"}
        else:
            assert (changing[0].verdict, codes(changing[0])) == (REJECTED, GONE)
            assert list(ended.values_list("ended_by", flat=True)) == ["3"]
        (again,) = desk.send(first)
        assert again.verdict == ACCEPTED
        assert desk.send(first)[0].verdict == DUPLICATE
