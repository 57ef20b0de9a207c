"""JSON Schemas of what the API takes and gives, entered into the OpenAPI document.

The kinds of documents come from the catalogue itself, so that they cannot drift from it.
"""

from typing import Any

import msgspec

from declarations.api.examples import ANSWERS, message_examples
from declarations.api.paper_components import COMPONENTS as PAPERS
from declarations.api.split_components import COMPONENTS as SPLITS
from declarations.messages.catalogue import intake_kinds
from zone_portal.framework.problems import PROBLEMS, TYPE_PREFIX

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer"}
_TIME: Schema = {"type": "string", "format": "date-time"}
_MAYBE_TIME: Schema = {"type": ["string", "null"], "format": "date-time"}
_ID: Schema = {"type": "string", "pattern": "^[0-9]+$", "description": "64 bits, so text in JSON."}
_MAYBE_ID: Schema = {"type": ["string", "null"], "pattern": "^[0-9]+$"}
_KEY: Schema = {
    "type": "object",
    "description": "The business key by official element name.",
    "additionalProperties": {"type": "string"},
    "example": {"ebpCode": "369996D001", "orderNo": "DEMO000000010001"},
}
_VERDICT: Schema = {"type": "string", "enum": ["accepted", "rejected", "duplicate"]}
_OUTCOMES = ["pending", "waiting", "mismatched", "matched"]
_NOUNS: Schema = {
    "type": "string",
    "enum": ["order", "payment", "waybill", "inventory"],
    "description": "`inventory` is waited for by a parcel whose siblings are missing.",
}
_BOTH: Schema = {
    "type": "object",
    "properties": {"zh": _TEXT, "en": _TEXT},
    "required": ["zh", "en"],
}


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(description: str, optional: tuple[str, ...] = (), **properties: Schema) -> Schema:
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
    }


def _page(items: Schema) -> Schema:
    link = {"type": ["string", "null"], "format": "uri"}
    return _object(
        "A page, newest first; next is older, previous newer.",
        next=link,
        previous=link,
        results=_many(items),
    )


_COUNTS = _object("Verdicts by kind.", accepted=_NUMBER, rejected=_NUMBER, duplicate=_NUMBER)
_SUBMISSION: dict[str, Schema] = {
    "id": _ID,
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "received_at": _TIME,
    "counts": _COUNTS,
}
_KEPT: dict[str, Schema] = {
    "channel": _TEXT,
    "content_type": _TEXT,
    "size": _NUMBER,
    "kinds": _many(_TEXT),
    "refusal": {"type": ["object", "null"], "description": "Why nothing was taken in."},
}
_OUTLINE: dict[str, Schema] = {
    "id": _ID,
    "type": _TEXT,
    "key": _KEY,
    "revision": _NUMBER,
    "received_at": _TIME,
    "revised_at": _MAYBE_TIME,
    "outcome": {"type": ["string", "null"], "enum": [*_OUTCOMES, None]},
    "inventory": _MAYBE_ID,
    "submission": _ID,
    "open": {"type": "boolean", "description": "Whether the caller may read the whole document."},
}
_STEP = _object(
    "Something that happened.",
    (
        "type",
        "outcome",
        "waiting_for",
        "status",
        "info",
        "effect",
        "subject",
        "amount",
        "number",
        "return",
        "signed_for",
    ),
    event={
        "type": "string",
        "enum": [
            "received",
            "changed",
            "decided",
            "course",
            "receipt",
            "hold",
            "tax",
            "return",
            "paper",
        ],
        "description": "`receipt` is one that moved nothing; one that did is told by its `course`. "
        "`tax` steps are given to those who may read the declaration whole.",
    },
    at=_TIME,
    type=_TEXT,
    outcome=_TEXT,
    waiting_for=_many(_NOUNS),
    status={
        **_TEXT,
        "description": "Status at customs: an official code, or a state of ours; `ended` of a "
        "hold; the kind of movement or the state of the bill of a `tax` step.",
    },
    info={**_TEXT, "description": "What customs said: returnInfo, or the reason of a hold."},
    effect={"type": "string", "enum": ["late", "no_step", "kept", "unknown"]},
    subject={"type": "string", "enum": ["quota", "guarantee", "bill"]},
    amount={**_TEXT, "description": "Renminbi, of a `tax` step, without a sign."},
    authority={
        "type": "string",
        "enum": ["portal", "port", "customs", "simulator", "site", "carrier", "declarant"],
        "description": "Who stands behind the step.",
    },
    number={**_TEXT, "description": "Of a return or a tax bill."},
    signed_for={"type": "boolean", "description": "Of a paper: the buyer signed for the parcel."},
    **{"return": {**_TEXT, "description": "Id of a return."}},
)

