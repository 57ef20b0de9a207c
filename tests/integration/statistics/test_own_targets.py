"""Targets of the zone's own: once, changed and withdrawn with a reason; and what is measured."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from enterprises.services.refusals import Refusal
from statistics_app import selectors_targets
from statistics_app.models import PlanTarget, Respondent
from statistics_app.services.booking import recount
from statistics_app.services.governance import own_targets
from statistics_app.services.governance.own_targets import NewTarget
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import booking, nothing_counted
from tests.factories.governance import AT, TODAY, Governed, browser, deed, problems_of

pytestmark = pytest.mark.django_db
BRANDS = NewTarget("nanchang", "自主品牌数", "Own brands", "个", "2026", "≥30", "total")


@pytest.fixture
def governed() -> Governed:
    return Governed()


def add(governed: Governed, new: NewTarget = BRANDS) -> PlanTarget:
    return own_targets.add_target(new=new, **deed(governed.office))


def standing(row: PlanTarget, today: date = TODAY) -> Any:
    (found,) = selectors_targets.standings([row], today=today)
    return found


def test_the_same_own_target_posted_twice_makes_one(governed: Governed) -> None:
    row = add(governed)
    with pytest.raises(Refusal) as twice:
        add(governed)
    with pytest.raises(Refusal) as other_goal:
        add(governed, NewTarget(**{**_typed(), "target": "≥40"}))

    assert twice.value.code == other_goal.value.code == "statistics_target_present"
    assert twice.value.details == {"target": row.pk}
    assert PlanTarget.objects.filter(plan="OWN").count() == 1
    assert add(governed, NewTarget(**{**_typed(), "year": "2027"})).pk != row.pk


def test_an_own_target_is_changed_with_a_reason_and_both_readings_are_kept(
    governed: Governed,
) -> None:
    row = add(governed)
    page = reverse("statistics:target", args=[row.pk])
    client = browser(governed.office)
    typed = {**_typed(), "target": "≥40", "version": "1"}

    refused = client.post(f"{page}change/", typed)
    changed = client.post(f"{page}change/", {**typed, "why": "年初计划上调"})
    stale = client.post(f"{page}change/", {**typed, "target": "≥50", "why": "再次上调"})

    assert (refused.status_code, changed.status_code, stale.status_code) == (422, 302, 409)
    row.refresh_from_db()
    assert (row.target_text, row.version) == ("≥40", 2)
    entry: Any = AuditEntry.objects.get(action="statistics_target.changed")
    assert (entry.old, entry.new) == (
        {"target_text": "≥30"}, {"target_text": "≥40", "reason": "年初计划上调"},
    )  # fmt: skip
    shown = client.get(page).content.decode()
    assert "≥30 → ≥40" in shown
    assert "年初计划上调" in shown


def test_a_withdrawn_target_stays_and_counts_no_more(governed: Governed) -> None:
    row = add(governed)
    assert standing(row).is_counted

    with pytest.raises(Refusal) as silent:
        own_targets.withdraw_target(target_id=row.pk, version=1, reason="", **deed(governed.office))
    row = own_targets.withdraw_target(
        target_id=row.pk, version=1, reason="重复登记", **deed(governed.office)
    )

    assert problems_of(silent.value) == {"why"}
    assert standing(row).pace.state == "withdrawn"
    assert not standing(row).is_counted
    assert add(governed).pk != row.pk, "it may be set again"
    assert "已撤销" in browser(governed.office).get("/statistics/targets/").content.decode()


def test_a_target_of_a_plan_is_neither_changed_nor_withdrawn(governed: Governed) -> None:
    row = governed.target(21)

    known: dict[str, Any] = {"target_id": row.pk, "version": 1, **deed(governed.office)}
    with pytest.raises(Refusal) as changed:
        own_targets.change_target(new=BRANDS, reason="上调目标", **known)
    with pytest.raises(Refusal) as withdrawn:
        own_targets.withdraw_target(reason="不再适用", **known)

    assert changed.value.code == withdrawn.value.code == "statistics_target_moved"


def test_leading_firms_are_counted_from_their_register(governed: Governed) -> None:
    row = governed.target(21)
    assert standing(row).measured is None, "there is no register yet"
    for firm, begun, ended in zip(
        EnterpriseFactory.create_batch(3),
        (date(2020, 1, 1), date(2021, 3, 1), date(2022, 1, 1)),
        (None, date(2021, 6, 30), None),
        strict=True,
    ):
        Respondent.objects.create(
            form="LEAD-Y", enterprise=firm, from_date=begun, to_date=ended, at=AT, by_label="x"
        )

    found = standing(row).measured

    assert (found.value, found.day, found.origin) == (1, date(2021, 12, 31), "platform")


def test_the_yearly_growth_of_turnover_is_measured_over_whole_years(governed: Governed) -> None:
    nothing_counted()
    firm = EnterpriseFactory.create(registered_at=datetime(2019, 5, 1, tzinfo=UTC))
    for number, (day, rmb) in enumerate(
        [
            (date(2018, 12, 30), "1.00"),
            (date(2019, 6, 1), "100.00"),
            (date(2021, 6, 1), "144.00"),
            (date(2022, 2, 1), "999.00"),
        ]
    ):
        booking(firm, 9000 + number, day=day, rmb=Decimal(rmb), usd=Decimal(rmb))
    recount()
    row = governed.target(79)
    PlanTarget.objects.filter(pk=row.pk).update(zone=governed.target(21).zone)
    row.refresh_from_db()

    found = standing(row, today=date(2022, 3, 1)).measured

    assert (found.value, found.day) == (Decimal("20.0000"), date(2021, 12, 31))


def _typed() -> dict[str, str]:
    return {name: getattr(BRANDS, name) for name in BRANDS.__slots__}
