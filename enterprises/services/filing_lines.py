"""Lines of filings, version by version: the working copy has the number of the next version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max
from psycopg2 import sql

from accounts.services import audit
from accounts.services.audit import Actor
from enterprises.models import Filing
from enterprises.services.filing.steps import ON_TYPE
from enterprises.services.refusals import Refusal


def working_version(filing: Filing) -> int:
    """The version that the lines being edited will be submitted as."""
    return filing.version + 1


def working_lines(model: Any, filing: Filing) -> Any:
    """The lines of the working copy, in order. Where nothing was edited since the last
    submission they are still those of that version."""
    rows = model.objects.filter(filing=filing)
    edited = rows.filter(version=working_version(filing))
    if filing.version and not edited.exists():
        return rows.filter(version=filing.version).order_by("line")
    return edited.order_by("line")


def bring_forward(model: Any, filing: Filing, number: int | None = None) -> None:
    """Let a locked filing have lines of version ``number`` (default: those being edited): copies
    of the version before, where there are none yet."""
    target = working_version(filing) if number is None else number
    if target == 1 or model.objects.filter(filing=filing, version=target).exists():
        return
    _copy(model, filing, target - 1, target)


def start_again(model: Any, filing: Filing, version: int) -> None:
    """Let the lines being edited of a locked filing say again what ``version`` says."""
    model.objects.filter(filing=filing, version=working_version(filing)).delete()
    if version != filing.version:
        _copy(model, filing, version, working_version(filing))


def next_line(model: Any, filing: Filing) -> int:
    """The number after the last line of the working copy."""
    rows = model.objects.filter(filing=filing, version=working_version(filing))
    last: int | None = rows.aggregate(last=Max("line"))["last"]
    return (last or 0) + 1


def must_have_room(count: int) -> None:
    """Refuse more lines than a filing may hold.

    :raises Refusal: 422 ``lines_too_many``.
    """
    most = settings.FILING_LINES_AT_MOST
    if count > most:
        raise Refusal(
            "lines_too_many",
            422,
            f"一份备案最多{most}行商品，请分批备案。",
            f"A filing holds at most {most} lines: file the others separately.",
            details={"most": most},
        )


def note_lines(
    filing: Filing,
    action: str,
    new: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> None:
    """Write down that lines of a locked filing were edited."""
    filing.updated_at = at
    filing.save(update_fields=["updated_at"])
    audit.record(action, by=by, on=(ON_TYPE, str(filing.pk)), new=dict(new), at=at, origin=origin)


def _copy(model: Any, filing: Filing, source: int, target: int) -> None:
    own = {"version", "in_force"}
    fields = [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in own]
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    in_force = any(field.name == "in_force" for field in model._meta.concrete_fields)
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}, version{flag}) "
        "SELECT {columns}, %s{no} FROM {table} WHERE filing_id = %s AND version = %s"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        columns=columns,
        flag=sql.SQL(", in_force" if in_force else ""),
        no=sql.SQL(", false" if in_force else ""),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [target, filing.pk, source])
