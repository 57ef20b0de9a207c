"""The review queue: the right filings, the most urgent first, fast with five thousand of them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Site
from enterprises.models import Enterprise, Filing
from enterprises.selectors_filings import (
    changes_between,
    clock,
    history,
    overdue_count,
    queue_page,
    rivals,
    version_before,
    version_of,
    working_days_left,
)
from enterprises.services.filing import drafting, submitting
from enterprises.viewers import Viewer, viewer_for
from tests.factories.applications import AT, approved, decide, submitted
from tests.factories.officials import official

pytestmark = pytest.mark.django_db

TODAY = AT.date()
MANY = 5_000
MILLISECONDS = 300


def page_of(viewer: Viewer, **filters: str) -> list[int]:
    return [row.pk for row in queue_page(viewer, filters, on=TODAY).rows]


def many() -> None:
    """Five thousand filings at two sites, half of them waiting."""
    Site.objects.create(code="west", parent_id="hub", path="/hub/west/", kind="sub", name="西区")
    firms = Enterprise.objects.bulk_create(
        Enterprise(
            status="applying", name=f"洪城虚构第{number}有限公司", kinds=["ecommerce"],
            site_id="west" if number % 2 else "hub",
        )
        for number in range(MANY)
    )  # fmt: skip
    Filing.objects.bulk_create(
        Filing(
            type="enterprise",
            enterprise=firm,
            title=firm.name,
            status="submitted" if number % 4 else "returned",
            site_id=firm.site_id,
            data={"kinds": ["ecommerce"], "name": firm.name, "note": "x" * 2000},
            version=1,
            stages=["zone", "fx"],
            department=("zone", "fx")[number % 3 == 0] if number % 4 else "",
            created_at=AT,
            updated_at=AT,
            submitted_at=AT,
            due_date=TODAY + timedelta(days=number % 30 - 10) if number % 4 else None,
        )
        for number, firm in enumerate(firms)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE enterprises_filing, enterprises_enterprise")


@pytest.mark.parametrize("site", ["hub", "west"])
def test_the_queue_of_five_thousand_filings_opens_in_time(site: str) -> None:
    many()
    viewer = viewer_for(official(site=site))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = queue_page(viewer, {}, on=TODAY)
        overdue = overdue_count(viewer, on=TODAY)
        shown = [(row.enterprise.name, row.site.name, row.reviewer) for row in page.rows]
    spent = sum(float(query["time"]) for query in asked) * 1000
    assert len(asked) <= 5
    assert spent < MILLISECONDS
    assert len(shown) == 50
    assert page.capped or page.count > 500
    assert overdue > 100
    days = [row.due_date or date.max for row in page.rows]
    assert days == sorted(days)


def test_the_queue_is_paged_by_urgency_without_gaps() -> None:
    many()
    viewer, seen, after = viewer_for(official("fx")), list[int](), ""
    while True:
        page = queue_page(viewer, {}, on=TODAY, after=after, size=400)
        seen += [row.pk for row in page.rows]
        after = page.after
        if not after:
            break
    waiting = Filing.objects.filter(department="fx")
    assert len(seen) == len(set(seen)) == waiting.count()


def test_a_reviewer_sees_the_turn_of_the_own_department_and_site() -> None:
    Site.objects.create(code="west", parent_id="hub", path="/hub/west/", kind="sub", name="西区")
    here, there = submitted(["payment"]), submitted(number=2, site="west")
    assert page_of(viewer_for(official())) == [here.filing.pk, there.filing.pk]
    assert page_of(viewer_for(official("county", site="west"))) == [there.filing.pk]
    assert page_of(viewer_for(official("fx"))) == []
    decide(here.filing, official())
    assert page_of(viewer_for(official("fx"))) == [here.filing.pk]


def test_drafts_are_nobodys_business() -> None:
    applied = submitted()
    submitting.withdraw(**applied.who)
    Filing.objects.filter(pk=applied.filing.pk).update(version=0)
    assert page_of(viewer_for(official()), status="all") == []


def test_the_queue_is_filtered() -> None:
    Site.objects.create(code="west", parent_id="hub", path="/hub/west/", kind="sub", name="西区")
    first = submitted(["payment"]).filing
    second = submitted(["lab"], number=2, site="west").filing
    viewer = viewer_for(official())
    assert page_of(viewer, kind="lab") == [second.pk]
    assert page_of(viewer, site="west") == [second.pk]
    assert page_of(viewer, q="第1商贸") == [first.pk]
    assert page_of(viewer, q=second.enterprise.uscc.lower()) == [second.pk]
    assert page_of(viewer, type="goods") == []
    assert page_of(viewer, status="returned") == []
    Filing.objects.filter(pk=first.pk).update(due_date=TODAY - timedelta(days=1))
    assert page_of(viewer, overdue="1") == [first.pk]
    assert overdue_count(viewer, on=TODAY) == 1


@pytest.mark.parametrize("cursor", ["x", "_", "2026-99-99_1", "1_9999999999999999999999"])
def test_a_cursor_that_is_none_is_ignored(cursor: str) -> None:
    filing = submitted().filing
    page = queue_page(viewer_for(official()), {}, on=TODAY, after=cursor)
    assert [row.pk for row in page.rows] in ([filing.pk], [])


def test_the_clock_counts_working_days_over_a_weekend() -> None:
    filing = submitted().filing
    told = clock(filing, on=date(2026, 11, 20))
    assert told is not None
    assert (told.due, told.days_left, told.overdue) == (date(2026, 11, 27), 5, False)
    assert working_days_left(filing, on=date(2026, 11, 23)) == 4
    late = clock(filing, on=date(2026, 12, 1))
    assert late is not None
    assert late.overdue
    assert late.days_left < 0


def test_a_decided_filing_has_no_clock() -> None:
    assert clock(approved().filing, on=TODAY) is None


def test_history_tells_every_step_with_the_review_behind_it() -> None:
    applied, reviewer = submitted(), official()
    decide(
        applied.filing, reviewer, "return", remarks=[("name", "不符")],
        at=AT + timedelta(hours=1), comment="请补正",
    )  # fmt: skip
    newest = history(applied.again())[0]
    assert (newest.target, newest.note) == ("returned", "请补正")
    assert newest.review is not None
    assert newest.review.by == reviewer
    assert [remark.text for remark in newest.remarks] == ["不符"]


def test_what_changed_between_versions_is_readable_and_masked() -> None:
    applied = approved()
    drafting.begin_change(**applied.who)
    drafting.save_values(
        values={"name": "洪城改名有限公司", "contact_phone": "13900009999"}, **applied.who
    )
    submitting.submit(**applied.who)
    filing = applied.again()
    new = version_of(filing)
    assert new is not None
    changes = {c.field.code: c for c in changes_between(version_before(filing, 2), new)}
    assert set(changes) == {"name", "contact_phone"}
    assert changes["name"].new("zh") == "洪城改名有限公司"
    assert changes["contact_phone"].new("zh") == "139****9999"


def test_a_reviewer_is_shown_who_else_claims_the_code() -> None:
    first, second = submitted(number=8), submitted(number=8)
    assert [row.pk for row in rivals(first.filing)] == [second.filing.pk]
