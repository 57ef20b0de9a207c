"""Enterprise filings in every state, made by the services themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from enterprises.models import Enterprise, Filing
from enterprises.rules.forms import checklist, form_for
from enterprises.selectors_filings import form_of, version_of
from enterprises.services.demo_values import PDF, demo_values
from enterprises.services.filing import attaching, drafting, reviewing, submitting
from enterprises.viewers import Viewer, viewer_for
from tests.builders import codes
from tests.factories.officials import official
from tests.factories.users import UserFactory

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
"""Friday, ten o'clock in Shanghai."""

APART = 5000
"""Added to the number of an applicant: codes that no factory of enterprises gives out."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A filing, who files it and with whose eyes."""

    filing: Filing
    by: User

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.by)

    @property
    def who(self) -> dict[str, Any]:
        """The arguments that every service of an applicant takes."""
        return {"filing_id": self.filing.pk, "viewer": self.viewer, "by": self.by, "at": AT}

    def again(self) -> Filing:
        """The filing as it stands now."""
        rows = Filing.objects.select_related("enterprise", "site")
        found: Filing = rows.get(pk=self.filing.pk)
        return found


def answers(kinds: Sequence[str] = ("ecommerce",), *, number: int = 1) -> dict[str, Any]:
    """A complete enterprise filing with codes of its own."""
    values = demo_values(form_for("enterprise", kinds), number=number, on=AT.date())
    own = {
        "kinds": list(kinds),
        "uscc": codes.uscc(APART + number),
        "customs_code": codes.customs_code(APART + number),
        "name": f"洪城虚构第{number}商贸有限公司",
    }
    return {**values, **own}


def draft(
    kinds: Sequence[str] = ("ecommerce",),
    *,
    number: int = 1,
    site: str = "hub",
    by: User | None = None,
    enterprise: Enterprise | None = None,
) -> Applied:
    """A draft that is filled in whole, with every paper attached."""
    person = by or UserFactory.create()
    filing = drafting.start_filing(
        type="enterprise", by=person, at=AT, site=site, enterprise=enterprise
    )
    applied = Applied(filing, person)
    drafting.save_values(values=answers(kinds, number=number), **applied.who)
    for field in form_of(applied.again()).files:
        if field.required:
            attaching.attach(field=field.code, name=f"{field.code}.pdf", content=PDF, **applied.who)
    return Applied(applied.again(), person)


def submitted(kinds: Sequence[str] = ("ecommerce",), **given: Any) -> Applied:
    """A filing in the queue of the site."""
    applied = draft(kinds, **given)
    submitting.submit(**applied.who)
    return Applied(applied.again(), applied.by)


def decide(
    filing: Filing, by: User, decision: str = "approve", *, at: datetime = AT, **given: Any
) -> Filing:
    """A reviewer decides the stage whose turn it is, everything ticked."""
    now = Filing.objects.get(pk=filing.pk)
    version = version_of(now)
    assert version is not None
    lines = checklist(form_of(version), now.department)
    return reviewing.decide(
        **{
            "filing_id": now.pk,
            "version": now.version,
            "stage": now.stage,
            "viewer": viewer_for(by),
            "decision": decision,
            "checked": [line.code for line in lines],
            "by": by,
            "at": at,
            **given,
        }
    )


def approved(kinds: Sequence[str] = ("ecommerce",), **given: Any) -> Applied:
    """A filing in force, approved stage by stage by different people."""
    applied = submitted(kinds, **given)
    for stage in applied.filing.stages:
        decide(applied.filing, official(department=stage))
    return Applied(applied.again(), applied.by)
