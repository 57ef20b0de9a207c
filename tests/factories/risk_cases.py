"""A risk case with the officials of two departments who work on it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.facts import SystemActor
from accounts.models import Organisation, User
from enterprises.models import Enterprise
from enterprises.viewers import viewer_for
from risk.models import Case, Signal
from risk.rules.subjects import of_enterprise
from risk.services.cases import assessing, handling, reviewing
from risk.services.cases.handling import Outcome
from risk.services.joint import asking, packages
from risk.services.joint.asking import Question
from risk.services.signals import collect
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import OrganisationFactory, PostingFactory, official

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
WATCH = SystemActor("risk_screening")
DONE = Outcome("inspection", "开箱查验，实际品名与申报不符。", "查验记录 7 号")


def deed(user: User, *, after: timedelta = timedelta()) -> dict[str, Any]:
    """Who does it, seen by whom, so much later."""
    return {"viewer": viewer_for(user), "by": user, "at": AT + after}


@dataclass
class Desk:
    """A firm, the zone office with two people, and a customs house with two."""

    firm: Enterprise = field(default_factory=EnterpriseFactory.create)
    office: User = field(default_factory=lambda: official("zone", "reviewer"))
    chief: User = field(default_factory=lambda: official("zone", "supervisor"))
    customs: Organisation = field(
        default_factory=lambda: OrganisationFactory.create(name="昌北海关", department="customs")
    )
    inspector: User = field(init=False)
    colleague: User = field(init=False)

    def __post_init__(self) -> None:
        self.inspector = PostingFactory.create(organisation=self.customs, role="reviewer").user
        self.colleague = PostingFactory.create(organisation=self.customs, role="supervisor").user

    def cases(self) -> Any:
        """The cases of the firm."""
        return Case.objects.filter(enterprise=self.firm)

    def signal(self, rule: str = "rt03_ids", level: str = "yellow", **given: Any) -> Signal:
        """One signal of a rule about the firm."""
        values: dict[str, Any] = {
            "type": "RT03",
            "rule": rule,
            "subject": of_enterprise(self.firm.pk, self.firm.name),
            "level": level,
            "evidence": {"window": "30d", "ids": 41},
            "by": WATCH,
            "at": AT,
        }
        return collect(**(values | given))

    def case(self, **given: Any) -> Case:
        """The case of a signal, alert issued."""
        alert = self.signal(**given).alert
        assert alert is not None
        found: Case = fresh(alert.case)
        return found

    def assigned(self, **given: Any) -> Case:
        """A case given to the customs house."""
        case = self.case(**given)
        return handling.assign(
            case_id=case.pk,
            version=case.version,
            organisation=self.customs.code,
            **deed(self.office),
        )

    def begun(self, **given: Any) -> Case:
        """A case that the inspector has in hand."""
        case = self.assigned(**given)
        return handling.begin(case_id=case.pk, version=case.version, **deed(self.inspector))

    def handled(self, **given: Any) -> Case:
        """A case that the inspector has handled."""
        case = self.begun(**given)
        return handling.handle(
            case_id=case.pk, version=case.version, outcome=DONE, **deed(self.inspector)
        )

    def reviewed(self, verdict: str = "confirmed", **given: Any) -> Case:
        """A case that the chief has reviewed."""
        case = self.handled(**given)
        return reviewing.review(
            case_id=case.pk,
            version=case.version,
            verdict=verdict,
            note="与查验记录一致，情况属实。",
            **deed(self.chief),
        )

    def red(self, first: User, second: User) -> Case:
        """A case that two people made red."""
        case = self.case(level="red")
        for person in (first, second):
            case = assessing.confirm_red(case_id=case.pk, version=case.version, **deed(person))
        return case


def fresh(row: Any) -> Any:
    """The row as it stands in the database now."""
    return type(row).objects.get(pk=row.pk)


def risk_objects(enterprise: Enterprise) -> dict[str, Any]:
    """What an office can have about a firm: ids by the names of the isolation table."""
    desk = Desk(enterprise)
    case = desk.handled()
    request = asking.ask(
        case_id=case.pk,
        version=case.version,
        question=Question("请核实七十七号主体。", department="tax"),
        **deed(desk.inspector),
    )
    case = fresh(case)
    package = packages.hand_over(
        case_id=case.pk,
        version=case.version,
        department="police",
        reason="移交七十七",
        **deed(desk.chief),
    )
    return {
        "risk_case": case.pk,
        "risk_request": request.pk,
        "risk_package": package.pk,
        "risk_duty": "RT14",
    }
