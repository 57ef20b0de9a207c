"""Brand authorisations; a right holder's notice, the counter-notice, and the days in between."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.audit import Actor
from enterprises.rules.registration import Problem
from enterprises.viewers import Viewer
from risk.models import BrandAuthorisation, RightsNotice
from risk.models.quality_querysets import HANDLERS
from risk.rules.matters import (
    CLAIMED,
    CONFIRMED,
    COUNTERED,
    FORWARDED,
    PURSUED,
    RECEIVED,
    REFUSED,
    REJECTED,
    RESTORED,
    REVOKED,
    UPHELD,
)
from risk.rules.quality.parameters import COUNTER
from risk.services.matters.core import (
    Deed,
    begun,
    lock,
    move,
    must_be_current,
    must_hold,
    must_say,
    next_number,
    refuse_problems,
)
from risk.services.quality.common import firm_for, must_speak_for, tell_firm, tell_office, term

AUTHORISATION: Final = "PP"
NOTICE: Final = "QQ"
SLICE: Final = 500
DECISIONS: Final = {"confirmed": CONFIRMED, "rejected": REJECTED, "revoked": REVOKED}
ENDINGS: Final = {"upheld": UPHELD, "pursued": PURSUED, "refused": REFUSED}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a firm says it may sell."""

    brand: str
    holder: str
    document: str
    scope: str
    from_date: date
    until_date: date
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Infringement:
    """What a right holder says."""

    holder: str
    brand: str
    right_number: str
    goods: str
    facts: str


