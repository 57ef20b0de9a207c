"""The fast way through a message never says anything else than the careful one."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from declarations.messages import xml_templates
from declarations.messages.envelope import XmlMessage
from declarations.messages.xml_source import decode
from tests.builders.documents import CAST, changed, complete_set, to_xml
from tests.unit.messages.reading import (
    careful_outcome,
    edited,
    order_message,
    outcome,
    payment_message,
)


@pytest.fixture(autouse=True, scope="module")
def soon() -> Iterator[None]:
    """Shapes count as usual after few uses here, so that both ways through them are gone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_templates, "_OFTEN", 3)
        yield


FRAGMENTS = [
    "<!--x-->",
    "<![CDATA[<a>]]>",
    "<?pi x?>",
    "&amp;",
    "&lt;",
    "&#65;",
    "&nbsp;",
    "]]>",
    "<",
    ">",
    "&",
    "</",
    "/>",
    " ",
    "\n",
    "\r",
    "\t",
    "\x01",
    "\ufffe",
    "\u25a1",
    "\u25a10",
    "<ceb:guid>1</ceb:guid>",
    "<ceb:note/>",
    "<ceb:note></ceb:note>",
    "<x xmlns='urn:x'>1</x>",
    "</ceb:OrderList>",
    "<ceb:OrderList>",
    "</ceb:Order>",
    "<ceb:Order>",
    "<ceb:Order/>",
    "</ceb:OrderHead>",
    "<ceb:OrderHead></ceb:OrderHead>",
    ' a="1"',
    " xmlns:ceb='urn:x'",
    "0",
    "𠮷",
]


@st.composite
def damaged_messages(draw: st.DrawFn) -> bytes:
    """A good message of two orders with a few pieces inserted, removed or doubled."""
    text = GOOD_ORDERS.decode()
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.sampled_from(PLACES)) + draw(st.integers(-2, 2))
        place = max(0, min(place, len(text)))
        action = draw(st.sampled_from(["insert", "insert", "remove", "double"]))
        if action == "insert":
            text = text[:place] + draw(st.sampled_from(FRAGMENTS)) + text[place:]
        else:
            end = place + draw(st.integers(1, 60))
            middle = "" if action == "remove" else text[place:end] * 2
            text = text[:place] + middle + text[end:]
    return text.encode()


GOOD_ORDERS = to_xml("CEB311", [complete_set(number)["order"] for number in (0, 1)])
PLACES = [place for place, character in enumerate(GOOD_ORDERS.decode()) if character in "<>/\n"]


@settings(max_examples=400, deadline=None)
@given(body=damaged_messages())
def test_a_damaged_message_gets_the_same_answer_from_both(body: bytes) -> None:
    assert outcome(body) == careful_outcome(body)


def test_random_bytes_put_anywhere_get_the_same_answer_from_both() -> None:
    dice = random.Random(7)
    for _ in range(300):
        body = bytearray(GOOD_ORDERS)
        for _ in range(dice.randint(1, 3)):
            body[dice.randrange(len(body))] = dice.randrange(256)
        assert outcome(bytes(body)) == careful_outcome(bytes(body))


@pytest.mark.parametrize(
    "edit",
    [
        ("\n", "\r\n"),
        ("<ceb:currency>142", "<ceb:currency>\r\n142\r"),
        ("模拟支付", "A &amp; B &lt;C&gt; &quot;D&quot; &apos;E&apos;"),
        ("<ceb:currency>142", "<ceb:currency>  142"),
        ("<ceb:currency>142", "<ceb:currency>1 > 0"),
        ("<ceb:currency>142</ceb:currency>", "<ceb:currency/>"),
        ("<ceb:currency>142</ceb:currency>", "<ceb:currency> </ceb:currency>"),
        ('version="1.0" x', "version = '1.0' x"),
    ],
)
def test_ordinary_variety_stays_on_the_fast_way(edit: tuple[str, str]) -> None:
    body = payment_message(edit)

    assert xml_templates.read_outline(decode(body)) is not None
    assert isinstance(outcome(body), XmlMessage)
    assert outcome(body) == careful_outcome(body)


@pytest.mark.parametrize(
    "edit",
    [
        ("<ceb:currency>", "<!-- x --><ceb:currency>"),
        ("<ceb:currency>142", "<ceb:currency><![CDATA[142]]>"),
        ("<ceb:currency>142", "<ceb:currency>&#49;42"),
        ("<ceb:currency>", '<ceb:currency a="1">'),
        ("<ceb:currency>", "<ceb:other>1</ceb:other><ceb:currency>"),
        ("</ceb:Payment>", "</ceb:Payment >"),
        ("<ceb:Payment>", "<ceb:Payment/><ceb:Payment>"),
        ("</ceb:Payment>", "</ceb:Payment><ceb:Payment/>"),
    ],
)
def test_anything_unusual_is_left_to_the_careful_reader(edit: tuple[str, str]) -> None:
    body = payment_message(edit)

    assert xml_templates.read_outline(decode(body)) is None
    assert outcome(body) == careful_outcome(body)


def test_an_empty_element_and_a_filled_one_do_not_share_a_shape() -> None:
    with_bar_code = changed(complete_set()["order"], 1, itemNo="", barCode="1")
    with_item_no = changed(complete_set()["order"], 1, itemNo="1", barCode="")

    for document in (with_bar_code, with_item_no):
        message = outcome(to_xml("CEB311", [document]))
        assert isinstance(message, XmlMessage)
        line = message.documents[0].data["OrderList"][0]
        assert (line["itemNo"], line["barCode"]) == (
            document["OrderList"][0]["itemNo"],
            document["OrderList"][0]["barCode"],
        )


def test_a_prefix_that_means_another_namespace_is_another_context() -> None:
    outcome(order_message())
    foreign = edited(
        order_message(), ('xmlns:ceb="http://www.chinaport.gov.cn/ceb"', 'xmlns:ceb="urn:other"')
    )

    assert outcome(foreign) == ("kind_unknown", None)


def test_what_comes_often_is_read_by_its_whole_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    body = payment_message(("<ceb:currency>142", "<ceb:currency>142 &amp; more > less "))
    for _ in range(4):
        outcome(body)

    def looked(*_: object) -> None:
        raise AssertionError("it looked for values")

    monkeypatch.setattr(xml_templates, "_note_use", looked)
    monkeypatch.setattr(xml_templates, "_learned", looked)
    assert outcome(body) == careful_outcome(body)


def test_shapes_that_take_turns_are_all_read() -> None:
    payment = complete_set()["payment"]
    shapes = [f"{' ' * number}<ceb:currency>" for number in range(6)]
    text = to_xml("CEB411", [payment], sender=CAST).decode()
    for _ in range(5):
        for shape in shapes:
            body = text.replace("<ceb:currency>", shape).encode()
            assert outcome(body) == careful_outcome(body)


def test_the_memory_of_shapes_is_bounded() -> None:
    payment = complete_set()["payment"]
    for number in range(1200):
        body = to_xml("CEB411", [payment], sender=CAST).decode()
        outcome(body.replace("<ceb:currency>", f"{' ' * number}<ceb:currency>").encode())

    assert len(xml_templates._parts) <= 1000
