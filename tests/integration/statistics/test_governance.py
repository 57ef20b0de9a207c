"""Targets, tasks, months, meetings and inspections, as offices and units work them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Notice
from enterprises.services.demo_values import PDF
from enterprises.services.refusals import Refusal
from statistics_app import selectors_targets, selectors_tasks
from statistics_app.models import (
    Assessment,
    Evidence,
    FollowUp,
    MonthReport,
    Occasion,
    PlanTarget,
)
from statistics_app.rules.terms import Term
from statistics_app.selectors_indicators import value_of
from statistics_app.services.governance import (
    evidence,
    followed,
    monthly,
    occasions,
    own_targets,
    targets,
    trees,
    units,
)
from statistics_app.services.governance.common import Deed
from statistics_app.services.governance.evidence import Paper
from statistics_app.services.governance.monthly import Line
from statistics_app.services.governance.own_targets import NewTarget
from statistics_app.services.governance.reminding import remind
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.governance import AT, BY, TODAY, Governed, browser, deed, problems_of, west
from tests.factories.officials import official

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def governed() -> Governed:
    return Governed()


def test_loading_again_changes_nothing(governed: Governed) -> None:
    assert targets.load_shipped(by=BY, at=AT) == 0
    assert units.load_shipped(by=BY, at=AT) == 0
    assert PlanTarget.objects.count() == 81
    assert governed.target(24).same_as == governed.target(33)


def test_a_figure_with_its_source_moves_a_target(governed: Governed) -> None:
    who, target = deed(governed.office), governed.target(1)
    paper = Paper("统计表.pdf", PDF)
    targets.enter_figure(
        target_id=target.pk,
        day=date(2025, 6, 30),
        value="3",
        source="市商务局〔2025〕7号",
        paper=paper,
        **who,
    )

    def standing(day: date) -> str:
        (found,) = selectors_targets.standings([target], today=day)
        return found.pace.state

    assert standing(date(2025, 6, 30)) == "behind"
    assert standing(date(2026, 1, 1)) == "missed"
    with pytest.raises(Refusal) as same:
        targets.enter_figure(
            target_id=target.pk,
            day=date(2025, 6, 30),
            value="3",
            source="市商务局〔2025〕7号",
            **who,
        )
    with pytest.raises(Refusal) as unexplained:
        targets.enter_figure(
            target_id=target.pk, day=date(2025, 6, 30), value="5", source="复核后的统计表", **who
        )
    assert same.value.code == "statistics_figure_same"
    assert problems_of(unexplained.value) == {"reason"}
    targets.enter_figure(
        target_id=target.pk,
        day=date(2025, 6, 30),
        value="5",
        source="复核后的统计表",
        reason="漏计两家平台企业",
        **who,
    )
    assert standing(date(2026, 1, 1)) == "reached"
    kept = Evidence.objects.get()
    assert bytes(kept.content) != PDF
    assert evidence.read(evidence_id=kept.pk, **who)[2] == PDF


def test_targets_without_a_unit_or_a_readable_figure_are_refused_with_everything(
    governed: Governed,
) -> None:
    with pytest.raises(Refusal) as refused:
        own_targets.add_target(
            new=NewTarget("nanchang", "新目标", "New", "", "尽快", "很多", "year"),
            **deed(governed.office),
        )
    with pytest.raises(Refusal) as figure:
        targets.enter_figure(
            target_id=governed.target(1).pk,
            day=date(2099, 1, 1),
            value="许多",
            source="",
            **deed(governed.office),
        )
    with pytest.raises(Refusal) as outsider:
        targets.enter_figure(
            target_id=governed.target(1).pk,
            day=TODAY,
            value="1",
            source="海关统计",
            **deed(official("customs", "reviewer")),
        )

    assert problems_of(refused.value) == {"unit", "year", "target"}
    assert problems_of(figure.value) == {"day", "value", "source"}
    assert outsider.value.code == "statistics_not_yours"


def test_the_platform_measures_its_own_zone_and_the_indicators_count(governed: Governed) -> None:
    rows = [governed.target(42), governed.target(6), governed.target(25)]
    EnterpriseFactory.create(registered_at=datetime(2021, 5, 1, tzinfo=UTC))
    (own, other, before) = selectors_targets.standings(rows, today=TODAY)

    assert own.measured is not None
    assert own.measured.origin == "platform"
    assert own.measured.value == 1
    assert other.measured is None, "another zone's"
    assert before.measured is None, "of a year before the platform's first booking"
    term = Term(date(2026, 1, 1), date(2026, 12, 31))
    assert value_of("IND-GOV-02", term).denominator == 26
    assert value_of("IND-GOV-01", term).denominator == 43


def test_a_month_is_reported_once_and_corrected_with_a_reason(governed: Governed) -> None:
    unit, duty = governed.unit("market"), governed.duty(29)
    units.appoint(unit_id=unit.pk, username=governed.liaison.username, **deed(governed.office))
    who = deed(governed.liaison)

    def send(text: str, reason: str = "") -> MonthReport:
        return monthly.send_month(
            unit_id=unit.pk,
            month=OCTOBER,
            summary="召开互认协调会一次。",
            problems="",
            lines={duty.pk: Line("40", text)},
            reason=reason,
            **who,
        )

    send("与海关、税务签署互认备忘录")
    duty.refresh_from_db()
    assert duty.percent == 40
    with pytest.raises(Refusal) as same:
        send("与海关、税务签署互认备忘录", "更正内容说明")
    with pytest.raises(Refusal) as unexplained:
        send("与海关、税务、外汇签署互认备忘录")
    assert same.value.code == unexplained.value.code == "statistics_month_sent"
    assert governed.liaison.username in str(same.value.text("zh"))
    assert send("与海关、税务、外汇签署互认备忘录", "补充外汇部门").revision == 2
    with pytest.raises(Refusal) as stranger:
        monthly.send_month(
            unit_id=unit.pk,
            month=OCTOBER,
            summary="代为报送月报。",
            problems="",
            lines={},
            **deed(official("tax", "reviewer")),
        )
    assert stranger.value.code == "statistics_not_yours"
    with pytest.raises(Refusal) as wrong:
        monthly.send_month(
            unit_id=unit.pk,
            month=date(2026, 9, 1),
            summary="",
            problems="",
            lines={duty.pk: Line("120", "")},
            **who,
        )
    assert problems_of(wrong.value) == {"summary", f"percent-{duty.pk}", f"text-{duty.pk}"}


def test_a_task_is_reported_done_by_its_unit_and_closed_by_another_person(
    governed: Governed,
) -> None:
    duty, unit = governed.duty(28), governed.unit("market")
    units.appoint(unit_id=unit.pk, username=governed.liaison.username, **deed(governed.office))
    common: dict[str, Any] = {"kind": followed.TASK, "row_id": duty.pk}
    (before,) = selectors_tasks.task_standings([duty], today=TODAY)
    done = followed.report_done(
        **common,
        version=1,
        note="管理办法已印发，文号〔2026〕12号。",
        paper=None,
        **deed(governed.liaison),
    )
    with pytest.raises(Refusal) as stale:
        followed.check_done(
            **common, version=1, accepted=True, note="已核查原件", **deed(governed.office)
        )
    followed.check_done(
        **common, version=done.version, accepted=True, note="已核查原件", **deed(governed.office)
    )
    duty.refresh_from_db()
    (after,) = selectors_tasks.task_standings([duty], today=TODAY)

    assert (before.light.colour, after.light.colour) == ("red", "done")
    assert (duty.status, duty.percent) == ("closed", 100)
    assert stale.value.code == "statistics_changed_meanwhile"
    assert Notice.objects.filter(user=governed.liaison, kind="statistics").exists()
    assert AuditEntry.objects.filter(action="statistics_duty.closed").exists()


def test_what_one_reported_one_does_not_check(governed: Governed) -> None:
    duty = governed.duty(1)
    row = followed.report_done(
        kind=followed.TASK,
        row_id=duty.pk,
        version=1,
        note="已运营，见批复文件。",
        paper=None,
        **deed(governed.office),
    )
    with pytest.raises(Refusal) as refused:
        followed.check_done(
            kind=followed.TASK,
            row_id=duty.pk,
            version=row.version,
            accepted=True,
            note="核查无误",
            **deed(governed.office),
        )
    assert refused.value.code == "statistics_four_eyes"


def test_a_finding_is_followed_to_its_end(governed: Governed) -> None:
    west()
    who = deed(governed.office)
    page = browser(governed.office)
    page.post(
        reverse("statistics:occasion_new"),
        {"kind": "inspection", "title": "西区检查", "day": "2026-11-10", "site": "west"},
    )
    row = Occasion.objects.get()
    add: dict[str, Any] = {
        "occasion_id": row.pk,
        "text": "台账不全",
        "unit_id": governed.unit("tax").pk,
    }
    with pytest.raises(Refusal) as early:
        occasions.add_follow_up(**add, due=TODAY, **who)
    occasions.hold_occasion(
        occasion_id=row.pk, version=1, day=date(2026, 11, 12), minutes="现场查看三家企业。", **who
    )
    item = occasions.add_follow_up(**add, due=date(2026, 11, 30), **who)
    with pytest.raises(Refusal) as left:
        occasions.close_occasion(occasion_id=row.pk, version=2, **who)
    followed_up: dict[str, Any] = {"kind": followed.FOLLOW_UP, "row_id": item.pk}
    followed.report_done(
        **followed_up, version=1, note="台账已补齐，附清单。", paper=None, **deed(governed.chief)
    )
    followed.check_done(**followed_up, version=2, accepted=False, note="还缺三月台账", **who)
    followed.report_done(
        **followed_up, version=3, note="三月台账已补。", paper=None, **deed(governed.chief)
    )
    followed.check_done(**followed_up, version=4, accepted=True, note="抽查十笔相符", **who)
    closed = occasions.close_occasion(occasion_id=row.pk, version=2, **who)

    assert early.value.code == "statistics_occasion_not_held"
    assert left.value.code == "statistics_follow_ups_open"
    assert closed.status == "closed"
    assert [step.deed for step in FollowUp.objects.get().steps.order_by("id")] == [
        "opened",
        "reported",
        "sent_back",
        "reported",
        "closed",
    ]


def test_reminders_are_sent_once_a_week(governed: Governed) -> None:
    units.appoint(
        unit_id=governed.unit("market").pk,
        username=governed.liaison.username,
        **deed(governed.office),
    )
    first = remind(Deed(BY, AT))
    again = remind(Deed(BY, AT))

    assert first > 0
    assert again == 0
    assert Notice.objects.filter(user=governed.liaison, kind="statistics_due").exists()


def test_every_page_opens_and_says_what_it_refuses(governed: Governed) -> None:
    site = west()
    tree = trees.draft_tree(year=2026, **deed(governed.office))
    Assessment.objects.create(tree=tree, site=site)
    occasion = occasions.plan_occasion(
        kind="meeting", title="第四季度例会", day=TODAY, **deed(governed.office)
    )
    page = browser(governed.office)
    opened = {
        "targets": page.get(reverse("statistics:targets")),
        "csv": page.get(reverse("statistics:targets") + "?format=csv"),
        "behind": page.get(reverse("statistics:targets") + "?zone=nanchang&state=lapsed"),
        "target": page.get(reverse("statistics:target", args=[governed.target(42).pk])),
        "new": page.get(reverse("statistics:target_new")),
        "duties": page.get(reverse("statistics:duties") + "?light=red"),
        "duty": page.get(reverse("statistics:duty", args=[governed.duty(3).pk])),
        "units": page.get(reverse("statistics:units")),
        "unit": page.get(reverse("statistics:unit", args=[governed.unit("tax").pk])),
        "month": page.get(reverse("statistics:month", args=[governed.unit("tax").pk, "2026-10"])),
        "occasions": page.get(reverse("statistics:occasions")),
        "plan": page.get(reverse("statistics:occasion_new")),
        "occasion": page.get(reverse("statistics:occasion", args=[occasion.pk])),
        "assessments": page.get(reverse("statistics:assessments")),
        "tree": page.get(reverse("statistics:tree", args=[tree.pk])),
        "assessment": page.get(
            reverse("statistics:assessment", args=[Assessment.objects.get().pk])
        ),
    }
    assert {name: answer.status_code for name, answer in opened.items()} == dict.fromkeys(
        opened, 200
    )
    refused = page.post(
        reverse("statistics:target_deed", args=[governed.target(42).pk, "figure"]), {"value": "x"}
    )
    sent = page.post(
        reverse("statistics:month", args=[governed.unit("tax").pk, "2026-10"]), {"summary": ""}
    )
    added = page.post(
        reverse("statistics:target_new"),
        {
            "zone": "nanchang",
            "zh": "新增园区",
            "en": "New parks",
            "unit": "个",
            "year": "2027",
            "target": "≥2",
            "basis": "total",
            "sense": "reach",
        },
    )
    assert (refused.status_code, sent.status_code, added.status_code) == (422, 422, 302)
    assert 'href="#value"' in refused.content.decode()
    assert browser(official("tax", "viewer")).get(reverse("statistics:targets")).status_code == 200
