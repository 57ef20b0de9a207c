"""Hostile and broken XML: each an exact refusal, each in no time."""

import time
from collections.abc import Callable

import pytest

from declarations.messages.kinds import NAMESPACE
from tests.builders.documents import complete_set, to_xml
from tests.unit.messages.reading import outcome, payment_message, read_one, refusal

LIMIT = 0.5  # seconds of processor time
OPEN = f'<CEB411Message xmlns="{NAMESPACE}"'
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def with_doctype(doctype: str) -> bytes:
    return payment_message((DECLARED, DECLARED + doctype))


def laughing() -> bytes:
    tenfold = "".join(f'<!ENTITY e{n} "' + f"&e{n - 1};" * 10 + '">' for n in range(1, 10))
    return with_doctype(f'<!DOCTYPE x [<!ENTITY e0 "ha">{tenfold}]>')


def quadratic() -> bytes:
    return with_doctype('<!DOCTYPE x [<!ENTITY e "' + "x" * 100_000 + '">]>') + b"&e;" * 10_000


def with_attributes(count: int, form: str) -> bytes:
    return f"{OPEN} {' '.join(form.format(n) for n in range(count))}/>".encode()


def with_tags(tag: str) -> bytes:
    return f"{OPEN}>{tag * 1_000_000}".encode()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "billion laughs": ("xml_hostile", laughing),
    "quadratic entity": ("xml_hostile", quadratic),
    "external entity": (
        "xml_hostile",
        lambda: with_doctype('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    ),
    "parameter entity": (
        "xml_hostile",
        lambda: with_doctype('<!DOCTYPE x [<!ENTITY % e SYSTEM "http://x/"> %e;]>'),
    ),
    "external subset": ("xml_hostile", lambda: with_doctype('<!DOCTYPE x SYSTEM "http://x/">')),
    "after a comment and an instruction": (
        "xml_hostile",
        lambda: with_doctype("<!-- <a> --> <?x y?>\n<!DOCTYPE x>"),
    ),
    "in UTF-16": (
        "xml_hostile",
        lambda: with_doctype("<!DOCTYPE x>").decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ),
    "an entity never declared": (
        "xml_malformed",
        lambda: payment_message(("<ceb:payTime>", "<ceb:payTime>&xxe;")),
    ),
    "deep nesting": (
        "xml_too_deep",
        lambda: payment_message(("<ceb:payTime>", "<a>" * 100_000 + "<ceb:payTime>")),
    ),
    "deeper nesting": ("xml_too_large", lambda: with_tags("<a>")),
    "a million attributes": (
        "xml_too_large",
        lambda: with_attributes(1_000_000, 'a{}="1"'),
    ),
    "a hundred thousand namespaces": (
        "no_document",
        lambda: with_attributes(99_000, 'xmlns:a{0}="u{0}"'),
    ),
    "a million elements": ("xml_too_large", lambda: with_tags("<a/>")),
    "a million comments": ("xml_too_large", lambda: b"<!---->" * 1_000_000),
    "comments never closed": ("xml_malformed", lambda: b"<!--" * 400_000),
    "an attribute of 20 MB": (
        "xml_too_large",
        lambda: payment_message(('version="1.0" x', 'version="' + "x" * 20_000_000 + '" x')),
    ),
    "a NUL": ("xml_malformed", lambda: payment_message(("142", "1\x002"))),
    "a control character": ("xml_malformed", lambda: payment_message(("142", "1\x1f2"))),
    "no character at all": ("xml_malformed", lambda: payment_message(("142", "1\uffff2"))),
    "nothing": ("xml_malformed", lambda: b""),
    "blanks": ("xml_malformed", lambda: b" \n "),
    "JSON": ("xml_malformed", lambda: b'{"type": "CEB411"}'),
    "the half of a message": ("xml_malformed", lambda: payment_message()[:600]),
    "a second root": ("xml_malformed", lambda: payment_message() + b"<x/>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_for_what_it_is_in_no_time(name: str) -> None:
    code, make = HOSTILE[name]
    body = make()

    started = time.process_time()
    refused = refusal(body)

    assert time.process_time() - started < LIMIT
    assert refused.code == code
    assert refused.text("zh") != refused.text("en")


@pytest.mark.parametrize(
    "flood",
    [
        ("<ceb:payTime>", "<ceb:x/>" * 200_000 + "<ceb:payTime>"),
        ("<ceb:payTime>", "<ceb:note/>" * 200_000 + "<ceb:payTime>"),
        ("<ceb:payTime>", f"<ceb:payTime>{'&amp;' * 1_000_000}"),
        ("<ceb:payTime>", f"<ceb:payTime>{'&#65;' * 1_000_000}"),
        ("</ceb:Payment>", f"</ceb:Payment>{'<ceb:Payment/>' * 200_000}"),
    ],
    ids=["unknown elements", "repeated elements", "entities", "character references", "documents"],
)
def test_a_flood_inside_a_document_is_read_or_refused_in_no_time(flood: tuple[str, str]) -> None:
    body = payment_message(flood)

    started = time.process_time()
    outcome(body)

    assert time.process_time() - started < LIMIT


def test_a_flood_of_lines_is_read_in_no_time() -> None:
    order = complete_set()["order"]
    order["OrderList"] = [{"gnum": 1}] * 90_000
    body = to_xml("CEB311", [order])

    started = time.process_time()
    document = read_one(body)

    assert time.process_time() - started < LIMIT
    assert 99 < len(document.data["OrderList"]) <= 1000


def test_a_doctype_quoted_in_a_value_is_text() -> None:
    body = payment_message(("<ceb:payName>", "<ceb:payName><![CDATA[<!DOCTYPE x>]]>"))

    assert read_one(body).data["PaymentHead"]["payName"].startswith("<!DOCTYPE x>")


def test_an_inclusion_is_not_followed() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    body = payment_message(("<ceb:payTime>", f"{include}<ceb:payTime>"))

    head = read_one(body).data["PaymentHead"]

    assert head["{http://www.w3.org/2001/XInclude}include"] == ""


@pytest.mark.parametrize(
    ("codec", "declared"),
    [("gbk", "GBK"), ("gb18030", "gb18030"), ("gb2312", "GB2312"), ("utf-16", "UTF-16")],
)
def test_other_chinese_encodings_are_read_where_they_say_so(codec: str, declared: str) -> None:
    text = payment_message(("UTF-8", declared)).decode()

    read = read_one(text.encode(codec))

    assert read == read_one(payment_message())


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_one(b"\xef\xbb\xbf" + payment_message()) == read_one(payment_message())


@pytest.mark.parametrize(
    "body",
    [
        payment_message().decode().encode("gbk"),
        payment_message(("UTF-8", "UTF-16")).decode().encode("utf-16-le"),
        payment_message(("UTF-8", "UTF-7")).decode().encode("utf-7"),
        payment_message(("UTF-8", "ISO-8859-1")),
        payment_message(("UTF-8", "GBK")).decode().encode("gbk")[:700] + b"\x81\x20",
        b"\xef\xbb\xbf" + payment_message(("UTF-8", "GBK")),
        payment_message(("UTF-8", "GBK"), ("模拟", "模拟甲乙丙丁戊己庚辛")),
        payment_message().replace("模".encode(), b"\xed\xa0\x80"),
        payment_message().replace("模".encode(), b"\xc0\xaf"),
    ],
    ids=[
        "GBK undeclared",
        "UTF-16 without mark",
        "UTF-7",
        "Latin 1",
        "broken GBK",
        "two encodings at once",
        "UTF-8 that says it is GBK",
        "a surrogate",
        "an overlong form",
    ],
)
def test_an_encoding_that_is_not_what_it_says_is_refused(body: bytes) -> None:
    assert refusal(body).code == "xml_encoding"
