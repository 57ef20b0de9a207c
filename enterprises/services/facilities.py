"""Supervised sites, warehouses and overseas warehouses: a row of their own once approved."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from enterprises.models import Facility, Filing, FilingVersion
from enterprises.rules.forms.facility import FACILITY
from enterprises.rules.registration import Problem
from enterprises.services.filing.plugging import Deed, Plug, plug
from enterprises.states import APPROVED, CHANGING
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.periods import parse_day

MOST_AREA: Final = Decimal(100_000_000)
"""Square metres; more than a whole county is a slip."""


def check(filing: Filing, values: Mapping[str, Any], _on: date) -> Iterator[Problem]:
    """What the form alone cannot see: an area of nothing, a customs number that is taken."""
    area = _number(values.get("area"))
    if values.get("area") and (area is None or not 0 < area <= MOST_AREA):
        yield Problem(
            "area",
            "number",
            str(values["area"])[:60],
            "面积应大于零，以平方米计",
            "the area should be above zero, in square metres",
        )
    holding = _number(values.get("holding"))
    if values.get("kind") == "overseas" and holding is not None and holding > 100:
        yield Problem(
            "holding",
            "number",
            str(values["holding"])[:60],
            "持股比例不能超过100",
            "a holding does not exceed 100 %",
        )
    code = _code(values)
    if code and _taken(filing, str(values.get("kind")), code):
        yield Problem(
            _code_field(values),
            "taken",
            code,
            "该编号已由另一份备案使用",
            "another filing in force has this number",
        )


def approved(filing: Filing, version: FilingVersion, _deed: Deed) -> None:
    """The place is in force as this version says.

    :raises PortalError: ``facility_taken`` when its number came into force elsewhere meanwhile.
    """
    data = version.data
    if _taken(filing, data["kind"], _code(data)):
        raise PortalError(
            "facility_taken",
            zh="该编号已由另一份备案使用，请退回补正",
            en="another filing in force has this number: return this one",
        )
    Facility.objects.update_or_create(
        filing=filing,
        defaults={
            "enterprise_id": filing.enterprise_id,
            "version": version.version,
            "kind": data["kind"],
            "code": _code(data),
            "name": data["name"],
            "country": data["country"],
            "customs": data.get("customs", ""),
            "address": data["address"],
            "area": Decimal(data["area"]),
            "valid_until": parse_day(data.get("valid_until") or ""),
            "in_force": True,
        },
    )


def standing(filing: Filing, status: str, _deed: Deed) -> None:
    """A suspended or cancelled place is not in force."""
    in_force = status in {APPROVED, CHANGING}
    Facility.objects.filter(filing=filing).update(in_force=in_force)


def _taken(filing: Filing, kind: str, code: str) -> bool:
    if not code:
        return False
    rows = Facility.objects.filter(kind=kind, code=code, in_force=True)
    return rows.exclude(filing=filing).exists()


def _code_field(values: Mapping[str, Any]) -> str:
    return "customs_number" if values.get("kind") == "site" else "book_number"


def _code(values: Mapping[str, Any]) -> str:
    """What customs calls the place: the number of a site, or of a warehouse's account book."""
    if values.get("kind") not in {"site", "warehouse"}:
        return ""
    return str(values.get(_code_field(values)) or "")


def _number(text: Any) -> Decimal | None:
    try:
        number = Decimal(str(text or ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


plug(FACILITY, Plug(check=check, approved=approved, standing=standing))