COMPONENTS: dict[str, Schema] = {
    "Problem": _object(
        "RFC 9457. `code` never changes its meaning; title and detail are in the language of "
        "Accept-Language.",
        ("details",),
        type={"type": "string", "example": f"{TYPE_PREFIX}token_expired"},
        title=_TEXT,
        status=_NUMBER,
        detail=_TEXT,
        code={"type": "string", "example": "token_expired"},
        details={"type": "object", "additionalProperties": True},
    ),
    "Finding": _object(
        "What a rule says of a document: both values, whose turn it is, how to put it right.",
        code={"type": "string", "example": "MAT-006"},
        severity={"type": "string", "enum": ["error", "warning"]},
        title=_TEXT,
        documents=_many(ref("Evidence")),
        responsible=_TEXT,
        remedy=_TEXT,
        basis=_TEXT,
        link={"type": "string", "format": "uri-reference"},
    ),
    "Evidence": _object(
        "One element of one document; `line` is gnum, personal values are masked, ID numbers of "
        "documents that others sent are personal tokens (`P-…`).",
        type=_TEXT,
        key=_KEY,
        field={"type": "string", "example": "acturalPaid"},
        line={"type": ["integer", "null"]},
        value=_MAYBE_TEXT,
    ),
    "Verdict": _object(
        "The verdict on one document of a message, by its place in it.",
        ("id",),
        index=_NUMBER,
        type=_MAYBE_TEXT,
        key=_KEY,
        verdict=_VERDICT,
        findings=_many(ref("Finding")),
        id=_ID,
    ),
    "Submission": _object(
        "A message that was read, with the verdict on each of its documents.",
        (*_KEPT, "signature"),
        **{
            **_SUBMISSION,
            "documents": _many(ref("Verdict")),
            **_KEPT,
            "signature": ref("Signature"),
        },
    ),
    "Signature": _object(
        "What became of the signature of a CEB message: `unchecked` is kept as it came, because "
        "the sender has no certificate registered or the kind is not checked.",
        result={
            "type": "string",
            "enum": ["verified", "failed", "missing", "unchecked", "none"],
        },
        reason=_MAYBE_TEXT,
        detail=_TEXT,
        algorithm=_MAYBE_TEXT,
        serial=_MAYBE_TEXT,
    ),
    "SubmissionOutline": _object("A message without its verdicts.", (), **_SUBMISSION, **_KEPT),
    "SubmissionPage": _page(ref("SubmissionOutline")),
    "Document": {
        **_object(
            "A kept document; beside these the main elements by official name.",
            ("inventory", "submission"),
            **_OUTLINE,
        ),
        "additionalProperties": True,
    },
    "DocumentPage": _page(ref("Document")),
    "WholeDocument": _object(
        "A document with all its elements, personal values masked.",
        ("inventory", "submission"),
        **_OUTLINE,
        findings=_many(ref("Finding")),
        document={"type": "object", "additionalProperties": True},
    ),
    "Compared": _object(
        "A document that was compared, in this revision.",
        ("type", "key"),
        type=_TEXT,
        id=_ID,
        key=_KEY,
        revision=_NUMBER,
    ),
    "Match": _object(
        "How order, payment, waybill and inventory match.",
        id=_ID,
        type=_TEXT,
        key=_KEY,
        outcome={"type": "string", "enum": _OUTCOMES},
        headline=_TEXT,
        turn={**_many(_TEXT), "description": "Who must act, in the order of the findings."},
        next_step=_TEXT,
        waiting_for=_many(_NOUNS),
        findings=_many(ref("Finding")),
        rule_set=_MAYBE_TEXT,
        decided_at=_MAYBE_TIME,
        sequence=_NUMBER,
        documents={"type": "object", "additionalProperties": ref("Compared")},
        split={"anyOf": [ref("Split"), {"type": "null"}]},
    ),
    **SPLITS,
    "Receipt": _object(
        "A receipt: the official status and text, and our findings beside them.",
        ("cursor",),
        cursor={"type": "string", "description": "Go on from here with ?after="},
        event={"type": "string", "enum": ["verdict", "decision", "course"]},
        type={"type": "string", "example": "CEB622"},
        document=_object("The document it is about.", type=_MAYBE_TEXT, key=_KEY, id=_MAYBE_ID),
        guid=_TEXT,
        preNo={**_MAYBE_TEXT, "description": "The portal's own number of an inventory."},
        returnStatus={"type": "string", "example": "120"},
        returnTime={"type": "string", "pattern": "^[0-9]{17}$"},
        returnInfo={"type": "string", "example": "[Code:1800;Desc:逻辑校验通过]"},
        verdict={"type": ["string", "null"], "enum": [*_VERDICT["enum"], None]},
        outcome={"type": ["string", "null"], "enum": [*_OUTCOMES[1:], None]},
        authority={
            "type": "string",
            "enum": ["portal", "customs", "simulator"],
            "description": "Who says so; a simulator stands in for customs in a demo zone.",
        },
        waiting_for=_many(_NOUNS),
        findings=_many(ref("Finding")),
        submission=_MAYBE_ID,
        erased={
            "type": "boolean",
            "description": "The document's content is erased: only its key is quoted.",
        },
    ),
    "ReceiptPage": _object(
        "Receipts in the order in which they became known; ask again with next.",
        next={"type": "string", "example": "1042.3"},
        results=_many(ref("Receipt")),
    ),
    "TakenReceipts": _object(
        "What became of a message of receipts.",
        receipts={**_NUMBER, "description": "New ones."},
        repeated={**_NUMBER, "description": "Known already; counted."},
        unknown={**_NUMBER, "description": "New ones for numbers that nobody sent here."},
    ),
    "MessageReceipts": _object(
        "The receipts of one message; kinds says how they fall into CEB messages.",
        submission=_ID,
        kinds=_many(_object("Receipts of one kind.", kind=_TEXT, receipts=_NUMBER, pages=_NUMBER)),
        results=_many(ref("Receipt")),
    ),
    "Tracked": _object(
        "What is known under a number.",
        number=_TEXT,
        declarations=_many({"allOf": [ref("Document"), _object("With", timeline=_many(_STEP))]}),
        documents=_many(ref("Document")),
        papers=_many(ref("Paper")),
        rejected=_many(
            _object(
                "A document that was rejected.",
                type=_MAYBE_TEXT,
                key=_KEY,
                submission=_ID,
                index=_NUMBER,
                rejected_at=_TIME,
                findings=_many(ref("Finding")),
            )
        ),
    ),
    "Rule": _object(
        "A rule in both languages, with its figures as they stand today.",
        code=_TEXT,
        severity={"type": "string", "enum": ["error", "warning", "off"]},
        title=_BOTH,
        remedy=_BOTH,
        basis=_TEXT,
        responsible=_MAYBE_TEXT,
        kinds=_many(_TEXT),
        modes=_many(_TEXT),
        valid_from={"type": "string", "format": "date"},
        valid_to={"type": ["string", "null"], "format": "date"},
        official=_MAYBE_TEXT,
        parameters=_many(
            _object(
                "A figure of the rule.",
                name=_TEXT,
                value=_TEXT,
                unit=_MAYBE_TEXT,
                meaning=_BOTH,
                unverified={"type": "boolean"},
            )
        ),
        link=_TEXT,
    ),
    "RuleList": _object("Every rule.", results=_many(ref("Rule"))),
}


