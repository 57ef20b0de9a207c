"""Points are checked, plans released by two, their clocks run, and use is reviewed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from enterprises.viewers import viewer_for
from risk import selectors_plans as plans
from risk.models import Case, Plan, PlanRun, RiskPoint
from risk.pages.plan_forms import PlanForm
from risk.rules.subjects import Subject
from risk.services.plans import points, preparing, running
from risk.services.signals import collect
from tests.factories.officials import official
from tests.factories.risk_plans import content, in_force, of_county, point, started
from tests.factories.supervision import AT, BY, TODAY, deed, refused_as

pytestmark = pytest.mark.django_db


def test_a_point_is_due_again_a_period_after_it_was_checked() -> None:
    row, keeper = point(every_days=30), of_county("reviewer")
    with refused_as("risk_incomplete"):
        points.check_point(point_id=row.pk, found=False, note="好", **deed(keeper))
    said: dict[str, Any] = {"found": True, "note": "发现两家企业证照过期。"}
    points.check_point(point_id=row.pk, **said, **deed(keeper, days=40))
    row.refresh_from_db()
    assert row.due_date == TODAY + timedelta(days=70)
    due = plans.points(viewer_for(keeper), {"state": "due"}, on=TODAY + timedelta(days=70))
    assert list(due) == [row]

    with refused_as("risk_not_yours"):
        points.retire_point(point_id=row.pk, **deed(official("customs", "reviewer")))
    points.retire_point(point_id=row.pk, **deed(keeper))
    with refused_as("risk_point_retired"):
        points.check_point(point_id=row.pk, **said, **deed(keeper))
    points.load_shipped(by=BY, at=AT)
    assert points.load_shipped(by=BY, at=AT) == 0


def test_a_new_edition_in_force_retires_the_one_before() -> None:
    first, writer = in_force(), of_county()
    second = preparing.draft_plan(content=content(title_en="Second"), **deed(writer))
    assert (second.edition, second.status) == (2, "draft")
    second = preparing.propose_plan(plan_id=second.pk, version=1, **deed(writer))
    current: dict[str, Any] = {"plan_id": second.pk, "version": second.version}
    with refused_as("risk_four_eyes"):
        preparing.release_plan(**current, **deed(writer))
    with refused_as("risk_plan_fixed"):
        preparing.save_plan(**current, content=content(), **deed(writer))
    preparing.release_plan(**current, **deed(of_county()))
    first.refresh_from_db()
    assert first.status == "retired"
    second = Plan.objects.get(pk=second.pk)
    assert plans.next_drill(second, on=TODAY) == (TODAY + timedelta(days=182))
    assert second in plans.plans_for(viewer_for(writer), "technical")


def test_a_plan_in_use_is_timed_step_by_step_and_reviewed() -> None:
    plan = in_force()
    officer, head = of_county("reviewer"), of_county()
    run = started(plan)
    first, daily = run.todo.get(place=1), run.todo.get(kind="daily")
    assert first.due_at == AT + timedelta(minutes=30)
    assert Notice.objects.filter(user=officer, text_zh__contains=run.number).exists()

    late = AT + timedelta(minutes=45)
    assert [running.remind_of_late_steps(by=BY, at=late) for _ in range(2)] == [1, 0]
    assert Notice.objects.filter(user=head, text_zh__contains="超时 15 分钟").exists()
    report: dict[str, Any] = {"run_id": run.pk, "text": "时间、地点、情况和措施已报告。"}
    running.do_step(place=1, **report, **{**deed(officer), "at": late})
    with refused_as("risk_step_done"):
        running.do_step(place=1, **report, **deed(officer))
    running.do_step(place=daily.place, **report, **deed(officer, days=1))
    following = run.todo.get(kind="daily", done_at__isnull=True)
    assert following.due_at == daily.due_at + timedelta(days=1)
    states = plans.steps_of(run, now=late)
    assert [state.step.place for state in states if state.late] == [1]

    given: dict[str, Any] = {"run_id": run.pk, "result": "系统已恢复，密钥已更换。"}
    run.refresh_from_db()
    with refused_as("risk_incomplete"):
        running.end_run(version=run.version, **given, **deed(head, days=1))
    for step in run.todo.filter(done_at__isnull=True).exclude(kind="daily"):
        running.do_step(place=step.place, **report, **deed(head, days=1))
    run.refresh_from_db()
    running.end_run(version=run.version, **given, **deed(head, days=1))
    run.refresh_from_db()
    assert not run.todo.filter(done_at__isnull=True).exists()
    with refused_as("risk_run_over"):
        running.do_step(place=1, **report, **deed(officer))
    learnt: dict[str, Any] = {"review": "首报迟了十五分钟。", "changes": "值班岗双人。"}
    learnt["review"] += "应加强值班。"
    running.review_run(run_id=run.pk, version=run.version, **learnt, **deed(head, days=2))
    assert PlanRun.objects.get().status == "reviewed"


def test_a_plan_is_started_from_a_case_once(client: Client) -> None:
    plan, head = in_force(), of_county()
    signal = collect(
        type="RT20",
        rule="failed_logins",
        subject=Subject("system", "sign-in", "登录", site="west"),
        level="orange",
        evidence={"count": 900},
        by=BY,
        at=AT,
    )
    case = Case.objects.get(alerts__signals=signal)
    client.force_login(head)
    start = f"/risk/plans/{plan.pk}/start/?case={case.pk}"
    assert start in client.get(f"/risk/cases/{case.pk}/").content.decode()
    sent = {"drill": "real", "case": case.pk, "reason": "登录失败激增，疑似撞库。"}
    assert client.post(start, sent).status_code == 302
    (run,) = plans.runs_of_case(viewer_for(head), case.pk)
    assert run.number in client.get(f"/risk/cases/{case.pk}/").content.decode()
    again = client.post(start, sent)
    assert (again.status_code, PlanRun.objects.count()) == (409, 1)


def test_a_plan_is_started_and_drilled_on_pages(client: Client) -> None:
    head, second = of_county(), of_county()
    client.force_login(head)
    assert client.get("/risk/plans/").status_code == 200
    typed = {**PlanForm.typed(content(code="own-plan")), "areas": ["technical"]}
    own = Plan.objects.filter(code="own-plan")
    wrong = client.post("/risk/plans/new/", {**typed, "steps": "x"})
    assert (wrong.status_code, own.count()) == (422, 0)
    assert client.post("/risk/plans/new/", typed).status_code == 302
    row = own.get()
    page = f"/risk/plans/{row.pk}/"
    assert client.post(f"{page}edit/", {**typed, "level": "red"}).status_code == 302
    row.refresh_from_db()
    assert client.post(f"{page}propose/", {"version": row.version}).status_code == 302
    client.force_login(second)
    row.refresh_from_db()
    assert client.post(f"{page}release/", {"version": row.version}).status_code == 302
    assert client.get(f"{page}start/").status_code == 200
    unknown = {"drill": "real", "case": "7", "reason": "个人信息批量外泄的响应。"}
    assert client.post(f"{page}start/", unknown).status_code == 404
    drill = {"drill": "drill", "reason": "上半年例行演练，按首报流程。"}
    assert client.post(f"{page}start/", drill).status_code == 302
    run = PlanRun.objects.get()
    step = {"place": "1", "text": "演练首报，内容完整及时。"}
    assert client.post(f"/risk/plan-runs/{run.pk}/step/", step).status_code == 302
    run.refresh_from_db()
    end = {"version": run.version, "result": "演练按时完成，效果良好。"}
    assert client.post(f"/risk/plan-runs/{run.pk}/end/", end).status_code == 302
    assert "已终止" in client.get(f"/risk/plan-runs/{run.pk}/").content.decode()
    assert client.get("/risk/plan-runs/?kind=drill").status_code == 200

    entered = RiskPoint.objects.filter(cause_zh=_point()["cause_zh"])
    client.post("/risk/points/new/", {**_point(), "every_days": "0"})
    assert not entered.exists()
    assert client.post("/risk/points/new/", _point()).status_code == 302
    found = entered.get()
    checked = {"found": "on", "note": "抽查三家，一家证照过期。"}
    assert client.post(f"/risk/points/{found.pk}/", checked).status_code == 302
    assert "抽查三家" in client.get(f"/risk/points/{found.pk}/").content.decode()
    listed = client.get("/risk/points/?format=csv").getvalue().decode()
    assert found.number in listed
    assert found.due_date == timezone.localdate(found.checks.get().at) + timedelta(days=90)


def _point() -> dict[str, str]:
    return {
        "node": "filing",
        "type": "RT22",
        "cause_zh": "证照过期（测试）",
        "cause_en": "Lapsed licences",
        "control_zh": "到期提醒",
        "control_en": "Reminders",
        "department": "market",
        "every_days": "90",
    }
