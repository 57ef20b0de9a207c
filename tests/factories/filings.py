"""Filings of an approved enterprise, handed in and decided as people do it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from enterprises.models import Enterprise, Filing
from enterprises.rules.forms import checklist
from enterprises.selectors_filings import form_of
from enterprises.services.filing import drafting, reviewing, submitting
from enterprises.viewers import Viewer, viewer_for
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@dataclass
class Firm:
    """An approved enterprise with somebody who declares for it."""

    enterprise: Enterprise
    user: User

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.user)

    @property
    def deed(self) -> dict[str, Any]:
        """The arguments that say who does it and when."""
        return {"viewer": self.viewer, "by": self.user, "at": AT}

    def start(self, filing_type: str, **values: Any) -> Filing:
        """A draft with some values."""
        filing = drafting.start_filing(
            type=filing_type, by=self.user, at=AT, enterprise=self.enterprise
        )
        drafting.save_values(filing_id=filing.pk, values=values, **self.deed)
        filing.refresh_from_db()
        return filing

    def submit(self, filing: Filing) -> Filing:
        submitting.submit(filing_id=filing.pk, **self.deed)
        filing.refresh_from_db()
        return filing


def firm(role: str = "declarant") -> Firm:
    """A new firm that may file."""
    member = MemberFactory.create(enterprise=EnterpriseFactory.create(), role=role)
    return Firm(member.enterprise, member.user)


def decide(
    filing: Filing,
    decision: str = "approve",
    *,
    remarks: Iterable[tuple[str, str]] = (),
    by: Mapping[str, User] | None = None,
) -> Filing:
    """Let a reviewer of every stage that is left decide."""
    filing.refresh_from_db()
    while filing.department:
        reviewer = (by or {}).get(filing.department) or official(filing.department)
        viewer = viewer_for(reviewer)
        reviewing.decide(
            filing_id=filing.pk,
            version=filing.version,
            stage=filing.stage,
            viewer=viewer,
            decision=decision,
            checked=[tick.code for tick in checklist(form_of(filing), filing.department)],
            remarks=list(remarks),
            by=reviewer,
            at=AT,
        )
        filing.refresh_from_db()
        if decision == "return":
            break
    return filing
