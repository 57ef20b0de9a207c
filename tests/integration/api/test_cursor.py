"""The cursor of receipts never skips and never repeats, in whatever order transactions commit."""

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections

from declarations.facts import Judged
from declarations.ids import first_id_of
from declarations.models import Submission
from declarations.receipt_log import Cursor, cursor_of, receipts_after
from declarations.services.events import place_events
from declarations.verdicts import pack
from tests.factories.enterprises import EnterpriseFactory

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """An enterprise of this test's own, in a database where commits are real."""
    with django_db_blocker.unblock():
        yield EnterpriseFactory.create().id
        connections.close_all()


_numbers = itertools.count(1)


def insert_submission(enterprise_id: int, documents: int) -> int:
    """A submission of so many rejected documents, committed; its event is still to come."""
    judged = [
        Judged(n, "CEB311", {"ebpCode": "P", "orderNo": f"O{n}"}, "rejected", status="-301008")
        for n in range(documents)
    ]
    identifier = first_id_of(AT) + next(_numbers)
    Submission.objects.create(
        id=identifier,
        enterprise_id=enterprise_id,
        channel="api",
        content_type="application/x-ndjson",
        kinds=["CEB311"],
        sha256=b"",
        size=1,
        received_at=AT,
        rejected=documents,
        verdicts=pack(judged),
    )
    return identifier


class Writer:
    """A connection of its own that inserts the event of a submission and commits later."""

    def __init__(self, enterprise_id: int, submission_id: int, size: int) -> None:
        self.told = [(submission_id, f"O{number}") for number in range(size)]
        self._connection = connection.copy()
        self._connection.set_autocommit(False)
        with self._connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO declarations_event (kind, enterprise_id, submission_id, size,"
                " created_at) VALUES ('verdict', %s, %s, %s, %s)",
                [enterprise_id, submission_id, size, AT],
            )

    def commit(self) -> None:
        self._connection.commit()
        self._connection.close()


class Reader:
    """A client that keeps its cursor as text, as it got it."""

    def __init__(self, enterprise_id: int, limit: int) -> None:
        self.enterprise_id = enterprise_id
        self.limit = limit
        self.cursor = ""
        self.read: list[tuple[int | None, str]] = []

    def poll(self) -> int:
        place_events()
        after = cursor_of(self.cursor)
        assert after is not None
        found, following = receipts_after(self.enterprise_id, after, self.limit)
        assert len(found) <= self.limit
        self.cursor = str(following)
        self.read += [(receipt.submission_id, receipt.key["orderNo"]) for _, receipt in found]
        return len(found)


def test_an_event_that_commits_late_is_read_late_but_read(committed: int) -> None:
    """The trap of serial ids: the earlier id commits after the reader has passed the later one."""
    reader = Reader(committed, limit=10)
    early = Writer(committed, insert_submission(committed, 1), 1)
    late = Writer(committed, insert_submission(committed, 1), 1)
    late.commit()
    assert reader.poll() == 1
    early.commit()
    assert reader.poll() == 1
    assert reader.read == late.told + early.told


def test_events_without_a_position_are_not_shown(committed: int) -> None:
    Writer(committed, insert_submission(committed, 1), 1).commit()
    found, following = receipts_after(committed, Cursor(), 10)
    assert (found, following) == ([], Cursor())
    place_events()
    assert len(receipts_after(committed, Cursor(), 10)[0]) == 1


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_order_of_commits_everything_is_read_once(committed: int, seed: int) -> None:
    chance = random.Random(seed)
    reader = Reader(committed, limit=chance.choice([1, 2, 3, 7, 500]))
    expected: list[tuple[int, str]] = []
    open_writers: list[Writer] = []
    for _ in range(40):
        step = chance.random()
        if step < 0.4:
            size = chance.choice([1, 1, 2, 5])
            writer = Writer(committed, insert_submission(committed, size), size)
            expected += writer.told
            open_writers.append(writer)
        elif step < 0.7 and open_writers:
            open_writers.pop(chance.randrange(len(open_writers))).commit()
        else:
            reader.poll()
    for writer in open_writers:
        writer.commit()
    while reader.poll():
        pass
    assert sorted(reader.read) == sorted(expected)
    assert len(set(reader.read)) == len(reader.read)


def test_reading_again_from_an_old_cursor_gives_the_same(committed: int) -> None:
    for _ in range(3):
        Writer(committed, insert_submission(committed, 3), 3).commit()
    place_events()
    whole, _ = receipts_after(committed, Cursor(), 500)
    for number, (cursor, _) in enumerate(whole):
        again, following = receipts_after(committed, cursor, 500)
        assert [c for c, _ in again] == [c for c, _ in whole[number + 1 :]]
        assert following == whole[-1][0]


def test_the_number_of_queries_does_not_grow_with_what_is_read(
    committed: int, django_assert_num_queries: Any
) -> None:
    for _ in range(12):
        Writer(committed, insert_submission(committed, 4), 4).commit()
    place_events()
    for limit in (1, 5, 500):
        with django_assert_num_queries(3):
            receipts_after(committed, Cursor(), limit)
