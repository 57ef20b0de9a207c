"""A history of figures in the demo zone and its bulletins: a month published as preliminary and
then revised, the next one as a draft. All of it is invented, and every bulletin says so.

No declarations stand behind these bookings: a rebuild takes them away again, as it should; what
was published stays. The nightly run never looks at them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.constants import HUB
from accounts.facts import SystemActor
from accounts.models import Site, User
from enterprises.models import Enterprise
from enterprises.rules.registration import Applicant
from enterprises.services.demo import refuse_unless_demo
from enterprises.services.demo_zone import demo_applicant, demo_uscc
from enterprises.services.registration import register_enterprise
from enterprises.viewers import viewer_for
from statistics_app.models import Booking, Bulletin, Due, StatisticsRate
from statistics_app.rules.kinds import kind_of
from statistics_app.rules.terms import month_of, next_month
from statistics_app.services.booking import recount
from statistics_app.services.bulletins import publishing
from statistics_app.services.rates import follow_rates, put_statistics_rate
from zone_portal.kernel.money import rounded

BY: Final = SystemActor("load_demo_statistics")
RATE_SOURCE: Final = "模拟汇率，非官方公布 (SIMULATED)"
FIRST_RATE: Final = date(2024, 1, 1)
AROUND: Final = Decimal("7.10")
FIRST_ID: Final = 9_000_000_000_000
"""Where the numbers of declarations that do not exist begin; no real one gets so far."""
SERIAL: Final = 901
COVERAGE: Final = "A"
COUNTIES: Final = 2
HUB_FIRMS: Final = ("甲", "乙", "丙", "丁", "戊")
COUNTY_FIRMS: Final = ("甲", "乙", "丙", "丁")
LEADING: Final = "mall"
CUSTOMS: Final = "4001"
RETAIL_TAX: Final = Decimal("0.091")
"""About what a retail import pays; the figures are invented, not computed."""


class Stream(NamedTuple):
    """Goods that some firms (every ``step``-th from ``first`` on) send every month: declarations
    of a firm, RMB of each, growth in a year in percent."""

    direction: str
    mode: str
    country: str
    hs_code: str
    unit: str
    first: int
    step: int
    lists: int
    rmb: int
    growth: int


STREAMS: Final = (
    Stream("I", "1210", "133", "3304990039", "011", 0, 1, 1, 420, 14),
    Stream("I", "1210", "304", "1901101010", "035", 1, 3, 2, 610, 6),
    Stream("I", "1210", "116", "9619001100", "035", 0, 3, 1, 350, -9),
    Stream("I", "1210", "601", "2106909090", "035", 2, 3, 2, 780, 22),
    Stream("I", "9610", "305", "2204210000", "095", 0, 4, 1, 940, 3),
    Stream("I", "9610", "502", "2106909090", "035", 1, 4, 1, 560, 9),
    Stream("I", "9610", "609", "0402210000", "035", 3, 3, 1, 480, 48),
    Stream("I", "1239", "307", "3304990039", "011", 5, 12, 2, 380, 0),
    Stream("E", "9610", "502", "6109100010", "011", 0, 1, 1, 260, 17),
    Stream("E", "9610", "344", "6403990090", "025", 1, 3, 2, 310, -35),
    Stream("E", "9610", "410", "8517130000", "001", 2, 3, 2, 690, 26),
    Stream("E", "9610", "303", "9503008900", "035", 0, 3, 2, 180, 8),
    Stream("E", "9610", "304", "8504401400", "001", 1, 4, 2, 240, 11),
    Stream("E", "9810", "502", "9403609990", "035", 0, 3, 2, 86_000, 31),
    Stream("E", "9810", "304", "8541430000", "001", 1, 4, 1, 64_000, 40),
    Stream("E", "9810", "129", "8516609000", "001", 2, 4, 1, 39_000, 12),
    Stream("E", "9810", "122", "6302539090", "035", 3, 4, 1, 28_000, 7),
    Stream("E", "9710", "136", "6911101900", "035", 2, 20, 2, 210_000, 15),
    Stream("E", "1210", "132", "3926909090", "035", 0, 4, 1, 430, 19),
    Stream("E", "1210", "141", "4202220000", "001", 1, 4, 1, 520, 5),
)
LATE: Final = Stream("E", "9610", "429", "6204420000", "011", 6, 1, 2, 480, 0)
"""What was told after the preliminary figures."""
OF_LEADING: Final = Stream("E", "9810", "502", "9403609990", "035", 0, 1, 4, 124_000, 27)
LAST_OF_LEADING: Final = 3
"""The leading firm sends its goods in the first months of a year."""
REVISION: Final = (
    "四家企业补报出口清单（演示）",
    "Four firms reported exports late (demo)",
)
NO_REASON: Final = ("", "")
ANALYSIS: Final = (
    "本月进出口继续增长，海外仓模式出口增长较快；对俄罗斯出口回落。（演示文字）",
    "Trade went on growing, exports to overseas warehouses fastest; exports to Russia fell. "
    "(Demo text.)",
)


@transaction.atomic
def load_demo_rates(*, at: datetime) -> int:
    """Statistics rates of the months that have none; returns how many.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    known = set(StatisticsRate.objects.values_list("month", flat=True))
    month, made = FIRST_RATE, 0
    while month <= timezone.localdate(at):
        if month not in known:
            rate = AROUND + Decimal(month.month % 5) / 100
            put_statistics_rate(month=month, rate=rate, source=RATE_SOURCE, by=BY, at=at)
            made += 1
        month = next_month(month)
    return made


