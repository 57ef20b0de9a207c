"""Whether one value is what its field asks for. Every refusal says what to write instead."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from enterprises.rules.forms.shape import RESIDENT_CARD, Field, Values
from zone_portal.kernel.identifiers import (
    AGE_UNLIKELY,
    CHECK_DIGIT,
    DATE_IN_FUTURE,
    DATE_INVALID,
    FORM,
    ORGANISATION_CHECK,
    REGION_UNKNOWN,
    WARNINGS,
    is_customs_code,
    resident_id_problems,
    uscc_problems,
)
from zone_portal.kernel.periods import parse_day

Fault = tuple[str, str, str]
"""Code, Chinese, English."""

_MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_FIXED = re.compile(r"(0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(-[0-9]{1,6})?", re.ASCII)
_SERVICE = re.compile(r"(400|800)-?[0-9]{3}-?[0-9]{4}", re.ASCII)
_ABROAD = re.compile(r"\+[1-9][0-9 -]{5,20}", re.ASCII)
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"({_LABEL}\.)+[a-z][a-z0-9-]{{1,62}}", re.ASCII)
_EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_{{|}}~-]{{1,64}}@({_LABEL}\.)+[a-z]{{2,63}}", re.ASCII)
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SOON: Final = 30  # days
MULTI_LINE: Final = frozenset({"longtext"})

USCC_FAULTS: Final[Mapping[str, Fault]] = MappingProxyType(
    {
        FORM: (
            "form",
            "不是统一社会信用代码的形式：18位，不含 I、O、S、V、Z",
            "is not a unified social credit code: 18 characters without I, O, S, V, Z",
        ),
        CHECK_DIGIT: (
            "check_digit",
            "校验位错误，请对照营业执照逐位核对",
            "has a wrong check character: compare it with the licence",
        ),
        ORGANISATION_CHECK: (
            "organisation_check",
            "第9至17位（组织机构代码）的校验位不符，请核对",
            "characters 9 to 17 (organisation code) fail their check: compare them",
        ),
    }
)
ID_FAULTS: Final[Mapping[str, Fault]] = MappingProxyType(
    {
        FORM: ("form", "居民身份证号应为18位", "a resident identity number has 18 characters"),
        CHECK_DIGIT: ("check_digit", "校验位错误，请核对", "has a wrong check character"),
        DATE_INVALID: ("date_invalid", "出生日期不存在", "holds a birthday that does not exist"),
        DATE_IN_FUTURE: ("date_in_future", "出生日期在将来", "holds a birthday in the future"),
        REGION_UNKNOWN: ("region_unknown", "行政区划不存在", "names a region that does not exist"),
        AGE_UNLIKELY: ("age_unlikely", "年龄超过120岁", "belongs to somebody older than 120"),
    }
)


def faults(field: Field, value: str, values: Values, *, on: date) -> Iterator[Fault]:
    """Everything wrong with one value (text, not empty, already tidied) of a field."""
    if len(value) > field.max_length:
        yield (
            "too_long",
            f"超过{field.max_length}字，现为{len(value)}字",
            f"is longer than {field.max_length} characters ({len(value)})",
        )
    if _CONTROL.search(value) or ("\n" in value and field.type not in MULTI_LINE):
        yield (
            "characters",
            "含有不能使用的控制字符或换行",
            "holds control characters or line breaks",
        )
    check = _CHECKS.get(field.type)
    if check is not None:
        yield from check(field, value, values, on)


def doubts(field: Field, value: str, values: Values, *, on: date) -> Iterator[Fault]:
    """What makes a value unlikely, though not wrong: inner check characters that no official text
    settles, regions that are not known, papers that run out within a month."""
    if field.type == "uscc":
        yield from (USCC_FAULTS[code] for code in uscc_problems(value) if code in WARNINGS)
    elif field.type == "id_number" and values.get(field.id_type_field) in {RESIDENT_CARD, None}:
        yield from (ID_FAULTS[code] for code in resident_id_problems(value, on) if code in WARNINGS)
    elif field.type == "date" and field.not_before:
        day = parse_day(value)
        if day is not None and 0 <= (day - on).days <= SOON:
            yield "expires_soon", f"将于{day}到期", f"runs out on {day}"


def tidy(field: Field, value: Any) -> Any:
    """The value as it is kept: text trimmed, codes in upper case, domains in lower case, lists
    without blanks and repetitions; what was not given is "" or an empty list."""
    if field.is_list:
        given = value if isinstance(value, list | tuple) else [value]
        cells = (_tidied(field, cell) for cell in given)
        return list(dict.fromkeys(cell for cell in cells if cell))
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return _tidied(field, value)


def _tidied(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).replace("\r\n", "\n").strip()
    if field.type in {"uscc", "customs_code", "id_number"}:
        return text.replace(" ", "").upper()
    if field.type in {"domain", "email"}:
        return text.lower()
    return text.replace(" ", "") if field.type in {"phone", "number"} else text


def _uscc(_field: Field, value: str, _values: Values, _on: date) -> Iterator[Fault]:
    for code in uscc_problems(value):
        if code not in WARNINGS:
            yield USCC_FAULTS[code]


def _customs_code(_field: Field, value: str, _values: Values, _on: date) -> Iterator[Fault]:
    if not is_customs_code(value):
        yield (
            "form",
            "海关注册编码应为10位：前4位区划、第5位经济区划、第6位企业类型、后4位流水号",
            "is not a customs code: division (4), zone (1), type (1), serial (4)",
        )


def _id_number(field: Field, value: str, values: Values, on: date) -> Iterator[Fault]:
    kind = values.get(field.id_type_field) if field.id_type_field else RESIDENT_CARD
    if kind in {RESIDENT_CARD, "", None}:
        for code in resident_id_problems(value, on):
            if code not in WARNINGS:
                yield ID_FAULTS[code]
    elif not _PASSPORT.fullmatch(value):
        yield (
            "form",
            "证件号码应为5至20位字母或数字",
            "should be 5 to 20 letters or digits",
        )


def _day(field: Field, value: str, _values: Values, on: date) -> Iterator[Fault]:
    day = parse_day(value)
    if day is None:
        yield "date_invalid", "日期应为 2026-01-31 的形式", "write the day like 2026-01-31"
    elif field.not_before and day < on:
        yield (
            "expired",
            f"已于{day}过期，请更新证照后填报",
            f"ran out on {day}: renew it and file the new one",
        )
    elif field.not_after and day > on:
        yield "date_in_future", "日期不能晚于今天", "may not lie in the future"


def _url(_field: Field, value: str, _values: Values, _on: date) -> Iterator[Fault]:
    try:
        parts = urlsplit(value)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        parts, host = urlsplit(""), ""
    if parts.scheme not in {"http", "https"} or not _DOMAIN.fullmatch(host) or " " in value:
        yield (
            "url_invalid",
            "网址应为 https://域名/路径 的形式",
            "write the address like https://host/path",
        )
    elif parts.username or parts.password:
        yield "url_credentials", "网址中不能含有账号密码", "may not hold a user name or password"


def _domain(_field: Field, value: str, _values: Values, _on: date) -> Iterator[Fault]:
    try:
        ascii_form = value.encode("idna").decode()
    except UnicodeError:
        ascii_form = ""
    if not _DOMAIN.fullmatch(ascii_form):
        yield (
            "domain_invalid",
            "只填域名，例如 mall.example.cn，不带 https:// 和路径",
            "write the domain alone, like mall.example.cn",
        )


def _phone(_field: Field, value: str, _values: Values, _on: date) -> Iterator[Fault]:
    if not any(form.fullmatch(value) for form in (_MOBILE, _FIXED, _SERVICE, _ABROAD)):
        yield (
            "phone_invalid",
            "应为11位手机号、带区号的固定电话（0791-81234567）或 + 开头的境外号码",
            "write a mobile number (11 digits), a fixed one (0791-81234567) or one with +",
        )


def _email(_field: Field, value: str, _values: Values, _on: date) -> Iterator[Fault]:
    if not _EMAIL.fullmatch(value):
        yield "email_invalid", "邮箱格式不正确", "is not an e-mail address"


def _number(_field: Field, value: str, _values: Values, _on: date) -> Iterator[Fault]:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        yield "number_invalid", "应为不小于零的数字", "should be a number, not negative"


def _choice(field: Field, value: str, _values: Values, _on: date) -> Iterator[Fault]:
    if field.options and value not in {code for code, _, _ in field.options}:
        yield (
            "choice_unknown",
            f"请从 {'、'.join(zh for _, zh, _ in field.options)} 中选择",
            f"choose one of: {', '.join(en for _, _, en in field.options)}",
        )


_CHECKS: Final[Mapping[str, Callable[[Field, str, Values, date], Iterator[Fault]]]] = (
    MappingProxyType(
        {
            "uscc": _uscc,
            "customs_code": _customs_code,
            "id_number": _id_number,
            "id_type": _choice,
            "date": _day,
            "url": _url,
            "domain": _domain,
            "phone": _phone,
            "email": _email,
            "number": _number,
            "choice": _choice,
            "choices": _choice,
            "yes_no": _choice,
        }
    )
)
