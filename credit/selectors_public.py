"""What anybody may read of a firm's credit: disclosed records, published ratings, goods filed.

Natural persons, and individual traders, who are such, are left out where the firms are chosen, so
that no page and no file can hold them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localtime

from credit.models import DisclosureRule, PublicationBatch, PublishedRating, Record, Subject
from credit.rulebook import zone_grade_mode
from credit.rules.disclosing import Disclosure, Event, disclosed
from credit.rules.parameters import OFF
from credit.rules.record_kinds import KINDS
from credit.selectors_sharing import in_force, standing_records
from declarations.exports import Declaration, InventoryFilter, inventories, with_decisions
from enterprises import selectors_filings as filings
from enterprises.constants import APPLYING
from enterprises.models import Enterprise, FiledGoods
from enterprises.selectors_subjects import provide_lists
from enterprises.viewers import Viewer

INDIVIDUAL: Final = "individual"
MOST_FOUND: Final = 50
SHORTEST: Final = 2
MOST_GOODS: Final = 100
MOST_TRADES: Final = 20


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A record that may be read today, and from when on no more."""

    record: Record
    until: date | None


@dataclass(frozen=True, slots=True)
class PublicFirm:
    """Everything that anybody may read of a firm."""

    enterprise: Enterprise
    filing: filings.PublicEntry | None
    rating: PublishedRating | None
    records: tuple[Disclosed, ...]
    goods: tuple[FiledGoods, ...]
    goods_count: int


def public_firms() -> QuerySet[Enterprise]:
    """The firms that the public may find."""
    rows = Enterprise.objects.registered().exclude(kinds__contains=[INDIVIDUAL])
    found: QuerySet[Enterprise] = rows.exclude(status=APPLYING).select_related("site")
    return found


def find_public(text: str) -> list[Enterprise]:
    """Firms by a part of the name (two characters at least) or a whole code; 50 and one more at
    most."""
    wanted = text.strip()
    if len(wanted) < SHORTEST:
        return []
    code = wanted.upper()
    rows = public_firms().filter(Q(name__icontains=wanted) | Q(uscc=code) | Q(code=code))
    return list(rows.order_by("name")[: MOST_FOUND + 1])


def public_firm(uscc: str, *, at: datetime) -> PublicFirm | None:
    """A firm by its unified social credit code."""
    wanted = uscc.strip().upper()
    row = public_firms().filter(uscc=wanted).first() if wanted else None
    if row is None:
        return None
    goods = FiledGoods.objects.filter(enterprise=row, in_force=True)
    filed = filings.public_register({"q": row.uscc}).filter(enterprise=row).first()
    subject = Subject.objects.public().filter(enterprise=row).first()
    return PublicFirm(
        enterprise=row,
        filing=None if filed is None else filings.public_entry(filed),
        rating=None if subject is None else published_rating(subject.pk, at=at),
        records=() if subject is None else tuple(disclosed_records(subject.pk, at=at)),
        goods=tuple(goods.order_by("hs_code", "id")[:MOST_GOODS]),
        goods_count=goods.count(),
    )


def disclosed_records(subject_id: int, *, at: datetime) -> list[Disclosed]:
    """The records of a subject that may be public today; what the kind forbids never is."""
    day = localtime(at).date()
    kinds = [code for code, kind in KINDS.items() if kind.public]
    rows = standing_records(subject_id, kinds, at=at)
    events = [
        Event(
            row.pk,
            row.kind,
            row.grade,
            row.occurred_date,
            row.from_date,
            row.to_date,
            getattr(row, "mark", None) or "",
        )
        for row in rows
    ]
    shown = disclosed(events, disclosures(on=day), on=day)
    return [Disclosed(row, shown[row.pk]) for row in rows if row.pk in shown]


def lists_of(enterprise_id: int) -> list[dict[str, Any]]:
    """The public lists that an enterprise stands on today (for ``subjects/resolve``)."""
    subject = Subject.objects.public().filter(enterprise_id=enterprise_id).first()
    if subject is None:
        return []
    shown = disclosed_records(subject.pk, at=timezone.now())
    return [
        {
            "list": row.kind,
            "title": {"zh": KINDS[row.kind].title[0], "en": KINDS[row.kind].title[1]},
            "number": row.number,
            "since": row.from_date.isoformat(),
            "cause": row.cause or None,
            "source": {"zh": row.source.zh, "en": row.source.en},
        }
        for row in (one.record for one in shown)
        if row.grade == "listed"
    ]


def disclosures(*, on: date) -> dict[tuple[str, str], Disclosure]:
    """How long what may be public on a day."""
    return {
        (row.kind, row.grade): Disclosure(
            row.kind, row.grade, row.mode, row.months, row.most_months, row.basis
        )
        for row in DisclosureRule.objects.filter(in_force(on))
    }


def published_ratings(*, at: datetime) -> QuerySet[PublishedRating]:
    """The lines of batches that were approved and not withdrawn, the newest batch first; none
    while the zone shows no rating of its own. A firm that became an individual trader since is
    left out."""
    rows = PublishedRating.objects.filter(
        batch__approved_at__isnull=False,
        batch__withdrawn_at__isnull=True,
        subject__in=Subject.objects.public(),
    ).select_related("batch__cycle__document", "subject__enterprise")
    if zone_grade_mode(localtime(at).date()) == OFF:
        return rows.none()
    return rows.order_by("-batch__approved_at", "-id")


def published_rating(subject_id: int, *, at: datetime) -> PublishedRating | None:
    """The latest published rating of a subject."""
    return published_ratings(at=at).filter(subject_id=subject_id).first()


def public_batches() -> QuerySet[PublicationBatch]:
    """Every batch that was ever published, withdrawn ones with their reason, newest first."""
    rows: Any = PublicationBatch.objects.filter(approved_at__isnull=False)
    found: QuerySet[PublicationBatch] = rows.annotate(line_count=Count("lines"))
    return found.select_related("cycle__document", "cycle__model").order_by("-approved_at", "-id")


def trades_of_own(viewer: Viewer, enterprise_id: int) -> list[Declaration]:
    """The latest declarations of a firm with outcome and state at customs, for its own members;
    nobody else gets any, officials neither: they have their own pages."""
    if enterprise_id not in viewer.own_ids:
        return []
    own = Viewer((enterprise_id,), own_ids=(enterprise_id,))
    return with_decisions(inventories(own, InventoryFilter()).order_by("-id")[:MOST_TRADES])


provide_lists(lists_of)