@transaction.atomic
def load_demo_bulletins(*, at: datetime) -> int:
    """The history and three rounds, where there is no bulletin yet; returns how many bookings were
    made.

    :raises PortalError: ``demo_is_off``.
    """
    refuse_unless_demo()
    if Bulletin.objects.exists() or Due.objects.exists():
        return 0  # a zone in use whose declarations wait to be counted gets them with a later start
    follow_rates()  # or the first night would take the history for rated wrongly
    drafted = _back(month_of(timezone.localdate(at)), 1)
    shown = _back(drafted, 1)
    begin = _back(shown.replace(month=1), 12)
    firms = _firms(begin, shown)
    rates = dict(StatisticsRate.objects.order_by("edition").values_list("month", "rate"))
    rows = list(_history(firms, rates, begin, drafted, shown))
    Booking.objects.bulk_create(rows, batch_size=1000)
    recount()
    first = _publish(shown, "preliminary", NO_REASON, _noon(next_month(shown), 18))
    late = list(_bookings(firms, rates, LATE, shown, shown.year, FIRST_ID + len(rows)))
    Booking.objects.bulk_create(late)
    recount()
    revised_at = min(at, _noon(next_month(next_month(shown)), 12))
    _publish(shown, "revised", REVISION, max(revised_at, first.published_at or at))
    _draft(drafted, "preliminary", NO_REASON, at)
    return len(rows) + len(late)


def _firms(first: date, shown: date) -> list[Enterprise]:
    """Firms of the hub and of two counties, in trade since before ``first``; the last one is new in
    the month ``shown``."""
    hub = Site.objects.get(code=HUB)
    counties = Site.objects.filter(kind="sub", parent__code=HUB).order_by("status", "code")
    named = [(hub, sign) for sign in HUB_FIRMS]
    named += [(site, sign) for site in counties[:COUNTIES] for sign in COUNTY_FIRMS]
    found: list[Enterprise] = []
    for serial, (site, sign) in enumerate(named, start=SERIAL):
        place = "" if site == hub else site.name[:12]
        given = Applicant(
            f"369996D{serial}",
            demo_uscc(serial),
            f"演示{place}{sign}号跨境电子商务有限公司",
            ("ecommerce",),
        )
        is_new = len(found) == len(named) - 1
        row = Enterprise.objects.registered().filter(code=given.code).first()
        found.append(
            row
            or register_enterprise(
                given,
                by=BY,
                at=_noon(shown if is_new else first, 2),
                site=site.code,
                simulated=True,
            )
        )
    return found


