"""One record by hand: of an enterprise, or of a natural person where the law allows. Every problem
is told at once; nothing is opened for a record that is refused."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from accounts.models import User
from accounts.services import audit
from credit.facts import NewRecord, Problem
from credit.models import Record, Source, Subject
from credit.rules.entries import check_entry
from credit.rules.persons import name_differs, person_problems
from credit.selectors_persons import find_person, name_of_person, person_visible
from credit.services.recording import record, refusal, refuse
from credit.services.subjects import subject_of, subject_of_person
from enterprises.models import Enterprise
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from zone_portal.kernel.errors import PortalError

SHORTEST_REASON: Final = 4
LONGEST_REASON: Final = 200


@transaction.atomic
def enter_of_firm(
    *,
    code: str,
    source_code: str,
    new: NewRecord,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Record:
    """A record of an enterprise in the viewer's charge, by its customs code or its unified code.

    :raises PortalError: ``credit_record_refused`` with all problems; ``credit_record_known``.
    """
    wanted = code.strip().upper()
    visible = Enterprise.objects.registered().visible_to(viewer)
    firm = visible.filter(Q(code=wanted) | Q(uscc=wanted)).first() if wanted else None
    source = _source(source_code)
    problems = [*_of_source(source, new), *check_entry(new, today=localtime(at).date())]
    if firm is None:
        raise refusal([_no_firm(wanted), *problems])
    refuse(problems)
    subject = subject_of(firm.pk, at=at)
    return record(subject=subject, source=source, new=new, by=by, at=at, origin=origin)


@transaction.atomic
def enter_of_person(
    *,
    id_number: str,
    name: str,
    source_code: str,
    new: NewRecord,
    by: User,
    at: datetime,
    origin: str = "",
) -> Record:
    """A record of a natural person; the credit file is opened by the first one. The number is kept
    as a keyed hash, the name sealed; neither stands in the audit trail.

    :raises PortalError: ``credit_record_refused`` with all problems; ``credit_record_known``.
    """
    today, source = localtime(at).date(), _source(source_code)
    known = find_person(id_number)
    problems = [
        *person_problems(id_number, name, today=today),
        *_of_source(source, new),
        *check_entry(new, today=today, person=True),
    ]
    if known is not None and name_of_person(known) != name.strip():
        problems.append(name_differs())
    refuse(problems)
    subject = known or subject_of_person(id_number, name.strip(), at=at)
    if known is None:
        on = ("credit.subject", str(subject.pk))
        audit.record("credit.person_opened", by=by, on=on, new={"kind": new.kind}, at=at)
    return record(subject=subject, source=source, new=new, by=by, at=at, origin=origin)


def look_up_person(
    *, id_number: str, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Subject | None:
    """The file of the person with a number, if there is one and the viewer may see it. That
    somebody looked stands in the audit trail; the number does not."""
    found = find_person(id_number)
    subject = person_visible(viewer, found.pk) if found is not None else None
    on = ("credit.subject", str(subject.pk) if subject else "*")
    new = {"found": subject is not None}
    audit.record("credit.person_looked_up", by=by, on=on, new=new, at=at, origin=origin)
    return subject


@transaction.atomic
def reveal_person(
    *, subject_id: int, reason: str, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> str:
    """The name of a person in the clear, for a reason that stands in the audit trail.

    :raises Refusal: 404 ``credit_subject_unknown``; 422 ``reveal_reason_missing``.
    """
    subject = person_visible(viewer, subject_id)
    if subject is None:
        raise Refusal("credit_subject_unknown", 404, "没有找到该主体。", "No such subject.")
    given = reason.strip()
    if not SHORTEST_REASON <= len(given) <= LONGEST_REASON:
        raise Refusal(
            "reveal_reason_missing",
            422,
            "请写明查看个人信息的事由（4 至 200 字）。",
            "State why you need to see personal data (4 to 200 characters).",
        )
    audit.record(
        "reveal_personal",
        by=by,
        on=("credit.subject", str(subject.pk)),
        new={"elements": ["name"], "reason": given},
        at=at,
        origin=origin,
    )
    return name_of_person(subject)


def _source(code: str) -> Source:
    found: Source | None = Source.objects.filter(code=code, active=True).first()
    if found is None:
        raise PortalError(
            "credit_source_unknown", zh="没有这个数据来源。", en="There is no such source."
        )
    return found


def _of_source(source: Source, new: NewRecord) -> list[Problem]:
    if new.kind in source.record_kinds:
        return []
    return [
        Problem(
            "kind",
            "credit_kind_not_of_source",
            new.kind,
            "该来源不提供此类记录",
            "This source brings no such records",
        )
    ]


def _no_firm(code: str) -> Problem:
    return Problem(
        "subject",
        "credit_subject_unknown",
        code[:18],
        "没有这个代码的已备案企业",
        "No registered enterprise has this code",
    )
