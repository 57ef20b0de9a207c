"""Whose turn it is: the unit until it reports, the office until it has checked; and meetings."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notice
from enterprises.services.refusals import Refusal
from statistics_app import selectors_tasks
from statistics_app.models import FollowUp, Occasion
from statistics_app.services.governance import followed, occasions, units
from statistics_app.services.governance.common import Deed
from statistics_app.services.governance.reminding import remind
from tests.factories.governance import AT, BY, TODAY, Governed, browser, deed, problems_of

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def governed() -> Governed:
    return Governed()


def meeting(governed: Governed, day: date = TODAY) -> Occasion:
    return occasions.plan_occasion(
        kind="meeting", title="第四季度例会", day=day, **deed(governed.office)
    )


def decided(governed: Governed, due: date = YESTERDAY) -> FollowUp:
    """A decision of a meeting that was held on its day."""
    row = meeting(governed, date(2026, 10, 15))
    occasions.hold_occasion(
        occasion_id=row.pk, version=1, day=date(2026, 10, 15), minutes="研究数据接入。",
        **deed(governed.office),
    )  # fmt: skip
    return occasions.add_follow_up(
        occasion_id=row.pk, text="接入收结汇数据", unit_id=governed.unit("market").pk, due=due,
        **deed(governed.office),
    )  # fmt: skip


def report(governed: Governed, kind: str, row: Any) -> Any:
    return followed.report_done(
        kind=kind, row_id=row.pk, version=row.version, note="已接入，见验收单。", paper=None,
        **deed(governed.liaison),
    )  # fmt: skip


def told(user: Any, after: int = 0) -> list[str]:
    rows = Notice.objects.filter(user=user, kind="statistics_due", id__gt=after)
    return list(rows.order_by("id").values_list("text_zh", flat=True))


def test_after_the_report_the_office_is_asked_and_the_unit_is_left_alone(
    governed: Governed,
) -> None:
    unit = governed.unit("market")
    units.appoint(unit_id=unit.pk, username=governed.liaison.username, **deed(governed.office))
    duty = governed.duty(28)
    report(governed, followed.TASK, duty)
    item = decided(governed)
    report(governed, followed.FOLLOW_UP, item)
    duty.refresh_from_db()

    (row,) = selectors_tasks.task_standings([duty], today=TODAY + timedelta(days=3))
    assert row.light.colour == "checking"
    Notice.objects.all().delete()
    remind(Deed(BY, AT + timedelta(days=3)))
    assert not [text for text in told(governed.liaison) if "任务28" in text or "收结汇" in text]
    remind(Deed(BY, AT + timedelta(days=11)))
    office = told(governed.office)
    assert [text for text in office if "任务28" in text and "尚未核查" in text]
    assert [text for text in office if "收结汇" in text and "尚未核查" in text]
    page = browser(governed.office).get(reverse("statistics:duty", args=[duty.pk]))
    assert "待核查" in page.content.decode()


def test_a_planned_meeting_that_was_not_held_is_told_until_it_is_moved_or_dropped(
    governed: Governed,
) -> None:
    row = meeting(governed, TODAY)
    remind(Deed(BY, AT))
    assert not [text for text in told(governed.office) if row.number in text]

    remind(Deed(BY, AT + timedelta(days=1)))

    assert [text for text in told(governed.office) if row.number in text]
    with pytest.raises(Refusal) as refused:
        occasions.move_occasion(
            occasion_id=row.pk, version=1, day=YESTERDAY, note="", **deed(governed.office)
        )
    assert problems_of(refused.value) == {"note", "new_day"}
    row = occasions.move_occasion(
        occasion_id=row.pk, version=1, day=TODAY + timedelta(days=5), note="主持人出差",
        **deed(governed.office),
    )  # fmt: skip
    assert selectors_tasks.unheld(today=TODAY + timedelta(days=1)) == []
    row = occasions.drop_occasion(
        occasion_id=row.pk, version=row.version, note="并入下季度例会", **deed(governed.office)
    )
    assert row.status == "dropped"
    assert selectors_tasks.unheld(today=TODAY + timedelta(days=90)) == []


def test_a_quarter_without_a_meeting_is_told_to_the_office_once_a_week(
    governed: Governed,
) -> None:
    decided(governed, due=date(2027, 12, 31))
    remind(Deed(BY, AT))
    assert not [text for text in told(governed.office) if "季度例会" in text]
    march = AT + timedelta(days=100)

    for day in (0, 1):
        remind(Deed(BY, march + timedelta(days=day)))

    assert [text for text in told(governed.office) if "没有召开季度例会" in text] == [
        "2027 年第 1 季度没有召开季度例会，请安排。"
    ]


def test_what_is_opened_again_opens_its_meeting_again(governed: Governed) -> None:
    unit = governed.unit("market")
    units.appoint(unit_id=unit.pk, username=governed.liaison.username, **deed(governed.office))
    item: Any = report(governed, followed.FOLLOW_UP, decided(governed))
    item = followed.check_done(
        kind=followed.FOLLOW_UP, row_id=item.pk, version=item.version, accepted=True,
        note="已核对接口", **deed(governed.office),
    )  # fmt: skip
    row = item.occasion
    occasions.close_occasion(occasion_id=row.pk, version=2, **deed(governed.office))

    followed.reopen(
        kind=followed.FOLLOW_UP, row_id=item.pk, version=item.version, note="数据又中断",
        **deed(governed.chief),
    )  # fmt: skip

    row.refresh_from_db()
    assert row.status == "held"
    assert row.steps.latest("id").deed == "reopened"
    with pytest.raises(Refusal) as early:
        occasions.close_occasion(occasion_id=row.pk, version=row.version, **deed(governed.office))
    assert early.value.code == "statistics_follow_ups_open"
    assert "重新打开" in Notice.objects.filter(user=governed.liaison).latest("id").text_zh