Rates = Mapping[date, Decimal]
"""RMB a dollar, by month."""


def _history(
    firms: list[Enterprise], rates: Rates, first: date, last: date, shown: date
) -> Iterator[Booking]:
    leading = [Enterprise.objects.get(code=demo_applicant(LEADING).code)]
    month, number = first, FIRST_ID
    while month <= last:
        trading = firms if month >= shown else firms[:-1]
        pairs = [(stream, trading) for stream in STREAMS]
        if month.month <= LAST_OF_LEADING:
            pairs.append((OF_LEADING, leading))
        for stream, those in pairs:
            rows = list(_bookings(those, rates, stream, month, last.year, number))
            yield from rows
            number += len(rows)
        month = next_month(month)


def _bookings(  # noqa: PLR0917  what, who, when, and the number to begin with
    firms: list[Enterprise],
    rates: Rates,
    stream: Stream,
    month: date,
    year: int,
    number: int,
) -> Iterator[Booking]:
    """The declarations of a stream in a month; the year before ``year`` is that much smaller."""
    years = Decimal(100 + stream.growth) / 100 if month.year == year else Decimal(1)
    season = Decimal(90 + 2 * month.month) / 100
    rate = rates.get(month)
    for firm in firms[stream.first :: stream.step]:
        for place in range(stream.lists):
            wobble = Decimal(92 + (number * 37) % 17) / 100
            rmb = rounded(stream.rmb * years * season * wobble)
            day = month + timedelta(days=(number * 11 + place) % 27)
            yield Booking(
                inventory_id=number,
                gnum=1,
                day=day,
                declared_date=day,
                firm=firm.code,
                enterprise_id=firm.pk,
                site=firm.site_id or "",
                direction=stream.direction,
                mode=stream.mode,
                kind=kind_of(stream.mode),
                customs_code=CUSTOMS,
                country=stream.country,
                hs_code=stream.hs_code,
                unit=stream.unit,
                quantity=Decimal(1 + number % 5),
                currency="142",
                rmb=rmb,
                usd=None if rate is None else rounded(rmb / rate),
                tax=rounded(rmb * RETAIL_TAX) if stream.direction == "I" else Decimal(0),
                tickets=1,
                parcels=1 + number % 3,
                direct=int(number % 11 != 0),
                inspected=int(number % 23 == 0),
                accepted=60 + number % 90,
                released=1_800 + (number * 97) % 5_400,
                whole=1_900 + (number * 97) % 5_500,
            )
            number += 1


def _publish(month: date, stage: str, reason: tuple[str, str], at: datetime) -> Bulletin:
    """A round by two people, with its analysis."""
    row = _draft(month, stage, reason, at)
    row = publishing.write_analysis(
        bulletin_id=row.pk,
        version=row.version,
        text=ANALYSIS[0],
        english=ANALYSIS[1],
        **_deed("zone", at),
    )
    row = publishing.propose(bulletin_id=row.pk, version=row.version, **_deed("zone", at))
    return publishing.decide(
        bulletin_id=row.pk, version=row.version, accepted=True, **_deed("supervisor", at)
    )


def _draft(month: date, stage: str, reason: tuple[str, str], at: datetime) -> Bulletin:
    return publishing.draft(
        month=month,
        coverage=COVERAGE,
        stage=stage,
        reason=reason[0],
        reason_en=reason[1],
        **_deed("zone", at),
    )


def _deed(username: str, at: datetime) -> dict[str, Any]:
    user = User.objects.get(username=username)
    return {"viewer": viewer_for(user), "by": user, "at": at}


def _back(month: date, months: int) -> date:
    for _ in range(months):
        month = month_of(month - timedelta(days=1))
    return month


def _noon(month: date, day: int) -> datetime:
    return timezone.make_aware(datetime.combine(month.replace(day=day), time(12)))
