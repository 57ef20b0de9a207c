"""A firm under supervision, its people, and the officials who handle its cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.facts import SystemActor
from accounts.models import User
from credit.facts import NewRecord
from credit.models import Case, Claim, Record, ScoreModel, Source, Subject
from credit.selectors import model_on
from credit.services import recording
from credit.services.models import load_shipped
from credit.services.subjects import subject_of
from credit.services.supervision import cases, claims, deciding, listing
from credit.services.supervision.claims import Target
from enterprises.models import Enterprise, Member
from enterprises.viewers import viewer_for
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
TODAY = date(2026, 11, 20)
WHY = "经核查事实清楚，依据充分，理由如下。"
BY = SystemActor("test")


def deed(user: User, days: int = 0) -> dict[str, Any]:
    """Who does it, seen by whom, so many days later."""
    return {"viewer": viewer_for(user), "by": user, "at": AT + timedelta(days=days)}


def source(code: str = "customs", department: str = "customs") -> Source:
    """Where records come from."""
    row, _ = Source.objects.get_or_create(
        code=code,
        defaults={
            "zh": "海关",
            "en": "Customs",
            "kind": "penalty",
            "department": department,
            "record_kinds": ["customs_penalty"],
        },
    )
    return row


@dataclass
class Party:
    """A firm with somebody who speaks for it, and three officials who may handle its matters."""

    enterprise: Enterprise
    person: User
    first: User = field(default_factory=lambda: official("zone", "reviewer"))
    second: User = field(default_factory=lambda: official("zone", "supervisor"))
    third: User = field(default_factory=lambda: official("zone", "supervisor"))

    @property
    def subject(self) -> Subject:
        return subject_of(self.enterprise.pk, at=AT)

    def record(
        self, number: str = "P-1", *, kind: str = "customs_penalty", by: Any = BY, days: int = -30
    ) -> Record:
        """A bad record, as customs delivers it."""
        day = TODAY + timedelta(days=days)
        grade = {"abnormal_list": "listed", "serious_list": "listed"}.get(kind, "general")
        return recording.record(
            subject=self.subject,
            source=source(),
            new=NewRecord(kind, number, day, grade=grade, cause="申报不实"),
            by=by,
            at=AT + timedelta(days=days),
        )

    def open(self, *records: Record, cause: str = "fraud") -> Case:
        """A candidate."""
        return cases.open_case(
            enterprise_id=self.enterprise.pk,
            cause=cause,
            facts="虚构交易骗取奖励资金，涉及二百单。",
            record_ids=[row.pk for row in records],
            **deed(self.first),
        )

    def notified(self, *records: Record, cause: str = "fraud") -> Case:
        """A case of which the party was told."""
        row = self.open(*records, cause=cause)
        return cases.notify_party(
            case_id=row.pk, version=row.version, reasons=WHY, **deed(self.first)
        )

    def heard(self, *records: Record, cause: str = "fraud") -> Case:
        """A case whose party waived its statement."""
        row = self.notified(*records, cause=cause)
        return cases.waive_statement(case_id=row.pk, **deed(self.person))

    def proposed(self, *records: Record, proposal: str = "list", cause: str = "fraud") -> Case:
        """A case that waits for the second person."""
        row = self.heard(*records, cause=cause)
        return deciding.propose(
            case_id=row.pk,
            version=row.version,
            proposal=proposal,
            reasons=WHY,
            **deed(self.first),
        )

    def decided(self, *records: Record, cause: str = "fraud") -> Case:
        """A listing that two people decided, not yet published."""
        row = self.proposed(*records, cause=cause)
        return deciding.decide(
            case_id=row.pk,
            version=row.version,
            confirmed=True,
            reasons=WHY,
            **deed(self.second),
        )

    def listed(self, *records: Record, cause: str = "fraud") -> Case:
        """A published listing."""
        row = self.decided(*records, cause=cause)
        return listing.publish(
            case_id=row.pk,
            version=row.version,
            confirmation=row.decision_number,
            **deed(self.second),
        )

    def claim(self, kind: str, *, days: int = 0, text: str = WHY, **target: int) -> Claim:
        """A claim of the firm, handed in."""
        row = self.draft(kind, days=days, text=text, **target)
        return claims.submit_claim(claim_id=row.pk, **deed(self.person, days))

    def draft(self, kind: str, *, days: int = 0, text: str = WHY, **target: int) -> Claim:
        """A claim of the firm, written and not yet handed in."""
        who = deed(self.person, days)
        row = claims.start_claim(kind=kind, target=Target(**target), **who)
        return claims.save_claim(claim_id=row.pk, text=text, commitment=True, **who)


def party(**columns: Any) -> Party:
    """A new firm with an administrator."""
    member: Member = MemberFactory.create(
        enterprise=EnterpriseFactory.create(**columns), role="administrator"
    )
    return Party(member.enterprise, member.user)


def released() -> ScoreModel:
    """The default model of the zone, in force."""
    load_shipped(at=AT)
    found = model_on(TODAY)
    assert found is not None
    return found


def again(row: Any) -> Any:
    """The row as it stands in the database now."""
    return type(row).objects.get(pk=row.pk)


@contextmanager
def refused_as(code: str) -> Iterator[None]:
    """Expects the domain to refuse with a code."""
    with pytest.raises(PortalError) as found:
        yield
    assert found.value.code == code
