"""How the views appear in the OpenAPI document; the schemas themselves are in ``components``."""

from collections.abc import Callable
from typing import Any, Final

from django_filters import ChoiceFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from declarations.api.components import ref
from declarations.api.filters import declared_filters
from zone_portal.framework.problems import CONTENT_TYPE

MESSAGES, RECEIPTS, DOCUMENTS, RULES = "Messages", "Receipts", "Documents", "Rules"

JSON: Final = "application/json"
XML: Final = "application/xml"

_PLURAL = {"inventory": "inventories"}

_TROUBLE: Final = {
    400: "What was asked cannot be understood: `parameters_invalid`, or the message is unreadable.",
    401: "`token_missing`, `token_invalid`, `token_expired`, `token_revoked`.",
    403: "`scope_missing`, `transfer_not_own`, `permission_denied`.",
    404: "`not_found`: it does not exist, or it is not the caller's.",
    413: "`body_too_large` (32 MB), `too_many_documents` (100 in a CEB message, 10,000 in NDJSON).",
    415: "`unsupported_media_type`.",
    422: "`kind_unknown`, `kind_not_accepted`.",
    429: "`throttled`: more than the client's requests a second; see Retry-After.",
    503: "`database_unavailable`: not confirmed; sending the same again is safe.",
}


def answers(good: Any, *statuses: int) -> dict[Any, Any]:
    """The good answer beside the problems of these statuses and those of every address."""
    found: dict[Any, Any] = {(200, JSON): good}
    for status in sorted({*statuses, 429, 503}):
        found[(status, CONTENT_TYPE)] = OpenApiResponse(ref("Problem"), _TROUBLE[status])
    return found


def query(name: str, description: str, kind: Any = OpenApiTypes.STR, **more: Any) -> Any:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **more)


LANGUAGE: Final = OpenApiParameter(
    "Accept-Language",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Language of titles and remedies: `zh-hans` (default) or `en`.",
)
PAGING: Final = [
    query("after", "Rows older than this id."),
    query("before", "Rows newer than this id."),
    query("limit", "Rows of a page: 1 to 500, 50 by default.", OpenApiTypes.INT),
]
ID: Final = OpenApiParameter("id", {"type": "string", "pattern": "^[0-9]+$"}, OpenApiParameter.PATH)


def filter_parameters(noun: str) -> list[Any]:
    found = []
    for name, declared in declared_filters(noun).items():
        choices = None
        if isinstance(declared, ChoiceFilter):
            choices = [value for value, _ in declared.extra["choices"]]
        timed = name.startswith("received_")
        kind = OpenApiTypes.DATETIME if timed else OpenApiTypes.STR
        found.append(query(name, str(declared.label), kind, enum=choices))
    return found


def listed(noun: str) -> Callable[[Any], Any]:
    """For the list view of a noun."""
    plural = _PLURAL.get(noun, f"{noun}s")
    return _on_get(
        operation_id=f"list_{plural}",
        summary=f"List {plural}",
        description="Those in which the caller's enterprise is a party, newest first. Filters are "
        "exact and named like the official elements; a parameter that is not known is refused.",
        tags=[DOCUMENTS],
        parameters=[*filter_parameters(noun), *PAGING],
        responses=answers(ref("DocumentPage"), 400, 401, 403),
    )


def whole(noun: str) -> Callable[[Any], Any]:
    """For the view of one document of a noun."""
    return _on_get(
        operation_id=f"get_{noun}",
        summary=f"Read one {noun}",
        description="All elements, for its sender and owners; personal values are masked. Whoever "
        "did not send the document gets a personal token in place of an ID number: one person has "
        "the same wherever this enterprise meets it, and another for every other enterprise.",
        tags=[DOCUMENTS],
        parameters=[ID, LANGUAGE],
        responses=answers(ref("WholeDocument"), 400, 401, 403, 404),
    )


def _on_get(**options: Any) -> Callable[[Any], Any]:
    """Describe a class by its method ``get``, which it may have inherited."""
    described = extend_schema(**options)

    def decorate(view: Any) -> Any:
        inherited = view.get

        def get(self: Any, *args: Any, **kwargs: Any) -> Any:
            return inherited(self, *args, **kwargs)

        view.get = described(get)
        return view

    return decorate


REQUEST_BODY: Final[Any] = {
    JSON: ref("AnyDocument"),
    "application/x-ndjson": {"type": "string", "description": "One document per line."},
    XML: {
        "type": "string",
        "description": "A CEB message of a kind that enterprises send, or one in its envelope "
        "(DxpMsg).",
    },
}

