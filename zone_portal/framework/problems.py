"""Problems of the API: ``application/problem+json`` (RFC 9457) with codes that stay the same."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from django.http import HttpRequest, HttpResponse

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:zone-portal:problem:"
"""Start of a problem's ``type``; its code follows."""

DEFAULT_LANGUAGE = "zh-hans"


class Known(NamedTuple):
    """A problem of a stable code: its HTTP status, its title and what to do, zh and en."""

    status: int
    title: tuple[str, str]
    detail: tuple[str, str] = ("", "")


PROBLEMS: dict[str, Known] = {
    # 400: what was sent cannot be understood
    "bad_request": Known(400, ("请求无法处理", "The request cannot be handled")),
    "body_incomplete": Known(
        400,
        ("请求内容不完整", "The body is incomplete"),
        (
            "连接在内容传完之前中断，没有接收任何内容。请重新发送：重发是安全的，不会重复入库。",
            "The connection ended before all of it had come: nothing was taken in. Send it again; "
            "resending is safe, nothing is kept twice.",
        ),
    ),
    "body_too_slow": Known(
        408,
        ("请求内容传送过慢", "The body came too slowly"),
        (
            "内容长时间没有传完，没有接收任何内容。请检查网络后重新发送：重发是安全的，不会重复入库；"
            "报文较大时请拆分。",
            "It did not come in reasonable time: nothing was taken in. Check your line and send it "
            "again; resending is safe, nothing is kept twice. Split what is large.",
        ),
    ),
    "parse_error": Known(
        400,
        ("请求内容无法读取", "The body cannot be read"),
        ("请求内容不是所声明的格式。", "The body is not of the format that it is declared as."),
    ),
    "parameters_invalid": Known(
        400,
        ("查询参数有误", "A parameter is wrong"),
        ("请更正 details 中列出的参数。", "Correct the parameters listed under details."),
    ),
    "cursor_invalid": Known(
        400,
        ("游标无效", "The cursor is not valid"),
        (
            "请使用上一次答复中的 next，或用空游标从头开始。",
            "Use the next of an earlier answer, or an empty cursor for the start.",
        ),
    ),
    "choose_kind": Known(
        400,
        ("请选择回执类型和页", "Choose a kind and a page"),
        (
            "该批次的回执不能放进一份报文（一份报文只有一种类型，最多 100 个回执）："
            "请用 ?kind= 和 &page= 选择 details 中的一份。",
            "The receipts of this submission do not fit one message (one kind, at most 100 "
            "receipts): choose one of those listed under details with ?kind= and &page=.",
        ),
    ),
    # 401: who is asking
    "token_missing": Known(
        401,
        ("缺少令牌", "A token is needed"),
        ("请在 Authorization 头中给出 Bearer 令牌。", "Send the header Authorization: Bearer …"),
    ),
    "token_invalid": Known(
        401, ("令牌无效", "The token is not known"), ("请核对令牌。", "Check the token.")
    ),
    "token_expired": Known(
        401,
        ("令牌已过期", "The token has expired"),
        ("请向本平台申请新的令牌。", "Ask the portal for a new token."),
    ),
    "token_revoked": Known(
        401,
        ("令牌已撤销", "The token was revoked"),
        ("请向本平台申请新的令牌。", "Ask the portal for a new token."),
    ),
    # 403: not for this one
    "permission_denied": Known(
        403,
        ("没有权限", "Not allowed"),
        ("您没有执行此操作的权限。", "You do not have the right to do this."),
    ),
    "second_factor_required": Known(
        403,
        ("须先启用动态口令", "A second factor is needed"),
        (
            "监管人员和企业管理员须先在“我的账号”中启用动态口令。",
            "Officials and administrators set up a second factor on their account page first.",
        ),
    ),
    "scope_missing": Known(
        403,
        ("令牌没有此权限范围", "The token lacks the scope"),
        (
            "该令牌的权限范围不包括此操作。",
            "The scopes of this token do not cover this operation.",
        ),
    ),
    "transfer_not_own": Known(
        403,
        ("传输企业不是接入企业", "The transmitting enterprise is another one"),
        (
            "BaseTransfer 的传输企业代码不是接入企业本身。",
            "The transmitting enterprise in BaseTransfer is not the connected enterprise.",
        ),
    ),
    "not_found": Known(
        404,
        ("没有找到", "Not found"),
        (
            "编号不存在，或它不属于您的企业。",
            "There is nothing of this number, or it does not belong to your enterprise.",
        ),
    ),
    "method_not_allowed": Known(
        405,
        ("不支持此方法", "The method is not supported"),
        ("此地址不支持该 HTTP 方法。", "This address does not support the HTTP method."),
    ),
    "transition_refused": Known(
        409,
        ("当前状态不允许此操作", "Not possible in the present status"),
        (
            "details 中是当前状态和允许的下一步。",
            "Its present status and what may follow stand under details.",
        ),
    ),
    "key_erased": Known(410, ("数据已按期销毁", "The data was erased when its time was over")),
    "body_too_large": Known(413, ("报文过大", "The message is too large")),
    "too_many_documents": Known(413, ("单证过多", "Too many documents")),
    "xml_too_large": Known(413, ("报文过大", "The message is too large")),
    "unsupported_media_type": Known(
        415,
        ("不支持此格式", "The format is not supported"),
        (
            "请使用 application/xml、application/json 或 application/x-ndjson。",
            "Use application/xml, application/json or application/x-ndjson.",
        ),
    ),
    "content_encoding_refused": Known(
        415,
        ("不支持压缩的请求内容", "Compressed bodies are not accepted"),
        (
            "请去掉 Content-Encoding，发送未压缩的内容。",
            "Send the content as it is, without Content-Encoding.",
        ),
    ),
    "address_too_long": Known(
        414,
        ("地址过长", "The address is too long"),
        ("请缩短查询条件。", "Shorten the query."),
    ),
    "expectation_failed": Known(
        417,
        ("不支持该 Expect 头", "The expectation is not known"),
        ("Expect 头只能是 100-continue。", "Expect may be 100-continue only."),
    ),
    "headers_too_large": Known(
        431,
        ("请求头过大", "The headers are too large"),
        ("请减少或缩短请求头。", "Send fewer or shorter headers."),
    ),
    "transfer_coding_unknown": Known(
        501,
        ("不支持该传输编码", "The transfer coding is not known"),
        ("Transfer-Encoding 只能是 chunked。", "Transfer-Encoding may be chunked only."),
    ),
    "kind_unknown": Known(422, ("无法识别的报文类型", "The kind of message is not known")),
    "kind_not_accepted": Known(422, ("不接收此类报文", "The kind of message is not accepted")),
    "throttled": Known(
        429,
        ("请求过于频繁", "Too many requests"),
        ("请按 Retry-After 稍后再试。", "Try again after the seconds given in Retry-After."),
    ),
    "seal_broken": Known(500, ("数据校验失败", "The stored data fails its check")),
    "error": Known(
        500,
        ("系统异常", "Something went wrong here"),
        (
            "错误已记录。重新发送相同内容是安全的，不会重复入库。",
            "The error was recorded. Sending the same again is safe: nothing is kept twice.",
        ),
    ),
    "database_unavailable": Known(
        503,
        ("数据库暂不可用", "The database is not available"),
        (
            "没有得到确认的报文可能未入库。请稍后重新发送：重发是安全的，不会重复入库。",
            "What was not confirmed may not have been kept. Send it again in a moment: "
            "resending is safe, nothing is kept twice.",
        ),
    ),
}
"""The problems that arise at the edge; those of the domain bring their own words."""


