"""Examples of requests and answers; a test asks the API itself for the same."""

from typing import Any, Final

COSMETICS: Final[dict[str, Any]] = {
    "date": "2026-11-20",
    "tradeMode": "9610",
    "freight": "0",
    "usedThisYear": "1200.00",
    "lines": [
        {
            "gnum": 1,
            "gcode": "3304990029",
            "gname": "示例面霜 20 克",
            "qty": "1",
            "unit": "142",
            "qty1": "0.02",
            "unit1": "035",
            "totalPrice": "425.00",
        }
    ],
}
_RETAIL: Final = "财关税〔2016〕18号；财关税〔2018〕49号"
_SOURCE: Final = "高档化妆品：每克完税价格 10 元起征，消费税 15%"


def _step(code: str, title: str, formula: str, amount: str, *, rate: str = "") -> dict[str, str]:
    retail = code.startswith("payable") or code == "duty"
    source = _RETAIL if retail else "" if code == "value" else _SOURCE
    return {
        "code": code,
        "title": title,
        "formula": formula,
        "amount": amount,
        "rate": rate,
        "source": source,
    }


COSMETICS_ESTIMATED: Final[dict[str, Any]] = {
    "outcome": "computed",
    "date": "2026-11-20",
    "treatment": {
        "code": "retail_import",
        "title": "Retail import taxes",
        "basis": "财关税〔2018〕49号；海关总署公告2018年第194号",
        "verified": True,
    },
    "regime": "reduced",
    "dutiableValue": "425.00",
    "counted": "425.00",
    "customsTax": "0.00",
    "consumptionTax": "52.50",
    "valueAddedTax": "45.50",
    "total": "98.00",
    "lines": [
        {
            "gnum": 1,
            "gcode": "3304990029",
            "gname": "示例面霜 20 克",
            "dutiableValue": "425.0000",
            "customsTax": "0.0000",
            "consumptionTax": "52.5000",
            "valueAddedTax": "45.5000",
            "verified": True,
            "steps": [
                _step("value", "Dutiable value", "425", "425.0000"),
                _step("duty", "Duty", "425 × 0%", "0.0000", rate="0%"),
                _step("unit_price", "Dutiable value per unit", "425 ÷ 20 g ≥ 10", "21.2500"),
                _step(
                    "consumption",
                    "Statutory consumption tax",
                    "425 ÷ (1 − 15%) × 15%",
                    "75.0000",
                    rate="15%",
                ),
                _step("vat", "Statutory VAT", "(425 + 0 + 75) × 13%", "65.0000", rate="13%"),
                _step(
                    "payable_consumption",
                    "Payable consumption tax",
                    "75 × 70%",
                    "52.5000",
                    rate="70%",
                ),
                _step("payable_vat", "Payable VAT", "65 × 70%", "45.5000", rate="70%"),
            ],
        }
    ],
    "findings": [],
}
RATE_LISTED: Final[dict[str, Any]] = {
    "next": None,
    "previous": None,
    "results": [
        {
            "id": "12",
            "gcode": "2204210000",
            "duty": None,
            "vat": "0.13",
            "consumption": "0.1",
            "specific": "0",
            "specific_per": "1",
            "from_price": None,
            "specific_unit": "",
            "price_unit": "",
            "valid_from": "2019-04-01",
            "valid_to": None,
            "source": "葡萄酒：消费税 10%",
            "verified": True,
            "origin": "shipped",
        }
    ],
}
