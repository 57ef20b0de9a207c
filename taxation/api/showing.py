"""Estimates, rates and treatments as the API tells them, and their description."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from enterprises.api.frame import (
    MAYBE_DAY,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    YES_NO,
    many,
    record,
)
from taxation.constants import DOCUMENTS, MODES, STEPS, TAXPAYERS, TREATMENTS
from taxation.facts import Estimate, LineTax, Step, Treatment
from taxation.models import TaxRate, TaxTreatment
from zone_portal.kernel.findings import render, to_stored
from zone_portal.kernel.money import rounded
from zone_portal.kernel.rules import RULES, language_index

Schema = dict[str, Any]

AMOUNT: Final[Schema] = {**TEXT, "description": "RMB as a decimal.", "example": "18.20"}
MAYBE_AMOUNT: Final[Schema] = {"type": ["string", "null"], "description": "RMB as a decimal."}
GIVEN: Final[Schema] = {"type": ["string", "number"], "format": "decimal"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
SHARE: Final[Schema] = {
    "type": ["string", "null"],
    "description": "A fraction of one (0.13); null: not loaded, 0: no such tax.",
}
OUTCOMES: Final = ("computed", "refused", "not_computable", "untaxed")

_LINE_GIVEN: Final = record(
    "One line, quantities as in the inventory.",
    optional=("gnum", "gname", "qty", "unit", "qty1", "unit1", "qty2", "unit2"),
    gcode={**TEXT, "description": "HS code, ten digits."},
    totalPrice=GIVEN,
    gnum=NUMBER,
    gname=TEXT,
    qty={**GIVEN, "description": "Pieces; 1 unless given."},
    unit=TEXT,
    qty1={"type": ["string", "number", "null"]},
    unit1=TEXT,
    qty2={"type": ["string", "number", "null"]},
    unit2=TEXT,
)
REQUEST: Final = record(
    "A purchase; amounts in RMB. Coupons and points do not lower the dutiable value.",
    optional=(
        "date",
        "tradeMode",
        "ieFlag",
        "taxpayer",
        "document",
        "freight",
        "insuredFee",
        "usedThisYear",
    ),
    lines=many(_LINE_GIVEN),
    date={**MAYBE_DAY, "description": "By the law of which day; today unless given."},
    tradeMode={"type": "string", "enum": list(MODES)},
    ieFlag={"type": "string", "enum": ["I", "E"]},
    taxpayer={"type": "string", "enum": sorted(TAXPAYERS)},
    document={"type": "string", "enum": sorted(DOCUMENTS)},
    freight=GIVEN,
    insuredFee=GIVEN,
    usedThisYear={
        "type": ["string", "number", "null"],
        "description": "What the buyer has used of the calendar year, as customs tells the buyer.",
    },
)
_TREATMENT: Final = record(
    "Which treatment applies.", code=TEXT, title=TEXT, basis=TEXT, verified=YES_NO
)
_STEP: Final = record(
    "One step of the computation, its figures filled in.",
    code={"type": "string", "enum": sorted(STEPS)},
    title=TEXT,
    formula={**TEXT, "example": "(320 + 0 + 35.5556) × 13%"},
    amount=AMOUNT,
    rate=TEXT,
    source=TEXT,
)
ESTIMATE: Final = record(
    "What would be due, as estimated here: customs assesses. `refused` is no retail import, "
    "`not_computable` lacks something named in findings, `untaxed` owes no import tax.",
    outcome={"type": "string", "enum": list(OUTCOMES)},
    date=DAY,
    treatment={"oneOf": [_TREATMENT, {"type": "null"}]},
    regime={"type": "string", "enum": ["", "reduced", "full"]},
    dutiableValue=AMOUNT,
    counted={**AMOUNT, "description": "What counts into the buyer's year."},
    customsTax=MAYBE_AMOUNT,
    consumptionTax=MAYBE_AMOUNT,
    valueAddedTax=MAYBE_AMOUNT,
    total=MAYBE_AMOUNT,
    lines=many(
        record(
            "The taxes of a line, four decimals.",
            gnum=NUMBER,
            gcode=TEXT,
            gname=TEXT,
            dutiableValue=AMOUNT,
            customsTax=AMOUNT,
            consumptionTax=AMOUNT,
            valueAddedTax=AMOUNT,
            verified={**YES_NO, "description": "Whether the rate was held against its source."},
            steps=many(_STEP),
        )
    ),
    findings=many({"$ref": "#/components/schemas/Finding"}),
)
_RATE: Final = record(
    "The rates of an HS code in [valid_from, valid_to).",
    id=TEXT,
    gcode=TEXT,
    duty=SHARE,
    vat=SHARE,
    consumption=SHARE,
    specific={**TEXT, "description": "Specific consumption tax, RMB."},
    specific_per=TEXT,
    specific_unit=TEXT,
    from_price={**MAYBE_TEXT, "description": "Consumption tax is due from this value per unit on."},
    price_unit=TEXT,
    valid_from=DAY,
    valid_to=MAYBE_DAY,
    source=TEXT,
    verified=YES_NO,
    origin={"type": "string", "enum": ["shipped", "imported"]},
)
RATES: Final = record(
    "Rates, newest rows first.", next=MAYBE_TEXT, previous=MAYBE_TEXT, results=many(_RATE)
)
TREATMENT_LIST: Final = record(
    "Mode × taxpayer × document, as valid on the day.",
    results=many(
        record(
            "One row.",
            ieFlag=TEXT,
            tradeMode=TEXT,
            taxpayer=TEXT,
            document=TEXT,
            treatment=TEXT,
            title=TEXT,
            basis=TEXT,
            verified=YES_NO,
            valid_from=DAY,
            valid_to=MAYBE_DAY,
        )
    ),
)


def estimate_shown(said: Estimate, *, on: Any, language: str) -> dict[str, Any]:
    """An estimate in the caller's language."""
    return {
        "outcome": said.outcome,
        "date": on.isoformat(),
        "treatment": said.treatment and _treatment(said.treatment, language),
        "regime": said.regime,
        "dutiableValue": f"{rounded(said.value)}",
        "counted": f"{rounded(said.counted)}",
        "customsTax": _text(said.duty),
        "consumptionTax": _text(said.consumption),
        "valueAddedTax": _text(said.vat),
        "total": _text(said.total),
        "lines": [_line(line, language) for line in said.lines],
        "findings": [render(to_stored(one), RULES, language) for one in said.findings],
    }


