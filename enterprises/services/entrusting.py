"""Mandates between two firms: proposed by the principal, accepted by the agent, ended by either."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.services import audit
from accounts.services.audit import Actor
from enterprises import states
from enterprises.models import Mandate
from enterprises.rules.entrusting import Entrustment, mandate_problems
from enterprises.selectors import facts_of
from enterprises.selectors_mandates import mandate_state, registered_firm
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.services.rights import (
    ADMINISTRATOR,
    administers,
    lock_people,
    must_administer,
    must_be_offered,
)
from enterprises.viewers import Viewer

ON_TYPE: Final = "enterprises.mandate"
LINK: Final = "/mandates/"


@transaction.atomic
def propose_mandate(
    *, given: Entrustment, principal_id: int, by: Actor, at: datetime, origin: str = ""
) -> Mandate:
    """Propose to entrust another firm; nothing holds until the agent accepts.

    :raises Refusal: ``administrator_needed``; ``service_not_offered``; ``mandate_overlaps``;
        ``mandate_invalid`` (details ``problems``: each with field agent, kinds, valid_from,
        valid_to, note or principal).
    """
    principal = lock_people(principal_id)
    must_administer(principal_id, by=by)
    must_be_offered("mandate", principal.site)
    agent = registered_firm(given.agent_code)
    today = timezone.localdate(at)
    found = [*mandate_problems(given, principal=facts_of(principal), agent=agent, today=today)]
    if agent is None or found:
        raise problems_refusal(
            "mandate_invalid",
            found,
            "委托填写有误，请更正",
            "Correct what is wrong in the mandate.",
        )
    _refuse_overlap(given, principal_id, agent.id)
    row = Mandate.objects.create(
        principal=principal,
        agent_id=agent.id,
        kinds=sorted(set(given.kinds)),
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        status=states.MANDATE.initial,
        note=given.note.strip(),
        proposed_at=at,
    )
    _record("mandate.proposed", row, by=by, at=at, origin=origin)
    _tell(
        row.agent_id,
        at,
        f"{principal.name} 拟委托本企业报送 {'、'.join(row.kinds)}，请接受或拒绝。",
        f"{principal.name} proposes to entrust you with {', '.join(row.kinds)}: accept or decline.",
    )
    return row


@transaction.atomic
def accept_mandate(
    *, mandate_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Mandate:
    """The agent accepts: from the first day on it may send, with its very next message.

    :raises Refusal: ``mandate_unknown``, ``mandate_not_yours_to_answer``, ``administrator_needed``,
        ``mandate_over``; PortalError ``transition_refused``.
    """
    row = _answering(mandate_id, viewer, by)
    if mandate_state(row, on=timezone.localdate(at)) == "over":
        raise Refusal(
            "mandate_over",
            409,
            f"该委托已于 {row.valid_to} 到期，不能再接受。请委托方重新提出。",
            f"This mandate ended on {row.valid_to} and cannot be accepted. Ask for a new one.",
        )
    _move(row, "accepted", by=by, at=at, origin=origin)
    _tell(
        row.principal_id,
        at,
        f"{row.agent.name} 已接受委托（{'、'.join(row.kinds)}）。",
        f"{row.agent.name} accepted your mandate ({', '.join(row.kinds)}).",
    )
    return row


@transaction.atomic
def decline_mandate(
    *, mandate_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Mandate:
    """The agent declines.

    :raises Refusal: ``mandate_unknown``, ``mandate_not_yours_to_answer``,
        ``administrator_needed``; PortalError ``transition_refused``.
    """
    row = _answering(mandate_id, viewer, by)
    _move(row, "declined", by=by, at=at, origin=origin)
    _tell(
        row.principal_id,
        at,
        f"{row.agent.name} 未接受委托（{'、'.join(row.kinds)}）。",
        f"{row.agent.name} declined your mandate ({', '.join(row.kinds)}).",
    )
    return row


@transaction.atomic
def revoke_mandate(
    *, mandate_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Mandate:
    """Either firm ends it: the agent's next message is judged without it.

    :raises Refusal: ``mandate_unknown``, ``administrator_needed``; PortalError
        ``transition_refused`` (already declined or revoked).
    """
    row = _own(mandate_id, viewer)
    own, other = row.principal, row.agent
    if own.id not in viewer.own_ids or not administers(own.id, by=by):
        own, other = other, own
    must_administer(own.id, by=by)
    _move(row, "revoked", by=by, at=at, origin=origin)
    _tell(
        other.id,
        at,
        f"{own.name} 已撤销委托（{'、'.join(row.kinds)}），即时生效。",
        f"{own.name} revoked the mandate ({', '.join(row.kinds)}), with immediate effect.",
    )
    return row


def _answering(mandate_id: int, viewer: Viewer, by: Actor) -> Mandate:
    row = _own(mandate_id, viewer)
    if row.agent_id not in viewer.own_ids:
        raise Refusal(
            "mandate_not_yours_to_answer",
            403,
            "委托由受托方接受或拒绝；委托方可以撤销。",
            "The agent accepts or declines a mandate; the principal may revoke it.",
        )
    must_administer(row.agent_id, by=by)
    return row


def _own(mandate_id: int, viewer: Viewer) -> Mandate:
    """The mandate, locked, if the viewer acts for one of its firms."""
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("principal", "agent")
    own = Q(principal_id__in=viewer.own_ids) | Q(agent_id__in=viewer.own_ids)
    row: Mandate | None = rows.filter(own, id=mandate_id).first()
    if row is None:
        raise Refusal("mandate_unknown", 404, "没有这份委托", "there is no such mandate")
    return row


def _move(row: Mandate, status: str, *, by: Actor, at: datetime, origin: str) -> None:
    """The one place that writes the status of a mandate."""
    states.MANDATE.check(row.status, status)
    old, row.status = row.status, status
    if status == "revoked":
        row.revoked_at = at
    else:
        row.answered_at = at
    row.save(update_fields=["status", "answered_at", "revoked_at"])
    _record(f"mandate.{status}", row, old=old, by=by, at=at, origin=origin)


def _refuse_overlap(given: Entrustment, principal_id: int, agent_id: int) -> None:
    """Two mandates for the same matter would leave one alive when the other is revoked."""
    rows = Mandate.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=given.valid_from),
        principal_id=principal_id,
        agent_id=agent_id,
        status__in=("proposed", "accepted"),
    )
    if given.valid_to is not None:
        rows = rows.filter(valid_from__lt=given.valid_to)
    same_day = Q(valid_from=given.valid_from)
    other = rows.filter(Q(kinds__overlap=list(given.kinds)) | same_day).order_by("id").first()
    if other is not None:
        raise Refusal(
            "mandate_overlaps",
            409,
            f"已有一份委托（{'、'.join(other.kinds)}，自 {other.valid_from} 起）与此重叠；"
            "请先撤销它，或改用其他单证或日期。",
            f"A mandate ({', '.join(other.kinds)}, from {other.valid_from}) covers this already: "
            "revoke it first, or choose other kinds or days.",
            details={"mandate": str(other.id)},
        )


def _tell(enterprise_id: int, at: datetime, zh: str, en: str) -> None:
    notify_members(enterprise_id, [ADMINISTRATOR], kind="mandate", zh=zh, en=en, link=LINK, at=at)


def _record(
    action: str, row: Mandate, *, by: Actor, at: datetime, origin: str, old: str = ""
) -> None:
    audit.record(
        action,
        by=by,
        on=(ON_TYPE, str(row.id)),
        old={"status": old} if old else None,
        new={
            "status": row.status,
            "principal": row.principal_id,
            "agent": row.agent_id,
            "kinds": row.kinds,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        },
        at=at,
        origin=origin,
    )
