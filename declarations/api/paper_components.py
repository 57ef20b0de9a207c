"""JSON Schemas of what the API says of papers and of checks."""

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_ID: Schema = {"type": "string", "pattern": "^[0-9]+$"}
_TIME: Schema = {"type": "string", "format": "date-time"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(description: str, optional: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_LINK: Schema = {"type": ["string", "null"], "format": "uri"}
_OUTLINE: dict[str, Schema] = {
    "id": _ID,
    "type": {"type": "string", "example": "CEB607"},
    "key": {"type": "object", "additionalProperties": _TEXT},
    "revision": _NUMBER,
    "received_at": _TIME,
    "revised_at": {"type": ["string", "null"], "format": "date-time"},
    "submission": _ID,
    "lines": {"type": "integer", "description": "How many lines it has."},
    "customs": {
        "oneOf": [
            _object(
                "Where it stands at customs. `number` is what customs gave (rkdNo, sumNo).",
                status={"type": "string", "description": "returnStatus, queued, sent, failed …"},
                status_at=_TIME,
                authority={"type": "string", "enum": ["portal", "port", "customs", "simulator"]},
                returnInfo=_TEXT,
                preNo={"type": ["string", "null"]},
                number={"type": ["string", "null"]},
            ),
            {"type": "null"},
        ]
    },
}
_PARTS = _object(
    "The messages of a split paper.",
    count=_NUMBER,
    received={
        "type": "object",
        "description": "msgSeqNo to the id of the paper.",
        "additionalProperties": _ID,
    },
    missing=_many(_NUMBER),
)

COMPONENTS: dict[str, Schema] = {
    "Paper": {
        **_object("A kept paper; beside these its numbers by official name.", (), **_OUTLINE),
        "additionalProperties": True,
    },
    "PaperPage": _object(
        "A page, newest first; next is older, previous newer.",
        next=_LINK,
        previous=_LINK,
        results=_many(_ref("Paper")),
    ),
    "WholePaper": {
        **_object(
            "A paper with all its elements, personal values masked.",
            (),
            **_OUTLINE,
            findings=_many(_ref("Finding")),
            parts={"oneOf": [_PARTS, {"type": "null"}]},
            document={"type": "object", "additionalProperties": True},
        ),
        "additionalProperties": True,
    },
    "BagCounts": _object(
        "Master lists counted.",
        results=_many(
            _object(
                "A bag of a master bill at a site; `bag` is empty for parcels in none.",
                customsCode=_TEXT,
                loctNo=_TEXT,
                billNo=_TEXT,
                bag=_TEXT,
                lists=_NUMBER,
                parcels=_NUMBER,
                inventories=_NUMBER,
            )
        ),
    ),
    "CheckResult": _object(
        "What sending the message would answer; nothing is kept.",
        sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        counts=_object("Verdicts by kind.", accepted=_NUMBER, rejected=_NUMBER, duplicate=_NUMBER),
        documents=_many(_ref("Verdict")),
    ),
}
