"""What the calculator and the ledgers take and give: frozen, without behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from zone_portal.kernel.findings import Finding

ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Rate:
    """What the law of a day says of one HS code. Shares are fractions of one (13 % is 0.13).

    ``None`` means that the zone has not loaded the figure, 0 that there is no such tax.
    The specific consumption tax is ``specific`` RMB for ``specific_per`` of ``specific_unit``.
    Where ``from_price`` is given, consumption tax is due only from this dutiable value (RMB) per
    ``price_unit`` on. Units are customs codes.
    """

    hs_code: str
    valid_from: date
    duty: Decimal | None = None
    vat: Decimal | None = None
    consumption: Decimal | None = None
    specific: Decimal = ZERO
    specific_per: Decimal = ONE
    specific_unit: str = ""
    from_price: Decimal | None = None
    price_unit: str = ""
    valid_to: date | None = None
    source: str = ""
    verified: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """One line: total price in RMB, pieces (in ``unit``, where one is declared), and its
    quantities by customs unit code."""

    gnum: int
    hs_code: str
    total_price: Decimal
    pieces: Decimal = ONE
    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order or inventory, amounts in RMB. Coupons and points never lower the value, so they
    are not asked for. ``used`` is what the buyer has used of the year; None: not known."""

    goods: tuple[Goods, ...]
    freight: Decimal = ZERO
    insurance: Decimal = ZERO
    used: Decimal | None = None
    mode: str = "9610"
    taxpayer: str = "consumer"
    document: str = "inventory"
    direction: str = "I"


@dataclass(frozen=True, slots=True)
class Treatment:
    """Which treatment a day's law gives a mode, a taxpayer and a document."""

    code: str
    basis: str
    verified: bool
    valid_from: date


@dataclass(frozen=True, slots=True)
class Terms:
    """The figures of the law on a day; None where no setting covers it.

    ``single`` and ``yearly`` in RMB; ``retail_duty`` is the duty rate inside the limits, ``share``
    the part of VAT and consumption tax that is paid there. ``severity`` is by rule code,
    ``measures`` are the units in which a quantity is no number of articles.
    """

    on: date
    single: Decimal | None
    yearly: Decimal | None
    retail_duty: Decimal | None
    share: Decimal | None
    severity: Mapping[str, str] = field(default_factory=dict)
    measures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: ``formula`` with its figures, ``amount`` to four decimals."""

    code: str
    formula: str
    amount: Decimal
    rate: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class LineTax:
    """The taxes of one line, four decimals, and how they came about."""

    gnum: int
    hs_code: str
    name: str
    value: Decimal
    duty: Decimal
    statutory_consumption: Decimal
    statutory_vat: Decimal
    consumption: Decimal
    vat: Decimal
    verified: bool
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What would be due. ``outcome``: computed, refused (not a retail import), not_computable or
    untaxed; taxes are None unless computed. ``counted`` is what counts into the buyer's year.
    ``regime`` is ``reduced`` or ``full``."""

    outcome: str
    value: Decimal
    treatment: Treatment | None = None
    regime: str = ""
    counted: Decimal = ZERO
    duty: Decimal | None = None
    consumption: Decimal | None = None
    vat: Decimal | None = None
    total: Decimal | None = None
    lines: tuple[LineTax, ...] = ()
    findings: tuple[Finding, ...] = ()


# --- ledgers --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class QuotaWish:
    """A declaration that wants quota. ``declaration_id`` is its key, ``occasion`` the revision (or
    the return) that causes it, ``person`` the keyed hash of the buyer's ID number."""

    declaration_id: int
    person: UUID
    year: int
    amount: Decimal
    occasion: int = 0


@dataclass(frozen=True, slots=True)
class Granted:
    """What became of a wish: ``reserved``, ``repeated`` (was done before), ``unknown`` (no limit is
    set for the day) or ``exceeded``; then ``left`` is what was left of the year."""

    declaration_id: int
    outcome: str
    left: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GiveBack:
    """A declaration whose quota is given back: all of it, or an amount (part of a return).
    ``occasion`` is the return or the revision that causes it."""

    declaration_id: int
    amount: Decimal | None = None
    occasion: int = 0


@dataclass(frozen=True, slots=True)
class TaxBack:
    """Taxes that a return makes undue, in RMB. ``occasion`` is the return."""

    declaration_id: int
    occasion: int
    duty: Decimal = ZERO
    consumption: Decimal = ZERO
    vat: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.duty + self.consumption + self.vat


@dataclass(frozen=True, slots=True)
class TaxGiven:
    """What became of the tax bill: ``lowered``, ``voided``, ``none`` (there is none yet) or
    ``billed`` (customs has billed it, and customs alone voids it)."""

    declaration_id: int
    occasion: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a confirmation, a return or a release: ``done`` with the amount that moved,
    ``repeated``, or ``nothing`` where the declaration holds nothing."""

    declaration_id: int
    outcome: str
    amount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Quota:
    """A person's year as known here, in RMB."""

    year: int
    limit: Decimal | None
    reserved: Decimal = ZERO
    used: Decimal = ZERO

    @property
    def left(self) -> Decimal | None:
        if self.limit is None:
            return None
        return max(self.limit - self.reserved - self.used, ZERO)


@dataclass(frozen=True, slots=True)
class FreezeWish:
    """A declaration whose tax is to be secured by the guarantor named in ``assure_code``."""

    declaration_id: int
    assure_code: str
    amount: Decimal
    occasion: int = 0


@dataclass(frozen=True, slots=True)
class Frozen:
    """What became of it: ``frozen``, ``repeated``, ``short``, ``over`` (out of date) or
    ``unknown`` (no account is known here)."""

    declaration_id: int
    outcome: str
    left: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """A released declaration whose tax will be billed; amounts as estimated here, in RMB."""

    declaration_id: int
    invt_no: str
    assure_code: str
    release_date: date
    duty: Decimal
    consumption: Decimal
    vat: Decimal
    customs_code: str = ""


@dataclass(frozen=True, slots=True)
class CustomsBill:
    """An electronic tax bill as customs sends it (816): amounts in RMB, ``status`` 1, 2 or 3.

    ``declaration_id`` is the declaration of ``invt_no`` where the portal knows it.
    """

    invt_no: str
    tax_no: str
    duty: Decimal
    consumption: Decimal
    vat: Decimal
    status: str
    declaration_id: int | None = None
    release_date: date | None = None
    assure_code: str = ""
    ent_duty_no: str = ""
    customs_code: str = ""


@dataclass(frozen=True, slots=True)
class BillStatus:
    """A change of a tax bill's state (818)."""

    tax_no: str
    status: str
    ent_duty_no: str = ""
