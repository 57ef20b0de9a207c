"""What cross-checking reads: declarations by how they stand to a month, orders, lists, agreements.

The statements sum by cell and standing; the largest declarations of each sum are named. Nothing
here reads what came under an agreement unless the agreement is in force (``deliveries_in_force``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from declarations.ids import first_id_of
from enterprises.models import Enterprise
from enterprises.selectors import Register
from reference.selectors import exchange_rates, rows
from statistics_app import selectors_reconciling_sql as sql
from statistics_app.models import (
    Delivery,
    HandExplanation,
    ListFinding,
    ReconciledCell,
    Reconciliation,
    Report,
    SharingAgreement,
    StatisticsRate,
    TouchedDay,
)
from statistics_app.rules.kinds import CUSTOMS_MODES
from statistics_app.rules.reconciling.comparing import Ours, Theirs
from statistics_app.rules.reconciling.explaining import BEFORE, NO_MODE, WITHIN, Slice
from statistics_app.rules.reconciling.judging import OPEN, ZERO
from statistics_app.rules.reconciling.sources import SOURCES
from statistics_app.rules.terms import month as month_term
from statistics_app.states import ACCEPTED
from zone_portal.kernel.money import rounded

RENMINBI, DOLLAR = "142", "502"
FOR_EVER: Final = date(9999, 1, 1)
DAY: Final = timedelta(days=1)
CHUNK: Final = 2_000
REPORT_FORM: Final = "KEY-M"
TEN_THOUSAND: Final = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which declarations: a month (its first day), a prefix of the customs office, the codes of a
    platform (empty: all); ``as_of`` the moment at which the other side drew its figures."""

    month: date
    customs: str = ""
    platforms: tuple[str, ...] = ()
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A number of a port's list, or of a declaration here, with both sides."""

    number: str
    inventory_id: int | None
    firm: str
    ours: Ours | None
    theirs: Theirs | None


@dataclass(frozen=True, slots=True)
class OpenDifference:
    """Why the figures of a month are not in agreement with another source; ``cell`` is None where
    the comparison does not hold any more."""

    zh: str
    en: str
    cell: ReconciledCell | None = None


class Currencies:
    """Renminbi of foreign amounts. Totals in dollars follow the statistics rate of their month, as
    published figures do; everything else the duty rate of the day. No rate gives None."""

    def __init__(self, month: date) -> None:
        self._month = month
        self._duty: dict[str, list[tuple[date, date, Decimal]]] = defaultdict(list)
        for currency, start, end, rate in exchange_rates():
            self._duty[currency].append((start, end or FOR_EVER, rate))
        found = StatisticsRate.objects.filter(month=month).order_by("-edition").first()
        self.dollar: Decimal | None = found.rate if found else None

    def of_total(self, value: Decimal, currency: str) -> Decimal | None:
        """A total of the month in yuan."""
        if currency == DOLLAR:
            return None if self.dollar is None else rounded(value * self.dollar)
        return self.on(value, currency, self._month)

    def on(self, value: Decimal, currency: str, day: date) -> Decimal | None:
        """An amount of a day in yuan."""
        if currency == RENMINBI:
            return rounded(value)
        rate = next((r for start, end, r in self._duty[currency] if start <= day < end), None)
        return None if rate is None else rounded(value * rate)


def currency_codes() -> dict[str, str]:
    """What a currency may be written as → its customs code."""
    found: dict[str, str] = {}
    for code, row in rows("currencies").items():
        found[code] = code
        if iso := str(row.extra.get("iso", "")):
            found[iso] = code
    return found


