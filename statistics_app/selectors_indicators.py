"""The value of an indicator: its declaration applied to the cubes, and what speaks against it.

``value_of(code, term, cut, currency)`` is what dashboards, targets, bulletins and the interface
read; nothing else computes a statistic.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.utils.timezone import localdate

from enterprises.constants import APPROVED
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from reference.selectors import rule_settings
from statistics_app.cuts import Cut
from statistics_app.rules.bulletins.disclosure import Cell, sensitive
from statistics_app.rules.bulletins.parameters import limits_in
from statistics_app.rules.growth import WHY, growth
from statistics_app.rules.indicators import INDICATORS, Indicator
from statistics_app.rules.indicators.base import (
    DIMENSIONS,
    MONEY,
    RETURNED,
    SHARE,
    VALUE,
    Asked,
    Change,
    Distinct,
    Formula,
    Fresh,
    Part,
    Percentile,
    Ratio,
    Sum,
)
from statistics_app.rules.spreads import percentile
from statistics_app.rules.terms import Term, compared
from statistics_app.selectors_figures import (
    EVERYTHING,
    NotGiven,
    Sums,
    added_up,
    counted,
    refuse_estimates,
    step_times,
    sums_by,
)
from taxation.models import TaxBill
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.money import rounded

PLACES: Final = {MONEY: 2, SHARE: 4}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a figure is missing, or may not be published as it is."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator's figure. ``value`` None: there is none, and ``problems`` say why. With
    problems a figure is for the eye only: nothing may publish it."""

    indicator: Indicator
    term: Term
    cut: Cut
    currency: str
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_publishable(self) -> bool:
        return self.value is not None and not self.problems


RATE_MISSING: Final = Problem(
    "rate_missing",
    "期内有商品缺汇率，金额不完整",
    "rates are missing for some goods of the period: amounts are incomplete",
)
NOT_MEASURED: Final = Problem(
    "not_measured", "本平台没有这项数据", "the portal does not have the data for this"
)
NOTHING_BELOW: Final = Problem("no_denominator", "分母为 0", "the denominator is 0")
NOT_NARROWED: Final = Problem(
    "not_narrowed",
    "该指标不能按所选条件细分，也不能只给一家企业的部分",
    "the indicator is not given for the part that was asked for, nor for one firm",
)
WITHHELD: Final = Problem(
    "withheld",
    "涉及的报送单位过少，或一两家占比过高，不予提供",
    "too few respondents stand behind it, or one or two of them make it up: it is withheld",
)
WHOLE_MONTHS: Final = Problem(
    "whole_months_only", "只能按整月提供", "it is given for whole months only"
)
RENMINBI_ONLY: Final = Problem("renminbi_only", "只有人民币数", "it is given in renminbi only")

Provider = Callable[[Term, Cut, str], tuple[Decimal | None, Decimal | None]]
"""(term, cut, currency) → numerator and denominator; the denominator is None for a plain count."""

PROVIDERS: Final[dict[str, Provider]] = {}
"""Where ``Asked`` formulas are answered; other modules of this app register theirs."""

WARNINGS: Final[dict[str, Callable[[Term, Cut, str], Sequence[Problem]]]] = {}
"""By provider: what makes its figure incomplete in a term, where it can be."""

NARROWED_BY: Final[dict[str, frozenset[str]]] = {}
"""By provider: the fields of a cut that it looks at; asked for another part it has no figure.
Providers that are not named here look at all of them."""

RESPONDENTS: Final[dict[str, Callable[[Term, Cut], Sequence[Cell]]]] = {}
"""By provider, where single answers are secret (Statistics Law art. 28): what each respondent adds
to every part that could be told from the figure, or from the difference of two such figures. Any
part that gives somebody away withholds it, except from whoever gave all of it."""


class IndicatorUnknown(PortalError):
    """There is no indicator of the code; answers the API with 404."""

    status = 404


def indicator(code: str) -> Indicator:
    """An indicator by its code.

    :raises PortalError: ``indicator_unknown``.
    """
    found = INDICATORS.get(code)
    if found is None:
        raise IndicatorUnknown(
            "indicator_unknown", zh=f"没有指标 {code}", en=f"there is no indicator {code}"
        )
    return found


