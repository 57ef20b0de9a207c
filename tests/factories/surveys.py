"""Firms of a kind with somebody who answers, and a survey drawn from them."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from enterprises.models import Enterprise
from statistics_app.models import Survey, SurveyUnit
from statistics_app.services.reporting import surveys
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.governance import deed, design
from tests.factories.members import MemberFactory
from tests.factories.officials import official


def approved(kind: str = "ecommerce", count: int = 1) -> list[Enterprise]:
    """Approved firms of one kind."""
    return [EnterpriseFactory.create(kinds=[kind], status="approved") for _ in range(count)]


@dataclass
class Surveying:
    """The office, and a survey over the firms of one or two kinds, not drawn yet."""

    firms: dict[str, int] = field(default_factory=lambda: {"ecommerce": 4})
    size: str = "3"
    office: User = field(default_factory=lambda: official("zone", "reviewer"))
    survey: Survey = field(init=False)

    def __post_init__(self) -> None:
        for kind, count in self.firms.items():
            approved(kind, count)
        self.survey = surveys.design_survey(
            new=design(strata=tuple(self.firms), size=self.size), **deed(self.office)
        )

    @property
    def seen(self) -> dict[str, Any]:
        """The survey as the office sees it now."""
        self.survey.refresh_from_db()
        return {"survey_id": self.survey.pk, "version": self.survey.version, **deed(self.office)}

    def drawn(self) -> list[SurveyUnit]:
        """The sample, in its order."""
        surveys.draw_survey(**self.seen)
        return self.units()

    def units(self, stratum: str = "") -> list[SurveyUnit]:
        """What was drawn, of one stratum or of all."""
        rows = self.survey.units.order_by("place")
        return list(rows.filter(stratum=stratum) if stratum else rows)

    def closed(self) -> Survey:
        """The survey, estimated."""
        return surveys.close_survey(**self.seen)


def answer(unit: SurveyUnit, value: str) -> None:
    """An answer by somebody of the firm."""
    person = MemberFactory.create(enterprise=unit.enterprise, role="finance").user
    surveys.answer_survey(unit_id=unit.pk, value=value, note="", **deed(person))
