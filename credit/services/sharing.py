"""Looking up somebody's credit: what the purpose allows, and never without an entry of the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.timezone import localtime

from accounts.facts import SystemActor
from accounts.models import User
from accounts.selectors import postings_of
from accounts.services.audit import Actor, label_of
from credit.models import DepartmentClient, Query, RaterContract, Subject
from credit.rules.sharing import (
    PURPOSES,
    RATER,
    Verdict,
    allowed,
    consented_items,
    kept_until,
)
from credit.rules.sharing_parameters import KEEP_YEARS
from credit.selectors_sharing import allowances, contents, setting, subject_visible
from credit.services.subjects import subject_of
from enterprises.models import Consent, Enterprise
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

LEAST_REASON: Final = 4
RATING: Final = "rating"


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to a query: the entry of the log, and what was told, item by item."""

    query: Query
    subject: Subject
    data: Mapping[str, Any]
    withheld: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks what for: for which party, of which offices, through what."""

    purpose: str
    reason: str
    party: str
    by: Actor
    channel: str
    organisations: tuple[str, ...] = ()
    enterprise_id: int | None = None
    consent: Consent | None = None
    contract: RaterContract | None = None
    origin: str = ""


def look_up(
    *,
    enterprise_id: int,
    purpose: str,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Told:
    """An official asks for an enterprise of the sites in charge, for a purpose of the department.

    The entry of the log is written before anything is read; a refused query is entered, too.

    :raises Refusal: 404 ``credit_subject_unknown``; 422 ``query_reason_missing``,
        ``purpose_unknown``; 403 ``purpose_not_yours``.
    """
    subject = subject_visible(viewer, enterprise_id) if viewer.is_official else None
    if subject is None or subject.enterprise is None:
        raise _unknown()
    _must_say_why(reason)
    path = subject.enterprise.site.path
    postings = [row for row in postings_of(by) if path.startswith(row.site_path)]
    departments = sorted({row.department for row in postings})
    rows = allowances(on=localtime(at).date(), parties=departments)
    verdict = allowed(rows, purpose=purpose, parties=departments)
    mine = [row.party for row in rows if row.purpose == purpose] or departments
    asker = Asker(
        purpose,
        reason,
        party=mine[0] if mine else "",
        by=by,
        channel="page",
        organisations=tuple(sorted({row.organisation for row in postings})),
        origin=origin,
    )
    return _answer(subject, asker, verdict, at)


def look_up_for_system(
    *, uscc: str, purpose: str, reason: str, client: DepartmentClient, at: datetime, origin: str
) -> Told:
    """A department's own system asks through the API, about enterprises below its site.

    :raises Refusal: 404 ``credit_subject_unknown``; 422 ``query_reason_missing``,
        ``purpose_unknown``; 403 ``purpose_not_yours``.
    """
    office = client.organisation
    firm = Enterprise.objects.registered().filter(uscc=uscc.strip().upper())
    row = firm.filter(site__path__startswith=office.site.path).first() if uscc.strip() else None
    if row is None:
        raise _unknown()
    _must_say_why(reason)
    asker = Asker(
        purpose,
        reason,
        party=office.department,
        by=SystemActor(f"{office.code}/{client.name}"),
        channel="api",
        organisations=(office.code,),
        origin=origin,
    )
    rows = allowances(on=localtime(at).date(), parties=[office.department])
    verdict = allowed(rows, purpose=purpose, parties=[office.department])
    if not verdict.refusal and purpose not in client.purposes:
        verdict = Verdict((), "purpose_not_yours")
    return _answer(subject_of(row.pk, at=at), asker, verdict, at)


def draw(
    *,
    contract: RaterContract,
    consent: Consent,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Told:
    """A rater draws what its contract and a consent to it both name; both hold, as the caller
    has found.

    :raises Refusal: 403 ``consent_missing`` where they have nothing in common.
    """
    asker = Asker(
        RATING,
        contract.number,
        party=RATER,
        by=by,
        channel="api",
        organisations=(contract.enterprise.code,),
        enterprise_id=contract.enterprise_id,
        consent=consent,
        contract=contract,
        origin=origin,
    )
    verdict = allowed(
        allowances(on=localtime(at).date(), parties=[RATER]),
        purpose=RATING,
        parties=[RATER],
        consented=consented_items(consent.data),
        contracted=frozenset(contract.items),
    )
    subject = subject_of(consent.principal_id, at=at)
    return _answer(subject, asker, verdict, at)


def _answer(subject: Subject, asker: Asker, verdict: Verdict, at: datetime) -> Told:
    query = enter(subject, asker, verdict, at)
    if verdict.refusal:
        raise _refused(verdict.refusal)
    told = contents(subject, verdict.items, at=at)
    return Told(query, subject, told, verdict.withheld, verdict.basis)


def enter(subject: Subject, asker: Asker, verdict: Verdict, at: datetime) -> Query:
    """Write the entry of the log; what it says is never changed."""
    day = localtime(at).date()
    return Query.objects.create(
        subject=subject,
        at=at,
        purpose=asker.purpose[:20],
        party=asker.party,
        organisations=list(asker.organisations),
        reason=asker.reason.strip()[:200],
        items=list(verdict.items),
        refusal=verdict.refusal,
        channel=asker.channel,
        user=asker.by if isinstance(asker.by, User) else None,
        enterprise_id=asker.enterprise_id,
        consent=asker.consent,
        contract=asker.contract,
        by_label=label_of(asker.by)[:128],
        origin=asker.origin[:64],
        kept_until_date=kept_until(day, int(setting(KEEP_YEARS, on=day))),
    )


def _must_say_why(reason: str) -> None:
    if len(reason.strip()) < LEAST_REASON:
        raise Refusal(
            "query_reason_missing",
            422,
            f"请写明事由或案号（至少 {LEAST_REASON} 字）。",
            f"Give the reason or the number of the case (at least {LEAST_REASON} characters).",
        )


def _unknown() -> Refusal:
    return Refusal("credit_subject_unknown", 404, "没有这家企业。", "There is no such enterprise.")


def _refused(why: str) -> Refusal:
    """Why nothing is told, in words."""
    if why == "purpose_unknown":
        return Refusal(
            "purpose_unknown",
            422,
            "没有这项用途。",
            "There is no such purpose.",
            details={"purposes": list(PURPOSES)},
        )
    if why == "purpose_not_yours":
        return Refusal(
            "purpose_not_yours",
            403,
            "本部门没有这项用途的查询权限；本次查询已记录。",
            "Your department may not ask for this purpose; the query was entered in the log.",
        )
    return Refusal(
        "consent_missing",
        403,
        "企业的授权与合同范围没有共同的数据项；本次查询已记录。",
        "The consent and the contract have no item in common; the query was entered in the log.",
    )
