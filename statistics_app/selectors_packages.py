"""What there is for packages: the latest published data of every period, and what is older than it.

Read in a handful of queries for all packages at once, so that a sweep can look at every package
that waits and make those whose figures are there, however many others wait before them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Max, QuerySet
from django.utils import timezone

from statistics_app.models import (
    AnalysisReport,
    Bulletin,
    Due,
    IndexRound,
    Package,
    Run,
    TouchedDay,
)
from statistics_app.rules.packages.periods import (
    ANALYSIS_PARTS,
    BULLETIN_PARTS,
    NEEDED,
    PARTS,
    WEEKLY,
)
from statistics_app.rules.terms import Term
from statistics_app.states import WAITING

DAY: Final = timedelta(days=1)

Lacking = tuple[str, str, bool]
"""What is lacking, zh and en, and whether the package needs it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a part of a package is made from: ``key`` changes when something newer is there since
    ``at``."""

    key: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Stock:
    """The sources there are, by period."""

    bulletins: Mapping[tuple[date, str], Source]
    analyses: Mapping[tuple[date, str], Source]
    indexes: Mapping[date, Source]
    touched: Mapping[date, Source]
    counted_from: datetime | None
    is_all_counted: bool

    def source(self, row: Package, part: str) -> Source | None:
        """From what a part is made today; None while there is nothing."""
        if part in BULLETIN_PARTS:
            return self.bulletins.get((row.first_date, row.receiver.coverage))
        if part in ANALYSIS_PARTS:
            return self.analyses.get((row.first_date, row.receiver.coverage))
        if row.receiver.rhythm != WEEKLY:
            return self.indexes.get(row.first_date)
        return self._week(row) if self.is_counted(row.last_date) else None

    def is_counted(self, last: date) -> bool:
        """Whether a run that began after a day has ended, or nothing waits. By day customs always
        says something of some declaration: waiting for none to be due would be for ever."""
        over = timezone.make_aware(datetime.combine(last + DAY, datetime.min.time()))
        is_run = self.counted_from is not None and self.counted_from >= over
        return is_run or self.is_all_counted

    def lacking(self, row: Package) -> list[Lacking]:
        """What a package lacks."""
        found = []
        for part in row.receiver.parts:
            if self.source(row, part) is None:
                zh, en = PARTS[part]
                told = f"{zh}尚无已发布的数据", f"{en}: nothing is published yet"
                found.append((*told, part in NEEDED))
        return found

    def sources(self, row: Package) -> dict[str, str]:
        """The keys of what a package is made from, by part."""
        found = {part: self.source(row, part) for part in row.receiver.parts}
        return {part: source.key for part, source in found.items() if source is not None}

    def newer(self, row: Package) -> dict[str, Source]:
        """The parts of a made package of which something newer is there, or that are there now
        and were left out. Of one made before sources were kept nothing is known."""
        if row.status == WAITING or not row.sources:
            return {}
        now = {part: self.source(row, part) for part in row.receiver.parts}
        return {
            part: source
            for part, source in now.items()
            if source is not None and source.key != row.sources.get(part)
        }

    def _week(self, row: Package) -> Source:
        """Its days were last counted then, or those of the week before that it is compared with."""
        first = Term(row.first_date, row.last_date).before().first
        touched = [one for day, one in self.touched.items() if first <= day <= row.last_date]
        return max(touched, key=lambda one: int(one.key), default=Source("0", None))


def stock(rows: Iterable[Package]) -> Stock:
    """What there is for some packages."""
    wanted = list(rows)
    months = {row.first_date for row in wanted if row.receiver.rhythm != WEEKLY}
    weeks = [row for row in wanted if row.receiver.rhythm == WEEKLY]
    bulletins = Bulletin.objects.published().filter(month__in=months).order_by("round")
    analyses = AnalysisReport.objects.published().filter(first__in=months, template__period="month")
    indexes = IndexRound.objects.published().filter(month__in=months).order_by("round")
    return Stock(
        bulletins={
            (month, coverage): Source(str(pk), at)
            for pk, month, coverage, at in bulletins.values_list(
                "pk", "month", "coverage", "published_at"
            )
        },
        analyses={
            (first, coverage): Source(str(pk), at)
            for pk, first, coverage, at in analyses.order_by("round", "pk").values_list(
                "pk", "first", "template__coverage", "published_at"
            )
        },
        indexes={
            month: Source(str(pk), at)
            for pk, month, at in indexes.values_list("pk", "month", "published_at")
        },
        touched=_touched(weeks),
        counted_from=Run.objects.filter(state="done").aggregate(at=Max("started_at"))["at"],
        is_all_counted=not Due.objects.exists(),
    )


def latest_editions() -> QuerySet[Package]:
    """The packages that no later edition replaces."""
    return Package.objects.filter(replaced_by=None).select_related("receiver")


def editions_of(row: Package) -> list[Package]:
    """Every edition of a period's package, the latest first."""
    rows = Package.objects.filter(receiver=row.receiver, first_date=row.first_date)
    return list(rows.select_related("receiver").order_by("-edition"))


def _touched(weeks: list[Package]) -> dict[date, Source]:
    if not weeks:
        return {}
    first = min(Term(row.first_date, row.last_date).before().first for row in weeks)
    last = max(row.last_date for row in weeks)
    days = TouchedDay.objects.filter(day__gte=first, day__lte=last).values("day")
    return {
        row["day"]: Source(str(row["last"]), row["at"])
        for row in days.annotate(last=Max("id"), at=Max("at")).order_by()
    }