post_message = extend_schema(
    operation_id="send_message",
    summary="Send a message",
    description="A CEB message (at most 100 documents of one kind), one document as JSON, or up "
    "to 10,000 as NDJSON; at most 32 MB. 200 as soon as the message could be read, whatever the "
    "verdicts; the answer comes after the commit. Numeric elements take a JSON number or a "
    "decimal string, codes a string or an integer. The same content again is `duplicate`, so "
    "resending is always safe.",
    tags=[MESSAGES],
    parameters=[LANGUAGE],
    request=REQUEST_BODY,
    responses=answers(ref("Submission"), 400, 401, 403, 413, 415, 422),
)

submissions = extend_schema(
    operation_id="list_messages",
    summary="List own messages",
    tags=[MESSAGES],
    parameters=PAGING,
    responses=answers(ref("SubmissionPage"), 400, 401, 403),
)

submission = extend_schema(
    operation_id="get_message",
    summary="Read the answer to a message again",
    description="The verdicts as they were given; `refusal` where the message was not readable.",
    tags=[MESSAGES],
    parameters=[ID, LANGUAGE],
    responses=answers(ref("Submission"), 400, 401, 403, 404),
)

receipts_of_message = extend_schema(
    operation_id="get_message_receipts",
    summary="Read the receipts of a message",
    description="The verdict on each document and, for its inventories, how they match now. With "
    "`Accept: application/xml` one CEB receipt message: of one kind, at most 100 receipts. Where "
    "that is not enough, `choose_kind` lists what there is; `Link` names the next page. A message "
    "that could not be read is answered with CEB900.",
    tags=[RECEIPTS],
    parameters=[
        ID,
        query("kind", "Kind of receipt: CEB312, 412, 512, 622, 304, 404, 506, 604."),
        query("page", "Page of 100 receipts, from 1.", OpenApiTypes.INT),
        LANGUAGE,
    ],
    responses={
        **answers(ref("MessageReceipts"), 400, 401, 403, 404),
        (200, XML): OpenApiTypes.STR,
    },
)

receipts = extend_schema(
    operation_id="list_receipts",
    summary="Poll for receipts",
    description="Every verdict, every match outcome and every receipt of customs (event `course`, "
    "with the official returnStatus) that concerns the caller's enterprise, in "
    "the order in which it became known. Start with an empty cursor, keep `next`, ask again with "
    "it: nothing is ever skipped, and nothing comes twice.",
    tags=[RECEIPTS],
    parameters=[
        query("after", "The `next` of the last answer; empty for the start."),
        query("limit", "Receipts at most: 1 to 500, 100 by default.", OpenApiTypes.INT),
        LANGUAGE,
    ],
    responses=answers(ref("ReceiptPage"), 400, 401, 403),
)

customs_receipts = extend_schema(
    operation_id="receive_customs_receipts",
    summary="Hand over receipts of customs",
    description="For the customs gateway alone (`Authorization: Gateway …`): a CEB message of any "
    "kind that customs sends (312 … 900), at most 100 receipts and 4 MB. Kept as it came; the "
    "answer comes after the commit. The same receipt again is counted, never kept twice, so "
    "resending is always safe; a late one never moves a declaration back.",
    tags=[RECEIPTS],
    request={XML: {"type": "string", "description": "A CEB receipt message."}},
    responses=answers(ref("TakenReceipts"), 400, 401, 403, 413, 422),
)

matched = extend_schema(
    operation_id="get_match",
    summary="Read how a declaration matches",
    description="`pending` before the first decision; any missing required document gives "
    "`waiting` and is named; findings carry both values, personal ones masked, ID "
    "numbers in others' documents as personal tokens.",
    tags=[DOCUMENTS],
    parameters=[ID, LANGUAGE],
    responses=answers(ref("Match"), 400, 401, 403, 404),
)

track = extend_schema(
    operation_id="track",
    summary="Find a declaration by any of its numbers",
    description="orderNo, logisticsNo, copNo, payTransactionId or payNo, invtNo, preNo or our id.",
    tags=[DOCUMENTS],
    parameters=[
        OpenApiParameter("number", OpenApiTypes.STR, OpenApiParameter.PATH),
        LANGUAGE,
    ],
    responses=answers(ref("Tracked"), 400, 401, 403),
)

rules = extend_schema(
    operation_id="list_rules",
    summary="List every rule",
    description="Public: what is checked, on which law, since when, with today's figures.",
    tags=[RULES],
    auth=[],
    responses=answers(ref("RuleList"), 400),
)

rule = extend_schema(
    operation_id="get_rule",
    summary="Read one rule",
    tags=[RULES],
    auth=[],
    parameters=[OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH)],
    responses=answers(ref("Rule"), 400, 404),
)