def language_of(request: Any) -> str:
    """The caller's language: the one of Accept-Language that the portal speaks, else Chinese."""
    language = getattr(request, "LANGUAGE_CODE", None)
    return str(language) if language else DEFAULT_LANGUAGE


def problem(
    code: str,
    status: int | None = None,
    *,
    request: HttpRequest | Any = None,
    language: str = "",
    detail: str = "",
    details: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer that something is wrong.

    ``status`` defaults to the code's own, or 400. Words are in ``language``, or in that of
    ``request``; ``detail`` replaces the sentence of the code, ``details`` are plain JSON values.
    """
    known = PROBLEMS.get(code)
    status = status or (known.status if known else 400)
    known = known or Known(status, _TITLES.get(status, _TITLES[400]))
    index = 0 if (language or language_of(request)).startswith("zh") else 1
    content: dict[str, Any] = {
        "type": TYPE_PREFIX + code,
        "title": known.title[index],
        "status": status,
        "detail": detail or known.detail[index] or known.title[index],
        "code": code,
    }
    if details:
        content["details"] = details
    return HttpResponse(
        msgspec.json.encode(content), status=status, content_type=CONTENT_TYPE, headers=headers
    )


_TITLES = {
    400: ("报文无法读取", "The message cannot be read"),
    403: ("没有权限", "Not allowed"),
    404: ("没有找到", "Not found"),
    409: ("与现有内容冲突", "Conflicts with what is kept"),
    410: ("已失效", "No longer valid"),
    413: ("内容过大", "Too large"),
    422: ("内容不能接收", "Not accepted"),
}
"""Titles of problems that the domain names itself, by status."""
