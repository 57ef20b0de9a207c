"""Consents: an enterprise lets a bank or insurer know named data, for a purpose, for a time."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import audit
from accounts.services.audit import Actor
from enterprises import states
from enterprises.models import Consent
from enterprises.rules.entrusting import Permission, consent_problems
from enterprises.selectors import facts_of
from enterprises.selectors_mandates import (
    CONSENT,
    CONSENT_READ,
    consent_state,
    consented_data,
    registered_firm,
)
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal, problems_refusal
from enterprises.services.rights import ADMINISTRATOR, lock_people, must_administer
from enterprises.viewers import Viewer
from zone_portal.framework.signing import sign

LINK: Final = "/consents/"


@dataclass(frozen=True, slots=True)
class Assertion:
    """A signed answer: ``token`` is the JSON Web Token, ``data`` what it says."""

    token: str
    data: dict[str, Any]
    expires_at: datetime
    consent: Consent


class Provider(Protocol):
    """An app above this one that knows what an item means. It is asked in the transaction of the
    reading, so what it enters of the reading stands or falls with it."""

    def __call__(
        self, row: Consent, items: frozenset[str], *, by: Actor, at: datetime, origin: str
    ) -> Mapping[str, Any]:
        """Item → JSON object, for ``items`` and nothing else; its ``said`` has the sentences ``zh``
        and ``en`` that the page shows."""
        ...


_providers: dict[str, Provider] = {}


def provide(items: Iterable[str], provider: Provider) -> None:
    """Let ``provider`` answer for these items of ``CONSENT_DATA``; said once, when apps load."""
    for item in items:
        _providers[item] = provider


@transaction.atomic
def grant_consent(
    *, given: Permission, principal_id: int, by: Actor, at: datetime, origin: str = ""
) -> Consent:
    """Let the recipient know the data from today on.

    :raises Refusal: ``administrator_needed``; ``consent_invalid`` (details ``problems``: each with
        field recipient, purpose, data, valid_to or principal).
    """
    principal = lock_people(principal_id)
    must_administer(principal_id, by=by)
    recipient = registered_firm(given.recipient_code)
    today = timezone.localdate(at)
    own = facts_of(principal)
    found = [*consent_problems(given, principal=own, recipient=recipient, today=today)]
    if recipient is None or found:
        raise problems_refusal(
            "consent_invalid",
            found,
            "授权填写有误，请更正",
            "Correct what is wrong in the consent.",
        )
    row = Consent.objects.create(
        principal=principal,
        recipient_id=recipient.id,
        purpose=given.purpose.strip(),
        data=sorted(set(given.data)),
        valid_from=today,
        valid_to=given.valid_to,
        status=states.CONSENT.initial,
        granted_at=at,
    )
    _record("consent.granted", row, by=by, at=at, origin=origin, new=_values(row))
    _tell(
        row.recipient_id,
        at,
        f"{principal.name} 向本机构授权查询数据，用途：{row.purpose}",
        f"{principal.name} gave you a consent to read data; purpose: {row.purpose}",
    )
    return row


@transaction.atomic
def withdraw_consent(
    *, consent_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Consent:
    """End a consent at once: the next question is refused.

    :raises Refusal: ``consent_unknown``, ``consent_not_yours``, ``administrator_needed``;
        PortalError ``transition_refused``.
    """
    row = _locked(consent_id, viewer)
    if row.principal_id not in viewer.own_ids:
        raise _refused(
            403,
            "consent_not_yours",
            "只有授权企业可以撤回授权。",
            "Only the enterprise that gave a consent may withdraw it.",
        )
    must_administer(row.principal_id, by=by)
    states.CONSENT.check(row.status, "revoked")
    row.status, row.revoked_at = "revoked", at
    row.save(update_fields=["status", "revoked_at"])
    _record("consent.withdrawn", row, by=by, at=at, origin=origin)
    _tell(
        row.recipient_id,
        at,
        f"{row.principal.name} 已撤回授权，不能再查询其数据。",
        f"{row.principal.name} withdrew its consent; its data can no longer be read.",
    )
    return row


@transaction.atomic
def assertion_for(
    *, consent_id: int, viewer: Viewer, issuer: str, by: Actor, at: datetime, origin: str = ""
) -> Assertion:
    """What the consent opens, signed, valid for minutes. Nothing else is in it, and the reading is
    entered in the trail, where the principal sees it, before anything is given.

    :raises Refusal: ``consent_unknown``, ``consent_not_yours``, ``consent_ended`` (withdrawn or
        over, with the day), ``principal_gone``.
    """
    row = _locked(consent_id, viewer)
    if row.recipient_id not in viewer.own_ids:
        raise _refused(
            403,
            "consent_not_yours",
            "只有被授权机构可以凭授权查询。",
            "Only the recipient of a consent may ask for what it opens.",
        )
    state = consent_state(row, on=timezone.localdate(at))
    if state != "granted":
        raise _ended(row, state)
    data = consented_data(row) | _provided(row, by=by, at=at, origin=origin)
    expires_at = at + settings.ASSERTION_LIFETIME
    claims = {
        "iss": issuer,
        "sub": f"urn:zone-portal:consent:{row.id}",
        "aud": row.recipient.code,
        "iat": int(at.timestamp()),
        "nbf": int(at.timestamp()),
        "exp": int(expires_at.timestamp()),
        "jti": str(uuid.uuid4()),
        "purpose": row.purpose,
        "consent_valid_to": row.valid_to.isoformat(),
        "data": data,
    }
    read = {"items": row.data, "jti": claims["jti"], "recipient": row.recipient.name}
    _record(CONSENT_READ, row, by=by, at=at, origin=origin, new=read)
    return Assertion(sign(claims, at=at), data, expires_at, row)


def _provided(row: Consent, *, by: Actor, at: datetime, origin: str) -> dict[str, Any]:
    """What the apps above tell, each asked once for all its items."""
    asked: dict[Provider, set[str]] = {}
    for item in row.data:
        if item in _providers:
            asked.setdefault(_providers[item], set()).add(item)
    found: dict[str, Any] = {}
    for provider, items in asked.items():
        found |= provider(row, frozenset(items), by=by, at=at, origin=origin)
    return found


def _locked(consent_id: int, viewer: Viewer) -> Consent:
    """The consent, locked: a withdrawal and a reading happen one after the other."""
    rows: Any = Consent.objects.visible_to(viewer)
    found: Consent | None = (
        rows.select_for_update(of=("self",))
        .select_related("principal__site", "recipient")
        .filter(id=consent_id)
        .first()
    )
    if found is None:
        raise _refused(404, "consent_unknown", "没有这份授权", "There is no such consent.")
    return found


def _ended(row: Consent, state: str) -> Refusal:
    day: date = row.valid_to
    zh, en = "已到期", "ended"
    if state == "revoked" and row.revoked_at is not None:
        day = timezone.localtime(row.revoked_at).date()
        zh, en = "已被授权企业撤回", "was withdrawn"
    return _refused(
        403,
        "consent_ended",
        f"该授权于 {day} {zh}。需要继续查询的，请企业重新授权。",
        f"This consent {en} on {day}. To go on, ask the enterprise for a new one.",
    )


def _values(row: Consent) -> dict[str, Any]:
    return {
        "principal": row.principal_id,
        "recipient": row.recipient_id,
        "purpose": row.purpose,
        "data": row.data,
        "valid_to": row.valid_to.isoformat(),
    }


def _record(
    action: str, row: Consent, *, by: Actor, at: datetime, origin: str, new: Any = None
) -> None:
    audit.record(action, by=by, on=(CONSENT, str(row.id)), new=new, at=at, origin=origin)


def _tell(enterprise_id: int, at: datetime, zh: str, en: str) -> None:
    notify_members(enterprise_id, [ADMINISTRATOR], kind="consent", zh=zh, en=en, link=LINK, at=at)


def _refused(status: int, code: str, zh: str, en: str) -> Refusal:
    return Refusal(code, status, zh, en)