TAGS = {
    "Messages": "Send documents and read the verdicts again.",
    "Receipts": "What was said of them, by cursor or by message, as JSON or as CEB messages.",
    "Documents": "What is kept, how it matches, and where it is.",
    "Rules": "What is checked, on which law, with today's figures.",
}
"""The sections of the documentation, in their order."""


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: enter the schemas, the kinds of documents and the examples."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(COMPONENTS)
    schemas.update(PAPERS)
    schemas.update(_kinds())
    content = result["paths"]["/api/v1/messages/"]["post"]["requestBody"]["content"]
    for media_type, examples in message_examples().items():
        content[media_type]["examples"] = examples
    for name, example in ANSWERS.items():
        schemas[name] = {**schemas[name], "example": example}
    result["info"]["description"] += _problems()
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def _kinds() -> dict[str, Schema]:
    """The kinds that enterprises send as JSON takes them; a decimal is text or an exact number."""
    structs = [kind.struct for kind in intake_kinds()]
    _, found = msgspec.json.schema_components(structs, ref_template="#/components/schemas/{name}")
    for kind in intake_kinds():
        found[kind.code]["description"] = f"{kind.en} ({kind.zh})"
    found["AnyDocument"] = {
        "oneOf": [ref(kind.code) for kind in intake_kinds()],
        "discriminator": {
            "propertyName": "type",
            "mapping": {kind.code: ref(kind.code)["$ref"] for kind in intake_kinds()},
        },
    }
    return {name: _decimals(schema) for name, schema in found.items()}


def _decimals(schema: Any) -> Any:
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            return {"type": ["string", "number"], "format": "decimal"}
        return {name: _decimals(part) for name, part in schema.items()}
    return [_decimals(part) for part in schema] if isinstance(schema, list) else schema


def _problems() -> str:
    """The codes of problems as a table in Markdown."""
    rows = [
        f"| {known.status} | `{code}` | {known.title[1]} |"
        for code, known in sorted(PROBLEMS.items(), key=lambda item: item[1].status)
    ]
    return "\n\n## Problems\n\n| Status | Code | Meaning |\n| --- | --- | --- |\n" + "\n".join(rows)
