"""Checking people and firms at an identity service: within a quota, logged, nothing copied."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.timezone import localdate

from accounts.identity import INVALID, IdentityService, RegistryAnswer, identity_service
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from enterprises.models import IdentityCheck
from enterprises.rules.identity import (
    PERSON,
    REGISTRY,
    Subject,
    is_askable,
    request_problems,
)
from enterprises.selectors_identity import batch_limit, quota_of, used_on
from enterprises.services.refusals import Refusal, problems_refusal
from zone_portal.framework.vault import vault

_LOCK: Final = 0x4944_0001
"""Class of the advisory locks under which the checks of one enterprise happen in turn."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The results of one request, in its order, and what is left of the day's quota (None for
    officials, who have none)."""

    batch: UUID
    results: tuple[str, ...]
    provider: str
    simulated: bool
    limit: int | None
    left: int | None


@dataclass(frozen=True, slots=True)
class _Query:
    """What is logged of a request beside its subjects and results."""

    method: str
    purpose: str
    enterprise_id: int | None
    service: IdentityService


@transaction.atomic
def check_people(
    *,
    subjects: Sequence[Subject],
    purpose: str,
    enterprise_id: int | None,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Checked:
    """Ask whether each ID number belongs to its name.

    Kept of each check: the result code, a keyed hash of the subject, who asked, when and what for.
    A number that cannot exist is answered ``invalid`` without asking, and is free. Checks of one
    enterprise happen in turn, so that two programs cannot share the last of a quota.

    :raises Refusal: 422 ``identity_request_invalid`` (all problems), 429 ``identity_quota_used``.
    """
    purpose, day = purpose.strip(), localdate(at)
    problems = list(request_problems(purpose, len(subjects), most=batch_limit(on=day)))
    if problems:
        raise problems_refusal(
            "identity_request_invalid",
            problems,
            "核查请求有误。",
            "The request to check people is not complete.",
        )
    askable = [is_askable(given, today=day) for given in subjects]
    limit = left = None
    if enterprise_id is not None:
        limit = quota_of(on=day)
        left = _left(enterprise_id, day=at, limit=limit, wanted=sum(askable))
    service = identity_service()
    results = tuple(
        service.check_person(given.name, given.number) if asked else INVALID
        for given, asked in zip(subjects, askable, strict=True)
    )
    hashes = [_person_hash(given) for given in subjects]
    query = _Query(PERSON, purpose, enterprise_id, service)
    batch = _log(query, hashes, results, by=by, at=at, origin=origin)
    if enterprise_id is not None and limit is not None:
        left = max(limit - used_on(enterprise_id, day), 0)
    return Checked(batch, results, service.name, service.simulated, limit, left)


@transaction.atomic
def look_up_enterprise(
    *,
    uscc: str,
    purpose: str,
    enterprise_id: int | None,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> RegistryAnswer:
    """The name under which a firm is registered; logged like the check of a person.

    :raises Refusal: 422 ``identity_request_invalid``.
    """
    problems = list(request_problems(purpose.strip(), 1, most=1))
    if problems:
        raise problems_refusal(
            "identity_request_invalid", problems, "查询请求有误。", "The request is not complete."
        )
    service = identity_service()
    found = service.look_up(uscc.strip().upper())
    hashes = [vault().hash("registry-subject", uscc.strip().upper())]
    query = _Query(REGISTRY, purpose.strip(), enterprise_id, service)
    _log(query, hashes, (found.result,), by=by, at=at, origin=origin)
    return found


def _left(enterprise_id: int, *, day: datetime, limit: int, wanted: int) -> int:
    """What is left of the quota, with the enterprise's checks locked against one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, enterprise_id])
    left = max(limit - used_on(enterprise_id, localdate(day)), 0)
    if wanted > left:
        raise Refusal(
            "identity_quota_used",
            429,
            f"今日核查次数不足：每日 {limit} 次，剩余 {left} 次，本次需要 {wanted} 次。",
            f"The quota of today is not enough: {limit} a day, {left} left, {wanted} asked for.",
            details={"limit": limit, "left": left, "wanted": wanted},
        )
    return left


def _person_hash(given: Subject) -> UUID:
    return vault().hash("identity-subject", f"{given.name}\n{given.number}")


def _log(
    query: _Query,
    hashes: Sequence[UUID],
    results: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    origin: str,
) -> UUID:
    batch = uuid4()
    IdentityCheck.objects.bulk_create(
        IdentityCheck(
            enterprise_id=query.enterprise_id,
            subject=hashed,
            method=query.method,
            result=result,
            provider=query.service.name,
            purpose=query.purpose,
            batch=batch,
            at=at,
            by_label=label_of(by)[:128],
        )
        for hashed, result in zip(hashes, results, strict=True)
    )
    audit.record(
        "identity.checked",
        by=by,
        on=("enterprises.identitycheck", str(batch)),
        new={
            "method": query.method,
            "purpose": query.purpose,
            "results": dict(Counter(results)),
        },
        at=at,
        origin=origin,
    )
    return batch
