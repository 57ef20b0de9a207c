"""Recording market purchases (1039) and keeping the register of market firms.

A record is known by the number of its declaration form: sent again by the same firm it replaces
what it said before, another firm cannot claim it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db import transaction

from accounts.services import audit
from accounts.services.audit import Actor
from declarations.market import known_orders, law_on
from declarations.models import MarketFirm, MarketOrder, MarketRecord
from declarations.rulebook import day_of
from declarations.rules.market import MarketCase, in_dollars, judge_market
from enterprises.models import Enterprise
from enterprises.rules.registration import Problem
from enterprises.services.refusals import Refusal, problems_refusal
from reference.selectors import code_tables
from zone_portal.kernel.csv_rows import ImportReport, RowError, read_rows, surplus_cells
from zone_portal.kernel.findings import to_stored
from zone_portal.kernel.periods import parse_day

ON: Final = "declarations.marketrecord"
MOST_ORDERS: Final = 500
MOST_ROWS: Final = 5_000
RECORD_COLUMNS: Final = (
    "number", "declared_on", "customs_code", "market", "trader_code", "seller_code",
    "value", "currency", "country", "goods", "orders",
)  # fmt: skip
FIRM_COLUMNS: Final = ("code", "name", "kind", "market", "valid_from", "valid_to")
FIRM_KINDS: Final = ("trader", "seller", "buyer")
_TEXTS: Final = {"market": 60, "trader_code": 18, "seller_code": 18}


@dataclass(frozen=True, slots=True)
class MarketEntry:
    """A declaration as it was entered and read."""

    number: str
    declared_on: date
    customs_code: str
    market: str
    trader_code: str
    seller_code: str
    value: Decimal
    currency: str
    country: str
    goods: str
    orders: tuple[tuple[str, str], ...]


def read_entry(
    given: Mapping[str, Any], *, today: date
) -> tuple[MarketEntry | None, list[Problem]]:
    """A declaration from texts by column; ``orders`` are ``seller's code:order number`` separated
    by blanks. Everything that is wrong at once."""
    text = {name: str(given.get(name) or "").strip() for name in RECORD_COLUMNS}
    day, value = parse_day(text["declared_on"]), _amount(text["value"])
    orders = tuple(dict.fromkeys(_order(part) for part in text["orders"].split()))
    tables = code_tables(on=day or today)
    problems = list(_problems(text, day, value, orders, tables))
    if problems or day is None or value is None:
        return None, problems
    return (
        MarketEntry(
            number=text["number"],
            declared_on=day,
            customs_code=text["customs_code"],
            market=text["market"],
            trader_code=text["trader_code"],
            seller_code=text["seller_code"],
            value=value,
            currency=text["currency"],
            country=text["country"],
            goods=text["goods"][:200],
            orders=orders,
        ),
        [],
    )


def _problems(
    text: Mapping[str, str],
    day: date | None,
    value: Decimal | None,
    orders: tuple[tuple[str, str], ...],
    tables: Any,
) -> Iterable[Problem]:
    def wrong(field: str, zh: str, en: str) -> Problem:
        return Problem(field, "form", text[field][:100], zh, en)

    number = text["number"]
    if not (number.isascii() and number.isdigit() and len(number) == 18):
        yield wrong("number", "报关单编号为 18 位数字", "A form's number is 18 digits")
    if day is None:
        yield wrong("declared_on", "日期应如 2026-11-20", "A day like 2026-11-20 is needed")
    for name, length in _TEXTS.items():
        if not text[name] or len(text[name]) > length:
            yield wrong(name, f"请填写，不超过 {length} 字", f"Needed, at most {length} characters")
    if value is None:
        yield wrong("value", "应为大于 0 的金额", "An amount above 0 is needed")
    for name, table in (
        ("customs_code", tables.districts),
        ("currency", tables.currencies),
        ("country", tables.countries),
    ):
        if not text[name] or (table.codes and text[name] not in table.codes):
            yield wrong(name, "未知的代码", "Unknown code")
    if any(not seller or not order or len(order) > 60 for seller, order in orders):
        yield wrong(
            "orders",
            "每个订单应写作“电商企业代码:订单编号”，以空格分隔",
            "Write each order as seller's code:order number, separated by blanks",
        )
    if len(orders) > MOST_ORDERS:
        yield wrong("orders", f"至多 {MOST_ORDERS} 个订单", f"At most {MOST_ORDERS} orders")


@transaction.atomic
def record_market(
    *, given: Mapping[str, Any], enterprise_id: int, by: Actor, at: datetime, origin: str = ""
) -> MarketRecord:
    """Record a declaration of a firm, or replace what it recorded under the number before.

    :raises Refusal: ``market_record_invalid`` (422, details problems), ``market_record_taken``.
    """
    entry, problems = read_entry(given, today=day_of(at))
    if entry is None:
        raise problems_refusal(
            "market_record_invalid",
            problems,
            "填写的内容有误，请更正后再试。",
            "Some of what was entered is wrong: correct it and try again.",
        )
    firm = Enterprise.objects.get(pk=enterprise_id)
    before = MarketRecord.objects.select_for_update().filter(number=entry.number).first()
    if before is not None and before.enterprise_id != enterprise_id:
        raise Refusal(
            "market_record_taken",
            409,
            "该报关单已由其他企业登记。",
            "Another firm has recorded this form.",
        )
    row: MarketRecord = before or MarketRecord(enterprise_id=enterprise_id)
    for name, value in _columns(entry).items():
        setattr(row, name, value)
    row.site, row.author, row.entered_at = str(firm.site_id), audit.label_of(by), at
    row.save()
    found = known_orders(entry.orders)
    row.orders.all().delete()
    MarketOrder.objects.bulk_create(
        MarketOrder(record=row, ebc_code=seller, order_no=no, order_id=found.get((seller, no)))
        for seller, no in entry.orders
    )
    audit.record(
        "market.recorded" if before is None else "market.replaced",
        by=by,
        on=(ON, str(row.pk)),
        new={"number": row.number, "value": str(row.value), "orders": len(entry.orders)},
        at=at,
        origin=origin,
    )
    return row


def _columns(entry: MarketEntry) -> dict[str, Any]:
    law = law_on(entry.declared_on, entry.orders, (entry.trader_code, entry.seller_code))
    case = MarketCase(
        entry.number,
        entry.value,
        entry.currency,
        entry.trader_code,
        entry.seller_code,
        entry.orders,
    )
    plain = {name: getattr(entry, name) for name in RECORD_COLUMNS if name != "orders"}
    return {
        **plain,
        "value_usd": in_dollars(entry.value, entry.currency, law.rates),
        "findings": [to_stored(finding) for finding in judge_market(case, law)],
    }


@transaction.atomic
def import_records(
    content: bytes, *, enterprise_id: int, by: Actor, at: datetime, origin: str = ""
) -> ImportReport:
    """Record every line of a CSV file; with any error nothing is recorded, and all are told.

    :raises PortalError: those of ``read_rows``; ``market_file_too_long``.
    """
    rows = list(read_rows(content, ("number", "declared_on", "value", "currency")))
    if len(rows) > MOST_ROWS:
        raise Refusal(
            "market_file_too_long",
            413,
            f"一个文件至多 {MOST_ROWS} 行。",
            f"A file has at most {MOST_ROWS} lines.",
        )
    errors = []
    taken = _taken_by_others([row["number"] for row in rows], enterprise_id)
    for row in rows:
        errors += [surplus_cells(row)] if row.surplus else []
        _, problems = read_entry(row.values, today=day_of(at))
        errors += [RowError(row.line, p.field, p.code, p.value, p.zh, p.en) for p in problems]
        if row["number"] in taken:
            zh, en = "该报关单已由其他企业登记", "another firm has recorded this form"
            errors.append(RowError(row.line, "number", "taken", row["number"], zh, en))
    if errors:
        return ImportReport(errors=tuple(errors))
    own = {row["number"] for row in rows}
    updated = MarketRecord.objects.filter(number__in=own).count()
    for row in rows:
        record_market(given=row.values, enterprise_id=enterprise_id, by=by, at=at, origin=origin)
    return ImportReport(created=len(own) - updated, updated=updated)


def _taken_by_others(numbers: list[str], enterprise_id: int) -> set[str]:
    others = MarketRecord.objects.filter(number__in=numbers).exclude(enterprise_id=enterprise_id)
    return set(others.values_list("number", flat=True))


def import_firms(
    content: bytes, *, site: str, by: Actor, at: datetime, origin: str = ""
) -> ImportReport:
    """Enter firms of markets from a CSV file (``code,name,kind,market,valid_from[,valid_to]``):
    known ones are brought up to date. With any error nothing is entered.

    :raises PortalError: those of ``read_rows``.
    """
    rows = list(read_rows(content, FIRM_COLUMNS[:5]))
    errors = [error for row in rows for error in _firm_errors(row)]
    if errors:
        return ImportReport(errors=tuple(errors))
    codes = {row["code"] for row in rows}
    firms = Enterprise.objects.registered()
    own = {**dict(firms.filter(uscc__in=codes).values_list("uscc", "id"))}
    own |= dict(firms.filter(code__in=codes).values_list("code", "id"))
    created = 0
    with transaction.atomic():
        for row in rows:
            _, fresh = MarketFirm.objects.update_or_create(
                code=row["code"],
                market=row["market"],
                defaults={
                    "name": row["name"],
                    "kind": row["kind"],
                    "enterprise_id": own.get(row["code"]),
                    "site": site,
                    "valid_from": date.fromisoformat(row["valid_from"]),
                    "valid_to": parse_day(row["valid_to"]),
                    "author": audit.label_of(by),
                    "entered_at": at,
                },
            )
            created += fresh
        audit.record(
            "market.firms_imported",
            by=by,
            on=("declarations.marketfirm", site),
            new={"created": created, "updated": len(rows) - created},
            at=at,
            origin=origin,
        )
    return ImportReport(created=created, updated=len(rows) - created)


def _firm_errors(row: Any) -> list[RowError]:
    found = [surplus_cells(row)] if row.surplus else []

    def wrong(field: str, zh: str, en: str) -> None:
        found.append(RowError(row.line, field, "form", row[field], zh, en))

    for name, length in (("code", 18), ("name", 100), ("market", 60)):
        if not row[name] or len(row[name]) > length:
            wrong(name, f"请填写，不超过 {length} 字", f"needed, at most {length} characters")
    if row["kind"] not in FIRM_KINDS:
        wrong("kind", "应为 trader、seller 或 buyer", "must be trader, seller or buyer")
    begins, ends = parse_day(row["valid_from"]), parse_day(row["valid_to"])
    if begins is None:
        wrong("valid_from", "日期应如 2026-11-20", "a day like 2026-11-20 is needed")
    if row["valid_to"] and (ends is None or (begins is not None and ends <= begins)):
        wrong("valid_to", "应晚于生效日期", "must be after valid_from")
    return found


def _order(part: str) -> tuple[str, str]:
    seller, _, number = part.partition(":")
    return seller, number


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    fine = amount.is_finite() and 0 < amount < 10**13 and not amount % Decimal("0.00001")
    return amount if fine else None
