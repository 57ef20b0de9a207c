"""What is wrong with a return, seen beside the inventory and the returns before it. Pure."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final

from declarations.rules import return_terms as law
from declarations.states import CLEARED, RELEASED, STATUSES

THROUGH: Final = frozenset({RELEASED, CLEARED})
NO_LONGER: Final = frozenset({"100", "refused", "cancelled", "700"})
NEVER_SENT: Final = ""
"""The status of an inventory that was never sent to customs, though everything is sent there."""

Parameters = Mapping[str, SimpleNamespace]


@dataclass(frozen=True, slots=True)
class Left:
    """One line of the original: declared, and held by other returns."""

    declared: Decimal
    held: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        return max(self.declared - self.held, Decimal(0))


@dataclass(frozen=True, slots=True)
class Released:
    """The original inventory as returns see it.

    ``status`` is that at customs: None where nothing is known of it here (no gateway).
    """

    mode: str
    district: str
    status: str | None
    released_on: date | None
    lines: Mapping[int, Left] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a return asks for: quantities by gnum."""

    kind: str
    district: str
    mode: str
    quantities: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Terms:
    """The last days of a return; None where no release is known."""

    apply_until: date | None = None
    arrive_until: date | None = None
    tax_free_until: date | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A rule that does not hold: its code, the element in question, the value of the original."""

    code: str
    element: str
    line: int | None = None
    theirs: str | None = None
    their_element: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def terms_of(kind: str, released_on: date | None, settings: Parameters, *, free: bool) -> Terms:
    """The terms that begin with a release, by the settings of that day.

    ``free`` says whether exports of that day may come back free of import taxes.
    """
    if released_on is None:
        return Terms()
    if kind == law.IMPORT:
        return Terms(
            released_on + timedelta(days=settings[law.APPLIED_LATE].days),
            released_on + timedelta(days=settings[law.ARRIVED_LATE].days),
        )
    last = months_after(released_on, settings[law.RETURNED_LATE].months)
    months = settings[law.TAXED_AGAIN].months
    return Terms(last, last, months_after(released_on, months) if free else None)


def troubles(
    asked: Asked, original: Released, terms: Terms, *, today: date, settings: Parameters
) -> Iterator[Trouble]:
    """Everything that is wrong, whatever its severity; rules that are not in force included."""
    yield from _of_status(original)
    yield from _of_time(asked, terms, today, settings)
    yield from _of_place(asked, original, settings)
    if asked.kind == law.EXPORT:
        yield from _of_mode(asked, original, settings)
    for gnum, quantity in sorted(asked.quantities.items()):
        line = original.lines.get(gnum)
        if line is not None and line.left < quantity <= line.declared:
            yield Trouble(
                law.MORE_THAN_LEFT, "qty", gnum, plain(line.left), "qty", {"left": plain(line.left)}
            )


def _of_status(original: Released) -> Iterator[Trouble]:
    status = original.status
    if status is None:
        yield Trouble(law.RELEASE_UNKNOWN, "invtNo")
    elif status in NO_LONGER:
        yield Trouble(law.NO_LONGER_DECLARED, "invtNo", params={"status": said(status)})
    elif status not in THROUGH:
        yield Trouble(law.NOT_RELEASED, "invtNo", params={"status": said(status)})


def said(status: str) -> list[str]:
    """A status at customs in both languages."""
    if status == NEVER_SENT:
        return ["尚未报送海关", "not sent to customs"]
    row = STATUSES[status]
    code = f" {status}" if status.isdecimal() else ""
    return [f"{row.zh}{code}", f"{row.en}{code}"]


def _of_time(asked: Asked, terms: Terms, today: date, settings: Parameters) -> Iterator[Trouble]:
    last = terms.apply_until
    if last is not None and today > last:
        code = law.APPLIED_LATE if asked.kind == law.IMPORT else law.RETURNED_LATE
        yield Trouble(code, "appTime", params={"day": f"{last}", **vars(settings[code])})
    elif terms.tax_free_until is not None and today > terms.tax_free_until:
        free = {"day": f"{terms.tax_free_until}", **vars(settings[law.TAXED_AGAIN])}
        yield Trouble(law.TAXED_AGAIN, "appTime", params=free)


def _of_place(asked: Asked, original: Released, settings: Parameters) -> Iterator[Trouble]:
    theirs = original.district
    if asked.kind == law.IMPORT:
        if asked.district != theirs:
            yield Trouble(law.OTHER_PLACE, "customsCode", None, theirs, "customsCode")
        return
    if not is_across(asked.district, theirs):
        return

    def across(code: str) -> Trouble:
        params = {name: worded(value) for name, value in vars(settings[code]).items()}
        return Trouble(code, "customsCode", None, theirs, "customsCode", params)

    yield across(law.ACROSS_BEFORE_PILOT)
    if original.mode not in settings[law.ACROSS_OTHER_MODE].modes:
        yield across(law.ACROSS_OTHER_MODE)
    elif asked.district[:2] not in settings[law.ACROSS_OUTSIDE_PILOT].districts:
        yield across(law.ACROSS_OUTSIDE_PILOT)


def is_across(district: str, of_original: str) -> bool:
    """Whether two districts belong to different customs regions (直属关区)."""
    return district[:2] != of_original[:2]


def _of_mode(asked: Asked, original: Released, settings: Parameters) -> Iterator[Trouble]:
    theirs = original.mode
    named = settings[law.MODE_NOT_OPEN].modes
    if theirs not in named:
        yield Trouble(
            law.MODE_NOT_OPEN, "tradeMode", None, theirs, "tradeMode", {"modes": worded(named)}
        )
    pairs = settings[law.MODE_DIFFERS].return_modes
    wanted = {pair.partition(":")[2] for pair in pairs if pair.partition(":")[0] == theirs}
    if wanted and asked.mode not in wanted:
        told = {"return_modes": worded(pairs)}
        yield Trouble(law.MODE_DIFFERS, "tradeMode", None, theirs, "tradeMode", told)


def worded(value: Any) -> Any:
    """A setting as findings keep it."""
    return " ".join(sorted(value)) if isinstance(value, frozenset) else value


def plain(quantity: Decimal) -> str:
    """A quantity as text, without useless zeros."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
