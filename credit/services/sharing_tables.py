"""The dated tables of sharing, recognition and disclosure: shipped first rows, then the zone's."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import models, transaction

from accounts.facts import SystemActor
from accounts.models import User
from accounts.services import audit
from credit.models import DisclosureRule, RecognitionRow, SharingRule
from credit.rules.recognition import CLASSES
from credit.rules.sharing import OUTSIDE, in_order
from credit.rules.sharing_parameters import CODE, PARAMETERS, SINCE
from enterprises.services.refusals import Refusal
from reference.services.rule_settings import NewSetting, add_missing_rule_settings
from zone_portal.kernel.csv_rows import read_rows

DATA: Final = Path(__file__).resolve().parents[1] / "data"
BY: Final = SystemActor("load_credit_sharing")
TABLES: Final[Mapping[str, tuple[type[models.Model], tuple[str, ...]]]] = {
    "sharing": (SharingRule, ("purpose", "party")),
    "recognition": (RecognitionRow, ("scheme", "code")),
    "disclosure": (DisclosureRule, ("kind", "grade")),
}
"""File → its model and what identifies a row."""


@transaction.atomic
def load_shipped(*, at: datetime, data: Path = DATA) -> dict[str, int]:
    """Add the first rows of each table, and the first settings, where there are none; what the
    zone changed stays. Returns how many rows were added by table."""
    added = {name: _load(name, data) for name in TABLES}
    first = [
        NewSetting(CODE, name, given.initial, valid_from=SINCE)
        for name, given in PARAMETERS.items()
    ]
    added["settings"] = add_missing_rule_settings(first, by=BY, at=at)
    return added


def _load(name: str, data: Path) -> int:
    model, identity = TABLES[name]
    rows = model._default_manager
    known = set(rows.values_list(*identity))
    content = (data / f"{name}.csv").read_bytes()
    lines = [row.values for row in read_rows(content, (*identity, "valid_from"))]
    fresh = [model(**_values(line)) for line in lines if _key(line, identity) not in known]
    return len(rows.bulk_create(fresh))


def _key(line: Mapping[str, str], identity: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.get(name, "") for name in identity)


def _values(line: Mapping[str, str]) -> dict[str, Any]:
    """A line of a file as the values of a row."""
    values: dict[str, Any] = dict(line)
    values["valid_from"] = date.fromisoformat(line["valid_from"])
    values["unverified"] = bool(line.get("unverified"))
    if "items" in line:
        values["items"] = list(in_order(line["items"].split()))
    if "needs_consent" in line:
        values["needs_consent"] = bool(line["needs_consent"])
    for name in ("months", "most_months"):
        if name in line:
            values[name] = int(line[name]) if line[name] else None
    return values


@transaction.atomic
def put_sharing_rule(
    *,
    rule_id: int,
    items: Iterable[str],
    basis: str,
    valid_from: date,
    by: User,
    at: datetime,
    origin: str = "",
) -> SharingRule:
    """Let a party know other items for a purpose from a day on; the row before ends there.

    :raises Refusal: 422 ``sharing_items_missing``, ``sharing_basis_missing``,
        ``sharing_day_past`` (a day that lies before the row in force began), 409
        ``sharing_row_ended``.
    """
    old = SharingRule.objects.select_for_update().get(pk=rule_id)
    chosen = list(in_order(items))
    _check_row(old, bool(chosen), basis, valid_from)
    SharingRule.objects.filter(pk=old.pk).update(valid_to=valid_from)
    row = SharingRule.objects.create(
        purpose=old.purpose,
        party=old.party,
        items=chosen,
        needs_consent=old.needs_consent or old.party in OUTSIDE,
        basis=basis.strip(),
        valid_from=valid_from,
    )
    audit.record(
        "credit.sharing_rule",
        by=by,
        on=("credit.sharingrule", str(row.pk)),
        old={"items": old.items},
        new={"items": chosen, "from": valid_from.isoformat()},
        at=at,
        origin=origin,
    )
    return row


@transaction.atomic
def put_recognition(
    *,
    row_id: int,
    level: str,
    basis: str,
    valid_from: date,
    by: User,
    at: datetime,
    origin: str = "",
) -> RecognitionRow:
    """Take a department's grade for another class from a day on; the row before ends there.

    :raises Refusal: 422 ``recognition_level_unknown``, ``sharing_basis_missing``,
        ``sharing_day_past``; 409 ``sharing_row_ended``.
    """
    old = RecognitionRow.objects.select_for_update().get(pk=row_id)
    if level not in CLASSES:
        raise Refusal(
            "recognition_level_unknown", 422, "对应等级应为 A—D。", "The class must be A to D."
        )
    _check_row(old, True, basis, valid_from)
    RecognitionRow.objects.filter(pk=old.pk).update(valid_to=valid_from)
    row = RecognitionRow.objects.create(
        scheme=old.scheme, code=old.code, level=level, basis=basis.strip(), valid_from=valid_from
    )
    audit.record(
        "credit.recognition",
        by=by,
        on=("credit.recognitionrow", str(row.pk)),
        old={"level": old.level},
        new={"level": level, "from": valid_from.isoformat()},
        at=at,
        origin=origin,
    )
    return row


def _check_row(old: Any, has_content: bool, basis: str, valid_from: date) -> None:
    if not has_content:
        raise Refusal(
            "sharing_items_missing", 422, "请至少选择一项数据。", "Choose at least one item."
        )
    if not basis.strip():
        raise Refusal("sharing_basis_missing", 422, "请写明依据。", "Give the legal basis.")
    if old.valid_to is not None:
        raise Refusal(
            "sharing_row_ended",
            409,
            "这一行已有后续版本，请在最新一行上修改。",
            "This row was replaced already: change the latest one.",
        )
    if valid_from <= old.valid_from:
        raise Refusal(
            "sharing_day_past",
            422,
            f"生效日期须晚于现行一行的 {old.valid_from}。",
            f"The first day must be after {old.valid_from}, when the present row began.",
        )
