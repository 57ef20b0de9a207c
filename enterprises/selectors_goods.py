"""Reading goods, promotions and facilities as filed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from enterprises import states
from enterprises.models import Facility, FiledGoods, Filing, Promotion, PromotionLine
from enterprises.rules.promotions import FiledPrice
from enterprises.viewers import Viewer

CHUNK: Final = 500
BEING_FILED: Final = states.OPEN_FOR_APPLICANT | states.IN_QUEUE


@dataclass(frozen=True, slots=True)
class GoodsFilter:
    """What a list of goods asks for; ``state`` is in_force, pending or empty for both."""

    sku: str = ""
    name: str = ""
    hs: str = ""
    mode: str = ""
    finding: str = ""
    state: str = ""
    filing: int | None = None


@dataclass(frozen=True, slots=True)
class PromotionPrice:
    """A price that is filed for a SKU during a campaign."""

    sku: str
    price: Decimal
    filed_price: Decimal | None
    currency: str
    quantity: int
    number: str


@dataclass(frozen=True, slots=True)
class LineChanges:
    """SKUs of a version beside those of version ``base`` (0: nothing to compare with)."""

    base: int = 0
    added: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    removed: tuple[str, ...] = ()


def goods(viewer: Viewer, asked: GoodsFilter) -> QuerySet[FiledGoods]:
    """The goods a viewer may see: what is in force, and the newest version of what is being
    filed (for an official the newest that was submitted)."""
    rows: Any = FiledGoods.objects.visible_to(viewer)
    newest = rows.filter(filing=OuterRef("filing")).order_by("-version").values("version")[:1]
    pending = Q(filing__status__in=BEING_FILED, in_force=False, version=Subquery(newest))
    chosen = {"in_force": Q(in_force=True), "pending": pending}
    rows = rows.filter(chosen.get(asked.state, Q(in_force=True) | pending))
    conditions = {
        "sku__startswith": asked.sku,
        "name__contains": asked.name,
        "hs_code__startswith": asked.hs,
        "filing": asked.filing,
    }
    rows = rows.filter(**{name: value for name, value in conditions.items() if value})
    if asked.mode:
        rows = rows.filter(modes__contains=[asked.mode])
    if asked.finding:
        rows = rows.filter(findings__contains=[{"severity": asked.finding}])
    found: QuerySet[FiledGoods] = rows.select_related("filing", "enterprise")
    return found


def filings(viewer: Viewer, filing_type: str, *, status: str = "", name: str = "") -> Any:
    """The filings of a type that a viewer may see."""
    rows: Any = Filing.objects.visible_to(viewer).filter(type=filing_type)
    if status:
        rows = rows.filter(status=status)
    if name:
        rows = rows.filter(Q(title__contains=name) | Q(number__startswith=name))
    return rows.select_related("enterprise")


def lines_seen(model: Any, filing: Filing, viewer: Viewer, version: int | None = None) -> Any:
    """The lines of a version; without one the newest that the viewer may see: the working copy
    of one's own open filing where it was edited, else what was submitted last."""
    rows = model.objects.visible_to(viewer).filter(filing=filing)
    if version is None:
        open_now = filing.status in states.OPEN_FOR_APPLICANT
        most = filing.version + 1 if open_now else filing.version
        newest = rows.filter(version__lte=most).order_by("-version").values("version")[:1]
        return rows.filter(version=Subquery(newest)).order_by("line")
    return rows.filter(version=version).order_by("line")


def line_changes(model: Any, filing: Filing, version: int) -> LineChanges:
    """How the lines of a version differ, SKU by SKU, from what was in force before it, or else
    from the version before it; a first version differs from nothing."""
    in_force = filing.approved_version or 0
    base = in_force if 0 < in_force < version else version - 1
    if base < 1:
        return LineChanges()
    before, now = (_by_sku(model, filing, number) for number in (base, version))
    return LineChanges(
        base,
        frozenset(now.keys() - before.keys()),
        frozenset(sku for sku in now.keys() & before.keys() if now[sku] != before[sku]),
        tuple(sorted(before.keys() - now.keys())),
    )


def line_counts(rows: Any) -> dict[str, int]:
    """How many lines there are (``all``), and how many with findings of each severity."""
    counted: dict[str, int] = rows.order_by().aggregate(
        all=Count("id"),
        **{
            severity: Count("id", filter=Q(findings__contains=[{"severity": severity}]))
            for severity in ("error", "warning", "note")
        },
    )
    return counted


def newest_counts(model: Any, filing_ids: list[int], viewer: Viewer) -> Mapping[int, int]:
    """How many lines the newest version that the viewer may see of each of these filings has."""
    rows = model.objects.visible_to(viewer).filter(filing__in=filing_ids)
    counted = rows.values_list("filing_id", "version")
    found: dict[int, int] = {}
    for filing_id, _version, number in counted.annotate(n=Count("id")).order_by("version"):
        found[filing_id] = number
    return found


def promotions_of(filing_ids: list[int]) -> Mapping[int, Promotion]:
    """The campaigns in force by their filing."""
    return {row.filing_id: row for row in Promotion.objects.filter(filing__in=filing_ids)}


def facilities_of(filing_ids: list[int]) -> Mapping[int, Facility]:
    """The places in force by their filing."""
    return {row.filing_id: row for row in Facility.objects.filter(filing__in=filing_ids)}


def filed_prices(enterprise_id: int, skus: Iterable[str]) -> dict[str, FiledPrice]:
    """What is in force of these SKUs, by SKU."""
    rows = FiledGoods.objects.filter(enterprise_id=enterprise_id, in_force=True, sku__in=list(skus))
    found = rows.values_list("sku", "name", "price", "currency")
    return {sku: FiledPrice(name, price, currency) for sku, name, price, currency in found}


def promotion_prices(enterprise_id: int, on: date) -> Mapping[str, PromotionPrice]:
    """The prices that approved campaigns of an enterprise allow on a day, by SKU; where two
    campaigns run, the lower price."""
    running = Promotion.objects.filter(
        enterprise_id=enterprise_id, in_force=True, starts__lte=on, ends__gte=on
    ).select_related("filing")
    by_version = {(row.filing_id, row.version): row.filing.number for row in running}
    lines = PromotionLine.objects.filter(filing__in=[filing for filing, _ in by_version])
    found: dict[str, PromotionPrice] = {}
    for line in lines.order_by("-price"):
        number = by_version.get((line.filing_id, line.version))
        if number is not None:
            found[line.sku] = PromotionPrice(
                line.sku, line.price, line.filed_price, line.currency, line.quantity, number
            )
    return found


NOT_CONTENT: Final = frozenset(
    {"id", "filing", "enterprise", "version", "line", "findings", "in_force", "sku"}
)


def _by_sku(model: Any, filing: Filing, version: int) -> dict[str, tuple[Any, ...]]:
    """What each line of a version says, by SKU."""
    names = [f.name for f in model._meta.concrete_fields if f.name not in NOT_CONTENT]
    rows = model.objects.filter(filing=filing, version=version).values_list("sku", *names)
    return {row[0]: tuple(map(_content, row[1:])) for row in rows}


def _content(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
