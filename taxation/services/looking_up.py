"""Looking up a person's quota: officials only, with a reason, on record."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from taxation.facts import Quota
from taxation.selectors import person_of, quota_of
from zone_portal.kernel.identifiers import resident_id_problems
from zone_portal.kernel.masking import mask_id_number

DEPARTMENTS: Final = frozenset({"customs", "zone"})
"""Whose officials may ask: customs, and the zone office that runs the portal."""
SHORTEST_REASON: Final = 4
LONGEST_REASON: Final = 200
REFUSED: Final = frozenset({"form", "date_invalid", "date_in_future", "check_digit"})


@transaction.atomic
def look_up_quota(
    *,
    id_number: str,
    year: int,
    reason: str,
    viewer: Viewer,
    by: User,
    on: date,
    at: datetime,
    origin: str = "",
) -> Quota:
    """The year of the holder of an ID number as known here. The trail keeps year, reason and the
    masked number; neither the number nor its hash.

    :raises Refusal: ``lookup_not_allowed``, ``reason_missing``, ``id_number_invalid``.
    """
    if not may_look_up(viewer):
        raise Refusal(
            "lookup_not_allowed",
            403,
            "只有海关和综试区办公室的人员可以查询个人额度。",
            "Only officials of customs and of the zone office may look up a person's quota.",
        )
    given = reason.strip()
    if not SHORTEST_REASON <= len(given) <= LONGEST_REASON:
        zh = "请写明查询事由（4 至 200 字）。"
        raise Refusal("reason_missing", 422, zh, "State the reason (4 to 200 characters).")
    number = id_number.strip().upper()
    if REFUSED.intersection(resident_id_problems(number, on)):
        zh, en = "身份证号有误，请核对。", "The ID number is not valid: check it."
        raise Refusal("id_number_invalid", 422, zh, en)
    quota = quota_of(person_of(number), year, on=on)
    audit.record(
        "quota.looked_up",
        by=by,
        on=("taxation.quota", str(year)),
        new={"year": year, "id": mask_id_number(number), "reason": given},
        at=at,
        origin=origin,
    )
    return quota


def may_look_up(viewer: Viewer) -> bool:
    """Whether somebody may look up a person's quota at all."""
    return viewer.is_official and bool(viewer.departments & DEPARTMENTS)
