"""The tax bills of the simulated customs: 816 after release, 818 when they change. Pure.

Reckoned with the calculator of the taxation app from a tariff of the simulator's own; for a number
that the tariff lacks the general rate stands, and the bill says that a simulator made it. Customs
bills what was released; on day 31 the bill is summarised for payment; what comes back before makes
the bill void, and what is left of a part is billed anew (GACC 2020-45, 财关税〔2018〕49号).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from declarations.simulation.customs import HOUR, SIGN, Document, as_number, lines_of
from taxation.calculator import assess
from taxation.constants import RETAIL_IMPORT, RETAIL_MODES, SINGLE_LIMIT, YEARLY_LIMIT
from taxation.facts import ONE, ZERO, Estimate, Goods, Purchase, Rate, Terms, Treatment
from taxation.rules import law

INVENTORY: Final = "CEB621"
BILL: Final = "CEB816"
CHANGE: Final = "CEB818"
MADE, SUMMARISED, VOID = "1", "2", "3"
"""Status of a bill (specification 202205, CEB816)."""
BILLED_AFTER: Final = (HOUR, 4 * HOUR)
SUMMARISED_AFTER: Final = 31 * 24 * HOUR
GENERAL_VAT: Final = Decimal("0.13")
CENT: Final = Decimal("0.01")
Returned = Mapping[str, Decimal]
"""Line number → quantity that went back."""


def is_billed(kind: str, document: Document) -> bool:
    """Whether a document is the inventory of a retail import, which alone is taxed by bill."""
    head = document.get("InventoryHead", {})
    return kind == INVENTORY and head.get("tradeMode") in RETAIL_MODES


def bill(
    document: Document,
    quoted: Mapping[str, str],
    *,
    tax_no: str,
    day: date,
    rates: Mapping[str, Rate],
    returned: Returned,
) -> dict[str, Any] | None:
    """The 816 of a released inventory less what went back, in the JSON form of the interface;
    None where nothing is due."""
    goods = tuple(_goods(document, returned))
    told = _assessed(document, goods, day, rates)
    if told is None or not told.total:
        return None
    head = document["InventoryHead"]
    names = ("assureCode", "ebcCode", "logisticsCode", "agentCode", "customsCode")
    return {
        "TaxHeadRd": {
            "invtNo": quoted["invtNo"],
            "taxNo": tax_no,
            "customsTax": _text(told.duty),
            "valueAddedTax": _text(told.vat),
            "consumptionTax": _text(told.consumption),
            "status": MADE,
            "note": SIGN,
            **{name: head[name] for name in names if head.get(name)},
        },
        "TaxListRd": [
            {
                "gnum": str(line.gnum),
                "gcode": line.hs_code,
                "taxPrice": _text(line.value),
                "customsTax": _text(line.duty),
                "valueAddedTax": _text(line.vat),
                "consumptionTax": _text(line.consumption),
            }
            for line in told.lines
        ],
    }


def change(quoted: Mapping[str, str], *, tax_no: str, status: str) -> dict[str, Any]:
    """The 818 of a bill; a summarised one has the number of its payment form."""
    head = {"invtNo": quoted["invtNo"], "taxNo": tax_no, "status": status}
    if status == SUMMARISED:
        head["entDutyNo"] = f"JK{tax_no}"
    return {"TaxHeadStatus": head}


def _assessed(
    document: Document, goods: tuple[Goods, ...], day: date, rates: Mapping[str, Rate]
) -> Estimate | None:
    head = document["InventoryHead"]
    if not goods:
        return None
    known = {line.hs_code: rates.get(line.hs_code) or _general(line.hs_code, day) for line in goods}
    purchase = Purchase(
        goods=goods,
        freight=as_number(head, "freight") or ZERO,
        insurance=as_number(head, "insuredFee") or ZERO,
        used=ZERO,
        mode=head["tradeMode"],
    )
    treatment = Treatment(RETAIL_IMPORT, SIGN, verified=False, valid_from=day)
    told = assess(purchase, rates=known, terms=_terms(day), treatment=treatment, explain=False)
    if told.total is not None:
        return told
    # A rate of the tariff asks for what the declaration does not say: the general one does not.
    general = {code: _general(code, day) for code in known}
    return assess(purchase, rates=general, terms=_terms(day), treatment=treatment, explain=False)


def _goods(document: Document, returned: Returned) -> Iterator[Goods]:
    for line in lines_of(document):
        pieces = as_number(line, "qty") or ONE
        left = pieces - returned.get(str(line.get("gnum")), ZERO)
        if left <= 0:
            continue
        price = as_number(line, "totalPrice") or ZERO
        units = {
            str(line[unit]): (as_number(line, name) or ZERO) * left / pieces
            for unit, name in (("unit", "qty"), ("unit2", "qty2"), ("unit1", "qty1"))
            if line.get(unit)
        }
        yield Goods(
            gnum=int(line.get("gnum") or 1),
            hs_code=str(line.get("gcode") or ""),
            total_price=(price * left / pieces).quantize(CENT),
            pieces=left,
            quantities=units,
            unit=str(line.get("unit") or ""),
        )


def _general(hs_code: str, day: date) -> Rate:
    return Rate(hs_code, day, duty=ZERO, vat=GENERAL_VAT, consumption=ZERO)


def _terms(day: date) -> Terms:
    """The first values of the law's figures: customs has its own, whatever the zone sets."""
    figures = {rule.code: rule.parameters for rule in law.TAX_RULES}
    one = figures[SINGLE_LIMIT]
    return Terms(
        on=day,
        single=Decimal(one[law.LIMIT].initial),
        yearly=Decimal(figures[YEARLY_LIMIT][law.LIMIT].initial),
        retail_duty=Decimal(one[law.RETAIL_DUTY].initial),
        share=Decimal(one[law.SHARE].initial),
        severity={rule.code: rule.severity for rule in law.TAX_RULES},
        measures=frozenset(one[law.MEASURES].initial.split()),
    )


def _text(amount: Decimal | None) -> str:
    return format((amount or ZERO).quantize(CENT), "f")
