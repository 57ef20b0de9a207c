"""The office of the zone, a member unit and its liaison officer, and the loaded tables."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from accounts.facts import SystemActor
from accounts.models import Site, User
from enterprises.models import Enterprise
from enterprises.services.demo_values import PDF
from enterprises.viewers import viewer_for
from statistics_app.models import (
    Assessment,
    Duty,
    FollowUp,
    FormApproval,
    MemberUnit,
    PlanTarget,
    Report,
    Survey,
    SurveyUnit,
)
from statistics_app.services.governance import occasions, targets, trees, units
from statistics_app.services.governance.common import Deed
from statistics_app.services.governance.evidence import Paper, keep
from statistics_app.services.reporting import filling, forms, opening
from statistics_app.services.reporting.surveys import Design
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
TODAY = date(2026, 11, 20)
BY = SystemActor("test")


def deed(user: User, days: int = 0) -> dict[str, Any]:
    """Who does it, seen by whom, so many days later."""
    return {"viewer": viewer_for(user), "by": user, "at": AT + timedelta(days=days)}


def browser(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def problems_of(refusal: PortalError) -> set[str]:
    """The fields that a refusal names."""
    return {row["field"] for row in refusal.details["problems"]}


def west() -> Site:
    """An open sub-platform."""
    site, _ = Site.objects.get_or_create(
        code="west",
        defaults={"parent_id": "hub", "path": "/hub/west/", "kind": "sub", "name": "西区"},
    )
    Site.objects.filter(code="west").update(status="open")
    return site


@dataclass
class Governed:
    """Two officials of the zone office, one of a department, and the tables as shipped."""

    office: User = field(default_factory=lambda: official("zone", "reviewer"))
    chief: User = field(default_factory=lambda: official("zone", "supervisor"))
    liaison: User = field(default_factory=lambda: official("market", "viewer"))

    def __post_init__(self) -> None:
        targets.load_shipped(by=BY, at=AT)
        units.load_shipped(by=BY, at=AT)

    def target(self, line: int) -> PlanTarget:
        """A target by its line in the table."""
        return PlanTarget.objects.get(line=line)

    def duty(self, number: int) -> Duty:
        """A task by its number."""
        return Duty.objects.get(number=number)

    def unit(self, code: str) -> MemberUnit:
        """A unit by its code."""
        return MemberUnit.objects.get(code=code)


def governance_objects(site: str) -> dict[str, Any]:
    """Ids by the names that the isolation table uses; what is a site's own is that site's."""
    governed = Governed()
    own = official("county", "reviewer", site)
    occasion = occasions.plan_occasion(
        kind="inspection", title="检查七十七", day=TODAY, site=site, **deed(governed.office)
    )
    tree = trees.draft_tree(year=2077, **deed(governed.office))
    paper = keep(Paper("证明.pdf", PDF), by=own, at=AT)
    return {
        "plan_target": governed.target(1).pk,
        "plan_task": governed.duty(1).pk,
        "member_unit": governed.unit("tax").pk,
        "occasion": occasion.pk,
        "follow_up": FollowUp.objects.create(
            occasion=occasion, text="事项", unit=governed.unit("tax"), due_date=TODAY
        ).pk,
        "assessment_tree": tree.pk,
        "assessment": Assessment.objects.create(tree=tree, site_id=site).pk,
        "evidence": paper.pk if paper else 0,
        "month": "2026-10",
    }


@dataclass
class Reporting:
    """An approved form, a key firm in the west with its people, and the offices of the chain."""

    office: User = field(default_factory=lambda: official("zone", "reviewer"))
    chief: User = field(default_factory=lambda: official("zone", "supervisor"))
    form: str = "KEY-M"

    def __post_init__(self) -> None:
        west()
        self.county = official("county", "reviewer", "west")
        self.firm = EnterpriseFactory.create(
            site_id="west", kinds=["ecommerce"], status="approved", name="直报七十七公司"
        )
        self.person = MemberFactory.create(enterprise=self.firm, role="declarant").user
        approval = forms.enter_approval(
            code=self.form,
            new=forms.Approval(
                "综试区办公室",
                "市统计局",
                "示例统〔2026〕1号",
                date(2026, 1, 1),
                date(2027, 12, 31),
            ),
            **deed(self.office),
        )
        forms.confirm_approval(approval_id=approval.pk, **deed(self.chief))
        forms.add_respondent(code=self.form, who=self.firm.code, **deed(self.office))
        opening.open_due(Deed(BY, AT))

    @property
    def report(self) -> Report:
        """The firm's report of October."""
        return Report.objects.get(enterprise=self.firm, period_date=date(2026, 10, 1))

    def sent(self, **changes: str) -> Report:
        """The report, sent."""
        return filling.send_report(
            report_id=self.report.pk,
            figures=FIGURES | changes,
            reasons={},
            **deed(self.person),
        )


FIGURES = {
    "export_value": "120.50",
    "export_b2b": "20.50",
    "export_b2c": "100",
    "export_orders": "12000",
    "import_value": "0",
    "import_orders": "0",
    "other_modes": "3",
    "staff": "40",
}


def design(**changes: Any) -> Design:
    """A survey of e-commerce firms by their kind."""
    typed: dict[str, Any] = {
        "title": "海外仓投入抽样调查",
        "question": "本年海外仓投入金额",
        "unit": "万元",
        "authority": "综试区办公室",
        "approval_number": "示例统〔2026〕2号",
        "valid_until": date(2027, 12, 31),
        "strata_by": "kind",
        "strata": ("ecommerce",),
        "size": "3",
        "allocation": "proportional",
        "seed": "2026-11",
        "due": date(2026, 12, 10),
    }
    return Design(**typed | changes)


def reporting_objects(enterprise: Enterprise) -> dict[str, Any]:
    """Ids by the names that the isolation table uses: a report and a questionnaire of the firm."""
    approval = FormApproval.objects.create(
        form="KEY-M",
        form_version=1,
        authority="综试办",
        approved_by_office="统计局",
        number="统七十七号",
        from_date=TODAY,
        to_date=TODAY,
        at=AT,
        by=official("zone", "reviewer"),
    )
    report = Report.objects.create(
        number="ZB77",
        form="KEY-M",
        form_version=1,
        approval=approval,
        enterprise=enterprise,
        place=enterprise.site,
        period_date=date(2026, 10, 1),
        due_date=TODAY,
        status="submitted",
        stage="county",
        figures=FIGURES,
        submitted_at=AT,
    )
    survey = Survey.objects.create(
        number="DC77",
        title="抽样七十七",
        question="投入",
        unit="万元",
        authority="综试办",
        approval_number="统七十八号",
        valid_date=TODAY,
        strata_by="kind",
        frame=["ecommerce"],
        size=2,
        allocation="equal",
        seed="7",
        due_date=TODAY,
        status="drawn",
    )
    unit = SurveyUnit.objects.create(
        survey=survey, enterprise=enterprise, stratum="ecommerce", place=1
    )
    return {
        "direct_report": report.pk,
        "report_form": "KEY-M",
        "survey": survey.pk,
        "questionnaire": unit.pk,
    }
