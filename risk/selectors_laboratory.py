"""Reading rules, their versions and trials for the laboratory."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum

from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from risk.constants import DECLARATION
from risk.models import LinkedBuyers, ModelVersion, RuleTrouble, RuleVersion, Trial, TrialChange
from risk.rules.indicators import INDICATORS, Indicator
from risk.states import DRAFT, PROPOSED, RELEASED

WRITERS: Final = frozenset({"administrator", "reviewer", "supervisor"})
DEPARTMENTS: Final = frozenset({"zone", "customs"})


def opens_laboratory(viewer: Viewer) -> bool:
    """Whether somebody may read in the laboratory: the zone office and customs at the hub, since
    rules decide for every site."""
    return viewer.is_official and viewer.sees_all and bool(viewer.departments & DEPARTMENTS)


def may_write(viewer: Viewer) -> bool:
    """Whether somebody who may read here may change rules and models."""
    return bool(viewer.roles & WRITERS)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A declared rule with the version in force and the one at work, if any, and whether
    something keeps it from working."""

    rule: Indicator
    present: RuleVersion | None
    draft: RuleVersion | None
    troubled: bool


class FirmMoves(NamedTuple):
    """What a trial would have changed for one enterprise."""

    enterprise: Enterprise | None
    declarations: int
    moved: int
    value: Decimal


def rule_rows(viewer: Viewer, *, at: datetime) -> list[RuleRow]:
    """Every declared rule for an official: three queries, whatever their number."""
    if not viewer.is_official:
        return []
    versions = RuleVersion.objects.visible_to(viewer)
    present = {row.code: row for row in in_force(versions, at)}
    drafts = {row.code: row for row in versions.filter(state__in=[DRAFT, PROPOSED])}
    open_ones = RuleTrouble.objects.visible_to(viewer).filter(ended_at__isnull=True)
    troubled = set(open_ones.values_list("code", flat=True))
    return [
        RuleRow(rule, present.get(rule.code), drafts.get(rule.code), rule.code in troubled)
        for rule in INDICATORS
    ]


def in_force(versions: Any, at: datetime) -> Any:
    """Of these versions those in force at a moment."""
    begun = versions.filter(state=RELEASED, from_at__lte=at)
    return begun.filter(Q(to_at__isnull=True) | Q(to_at__gt=at))


def version_of(viewer: Viewer, pk: int) -> RuleVersion | None:
    """A version that a viewer may see."""
    rows: Any = RuleVersion.objects.visible_to(viewer)
    found: RuleVersion | None = (
        rows.select_related("by", "proposed_by", "released_by").filter(pk=pk).first()
    )
    return found


def siblings(version: RuleVersion) -> list[RuleVersion]:
    """All versions of its rule, the newest first."""
    return list(RuleVersion.objects.filter(code=version.code).order_by("-version"))


def trials_of(version: RuleVersion) -> list[Trial]:
    """The latest trials of a version."""
    return list(Trial.objects.filter(version=version).order_by("-id")[:10])


def trial_of(viewer: Viewer, pk: int) -> Trial | None:
    """A trial that a viewer may see."""
    rows: Any = Trial.objects.visible_to(viewer).select_related("version")
    found: Trial | None = rows.filter(pk=pk).first()
    return found


def changes_of(viewer: Viewer, trial: Trial, *, lane: str = "", firm: str = "") -> Any:
    """What a trial would have changed, of the viewer's sites. ``lane``: ``old-new`` (green-red);
    ``firm``: the number of an enterprise."""
    rows = TrialChange.objects.visible_to(viewer).filter(trial=trial)
    old, _, new = lane.partition("-")
    if new:
        rows = rows.filter(old_channel=old, channel=new)
    if firm.isdecimal():
        rows = rows.filter(enterprise_id=int(firm))
    return rows


def firms_of(viewer: Viewer, trial: Trial, *, most: int = 50) -> list[FirmMoves]:
    """The enterprises that a trial would have touched, the most touched first."""
    rows: Any = (
        changes_of(viewer, trial)
        .values("enterprise_id")
        .annotate(
            declarations=Count("id"),
            moved=Count("id", filter=~Q(channel=F("old_channel"))),
            value=Sum("value", filter=~Q(channel=F("old_channel"))),
        )
    )
    top = list(rows.order_by("-declarations", "enterprise_id")[:most])
    known = Enterprise.objects.in_bulk([row["enterprise_id"] for row in top])
    return [
        FirmMoves(
            known.get(row["enterprise_id"]),
            row["declarations"],
            row["moved"],
            row["value"] or Decimal(0),
        )
        for row in top
    ]


def firm_count(viewer: Viewer, trial: Trial) -> int:
    """How many enterprises a trial would have touched."""
    counted: int = changes_of(viewer, trial).values("enterprise_id").distinct().count()
    return counted


def can_be_tried(version: RuleVersion) -> bool:
    """Whether the laboratory can run a version: those that look at declarations."""
    return bool(version.definition.get("on") == DECLARATION)


def models_of(viewer: Viewer) -> QuerySet[ModelVersion]:
    """The register of models."""
    rows: QuerySet[ModelVersion] = ModelVersion.objects.visible_to(viewer)
    return rows.order_by("code", "-version")


def latest_groups(viewer: Viewer, *, most: int = 20) -> list[LinkedBuyers]:
    """The groups of linked buyers of the last run, the largest first."""
    rows: Any = LinkedBuyers.objects.visible_to(viewer)
    newest = rows.order_by("-day").values_list("day", flat=True).first()
    return list(rows.filter(day=newest).order_by("-size", "id")[:most])
