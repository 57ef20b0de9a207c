"""The overview counts what its links lead to."""

import re
from collections.abc import Callable

from django.utils import timezone

from enterprises.viewers import Viewer
from statistics_app.facts import Totals
from statistics_app.selectors import today
from tests.builders.documents import changed
from tests.integration.declarations.conftest import Desk
from tests.integration.pages.conftest import Reader, desk, member_of
from tests.integration.pages.test_lists import a_days_work, numbers

__all__ = ["desk", "member_of"]  # fixtures

Member = Callable[..., Reader]


def viewer(desk: Desk) -> Viewer:
    return Viewer((desk.firm.id,))


def test_totals_count_each_declaration_once(desk: Desk) -> None:
    a_days_work(desk)

    day = today(viewer(desk), at=timezone.now())

    assert day.totals == Totals(received=3, matched=1, mismatched=1, waiting=1, first_time=1)
    assert day.totals.first_time_rate == 0.5
    assert sum(hour.received for hour in day.hours) == 3
    assert sum(hour.matched + hour.mismatched + hour.waiting for hour in day.hours) == 3
    assert day.documents == {"order": 3, "payment": 2, "waybill": 3, "inventory": 3}


def test_what_matched_only_after_a_correction_did_not_match_first_time(desk: Desk) -> None:
    documents = desk.set()
    less = changed(documents["payment"], amountPaid="1")
    desk.send(*{**documents, "payment": less}.values())
    desk.decide()
    desk.send(changed(documents["payment"], appType="2"))
    desk.decide()

    totals = today(viewer(desk), at=timezone.now()).totals

    assert (totals.matched, totals.first_time) == (1, 0)


def test_causes_are_counted_most_frequent_first(desk: Desk) -> None:
    a_days_work(desk)

    causes = today(viewer(desk), at=timezone.now()).causes

    assert {(cause.kind, cause.code): cause.count for cause in causes} == {
        ("code", "MAT-006"): 1,
        ("waiting", "payment"): 1,
    }


def test_senders_are_counted_with_their_most_frequent_finding(desk: Desk) -> None:
    desk.send(desk.set(0)["order"], changed(desk.set(1)["order"], currency="502"))
    desk.send(desk.set(0)["order"])

    (sender,) = today(viewer(desk), at=timezone.now()).senders

    assert (sender.accepted, sender.rejected, sender.duplicate) == (1, 1, 1)
    assert sender.passed_rate == 0.5
    assert sender.main_finding == "GEN-004"


def test_a_day_without_work_has_no_rates(desk: Desk) -> None:
    day = today(viewer(desk), at=timezone.now())

    assert day.totals.first_time_rate is None
    assert day.p95_seconds is None
    assert day.causes == ()


def test_each_cause_leads_to_exactly_its_declarations(desk: Desk, member_of: Member) -> None:
    expected = a_days_work(desk)
    member = member_of(desk)

    page = member.text("/")
    links = re.findall(r'<li><a href="(/declarations/\?[^"]+)">', page)

    listed = {numbers(member.text(link.replace("&amp;", "&")))[0] for link in links}
    assert listed == {expected["mismatched"], expected["waiting"]}
