"""Files of figures: counted before they are read, never handed out with other rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from enterprises.viewers import viewer_for
from statistics_app.asking import Asked
from statistics_app.cuts import Cut
from statistics_app.models import Extract
from statistics_app.rules.terms import Term
from statistics_app.selectors_figures import EVERYTHING, count_by, sums_by
from statistics_app.services import extracting
from statistics_app.services.booking import recount
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import booking, nothing_counted
from tests.factories.officials import official
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, 3, tzinfo=UTC)
TERM = Term(date(2025, 8, 20), date(2025, 10, 10))
DAYS = (date(2025, 8, 25), date(2025, 9, 3), date(2025, 10, 2), date(2025, 10, 20))
"""The last one lies behind the term."""
ASKED = Asked(TERM, Cut())


@pytest.fixture
def person() -> User:
    nothing_counted()
    for firm in EnterpriseFactory.create_batch(2):
        for number, day in enumerate(DAYS):
            booking(firm, firm.pk * 100 + number, day=day)
    recount()
    return official()


def asked_for(person: User, total: int = 6) -> Extract:
    return extracting.ask_for(user=person, what="cells", wanted=ASKED, total=total, at=AT)


def shifting(monkeypatch: pytest.MonkeyPatch, *, readings: int) -> None:
    """So many readings of a file find a row more than was counted."""
    left = [readings]

    def moving(viewer: Any, wanted: Any) -> Iterator[Any]:
        yield from cells(viewer, wanted)
        if left[0]:
            left[0] -= 1
            yield ("one more",)

    cells = extracting._cells
    monkeypatch.setattr(extracting, "_cells", moving)


def test_the_rows_are_counted_as_they_will_be_read(person: User) -> None:
    counted = count_by(ASKED.cut, TERM, extracting._BY, viewer=EVERYTHING, most=100)

    assert counted == len(sums_by(ASKED.cut, TERM, extracting._BY)) == 6
    assert count_by(ASKED.cut, TERM, extracting._BY, viewer=EVERYTHING, most=4) == 4
    file = extracting.file_of(viewer_for(person), "cells", ASKED, language="zh")
    assert [row[0] for row in file.rows] == ["2025-08"] * 2 + ["2025-09"] * 2 + ["2025-10"] * 2


def test_too_large_a_file_is_refused_before_a_row_of_it_is_read(
    person: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATISTICS_MOST_ROWS = 5
    monkeypatch.setattr(extracting, "sums_by", lambda *_, **__: pytest.fail("read"))

    with pytest.raises(PortalError) as refused:
        extracting.file_of(viewer_for(person), "cells", ASKED, language="zh")

    assert refused.value.code == "extract_too_large"


def test_a_file_for_later_is_counted_and_not_read(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extracting, "sums_by", lambda *_, **__: pytest.fail("read"))

    viewer = viewer_for(person)
    file = extracting.file_of(viewer, "cells", ASKED, language="zh", is_later=True)
    assert file.total == 6


def test_a_short_file_whose_rows_moved_is_read_again_and_then_refused(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    shifting(monkeypatch, readings=2)
    file = extracting.file_of(viewer_for(person), "cells", ASKED, language="zh")
    assert len(list(file.rows)) == file.total == 6

    shifting(monkeypatch, readings=99)
    with pytest.raises(PortalError) as refused:
        extracting.file_of(viewer_for(person), "cells", ASKED, language="zh")
    assert refused.value.code == "extract_moved"


def test_a_long_file_with_other_rows_than_counted_is_made_again(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    shifting(monkeypatch, readings=1)
    row = asked_for(person)

    assert extracting.make_waiting(at=AT) == 2

    row.refresh_from_db()
    assert (row.state, row.attempts, row.total, row.done) == ("done", 2, 6, 6)
    assert len(extracting.content_of(row).decode().splitlines()) == 1 + 6


def test_a_file_whose_rows_never_hold_still_is_never_handed_out(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    shifting(monkeypatch, readings=99)
    row = asked_for(person)

    extracting.make_waiting(at=AT)
    extracting.make_waiting(at=AT + timedelta(hours=1))

    row.refresh_from_db()
    assert (row.state, row.attempts, row.content) == ("failed", 3, None)
    assert "行数" in row.error