def slices(asked: Asked) -> list[Slice]:
    """Declarations that a side may count in the month, by cell and standing."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SLICES, _parameters(asked))
        found = cursor.fetchall()
    firms = _Firms((row[2] for row in found), (row[3] for row in found))
    made = []
    for row in found:
        firm, registered = firms.of(row[2], row[3])
        made.append(
            Slice(
                direction=row[0],
                mode=row[1],
                firm=firm,
                registered=registered,
                is_return=row[4],
                declared=row[5],
                booked=row[6],
                fate=row[7],
                known=row[8],
                tickets=row[9],
                rmb=row[10],
                fees=row[11],
                unrated=row[12],
                records=tuple(row[13]),
            )
        )
    return made


def order_slices(asked: Asked, declared: Sequence[Slice]) -> list[Slice]:
    """Orders received in the month beside what was booked of them, and what was booked of others;
    ``declared`` are the slices of the same month."""
    with connection.cursor() as cursor:
        cursor.execute(sql.ORDERS, _parameters(asked))
        found = cursor.fetchall()
    firms = _Firms((row[2] for row in found), ())
    made = []
    for row in found:
        firm, registered = firms.of(row[2], 0)
        made.append(
            Slice(
                direction=row[0],
                mode=row[1] or NO_MODE,
                firm=firm,
                registered=registered,
                booked=row[3],
                tickets=row[4],
                theirs=row[5],
                rmb=row[6],
                fees=row[7],
                unrated=row[8],
                records=tuple(row[9]),
            )
        )
    returned = [one for one in declared if one.is_return]
    return [*made, *returned, *_of_other_orders(declared, made)]


def _of_other_orders(declared: Sequence[Slice], ordered: Sequence[Slice]) -> Iterator[Slice]:
    """Booked in the month, of orders that were received in another one or are not known."""
    left: dict[tuple[str, str, str], list[Any]] = defaultdict(lambda: [0, ZERO, ZERO])
    for one, sign in [(one, 1) for one in declared] + [(one, -1) for one in ordered]:
        if one.booked == WITHIN and not one.is_return:
            sums = left[one.direction, one.mode, one.firm]
            sums[0] += sign * one.tickets
            sums[1] += sign * one.rmb
            sums[2] += sign * one.fees
    for (direction, mode, firm), (tickets, rmb, fees) in left.items():
        if tickets or rmb:
            yield Slice(direction, mode, firm, tickets, rmb, fees, declared=BEFORE)


class _Firms:
    """Under which code a firm's cells stand, and whether it is filed here."""

    def __init__(self, codes: Iterable[str], ids: Iterable[int]) -> None:
        wanted = {pk for pk in ids if pk}
        self._codes = dict(Enterprise.objects.filter(pk__in=wanted).values_list("pk", "code"))
        self._register = Register()
        self._register.preload({code for code in codes if code})

    def of(self, code: str, pk: int) -> tuple[str, bool]:
        if pk in self._codes:
            return self._codes[pk], True
        known = self._register.get(code) if code else None
        return (known.code, True) if known else (code, False)