@transaction.atomic
def claim(
    *, firm_id: int, given: Claim, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> BrandAuthorisation:
    """A firm enters an authorisation, which an official then verifies.

    :raises Refusal: ``risk_role_too_weak``, ``risk_incomplete``.
    """
    must_speak_for(firm_id, by, viewer)
    found = _missing(given, ("brand", "holder", "document", "scope"))
    if given.until_date < given.from_date:
        zh, en = "截止日期不能早于起始日期。", "It cannot end before it begins."
        day = given.until_date.isoformat()
        found.append(Problem("until_date", "risk_days_wrong", day, zh, en))
    if given.evidence and not given.evidence.startswith(("https://", "http://")):
        zh, en = "链接应以 http:// 或 https:// 开头。", "A link begins with http:// or https://."
        found.append(Problem("evidence", "risk_link_wrong", given.evidence[:40], zh, en))
    refuse_problems(found)
    row: BrandAuthorisation = BrandAuthorisation.objects.create(
        number=next_number(AUTHORISATION, BrandAuthorisation, at=at),
        status=CLAIMED,
        opened_by=by,
        opened_at=at,
        firm_id=firm_id,
        brand=given.brand.strip(),
        holder=given.holder.strip(),
        document=given.document.strip(),
        scope=given.scope.strip(),
        evidence=given.evidence.strip(),
        from_date=given.from_date,
        until_date=given.until_date,
    )
    begun(row, Deed(by, at, origin))
    link = reverse("risk:authorisation", args=[row.pk])
    words = (f"品牌授权 {row.number} 待核验。", f"Authorisation {row.number} is to be verified.")
    tell_office(row.firm.site.path, words, at=at, link=link)
    return row


@transaction.atomic
def decide_claim(
    *,
    authorisation_id: int,
    version: int,
    decision: str,
    reasons: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> BrandAuthorisation:
    """Verify, reject or revoke an authorisation (one of ``DECISIONS``) with what was checked.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_changed_meanwhile``,
        ``risk_incomplete``, ``transition_refused``.
    """
    row = lock(BrandAuthorisation, authorisation_id, viewer)
    must_hold(by, departments=HANDLERS, at=at, path=row.firm.site.path)
    must_be_current(row, version)
    target = DECISIONS[decision]
    row.machine().table.check(row.status, target)
    why = must_say("reasons", reasons)
    deed = Deed(by, at, origin)
    move(row, target, decision, deed, note=why, reasons=why[:500], decided_at=at)
    label = row.machine().labels[target]
    link = reverse("risk:authorisation", args=[row.pk])
    words = (f"品牌授权 {row.number}：{label[0]}。", f"Authorisation {row.number}: {label[1]}.")
    tell_firm(row.firm_id, words, at=at, link=link)
    return row


@transaction.atomic
def receive(
    *,
    given: Infringement,
    firm: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    platform: str = "",
    origin: str = "",
) -> RightsNotice:
    """Enter a right holder's notice about a merchant (named by code).

    :raises Refusal: ``risk_not_yours``, ``risk_incomplete``.
    """
    found = firm_for(viewer, firm)
    must_hold(by, departments=HANDLERS, at=at, path=found.site.path)
    missing = _missing(given, ("holder", "brand", "right_number", "goods"))
    refuse_problems(missing)
    facts = must_say("facts", given.facts)
    row: RightsNotice = RightsNotice.objects.create(
        number=next_number(NOTICE, RightsNotice, at=at),
        status=RECEIVED,
        opened_by=by,
        opened_at=at,
        holder=given.holder.strip(),
        brand=given.brand.strip(),
        right_number=given.right_number.strip(),
        firm=found,
        platform=firm_for(viewer, platform, field="platform") if platform.strip() else None,
        goods=given.goods.strip(),
        facts=facts[:2000],
    )
    begun(row, Deed(by, at, origin))
    return row


@transaction.atomic
def forward(
    *,
    notice_id: int,
    version: int,
    measures: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> RightsNotice:
    """Take measures and forward a notice to the merchant and its platform.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_changed_meanwhile``,
        ``risk_incomplete``, ``transition_refused``.
    """
    row = _begin(notice_id, version, viewer, by, at)
    row.machine().table.check(row.status, FORWARDED)
    said = must_say("measures", measures)
    columns = {"measures": said[:300], "forwarded_at": at}
    move(row, FORWARDED, "forwarded", Deed(by, at, origin), note=said, **columns)
    words = (
        f"收到侵权通知 {row.number}（{row.brand}），如不侵权可提交声明。",
        f"A notice of infringement came ({row.number}, {row.brand}); you may counter it.",
    )
    for one in (row.firm_id, row.platform_id):
        tell_firm(one, words, at=at, link=notice_link(row))
    return row


@transaction.atomic
def counter(
    *,
    notice_id: int,
    version: int,
    text: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> RightsNotice:
    """The merchant states that it does not infringe; the right holder's days begin.

    :raises Refusal: ``risk_matter_unknown``, ``risk_role_too_weak``, ``risk_changed_meanwhile``,
        ``risk_incomplete``, ``transition_refused``.
    """
    row = lock(RightsNotice, notice_id, viewer)
    must_speak_for(row.firm_id, by, viewer)
    must_be_current(row, version)
    row.machine().table.check(row.status, COUNTERED)
    said = must_say("text", text)
    deed = Deed(by, at, origin)
    until = term(COUNTER, since=deed.day)
    columns: dict[str, Any] = {"countered_at": at, "wait_until_date": until}
    move(row, COUNTERED, "countered", deed, counter=said[:2000], **columns)
    words = (
        f"商户就 {row.number} 提交了不侵权声明，请转送权利人；"
        f"{until} 前未收到其投诉或起诉的通知即终止措施。",
        f"A counter-notice came for {row.number}: send it to the right holder. Unless they go on "
        f"by {until}, the measures end.",
    )
    tell_office(row.firm.site.path, words, at=at, link=notice_link(row))
    return row


@transaction.atomic
def end(
    *,
    notice_id: int,
    version: int,
    ending: str,
    outcome: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> RightsNotice:
    """End a notice with one of ``ENDINGS``: the measures stay for want of a counter-notice, the
    right holder has gone to an authority or a court, or it was not forwarded.

    :raises Refusal: as :func:`forward`.
    """
    row = _begin(notice_id, version, viewer, by, at)
    target = ENDINGS[ending]
    row.machine().table.check(row.status, target)
    said = must_say("outcome", outcome)
    deed = Deed(by, at, origin)
    move(row, target, ending, deed, note=said, outcome=said[:2000], ended_at=at)
    label = row.machine().labels[target]
    if row.forwarded_at is not None:
        words = (f"侵权通知 {row.number}：{label[0]}。", f"Notice {row.number}: {label[1]}.")
        tell_firm(row.firm_id, words, at=at, link=notice_link(row))
    return row


def restore_silent(*, by: Actor, at: datetime) -> int:
    """End the measures where the right holder's days passed in silence; returns how many."""
    deed, ended = Deed(by, at), 0
    waiting = RightsNotice.objects.filter(status=COUNTERED, wait_until_date__lt=deed.day)
    for number in list(waiting.values_list("pk", flat=True)[:SLICE]):
        with transaction.atomic():
            row = (
                RightsNotice.objects.select_for_update(of=("self",), skip_locked=True)
                .filter(pk=number, status=COUNTERED)
                .first()
            )
            if row is not None:
                move(row, RESTORED, "restored", deed, ended_at=at)
                words = (
                    f"侵权通知 {row.number} 等待期已过，措施已终止。",
                    f"The days of notice {row.number} have passed; the measures ended.",
                )
                tell_firm(row.firm_id, words, at=at, link=notice_link(row))
                ended += 1
    return ended


def notice_link(row: RightsNotice) -> str:
    """Where officials, the merchant and its platform find a notice."""
    return reverse("risk:notice", args=[row.pk])


def _begin(notice_id: int, version: int, viewer: Viewer, by: User, at: datetime) -> RightsNotice:
    row = lock(RightsNotice, notice_id, viewer)
    must_hold(by, departments=HANDLERS, at=at, path=row.firm.site.path)
    must_be_current(row, version)
    return row


def _missing(given: Claim | Infringement, names: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(name, "risk_text_missing", "", "请填写。", "This is needed.")
        for name in names
        if not getattr(given, name).strip()
    ]
