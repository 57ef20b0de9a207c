"""Rules that broke or were stopped: kept, counted, and their authors told once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.urls import reverse

from accounts.constants import HUB
from accounts.models import Site
from accounts.selectors import officials_in_charge
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from accounts.services.notices import notify_all
from enterprises.services.refusals import Refusal
from risk.models import RuleTrouble, RuleVersion
from risk.screening import Broken
from risk.services.screening.breaking import Tripped

KIND: Final = "risk_rule"
OFFICE: Final = "zone"
ROLES: Final = ("administrator", "supervisor")
_NOTE: Final = """
INSERT INTO risk_rule_trouble (code, version, kind, since, last_at, count, detail, ended_by)
VALUES (%(code)s, %(version)s, %(kind)s, %(at)s, %(at)s, %(count)s, %(detail)s::jsonb, '')
ON CONFLICT (code, version, kind) WHERE ended_at IS NULL
DO UPDATE SET last_at = excluded.last_at, count = risk_rule_trouble.count + excluded.count
RETURNING (xmax = 0)
"""


def note_troubles(
    broken: Iterable[Broken], stopped: Sequence[Tripped], *, at: datetime
) -> list[str]:
    """Keep what kept rules from working; returns the codes whose author is told now."""
    told: list[str] = []
    for one in broken:
        detail = {"reason": one.reason, "detail": one.detail}
        if _noted(one.code, one.version, RuleTrouble.BROKEN, 1, detail, at):
            told.append(one.code)
            _tell(
                one.code,
                one.version,
                f"风险规则 {one.code} 无法运行（{one.reason} {one.detail}），请改正。",
                f"Risk rule {one.code} cannot run ({one.reason} {one.detail}). Screening goes on; "
                "please correct it.",
                at,
            )
    for trip in stopped:
        counts = {"hits": trip.hits, "screened": trip.seen}
        if _noted(trip.code, trip.version, RuleTrouble.STOPPED, trip.hits, counts, at):
            told.append(trip.code)
            _tell(
                trip.code,
                trip.version,
                f"风险规则 {trip.code} 一分钟内命中 {trip.hits} 票"
                f"（共筛查 {trip.seen} 票），已熔断停用。",
                f"Risk rule {trip.code} hit {trip.hits} of {trip.seen} declarations within a "
                "minute and was stopped by the breaker.",
                at,
            )
    return told


def put_back(*, trouble_id: int, by: Actor, at: datetime, origin: str = "") -> RuleTrouble:
    """Put a stopped or broken rule back to work.

    :raises Refusal: ``trouble_not_found``, ``trouble_ended``.
    """
    trouble = RuleTrouble.objects.select_for_update().filter(pk=trouble_id).first()
    if trouble is None:
        raise Refusal("trouble_not_found", 404, "没有这条记录。", "There is no such record.")
    if trouble.ended_at is not None:
        raise Refusal(
            "trouble_ended", 409, "规则已恢复运行。", "The rule has been put back to work already."
        )
    trouble.ended_at, trouble.ended_by = at, label_of(by)[:128]
    trouble.save(update_fields=["ended_at", "ended_by"])
    audit.record(
        "risk.rule.put_back",
        by=by,
        on=("risk.rule", trouble.code),
        old={"kind": trouble.kind, "count": trouble.count},
        new={},
        at=at,
        origin=origin,
    )
    found: RuleTrouble = trouble
    return found


def _noted(  # noqa: PLR0917
    code: str, version: int, kind: str, count: int, detail: dict[str, Any], at: datetime
) -> bool:
    """Whether the trouble is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "code": code,
                "version": version,
                "kind": kind,
                "at": at,
                "count": count,
                "detail": connection.ops.adapt_json_value(detail, None),
            },
        )
        (is_new,) = cursor.fetchone()
    return bool(is_new)


def _tell(code: str, version: int, zh: str, en: str, at: datetime) -> None:
    """Tell the author; of a shipped rule the zone office of the hub."""
    author = (
        RuleVersion.objects.filter(code=code, version=version).values_list("by", flat=True).first()
    )
    people = [author] if author else _office(at)
    notify_all(people, kind=KIND, zh=zh, en=en, at=at, link=reverse("risk:rule", args=[code]))


def _office(at: datetime) -> list[int]:
    hub = Site.objects.filter(code=HUB).first()
    if hub is None:
        return []
    return sorted(officials_in_charge(hub.path, list(ROLES), department=OFFICE, at=at))
