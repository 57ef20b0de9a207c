"""JSON Schemas of the table of sums of an order that is paid or sent in parts."""

from typing import Any, Final

_DECIMAL: Final = {"type": "string", "example": "349.12"}
_NUMBER: Final = {"type": "integer"}
_PART: Final[dict[str, Any]] = {
    "type": {"type": "string", "example": "CEB411"},
    "id": {"type": "string", "pattern": "^[0-9]+$"},
    "revision": _NUMBER,
    "key": {"type": "object", "additionalProperties": {"type": "string"}},
    "field": {"type": "string", "example": "amountPaid"},
    "value": {"type": ["string", "null"], "example": "300"},
}
_LINE: Final[dict[str, Any]] = {
    "gnum": _NUMBER,
    "name": {"type": "string"},
    "unit": {"type": "string"},
    "ordered": _DECIMAL,
    "declared": {**_DECIMAL, "description": "The quantity of all parcels that are here."},
    "orderedValue": _DECIMAL,
    "declaredValue": _DECIMAL,
    "parcels": {
        "type": "object",
        "description": "Quantity by number of the parcel.",
        "additionalProperties": _DECIMAL,
    },
}


def _object(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
    }


def _many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_PAYMENT: Final = _object(
    "Who pays for what: one payment for several orders, or several payments for one order.",
    {
        "of": {"type": "string", "enum": ["orders", "payments"]},
        "declared": {
            "type": ["integer", "null"],
            "description": "How many the orders say there are; null where they say nothing.",
        },
        "ordered": _DECIMAL,
        "paid": _DECIMAL,
        "documents": _many(_object("An order or payment with its amount.", _PART)),
    },
)
_PARCELS: Final = _object(
    "What each parcel of the order holds.",
    {
        "number": {**_NUMBER, "description": "Which parcel this inventory is."},
        "of": _NUMBER,
        "documents": _many(
            _object("The inventory of a parcel.", {**_PART, "number": _NUMBER}),
        ),
        "lines": _many(_object("A line of the order and its sums.", _LINE)),
    },
)

COMPONENTS: Final[dict[str, dict[str, Any]]] = {
    "Split": _object(
        "The sums of an order that is paid or sent in parts, as they were decided on.",
        {"payment": _or_null(_PAYMENT), "parcels": _or_null(_PARCELS)},
    )
}