def value_of(
    code: str,
    term: Term,
    cut: Cut | None = None,
    *,
    currency: str = "rmb",
    viewer: Viewer = EVERYTHING,
) -> Value:
    """The value of an indicator in a term for a cut (default: all of its usual coverage).

    A cut by a dimension that the indicator does not keep has no value, and says so: the figure of
    all would pass for that of the part.

    :raises PortalError: ``indicator_unknown``; ``coverage_not_available`` for a coverage that the
        indicator cannot be given for: the coverages are never mixed.
    """
    wanted = indicator(code)
    chosen = cut or Cut(coverage=wanted.coverages[0])
    if chosen.coverage not in wanted.coverages:
        given = "、".join(wanted.coverages), ", ".join(wanted.coverages)
        raise NotGiven(
            "coverage_not_available",
            zh=f"指标 {code} 没有口径 {chosen.coverage} 的数据，只有口径 {given[0]}",
            en=f"indicator {code} is not given for coverage {chosen.coverage}, only for {given[1]}",
        )
    return _Reading(term, chosen, currency, viewer).value(wanted)


def values_of(
    codes: Sequence[str], term: Term, cut: Cut, *, currency: str, viewer: Viewer
) -> list[Value]:
    """Several at once: what they share is read once. An indicator that is not given for the cut's
    coverage is given for its own usual one, which its value names.

    :raises PortalError: ``indicator_unknown``; ``coverage_not_available`` for coverage B.
    """
    refuse_estimates(cut)
    read: _Shared = {}
    found = []
    for code in codes:
        wanted = indicator(code)
        usable = cut if cut.coverage in wanted.coverages else cut.but(coverage=wanted.coverages[0])
        reading = _Reading(term, usable, currency, viewer, shared=read)
        found.append(reading.value(wanted))
    return found


def not_kept(wanted: Indicator, cut: Cut) -> tuple[str, ...]:
    """The dimensions of a cut that an indicator does not keep, in the order of the register."""
    lost = cut.named - set(wanted.dimensions)
    return tuple(name for name in DIMENSIONS if name in lost)


def _not_kept(names: Sequence[str]) -> Problem:
    zh = "、".join(DIMENSIONS[name][0] for name in names)
    en = ", ".join(DIMENSIONS[name][1] for name in names)
    return Problem(
        "dimension_not_kept",
        f"该指标不按{zh}区分，不能只给所选部分",
        f"the indicator is not kept by {en}: there is no figure for this part",
    )


