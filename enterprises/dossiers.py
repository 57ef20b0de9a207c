"""What the pages of filing show together: a filing with what hangs on it, for one viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Site
from enterprises import selectors_filings as filings
from enterprises.models import (
    Attachment,
    Distribution,
    Enterprise,
    Filing,
    FilingVersion,
    Member,
    Proposal,
    SubjectNumber,
)
from enterprises.viewers import Viewer


@dataclass(frozen=True, slots=True)
class OpenRemark:
    """A reviewer's remark at a field: what was submitted then, and whether it was changed since.

    ``earlier`` is masked where it is personal."""

    field: str
    text: str
    earlier: Any
    answered: bool


@dataclass(frozen=True, slots=True)
class LastReturn:
    """Who gave a filing back, when, with what comment."""

    who: str
    at: datetime
    comment: str


def filing(viewer: Viewer, filing_id: int) -> Filing | None:
    """The filing with its enterprise and site, for who may see it."""
    rows: Any = Filing.objects.visible_to(viewer)
    found: Filing | None = (
        rows.select_related("enterprise", "site", "reviewer").filter(id=filing_id).first()
    )
    return found


def enterprise(viewer: Viewer, enterprise_id: int) -> Enterprise | None:
    """An enterprise the viewer may see."""
    rows: Any = Enterprise.objects.visible_to(viewer)
    found: Enterprise | None = rows.select_related("site").filter(id=enterprise_id).first()
    return found


def own_enterprises(viewer: Viewer) -> Sequence[Enterprise]:
    """The enterprises somebody acts for, in the order they came."""
    rows = Enterprise.objects.filter(id__in=viewer.own_ids).select_related("site")
    return list(rows.order_by("id"))


def enterprise_filing(row: Enterprise) -> Filing | None:
    """The enterprise's own filing: the one not cancelled, else the last one."""
    rows = Filing.objects.filter(enterprise=row, type="enterprise")
    rows = rows.select_related("enterprise", "site", "reviewer")
    return rows.exclude(status="cancelled").first() or rows.order_by("-id").first()


def role_in(user_id: int, enterprise_id: int) -> str:
    """The role of a member; empty for anyone else."""
    rows = Member.objects.filter(user_id=user_id, enterprise_id=enterprise_id)
    return rows.values_list("role", flat=True).first() or ""


def files_of(row: Filing) -> Mapping[str, Sequence[Attachment]]:
    """The papers of the working copy by field, without their content."""
    return filings.files_by_field(filings.attachments_of(row))


def open_remarks(row: Filing) -> list[OpenRemark]:
    """What the applicant must answer, with what was submitted."""
    said = filings.open_remarks(row)
    version = filings.version_of(row)
    if not said or version is None:
        return []
    masked, before, now = filings.masked_values(version), *_values(version, row)
    return [
        OpenRemark(
            remark.field,
            remark.text,
            masked.get(remark.field, ""),
            answered=bool(remark.field) and before.get(remark.field) != now.get(remark.field),
        )
        for remark in said
    ]


def _values(version: FilingVersion, row: Filing) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values then and now, attachments by their ids."""
    now = {field: [file.pk for file in files] for field, files in files_of(row).items()}
    return (
        {**filings.values_of(version), **version.attachments},
        {**filings.values_of(row), **now},
    )


def last_return(row: Filing) -> LastReturn | None:
    """The review that gave the filing back last."""
    review = row.reviews.filter(version=row.version, decision="return").select_related("by").first()
    return LastReturn(review.by.name, review.at, review.comment) if review else None


def numbers_of(row: Enterprise) -> Sequence[SubjectNumber]:
    """The numbers in force that other authorities know the enterprise by."""
    return list(row.numbers.filter(ended_at__isnull=True).order_by("scheme", "value"))


def versions_of(row: Filing) -> Sequence[FilingVersion]:
    """Every submission, newest first, without its content."""
    return list(row.versions.defer("data", "personal", "attachments").order_by("-version"))


def version(row: Filing, number: int) -> FilingVersion | None:
    """One submission of a filing."""
    return filings.version_of(row, number)


def distribution(viewer: Viewer, distribution_id: int) -> Distribution | None:
    """What a department of the viewer received."""
    return filings.inbox(viewer).filter(id=distribution_id).first()


def proposals(viewer: Viewer, *, open_only: bool = False) -> Sequence[Proposal]:
    """Proposals on filings the viewer may see, open ones first, then the newest."""
    visible: Any = Filing.objects.visible_to(viewer)
    rows = Proposal.objects.filter(filing__in=visible.values("id"))
    if open_only:
        rows = rows.filter(decided_at__isnull=True)
    rows = rows.select_related("filing", "filing__enterprise", "proposed_by", "decided_by")
    return list(rows.defer("filing__personal", "filing__data").order_by("-decided_at", "-id")[:100])


def open_proposal(row: Filing) -> Proposal | None:
    """The proposal that waits for a second pair of eyes."""
    rows = row.proposals.filter(decided_at__isnull=True).select_related("proposed_by")
    return rows.first()


def open_sites() -> Sequence[Site]:
    """The sites that take filings in, as a tree in order."""
    return list(Site.objects.filter(status="open").order_by("path"))
