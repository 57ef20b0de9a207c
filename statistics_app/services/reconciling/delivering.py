"""Data come in under an agreement: whole or not at all, the same content once, on record."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.db import connection, transaction

from accounts.facts import ClientActor, SystemActor
from accounts.models import User
from accounts.services import audit
from accounts.services.audit import label_of
from credit.models import DepartmentClient
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import DeliveredTotal, Delivery, ListedDeclaration, SharingAgreement
from statistics_app.models.reconciling import IMPORTED, REFUSED
from statistics_app.rules.reconciling.reading import (
    COLUMN_NAMES,
    MOST_BYTES,
    MOST_ROWS,
    ListRow,
    Reading,
    RowProblem,
    TotalRow,
    columns_of,
    outside_columns,
    read_list,
    read_totals,
    required_of,
)
from statistics_app.rules.reconciling.sources import PORT_LIST
from statistics_app.rules.terms import month_of
from statistics_app.selectors_reconciling import covers, currency_codes, is_in_force
from statistics_app.services.governance.common import Deed, must_be_office
from statistics_app.services.reconciling.access import Access, enter
from zone_portal.framework.spreadsheets import read_table
from zone_portal.kernel.errors import PortalError

LOCK: Final = 0x5A4F4E45_00000009
"""Advisory lock: one delivery at a time is looked up and kept."""
MOST_TOLD: Final = 500
SHORTEST_KEY, LONGEST_KEY = 8, 64
BATCH: Final = 2_000
PAGE, PROGRAM = "page", "api"
Row = tuple[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody hands over for a month: a file, or rows of a program with its ``key``.
    ``drawn`` is the day its figures were drawn; None: today."""

    month: date | None
    content: bytes = b""
    rows: Sequence[Mapping[str, Any]] | None = None
    name: str = ""
    drawn: date | None = None
    key: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the content, hex; of rows in their canonical form."""
        whole = self.content if self.rows is None else msgspec.json.encode(_texts(self.rows))
        return hashlib.sha256(whole).hexdigest()


def deliver(
    *,
    agreement_id: int,
    sent: Sent,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> tuple[Delivery, bool]:
    """The zone office takes in a file it was handed; whether it is new.

    :raises Refusal: ``statistics_not_yours``, ``statistics_unknown``; ``agreement_over`` (409),
        ``agreement_month`` (422), ``delivery_wrong`` (422, details ``problems``); what reading a
        table refuses.
    """
    must_be_office(viewer)
    agreement = SharingAgreement.objects.filter(pk=agreement_id).first()
    return _take(agreement, sent, PAGE, Deed(by, at, origin))


def deliver_as_system(
    *, number: str, sent: Sent, client: DepartmentClient, at: datetime, origin: str = ""
) -> tuple[Delivery, bool]:
    """A department's own system hands over under an agreement of its organisation.

    :raises Refusal: as :func:`deliver`; ``idempotency_key_missing``, ``idempotency_key_reused``.
    """
    rows = SharingAgreement.objects.filter(organisation_id=client.organisation_id)
    by = SystemActor(f"{client.organisation.code}/{client.name}"[:128])
    _must_be_key(sent.key)
    return _take(rows.filter(number=number).first(), sent, PROGRAM, Deed(by, at, origin))


def deliver_as_platform(
    *, number: str, sent: Sent, viewer: Viewer, by: ClientActor, at: datetime, origin: str = ""
) -> tuple[Delivery, bool]:
    """A platform's program hands over its totals under the agreement with its enterprise.

    :raises Refusal: as :func:`deliver_as_system`.
    """
    rows = SharingAgreement.objects.filter(enterprise_id__in=viewer.own_ids)
    _must_be_key(sent.key)
    return _take(rows.filter(number=number).first(), sent, PROGRAM, Deed(by, at, origin))


def _take(
    agreement: SharingAgreement | None,
    sent: Sent,
    channel: str,
    deed: Deed,
) -> tuple[Delivery, bool]:
    """A refused delivery leaves nothing but its entry in the log of accesses."""
    if agreement is None:
        raise Refusal("statistics_unknown", 404, "没有找到该协议。", "There is no such agreement.")
    try:
        with transaction.atomic():
            return _kept(agreement, sent, channel, deed)
    except PortalError as refusal:
        month = month_of(sent.month) if sent.month else None
        told = Access(REFUSED, deed.by, deed.at, month, detail=refusal.code, origin=deed.origin)
        enter([agreement], told)
        raise


def _kept(
    agreement: SharingAgreement,
    sent: Sent,
    channel: str,
    deed: Deed,
) -> tuple[Delivery, bool]:
    today = deed.day
    month = _month(agreement, sent, today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = _known(agreement, month, sent)
    if known is not None:
        return known, False
    read = _read(agreement, month, sent)
    row = Delivery(
        agreement=agreement,
        month=month,
        drawn_date=min(sent.drawn or today, today),
        name=sent.name[:200],
        digest=sent.digest,
        rows=len(read),
        channel=channel,
        request_key=sent.key,
        at=deed.at,
        by=deed.person,
        by_label=label_of(deed.by)[:128],
    )
    row.save(force_insert=True)
    _keep_rows(row, read)
    access = Access(IMPORTED, deed.by, deed.at, month, row.name, len(read), deed.origin)
    enter([agreement], access)
    audit.record(
        "statistics_delivery.delivered",
        by=deed.by,
        on=("statistics.delivery", str(row.pk)),
        new={"agreement": agreement.number, "month": f"{month:%Y-%m}", "rows": len(read)},
        at=deed.at,
        origin=deed.origin,
    )
    return row, True


def _month(agreement: SharingAgreement, sent: Sent, today: date) -> date:
    if not is_in_force(agreement, today):
        until = agreement.ended_date or agreement.to_date
        raise Refusal(
            "agreement_over",
            409,
            f"协议 {agreement.number} 今天不在有效期内（{agreement.from_date} 至 {until}），"
            "不能导入或读取数据。请先续签并登记新协议。",
            f"The agreement {agreement.number} is not in force today ({agreement.from_date} to "
            f"{until}): nothing is taken in or read. Renew it and enter the new one first.",
        )
    if sent.month is None or month_of(sent.month) > today or not covers(agreement, sent.month):
        raise Refusal(
            "agreement_month",
            422,
            f"请选择协议有效期内已开始的月份（{agreement.from_date:%Y-%m} 至 "
            f"{agreement.to_date:%Y-%m}）。",
            f"Choose a month within the agreement that has begun ({agreement.from_date:%Y-%m} to "
            f"{agreement.to_date:%Y-%m}).",
        )
    return month_of(sent.month)


def _known(agreement: SharingAgreement, month: date, sent: Sent) -> Delivery | None:
    """What was kept of the same key or the same content."""
    rows = Delivery.objects.filter(agreement=agreement)
    if sent.key and (used := rows.filter(request_key=sent.key).first()) is not None:
        if (used.month, used.digest) != (month, sent.digest):
            raise Refusal(
                "idempotency_key_reused",
                422,
                "该标识已用于内容不同的数据。新的数据请用新的标识。",
                "This key was used for other data: take a new key.",
                details={"id": used.pk},
            )
        return used
    return rows.filter(month=month, digest=sent.digest).first()


def _read(
    agreement: SharingAgreement, month: date, sent: Sent
) -> Sequence[TotalRow] | Sequence[ListRow]:
    """Every row, or a refusal with everything that is wrong."""
    reading = Reading(
        source=agreement.source,
        month=month,
        columns=frozenset(agreement.fields),
        currencies=currency_codes(),
    )
    rows = _rows(agreement, sent)
    given = dict.fromkeys(name for _, cells in rows for name in cells)
    problems = outside_columns(given, reading)
    read: Sequence[TotalRow] | Sequence[ListRow]
    if agreement.source == PORT_LIST:
        read, wrong = read_list(rows, reading)
    else:
        read, wrong = read_totals(rows, reading)
    problems += wrong
    if not rows:
        problems.append(
            RowProblem(1, "", "nothing_given", "", "文件没有数据行", "there are no rows")
        )
    if problems:
        raise _wrong(problems)
    return read


def _rows(agreement: SharingAgreement, sent: Sent) -> list[Row]:
    if sent.rows is not None:
        if len(sent.rows) > MOST_ROWS:
            raise Refusal(
                "rows_too_many",
                413,
                f"一次最多 {MOST_ROWS} 行",
                f"At most {MOST_ROWS} rows at a time",
            )
        return list(enumerate(_texts(sent.rows), 1))
    table = read_table(
        sent.content,
        columns_of(agreement.source),
        required=required_of(agreement.source),
        most_rows=MOST_ROWS,
        most_bytes=MOST_BYTES,
    )
    return [(row.line, row.values) for row in table]


def _texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {str(name): "" if cell is None else str(cell) for name, cell in sorted(row.items())}
        for row in rows
    ]


def _wrong(problems: Sequence[RowProblem]) -> Refusal:
    first = problems[0]
    count = len(problems)
    return Refusal(
        "delivery_wrong",
        422,
        f"有 {count} 处错误，整个文件未导入。第 {first.row} 行：{first.zh}",
        f"{count} mistakes; nothing was taken in. Row {first.row}: {first.en}",
        details={
            "total": count,
            "problems": [_told(problem) for problem in problems[:MOST_TOLD]],
        },
    )


def _told(problem: RowProblem) -> dict[str, Any]:
    value = f"“{problem.value}”" if problem.value else ""
    heading = COLUMN_NAMES.get(problem.column, (problem.column,))[0]
    return {
        **problem.as_json(),
        "column": problem.column,
        "field": "file",
        "zh": f"第 {problem.row} 行 {heading}{value}：{problem.zh}",
        "en": f"Row {problem.row}, {problem.column}{value and ' '}{value}: {problem.en}",
    }


def _keep_rows(row: Delivery, read: Sequence[TotalRow] | Sequence[ListRow]) -> None:
    if row.agreement.source == PORT_LIST:
        ListedDeclaration.objects.bulk_create(
            (
                ListedDeclaration(
                    delivery=row,
                    number=one.number,
                    direction=one.direction,
                    mode=one.mode,
                    firm=one.firm,
                    day=one.day,
                    value=one.value,
                    currency=one.currency,
                    quantity=one.quantity,
                )
                for one in read
                if isinstance(one, ListRow)
            ),
            batch_size=BATCH,
        )
        return
    DeliveredTotal.objects.bulk_create(
        (
            DeliveredTotal(
                delivery=row,
                direction=one.direction,
                mode=one.mode,
                firm=one.firm,
                tickets=one.tickets,
                value=one.value,
                currency=one.currency,
                precision=one.precision,
            )
            for one in read
            if isinstance(one, TotalRow)
        ),
        batch_size=BATCH,
    )


def _must_be_key(key: str) -> None:
    if not (SHORTEST_KEY <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Refusal(
            "idempotency_key_missing",
            422,
            f"请在请求头 Idempotency-Key 中给出 {SHORTEST_KEY} 至 {LONGEST_KEY} 个可见字符的标识。",
            f"Give a key of {SHORTEST_KEY} to {LONGEST_KEY} visible characters in the header "
            "Idempotency-Key.",
        )
