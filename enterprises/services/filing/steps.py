"""The one place that writes a filing's status, and what every service on filings begins with."""

from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from accounts.facts import ClientActor
from accounts.models import User
from accounts.selectors import postings_of
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises import states
from enterprises.constants import APPROVED
from enterprises.models import ApiClient, Enterprise, Filing, FilingStep, Member
from enterprises.rules.reviewing import covers
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

ON_TYPE: Final = "enterprises.filing"
WRITERS: Final = ("administrator", "declarant")
"""Roles of members who may fill in, submit and withdraw."""

LONGEST_NOTE: Final = 500


def move(
    filing: Filing,
    target: str,
    *,
    by: Actor,
    at: datetime,
    origin: str = "",
    note: str = "",
    action: str = "",
    details: dict[str, Any] | None = None,
    **columns: Any,
) -> Filing:
    """Take a locked filing to ``target`` with the given columns; history and audit go along.

    :raises PortalError: ``transition_refused``.
    """
    source = filing.status
    states.FILING.check(source, target)
    _write(filing, {**columns, "status": target}, at)
    FilingStep.objects.create(
        filing=filing,
        version=filing.version,
        source=source,
        target=target,
        at=at,
        by=by if isinstance(by, User) else None,
        by_label=label_of(by)[:128],
        note=note[:LONGEST_NOTE],
    )
    audit.record(
        action or f"filing.{target}",
        by=by,
        on=(ON_TYPE, str(filing.pk)),
        old={"status": source},
        new={"status": target, "version": filing.version, **(details or {})},
        at=at,
        origin=origin,
    )
    return filing


def note(
    filing: Filing,
    action: str,
    *,
    by: Actor,
    at: datetime,
    origin: str = "",
    details: dict[str, Any] | None = None,
    **columns: Any,
) -> Filing:
    """Change columns of a locked filing whose status stays; audited."""
    _write(filing, columns, at)
    audit.record(
        action,
        by=by,
        on=(ON_TYPE, str(filing.pk)),
        new={"version": filing.version, **(details or {})},
        at=at,
        origin=origin,
    )
    return filing


def lock_visible(filing_id: int, viewer: Viewer) -> Filing:
    """The filing, locked against everybody else's write.

    :raises Refusal: 404 ``filing_unknown`` for one the viewer may not see.
    """
    rows = Filing.objects.visible_to(viewer).select_for_update(of=("self",))
    found: Filing | None = rows.select_related("enterprise", "site").filter(pk=filing_id).first()
    if found is None:
        raise unknown()
    return found


def lock_own(filing_id: int, viewer: Viewer, *, by: Actor) -> Filing:
    """A filing of the viewer's own enterprise, locked, for someone who may write it.

    :raises Refusal: 404 ``filing_unknown``, 403 ``role_too_weak``.
    """
    filing = lock_visible(filing_id, viewer)
    if filing.enterprise_id not in viewer.own_ids:
        raise unknown()
    must_write(filing.enterprise_id, by=by)
    return filing


def must_write(enterprise_id: int, *, by: Actor) -> None:
    """Refuse who may not write filings of an enterprise: a member must be administrator or
    declarant at this moment, a client the enterprise's own. The portal's programs may.

    :raises Refusal: 403 ``role_too_weak``.
    """
    if isinstance(by, User):
        held = Member.objects.filter(user_id=by.pk, enterprise_id=enterprise_id, role__in=WRITERS)
        allowed = held.exists()
    elif isinstance(by, ClientActor):
        allowed = ApiClient.objects.filter(id=by.client_id, enterprise_id=enterprise_id).exists()
    else:
        allowed = True
    if not allowed:
        raise Refusal(
            "role_too_weak",
            403,
            "只有本企业的管理员或申报员可以填报。请联系本企业管理员。",
            "Only administrators and declarants of the enterprise may file. Ask one of yours.",
        )


def must_be_registered(filing_type: str, enterprise: Enterprise) -> None:
    """Refuse filings of goods, promotions and places while the enterprise is not in force.

    :raises Refusal: 409 ``enterprise_not_approved``.
    """
    if filing_type != "enterprise" and enterprise.status != APPROVED:
        raise Refusal(
            "enterprise_not_approved",
            409,
            "企业备案通过且未暂停后才能办理此项备案。",
            "The enterprise must be approved, and not suspended, for this.",
        )


def is_in_charge(
    by: User, filing: Filing, *, departments: frozenset[str], roles: frozenset[str], at: datetime
) -> bool:
    """Whether a posting held at ``at`` makes this official responsible for the filing."""
    return any(
        posting.department in departments
        and posting.role in roles
        and covers(posting.site_path, filing.site.path)
        for posting in postings_of(by, on=day_of(at))
    )


def day_of(at: datetime) -> date:
    """The day in Shanghai."""
    return timezone.localdate(at)


def unknown() -> Refusal:
    """The refusal for what does not exist or is somebody else's: the two look alike."""
    return Refusal("filing_unknown", 404, "没有找到该备案。", "There is no such filing.")


def must_be_open(filing: Filing) -> None:
    """Refuse changes of a filing that lies with the reviewers or has ended.

    :raises Refusal: 409 ``filing_not_open``.
    """
    if filing.status not in states.OPEN_FOR_APPLICANT:
        zh, en = states.FILING_LABELS[filing.status]
        raise Refusal(
            "filing_not_open",
            409,
            f"备案当前为“{zh}”，不能修改。已备案的请先申请变更，已提交的可先撤回。",
            f"The filing is “{en}” and cannot be edited: ask for a change of an approved one, "
            "withdraw a submitted one.",
            details={"status": filing.status},
        )


def _write(filing: Filing, columns: dict[str, Any], at: datetime) -> None:
    for name, value in columns.items():
        setattr(filing, name, value)
    filing.updated_at = at
    filing.save(update_fields=[*columns, "updated_at"])