def rate_shown(row: TaxRate) -> dict[str, Any]:
    """A row of the rates."""
    numbers = ("duty", "vat", "consumption", "specific", "specific_per", "from_price")
    return {
        "id": str(row.pk),
        "gcode": row.hs_code,
        **{name: _plain(getattr(row, name)) for name in numbers},
        "specific_unit": row.specific_unit,
        "price_unit": row.price_unit,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "source": row.source,
        "verified": row.verified,
        "origin": row.origin,
    }


def treatment_shown(row: TaxTreatment, language: str) -> dict[str, Any]:
    """A row of the table of treatments."""
    return {
        "ieFlag": row.direction,
        "tradeMode": row.mode,
        "taxpayer": row.taxpayer,
        "document": row.document,
        "treatment": row.treatment,
        "title": TREATMENTS[row.treatment][language_index(language)],
        "basis": row.basis,
        "verified": row.verified,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def _treatment(treatment: Treatment, language: str) -> Mapping[str, Any]:
    return {
        "code": treatment.code,
        "title": TREATMENTS[treatment.code][language_index(language)],
        "basis": treatment.basis,
        "verified": treatment.verified,
    }


def _line(line: LineTax, language: str) -> dict[str, Any]:
    return {
        "gnum": line.gnum,
        "gcode": line.hs_code,
        "gname": line.name,
        "dutiableValue": f"{line.value}",
        "customsTax": f"{line.duty}",
        "consumptionTax": f"{line.consumption:.4f}",
        "valueAddedTax": f"{line.vat}",
        "verified": line.verified,
        "steps": [_step(step, language) for step in line.steps],
    }


def _step(step: Step, language: str) -> dict[str, Any]:
    return {
        "code": step.code,
        "title": STEPS[step.code][language_index(language)],
        "formula": step.formula,
        "amount": f"{step.amount:.4f}",
        "rate": step.rate,
        "source": step.source,
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"
