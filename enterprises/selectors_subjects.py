"""Which enterprise is meant by a number or a shop, and what may be said of it to anyone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from enterprises import states
from enterprises.models import Enterprise, Filing, ShopAddress, SubjectNumber
from enterprises.rules.numbers import CUSTOMS
from enterprises.rules.shops import Shop, nearest, normalised

WAYS: Final = ("uscc", "customs_code", "filing_number", "shop")
"""What a subject may be asked for by."""

NOT_CONNECTED: Final = "not_connected"
CREDIT: Final = "credit"
LISTS_SOURCES: Final = (CREDIT, NOT_CONNECTED)
"""Where the public lists come from; without the credit system an empty list says nothing."""

Lists = Callable[[int], Sequence[Mapping[str, Any]]]
"""An enterprise's id → the public lists it stands on, as JSON objects."""

_lists: list[Lists] = []


def provide_lists(provider: Lists) -> None:
    """Let an app above tell which public lists an enterprise stands on; said once, when apps
    load."""
    _lists[:] = [provider]


def public_lists(enterprise_id: int) -> tuple[str, Sequence[Mapping[str, Any]]]:
    """Where the lists come from, and those that the enterprise stands on."""
    return (CREDIT, _lists[0](enterprise_id)) if _lists else (NOT_CONNECTED, ())


MOST_OTHERS: Final = 5


@dataclass(frozen=True, slots=True)
class FilingState:
    """How the enterprise's filing stands; ``number`` is empty for a firm that moved in with its
    zone and has not filed itself yet."""

    state: str
    number: str
    approved_date: date | None
    confirmed_year: int | None


@dataclass(frozen=True, slots=True)
class Subject:
    """An enterprise as the public may know it. ``matched_by`` is one of ``WAYS``; ``others`` filed
    the same shop address, as (name, uscc). ``lists`` are the public lists it stands on, as
    ``lists_source`` knows them."""

    uscc: str
    customs_code: str
    name: str
    kinds: tuple[str, ...]
    site: str
    site_en: str
    filing: FilingState
    matched_by: str
    simulated: bool
    others: tuple[tuple[str, str], ...] = ()
    lists_source: str = NOT_CONNECTED
    lists: Sequence[Mapping[str, Any]] = ()


def resolve_subject(way: str, value: str) -> Subject | None:
    """The registered enterprise that a number or a shop address names, or None.

    One that is still applying is nobody's business yet; a suspended or cancelled one is found, and
    its state says so.
    """
    text = value.strip()
    found = list(_found(way, text if way == "shop" else text.upper())[: MOST_OTHERS + 1])
    if not found:
        return None
    return _subject(found[0], way, found[1:])


def guess_way(text: str) -> str:
    """What somebody who types anything into one field means."""
    tidy = text.strip().upper()
    if tidy.startswith("KJ"):
        return "filing_number"
    if len(tidy) == 18 and tidy.isalnum():
        return "uscc"
    if len(tidy) == 10 and tidy.isalnum():
        return "customs_code"
    return "shop" if "." in tidy or "/" in tidy else "filing_number"


def _found(way: str, value: str) -> QuerySet[Enterprise]:
    rows = Enterprise.objects.registered().select_related("site").order_by("id")
    if not value:
        return rows.none()
    if way == "uscc":
        return rows.filter(uscc=value)
    if way == "customs_code":
        # What nobody vouches for yet would let anyone claim another firm's code in public.
        named = SubjectNumber.objects.in_force().filter(
            scheme=CUSTOMS, value=value, confirmed_at__isnull=False
        )
        return rows.filter(Q(code=value) | Q(id__in=named.values("enterprise_id")))
    if way == "filing_number":
        return rows.filter(id__in=Filing.objects.filter(number=value).values("enterprise_id"))
    return rows.filter(id__in=_of_shop(value))


def _of_shop(address: str) -> list[int]:
    asked = normalised(address)
    if asked is None:
        return []
    rows = ShopAddress.objects.filter(host=asked.host, in_force=True)
    holders: dict[Shop, list[int]] = {}
    for host, path, holder in rows.values_list("host", "path", "enterprise_id"):
        holders.setdefault(Shop(host, path), []).append(holder)
    return [holder for shop in nearest(asked, list(holders)) for holder in holders[shop]]


def _subject(row: Enterprise, way: str, others: list[Enterprise]) -> Subject:
    source, lists = public_lists(row.pk)
    return Subject(
        uscc=row.uscc,
        customs_code=row.code if len(row.code) == 10 else "",
        name=row.name,
        kinds=tuple(row.kinds),
        site=row.site.name,
        site_en=row.site.name_en or row.site.name,
        filing=_filing_state(row),
        matched_by=way,
        simulated=row.simulated,
        others=tuple((other.name, other.uscc) for other in others),
        lists_source=source,
        lists=lists,
    )


def _filing_state(row: Enterprise) -> FilingState:
    """The public state: what is being changed or reviewed meanwhile is nobody's business."""
    filing = (
        Filing.objects.filter(enterprise=row, type="enterprise", approved_version__isnull=False)
        .exclude(status=states.CANCELLED)
        .order_by("-id")
        .first()
    )
    if filing is None or filing.approved_at is None:
        return FilingState(row.status, "", None, None)
    confirmed = filing.confirmations.order_by("-year").values_list("year", flat=True).first()
    return FilingState(row.status, filing.number, timezone.localdate(filing.approved_at), confirmed)
