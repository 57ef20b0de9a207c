"""Screenings read for pages and programs: lists, one with its evidence, profiles of firms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max, QuerySet, Sum

from credit.models import Standing
from declarations.models import Inventory
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from risk.constants import GREEN
from risk.models import Raised, RuleSet, RuleTrouble, RuleVersion, Screening, Tally
from risk.rules.types import AREAS, TYPES

PROFILE_DAYS: Final = 30
_ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class AreaRisk:
    """One of the plans' five types for a firm: score 0 to 100, hits, rules by code with hits and
    the strongest one."""

    area: str
    score: int
    hits: int
    rules: tuple[tuple[str, int, float], ...]


def screenings(viewer: Viewer, filters: Mapping[str, str]) -> QuerySet[Any]:
    """The screenings that a viewer sees. ``filters``: ``channel`` (``all``: green ones too),
    ``reason``, ``enterprise`` (id), ``number`` (of the declaration)."""
    rows: QuerySet[Any] = Screening.objects.visible_to(viewer)
    given = {name: value for name, value in filters.items() if value}
    channel = given.get("channel", "")
    if not channel:
        rows = rows.exclude(channel=GREEN)
    elif channel != _ALL:
        rows = rows.filter(channel=channel)
    if "reason" in given:
        rows = rows.filter(reason=given["reason"])
    if "enterprise" in given:
        rows = rows.filter(enterprise_id=given["enterprise"])
    if "number" in given:
        number = given["number"]
        found: Any = Inventory.objects.filter(order_no=number)
        other: Any = Inventory.objects.filter(cop_no=number)
        ids = [*found.values_list("id", flat=True)[:50], *other.values_list("id", flat=True)[:50]]
        rows = rows.filter(inventory_id__in=ids)
    return rows


def with_numbers(rows: Iterable[Screening]) -> list[tuple[Screening, Any, str]]:
    """Screenings with their inventories (None: deleted) and the names of their firms."""
    listed = list(rows)
    inventories = Inventory.objects.in_bulk([row.inventory_id for row in listed])
    firms = dict(
        Enterprise.objects.filter(
            id__in={row.enterprise_id for row in listed if row.enterprise_id}
        ).values_list("id", "name")
    )
    return [
        (row, inventories.get(row.inventory_id), firms.get(row.enterprise_id or 0, ""))
        for row in listed
    ]


def screenings_of(viewer: Viewer, inventory_id: int) -> list[Screening]:
    """Every screening of a declaration that the viewer sees, the newest first."""
    rows = Screening.objects.visible_to(viewer).filter(inventory_id=inventory_id)
    return list(rows.order_by("-sequence"))


def lane_of(viewer: Viewer, inventory_id: int) -> tuple[bool, Screening | None]:
    """Whether a viewer may see the declaration at all, and its newest screening."""
    seen: Any = Inventory.objects
    if not seen.visible_to(viewer).filter(pk=inventory_id).exists():
        return False, None
    return True, Screening.objects.filter(inventory_id=inventory_id).order_by("-sequence").first()


def without_data(screening: Screening) -> list[str]:
    """The codes of the rules that had no data at a screening."""
    found = RuleSet.objects.filter(pk=screening.rule_set).first()
    if found is None:
        return []
    rules = found.content["rules"]
    return [one["code"] for place, one in enumerate(rules) if screening.no_data >> place & 1]


def versions_of(codes: Iterable[str]) -> dict[tuple[str, int], RuleVersion]:
    """The versions of some rules by code and version."""
    rows = RuleVersion.objects.filter(code__in=set(codes))
    return {(row.code, row.version): row for row in rows}


def open_troubles(viewer: Viewer) -> list[RuleTrouble]:
    """Rules that are broken or stopped now."""
    rows = RuleTrouble.objects.visible_to(viewer).filter(ended_at__isnull=True)
    return list(rows.order_by("-since"))


def troubles_of(viewer: Viewer, code: str) -> list[RuleTrouble]:
    """What kept a rule from working, the newest first."""
    return list(RuleTrouble.objects.visible_to(viewer).filter(code=code).order_by("-since")[:20])


def profile(viewer: Viewer, enterprise_id: int, *, at: datetime) -> list[AreaRisk] | None:
    """A firm over the plans' five types: what hit within 30 days, as one score each. None for a
    firm that the viewer does not see."""
    if not viewer.is_official:
        return None
    firms: Any = Enterprise.objects
    if not firms.visible_to(viewer).filter(pk=enterprise_id).exists():
        return None
    since = (at - timedelta(days=PROFILE_DAYS)).date()
    found: dict[str, list[Any]] = {}
    rows = Tally.objects.filter(enterprise_id=enterprise_id, day__gte=since)
    for code, hits, strength in rows.values_list("code").annotate(Sum("hits"), Max("strength")):
        found[code] = [hits, strength]
    raised = Raised.objects.filter(
        enterprise_id=enterprise_id, last_at__gte=at - timedelta(days=PROFILE_DAYS)
    )
    for code, count, score in raised.values_list("rule").annotate(Sum("count"), Max("score")):
        if code not in found:
            found[code] = [count, score / 100]
    return areas_of(found)


def areas_of(found: Mapping[str, list[Any]]) -> list[AreaRisk]:
    """The five types out of what hit: code of the rule → [hits, greatest strength]."""
    weights = _weights(found)
    return [_area(area, found, weights) for area in AREAS]


def _weights(codes: Iterable[str]) -> dict[str, float]:
    rows = RuleVersion.objects.filter(code__in=set(codes)).order_by("version")
    return {row.code: float(row.definition["weight"]) for row in rows}


def _area(area: str, found: Mapping[str, list[Any]], weights: Mapping[str, float]) -> AreaRisk:
    own = sorted(code for code in found if TYPES[code[:4]].area == area)
    left = 1.0
    for code in own:
        left *= 1.0 - weights.get(code, 0.0) * min(1.0, found[code][1])
    rules = tuple((code, found[code][0], round(found[code][1], 2)) for code in own)
    return AreaRisk(area, round(100 * (1 - left)), sum(hits for _, hits, _ in rules), rules)


def riskiest(viewer: Viewer, *, at: datetime, most: int = 100) -> list[dict[str, Any]]:
    """The firms with most hits within 30 days, with their credit grade."""
    since = (at - timedelta(days=PROFILE_DAYS)).date()
    rows = (
        Tally.objects.visible_to(viewer)
        .filter(day__gte=since)
        .values("enterprise_id")
        .annotate(hits=Sum("hits"), strength=Max("strength"))
        .order_by("-hits")[:most]
    )
    listed = list(rows)
    numbers = [row["enterprise_id"] for row in listed]
    firms = Enterprise.objects.in_bulk(numbers)
    grades = dict(
        Standing.objects.filter(subject__enterprise_id__in=numbers).values_list(
            "subject__enterprise_id", "grade"
        )
    )
    return [
        {**row, "firm": firms[row["enterprise_id"]], "grade": grades.get(row["enterprise_id"], "")}
        for row in listed
        if row["enterprise_id"] in firms
    ]


def raised_of(viewer: Viewer, enterprise_id: int, *, at: datetime) -> list[Raised]:
    """What rules said of a firm within 30 days, the newest first."""
    rows = Raised.objects.visible_to(viewer).filter(
        enterprise_id=enterprise_id, last_at__gte=at - timedelta(days=PROFILE_DAYS)
    )
    return list(rows.order_by("-last_at")[:100])