_Shared = dict[tuple[Any, ...], Any]
"""What was read already, by the question."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One question, and the problems met while it is answered."""

    term: Term
    cut: Cut
    currency: str
    viewer: Viewer
    problems: list[Problem] = field(default_factory=list)
    shared: _Shared = field(default_factory=dict)

    def value(self, wanted: Indicator) -> Value:
        if lost := not_kept(wanted, self.cut):
            self.problems.append(_not_kept(lost))
            return self._value(wanted, None, None, None)
        if isinstance(wanted.formula, Change):
            return self.change(wanted, wanted.formula)
        return self.of(wanted)

    def of(self, wanted: Indicator) -> Value:
        if wanted.unit == MONEY and self.currency != "rmb" and _is_of_renminbi(wanted.formula):
            self.problems.append(RENMINBI_ONLY)
            return self._value(wanted, None, None, None)
        top, below = self._parts(wanted.formula)
        value = top
        if below is not None:
            value = None if top is None or below <= 0 else top / below
            if below <= 0:
                self.problems.append(NOTHING_BELOW)
        if value is None and not self.problems:
            self.problems.append(NOT_MEASURED)
        places = PLACES.get(wanted.unit)
        if value is not None and places is not None:
            value = rounded(value, places)
        return self._value(wanted, value, top, below)

    def change(self, wanted: Indicator, formula: Change) -> Value:
        series = indicator(formula.of)
        ytd = formula.against == "ytd"
        asked = self.term.since_january() if ytd else self.term
        against = "before" if formula.against == "month" else "year"
        until = self._once(("counted",), lambda: counted().until)
        shown, earlier = compared(asked, against, until)
        this = replace(self, term=asked).of(series)  # nothing stands after the last counted day
        base = replace(self, term=earlier).of(series)
        found = growth(this.value, base.value, incomplete=RATE_MISSING in self.problems)
        if found.rate is None:
            self.problems.append(Problem(found.why, *WHY[found.why]))
        return replace(self, term=shown)._value(wanted, found.rate, this.value, base.value)

    def _value(
        self,
        wanted: Indicator,
        value: Decimal | None,
        top: Decimal | None,
        below: Decimal | None,
    ) -> Value:
        problems = tuple(dict.fromkeys(self.problems))
        return Value(wanted, self.term, self.cut, self.currency, value, top, below, problems)

    def _parts(self, formula: Formula) -> tuple[Decimal | None, Decimal | None]:
        """Numerator and denominator; None for the latter where there is none."""
        match formula:
            case Sum(part):
                return self._sum(part), None
            case Ratio(numerator, denominator):
                return self._sum(numerator), self._sum(denominator)
            case Distinct() | Fresh():
                return self._counted(formula), None
            case Percentile(step, share):
                times = self._once(
                    ("steps", self.term, self.cut),
                    lambda: step_times(self.cut, self.term, viewer=self.viewer),
                )
                seconds = percentile(times.get(step, {}), share)
                return (None if seconds is None else Decimal(seconds)), None
            case Asked(provider) if provider in PROVIDERS:
                return self._asked(provider)
            case _:
                self.problems.append(NOT_MEASURED)
                return None, None

    def _asked(self, provider: str) -> tuple[Decimal | None, Decimal | None]:
        cut = _seen(self.cut, self.viewer)
        refused = _refused(provider, self.term, cut, self.viewer)
        if refused is not None:
            self.problems.append(refused)
            return None, None
        if provider in WARNINGS:
            self.problems.extend(WARNINGS[provider](self.term, cut, self.currency))
        return PROVIDERS[provider](self.term, cut, self.currency)

    def _counted(self, formula: Distinct | Fresh) -> Decimal:
        now = self._present(formula.dimension, formula.part, self.term)
        if isinstance(formula, Distinct):
            return Decimal(len(now))
        earlier = _twelve_months_before(self.term)
        return Decimal(len(now - self._present(formula.dimension, formula.part, earlier)))

    def _sum(self, part: Part) -> Decimal:
        sums = self._sums(part)
        if _lacks_rates(part, sums, self.currency):
            self.problems.append(RATE_MISSING)
        return value_in(part, sums, self.currency)

    def _sums(self, part: Part) -> Sums:
        """The sums of the part's direction and kind; all of a term is read at once."""
        by = ("direction", "kind")
        found = self._once(
            ("sums", self.term, self.cut),
            lambda: sums_by(self.cut, self.term, by, viewer=self.viewer),
        )
        wanted = (part.direction, part.kind)
        return added_up(
            sums
            for key, sums in found.items()
            if all(own in ("", has) for own, has in zip(wanted, key, strict=True))
        )

    def _once(self, question: tuple[Any, ...], ask: Callable[[], Any]) -> Any:
        if question not in self.shared:
            self.shared[question] = ask()
        return self.shared[question]

    def _present(self, dimension: str, part: Part, term: Term) -> frozenset[object]:
        question = ("present", dimension, part, term, self.cut)
        found: frozenset[object] = self._once(
            question, lambda: self._read_present(dimension, part, term)
        )
        return found

    def _read_present(self, dimension: str, part: Part, term: Term) -> frozenset[object]:
        narrowed = _of(part, self.cut)
        if narrowed is None:
            return frozenset()
        found = sums_by(narrowed, term, (dimension,), viewer=self.viewer, measures=part.plus)
        return frozenset(
            key[0] for key, sums in found.items() if key[0] and value_in(part, sums, "rmb") > 0
        )


def _seen(cut: Cut, viewer: Viewer) -> Cut:
    """The part of a cut that a viewer may see: providers are asked for no more."""
    if viewer.sees_all:
        return cut
    asked = viewer.enterprise_ids if cut.enterprises is None else cut.enterprises
    return cut.but(enterprises=tuple(sorted(set(asked) & set(viewer.enterprise_ids))))