def canonical_firms(codes: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Code as written → the code its cells stand under, and whether the firm is filed here."""
    given = {code for code in codes if code}
    firms = _Firms(given, ())
    return {code: firms.of(code, 0) for code in given}


def _parameters(asked: Asked) -> dict[str, Any]:
    term = month_term(asked.month)
    rates = [
        (currency, start, end or FOR_EVER, rate) for currency, start, end, rate in exchange_rates()
    ]
    return {
        "first": term.first,
        "last": term.last,
        "first_id": _first_id(term.first),
        "end_id": _first_id(term.last + DAY),
        "modes": list(CUSTOMS_MODES),
        "customs": f"{asked.customs}%",
        "platforms": list(asked.platforms) or None,
        "as_of": asked.as_of,
        "zone": settings.TIME_ZONE,
        "currencies": [row[0] for row in rates],
        "starts": [row[1] for row in rates],
        "ends": [row[2] for row in rates],
        "rates": [row[3] for row in rates],
    }


def _first_id(day: date) -> int:
    midnight = datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
    return max(first_id_of(midnight.astimezone(UTC)), 0)


def pairs(delivery: Delivery, asked: Asked, currencies: Currencies) -> Iterator[Pair]:
    """Every number of a list, and of the declarations booked in the month, with both sides."""
    parameters = _parameters(asked) | {"delivery": delivery.pk}
    with connection.cursor() as cursor:
        cursor.execute(sql.PAIRS, parameters)
        while chunk := cursor.fetchmany(CHUNK):
            firms = _Firms((row[3] for row in chunk), (row[18] or 0 for row in chunk))
            for row in chunk:
                yield _pair(row, firms, currencies)


def _pair(row: Sequence[Any], firms: _Firms, currencies: Currencies) -> Pair:
    theirs = ours = None
    firm, registered = firms.of(row[3] or "", row[18] or 0)
    if row[4] is not None:
        theirs = Theirs(
            direction=row[4],
            mode=row[5],
            day=row[6],
            rmb=currencies.on(row[7], row[8], row[6]),
            quantity=row[9],
            registered=registered or not row[3],
        )
    if row[10] is not None:
        ours = Ours(
            direction=row[10],
            mode=row[11],
            booked=row[12],
            declared=row[13],
            day=row[14],
            rmb=row[15],
            goods=None if row[15] is None else row[15] - (row[16] or ZERO),
            quantity=row[17],
            fate=row[19],
            registered=bool(row[18]),
        )
    return Pair(row[0] or row[2] or "", row[1], firm, ours, theirs)


def agreements() -> QuerySet[SharingAgreement]:
    """All of them, the newest first."""
    return SharingAgreement.objects.select_related("organisation", "enterprise").order_by("-id")


def in_force(on: date) -> QuerySet[SharingAgreement]:
    """Those whose validity holds a day."""
    ended = Q(ended_date__isnull=True) | Q(ended_date__gt=on)
    return agreements().filter(ended, from_date__lte=on, to_date__gte=on)


def is_in_force(row: SharingAgreement, on: date) -> bool:
    """Whether data under an agreement may be taken in, read and handed out on a day."""
    ended = row.ended_date is not None and row.ended_date <= on
    return row.from_date <= on <= row.to_date and not ended


def covers(row: SharingAgreement, month: date) -> bool:
    """Whether the month's data are within an agreement: it began by the end of the month and ends
    no earlier than it begins."""
    term = month_term(month)
    return row.from_date <= term.last and row.to_date >= term.first


def deliveries_in_force(month: date, on: date) -> list[Delivery]:
    """What counts for a month under agreements in force: the last delivery of each."""
    rows = Delivery.objects.filter(month=month, agreement__in=in_force(on)).select_related(
        "agreement__organisation", "agreement__enterprise"
    )
    return list(rows.order_by("agreement_id", "-id").distinct("agreement_id"))


def accepted_reports(month: date) -> list[Report]:
    """Accepted direct reports of firms for the month; read for statistics alone."""
    found = Report.objects.filter(form=REPORT_FORM, period_date=month, status=ACCEPTED)
    return list(found.filter(enterprise__isnull=False).select_related("enterprise"))


def cells_of(month: date) -> QuerySet[ReconciledCell]:
    """The compared cells of a month, in the order of the report."""
    found = ReconciledCell.objects.filter(reconciliation__month=month)
    return found.select_related("agreement__organisation", "agreement__enterprise").order_by(
        "source", "agreement_id", "firm", "direction", "mode", "id"
    )


def findings_of(month: date, agreement_id: int) -> QuerySet[ListFinding]:
    """What differs in the list of an agreement, declaration by declaration."""
    return ListFinding.objects.filter(reconciliation__month=month, agreement_id=agreement_id)


def explanations_of(cell: ReconciledCell) -> QuerySet[HandExplanation]:
    """What officials explained of a cell, in order."""
    found = HandExplanation.objects.filter(
        month=cell.reconciliation.month,
        source=cell.source,
        agreement_id=cell.agreement_id,
        direction=cell.direction,
        mode=cell.mode,
        firm=cell.firm,
    )
    return found.select_related("evidence", "takes_back").order_by("id")


DELIVERED: Final = (
    "有新收到的外部数据尚未比对",
    "Data of other sources arrived and have not been compared",
)
CHANGED: Final[dict[str, tuple[str, str]]] = {
    "touched": (
        "比对之后统计数据有变动，尚未重新比对",
        "Figures changed after the comparison and have not been compared again",
    ),
    "rate": (
        "比对之后统计汇率有变动，尚未重新比对",
        "The statistics rate changed after the comparison, which was not made again",
    ),
    "reports": (
        "比对之后企业直报有变动，尚未重新比对",
        "Direct reports changed after the comparison, which was not made again",
    ),
}
"""By what is seen: why a comparison does not hold any more (zh, en)."""


def seen_of(month: date) -> dict[str, Any]:
    """What a comparison of the month would meet: its latest touched day and statistics rate by id,
    the accepted reports by number and versions. Ids, not times: both are written one at a time."""
    term = month_term(month)
    touched = TouchedDay.objects.filter(day__gte=term.first, day__lte=term.last)
    reports = Report.objects.filter(form=REPORT_FORM, period_date=month, status=ACCEPTED)
    accepted = reports.aggregate(count=Count("id"), versions=Sum("version"))
    return {
        "touched": touched.aggregate(last=Max("id"))["last"] or 0,
        "rate": StatisticsRate.objects.filter(month=month).aggregate(last=Max("id"))["last"] or 0,
        "reports": [accepted["count"], accepted["versions"] or 0],
    }


def behind_of(month: date) -> list[tuple[str, str]]:
    """What changed after the month was compared last, zh and en. A month that nobody compared is
    behind only what was delivered for it."""
    last = Delivery.objects.filter(month=month).order_by("-at").values_list("at", flat=True).first()
    row = Reconciliation.objects.filter(month=month).first()
    found = [DELIVERED] if last and (row is None or row.compared_at < last) else []
    if row is None:
        return found
    now = seen_of(month)
    return [*found, *(why for name, why in CHANGED.items() if row.seen.get(name) != now[name])]


def is_behind(month: date) -> bool:
    """Whether anything that the comparison of a month goes by changed after it."""
    return bool(behind_of(month))


def open_differences(month: date) -> list[OpenDifference]:
    """What a bulletin of the month has to say about other sources: differences beyond tolerance
    that nobody explained, the largest first, and what changed after the comparison. Says where, not
    how much: figures under an agreement are read on the pages that log it."""
    found = [OpenDifference(zh, en) for zh, en in behind_of(month)]
    readable = Q(agreement__isnull=True) | Q(agreement__in=in_force(timezone.localdate()))
    cells = cells_of(month).filter(readable, state=OPEN)
    largest = sorted(cells, key=lambda cell: abs(cell.remainder or ZERO), reverse=True)
    return [*found, *(_open(cell) for cell in largest)]


def _open(cell: ReconciledCell) -> OpenDifference:
    where = f"{cell.mode or '—'} {cell.firm}".strip()
    side = ("进口", "imports") if cell.direction == "I" else ("出口", "exports")
    return OpenDifference(
        f"{party_of(cell)[0]}：{side[0]} {where} 差异未说明",
        f"{party_of(cell)[1]}: {side[1]} {where}, difference not explained",
        cell,
    )


def party_of(cell: ReconciledCell) -> tuple[str, str]:
    """Whose figure it is, zh and en."""
    zh, en = SOURCES[cell.source]
    if cell.agreement is None:
        return zh, en
    name = party_name(cell.agreement)
    return f"{name[0]} {zh}", f"{name[1]}: {en}"


def party_name(row: SharingAgreement) -> tuple[str, str]:
    """Who hands data over under an agreement, zh and en."""
    if row.organisation is not None:
        return row.organisation.name, row.organisation.name_en or row.organisation.name
    name = row.enterprise.name if row.enterprise else ""
    return name, name
