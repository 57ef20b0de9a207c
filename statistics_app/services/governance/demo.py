"""Targets, tasks and a direct report in the demo zone, through the services that people use; what
it says is invented."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from accounts.facts import SystemActor
from accounts.models import User
from enterprises.models import Enterprise
from enterprises.services.demo import refuse_unless_demo
from enterprises.services.demo_zone import demo_applicant
from enterprises.viewers import viewer_for
from statistics_app.models import FormApproval, MemberUnit, Occasion, PlanTarget, Respondent
from statistics_app.rules.tasks import months_back
from statistics_app.services.governance import monthly, occasions, targets
from statistics_app.services.governance.common import Deed
from statistics_app.services.governance.monthly import Line, duties_of
from statistics_app.services.reporting import forms, opening

BY: Final = SystemActor("load_demo_plan_targets")
OFFICER: Final = "zone"
SUPERVISOR: Final = "supervisor"
FORM: Final = "KEY-M"
FIGURES: Final = ((21, "6"), (34, "6"), (22, "7"), (35, "7"), (66, "2"), (63, "5"))
"""Line of the table and what had been reached; invented."""


@transaction.atomic
def load_demo(*, at: datetime) -> int:
    """Add what is missing and change nothing that is there; returns how many things were added.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    return _figures(at) + _month(at) + _meeting(at) + _reporting(at)


def _figures(at: datetime) -> int:
    added = 0
    for row in PlanTarget.objects.filter(line__in=[line for line, _ in FIGURES], figures=None):
        targets.enter_figure(
            target_id=row.pk,
            day=row.start_date + timedelta(days=600),
            value=dict(FIGURES)[row.line or 0],
            source="市商务局统计表（演示）",
            **_deed(OFFICER, at),
        )
        added += 1
    return added


def _month(at: datetime) -> int:
    unit = MemberUnit.objects.filter(code="market", reports=None).first()
    if unit is None:
        return 0
    lines = {
        duty.pk: Line("40", "形成工作方案，征求部门意见。（演示）") for duty in duties_of(unit)
    }
    monthly.send_month(
        unit_id=unit.pk,
        month=months_back(Deed(BY, at).day, 1),
        summary="推进信用评价与等级互认，召开协调会一次。（演示）",
        problems="部分部门数据尚未接入。（演示）",
        lines=lines,
        **_deed(OFFICER, at),
    )
    return 1


def _meeting(at: datetime) -> int:
    unit = MemberUnit.objects.filter(code="fx").first()
    if unit is None or Occasion.objects.exists():
        return 0
    who, day = _deed(OFFICER, at), Deed(BY, at).day
    row = occasions.plan_occasion(kind="meeting", title="领导小组季度例会（演示）", day=day, **who)
    occasions.hold_occasion(
        occasion_id=row.pk,
        version=row.version,
        day=day,
        minutes="研究外汇便利化和统计直报安排。（演示）",
        **who,
    )
    occasions.add_follow_up(
        occasion_id=row.pk,
        text="接入收结汇数据，用于统计监测。（演示）",
        unit_id=unit.pk,
        due=day + timedelta(days=60),
        **who,
    )
    return 1


def _reporting(at: datetime) -> int:
    if FormApproval.objects.filter(form=FORM).exists():
        return 0
    day = Deed(BY, at).day
    approval = forms.enter_approval(
        code=FORM,
        new=forms.Approval(
            "综试区办公室",
            "市统计局",
            "演示统〔2026〕1号",
            day.replace(month=1, day=1),
            day + timedelta(days=730),
        ),
        **_deed(OFFICER, at),
    )
    forms.confirm_approval(approval_id=approval.pk, **_deed(SUPERVISOR, at))
    firm = Enterprise.objects.get(code=demo_applicant("mall").code)
    if not Respondent.objects.filter(form=FORM, enterprise=firm).exists():
        forms.add_respondent(code=FORM, who=firm.code, **_deed(OFFICER, at))
    return 1 + opening.open_due(Deed(BY, at))


def _deed(username: str, at: datetime) -> dict[str, Any]:
    user = User.objects.get(username=username)
    return {"viewer": viewer_for(user), "by": user, "at": at}