def _refused(provider: str, term: Term, cut: Cut, viewer: Viewer) -> Problem | None:
    """Why a provider is not asked for a cut at all."""
    known = NARROWED_BY.get(provider)
    if known is not None and _narrowings(cut) - known:
        return NOT_NARROWED
    if provider not in RESPONDENTS:
        return None
    if not term.is_whole_months:
        return WHOLE_MONTHS
    if cut.enterprises is not None:
        return None if set(cut.enterprises) <= set(viewer.own_ids) else WITHHELD
    limits = limits_in(rule_settings(on=localdate()))
    parts = RESPONDENTS[provider](term, cut)
    return WITHHELD if any(sensitive(part, limits) for part in parts) else None


def _narrowings(cut: Cut) -> set[str]:
    """The fields by which a cut is less than all of its coverage."""
    whole = Cut(coverage=cut.coverage)
    names = [one.name for one in fields(Cut)]
    return {name for name in names if getattr(cut, name) != getattr(whole, name)}


def _is_of_renminbi(formula: Formula) -> bool:
    """Whether it adds up amounts that are kept in renminbi alone, such as taxes."""
    return isinstance(formula, Sum) and not set(formula.part.measures) & {VALUE, RETURNED}


def value_in(part: Part, sums: Sums, currency: str) -> Decimal:
    """A part of sums that were read already."""
    plus = sum((sums.get(name, currency) for name in part.plus), Decimal(0))
    return plus - sum((sums.get(name, currency) for name in part.minus), Decimal(0))


def _lacks_rates(part: Part, sums: Sums, currency: str) -> bool:
    if not any(name in {"value", "returned_value"} for name in part.measures):
        return False
    return sums.lacks_rates(currency)


def _of(part: Part, cut: Cut) -> Cut | None:
    """The cut narrowed to the part's direction and kind; None where the two exclude each other."""
    for name in ("direction", "kind"):
        own, asked = getattr(part, name), getattr(cut, name)
        if own and asked and own != asked:
            return None
    return cut.but(direction=part.direction or cut.direction, kind=part.kind or cut.kind)


def _twelve_months_before(term: Term) -> Term:
    last = term.first - timedelta(days=1)
    return Term(date(term.first.year - 1, term.first.month, 1), last)


def _filed_enterprises(
    term: Term, cut: Cut, _currency: str
) -> tuple[Decimal | None, Decimal | None]:
    rows = Enterprise.objects.registered().filter(
        Q(status=APPROVED), registered_at__date__lte=term.last
    )
    if cut.sites:
        rows = rows.filter(site__in=cut.sites)
    if cut.enterprises is not None:
        rows = rows.filter(id__in=cut.enterprises)
    return Decimal(rows.count()), None


def _newly_filed(term: Term, cut: Cut, _currency: str) -> tuple[Decimal | None, Decimal | None]:
    rows = Enterprise.objects.registered().filter(
        registered_at__date__gte=term.first, registered_at__date__lte=term.last
    )
    if cut.sites:
        rows = rows.filter(site__in=cut.sites)
    if cut.enterprises is not None:
        rows = rows.filter(id__in=cut.enterprises)
    return Decimal(rows.count()), None


def _taxes_in_time(term: Term, cut: Cut, _currency: str) -> tuple[Decimal | None, Decimal | None]:
    """Bills whose last day lies in the term, and those of them that never were overdue."""
    rows = TaxBill.objects.filter(
        due_to_date__gte=term.first, due_to_date__lte=term.last, enterprise__isnull=False
    ).exclude(state="void")
    if cut.sites:
        rows = rows.filter(enterprise__site__in=cut.sites)
    if cut.enterprises is not None:
        rows = rows.filter(enterprise__in=cut.enterprises)
    late = rows.filter(steps__target="overdue").distinct().count()
    due = rows.count()
    return Decimal(due - late), Decimal(due)


_OF_FIRMS: Final[Mapping[str, Provider]] = {
    "filed_enterprises": _filed_enterprises,
    "newly_filed": _newly_filed,
    "taxes_in_time": _taxes_in_time,
}
PROVIDERS.update(_OF_FIRMS)
NARROWED_BY.update(dict.fromkeys(_OF_FIRMS, frozenset({"sites", "enterprises"})))
NARROWED_BY.update(dict.fromkeys(("targets_done", "tasks_done"), frozenset()))
"""Targets and tasks are the zone's as a whole."""
