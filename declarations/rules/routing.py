"""Which way an export list takes through customs: simplified (A) or summarised (B). Pure.

A list goes the simplified way when nothing speaks against it: no licence, no export duty, no tax
refund, goods up to the limit, and a mode that has such a way. Each condition is a rule of the
register with a figure that is a dated row; each is answered with what was found, so that the
choice explains itself. What cannot be known speaks against the simplified way, but for duties:
there the table says how complete it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from declarations.rules.sources import EXPORT_MODES, EXPORT_SPEC, SUPERVISION
from zone_portal.kernel.money import rounded
from zone_portal.kernel.rules import RULES, Parameter, Rule, Text

SIMPLIFIED, SUMMARISED = "A", "B"
KINDS: Final = ("CEB603",)

LICENCE, DUTY, REFUND, LIMIT, WAY = "ROU-001", "ROU-002", "ROU-003", "ROU-004", "ROU-005"

HELD, FAILED, UNKNOWN = "held", "failed", "unknown"

DUTY_TABLE: Final = "export_duty"
"""The code table of goods that bear export duty; what was seen where none is imported."""


def _enter(
    code: str, title: Text, remedy: Text, basis: str, summary: str, **parameters: Parameter
) -> None:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=basis,
            responsible="agent",
            severity="warning",
            kinds=KINDS,
            summary=summary,
            parameters=parameters,
            fixed=True,
        )
    )


_SUMMARISE: Final[Text] = (
    "该清单按汇总申报（B）办理，次月 15 日前汇总为报关单。",
    "The list is declared by type B and merged into a declaration form by the 15th of the next "
    "month.",
)
_enter(
    LICENCE,
    ("涉及许可证件", "A licence is involved"),
    _SUMMARISE,
    f"{SUPERVISION}；{EXPORT_SPEC} CEB603 licenseNo",
    "No licenseNo is given.",
)
_enter(
    DUTY,
    ("涉及出口关税", "Export duty is involved"),
    _SUMMARISE,
    SUPERVISION,
    "No line is of the export tariff (code table export_duty) of the day.",
)
_enter(
    REFUND,
    (
        "企业申报汇总（B），需要报关单（例如办理出口退税）",
        "The firm declares type B: it wants a form",
    ),
    (
        "不办理出口退税的，可在清单中申报简化申报（A）。",
        "A list without tax refund can be declared as type A.",
    ),
    f"{SUPERVISION}；{EXPORT_SPEC} CEB603 statisticsFlag",
    "statisticsFlag is A: the firm waives the form that a refund needs.",
)
_enter(
    LIMIT,
    ("单票金额超过限值或无法折算", "The parcel is above the limit, or cannot be converted"),
    _SUMMARISE,
    SUPERVISION,
    "The goods are worth at most `limit`, in renminbi by the exchange rates of the day.",
    limit=Parameter("5000", ("单票限值", "limit of a parcel"), unit="CNY", unverified=True),
)
_enter(
    WAY,
    ("该监管方式没有简化申报", "The mode has no simplified way"),
    _SUMMARISE,
    f"{SUPERVISION}；{EXPORT_MODES}",
    "The register of modes gives the mode a number of HS digits for the simplified way.",
)


class RouteLine(NamedTuple):
    """A goods line as far as the choice needs it."""

    gnum: int
    gcode: str
    total_price: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class RouteCase:
    """An export list: its mode's HS digits for the simplified way (0: none), the type it declares,
    its licence, its lines."""

    digits: int
    declared: str
    licence: str
    lines: tuple[RouteLine, ...]


@dataclass(frozen=True, slots=True)
class RouteLaw:
    """The law of a day: the limit in renminbi, renminbi per unit of each currency, codes of the
    export tariff (4 to 10 digits) and whether that table is complete."""

    limit: Decimal
    rates: Mapping[str, Decimal]
    dutiable: frozenset[str] = frozenset()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition of the simplified way: ``held``, ``failed`` or ``unknown``, and what was seen."""

    code: str
    answer: str
    value: str = ""
    limit: str = ""

    def stored(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "code": self.code,
            "answer": self.answer,
            "value": self.value,
            "limit": self.limit,
        }


@dataclass(frozen=True, slots=True)
class Chosen:
    """The route, why, and what the goods are worth in renminbi (None: cannot be converted).
    ``digits`` of the HS code are enough on it."""

    route: str
    reasons: tuple[Reason, ...]
    value: Decimal | None
    digits: int


def choose_route(case: RouteCase, law: RouteLaw) -> Chosen:
    """The route of an export list, with an answer to every condition."""
    value = in_renminbi(case.lines, law.rates)
    reasons = tuple(_reasons(case, law, value))
    simplified = all(
        reason.answer == HELD or (reason.code == DUTY and reason.answer == UNKNOWN)
        for reason in reasons
    )
    route = SIMPLIFIED if simplified else SUMMARISED
    return Chosen(route, reasons, value, case.digits if simplified else 10)


def in_renminbi(lines: Iterable[RouteLine], rates: Mapping[str, Decimal]) -> Decimal | None:
    """What the lines are worth together in renminbi; None where a rate is not loaded."""
    total = Decimal(0)
    for line in lines:
        rate = rates.get(line.currency)
        if rate is None:
            return None
        total += line.total_price * rate
    return total


def _reasons(case: RouteCase, law: RouteLaw, value: Decimal | None) -> Iterator[Reason]:
    yield Reason(WAY, HELD if case.digits else FAILED, str(case.digits or ""))
    yield Reason(LICENCE, FAILED if case.licence else HELD, case.licence)
    dutiable = [line.gcode for line in case.lines if is_dutiable(line.gcode, law.dutiable)]
    if dutiable:
        yield Reason(DUTY, FAILED, " ".join(dutiable))
    else:
        seen = "" if law.complete or law.dutiable else DUTY_TABLE
        yield Reason(DUTY, HELD if law.complete else UNKNOWN, seen)
    yield Reason(REFUND, HELD if case.declared == SIMPLIFIED else FAILED, case.declared)
    limit = f"{law.limit:f}"
    if value is None:
        missing = {line.currency for line in case.lines} - law.rates.keys()
        yield Reason(LIMIT, UNKNOWN, " ".join(sorted(missing)), limit)
    else:
        yield Reason(LIMIT, HELD if value <= law.limit else FAILED, f"{rounded(value)}", limit)


def is_dutiable(gcode: str, dutiable: frozenset[str]) -> bool:
    """Whether a code, or what it begins with, is in the export tariff."""
    return not dutiable.isdisjoint((gcode, gcode[:8], gcode[:6], gcode[:4]))
