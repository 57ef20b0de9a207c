"""SM2 against published examples: the standard's own, and two signatures that customs took."""

import base64
import json
from pathlib import Path

import pytest

from enterprises.rules.signing import sm2

KNOWN = json.loads((Path(__file__).parent / "known_answers.json").read_text())
"""Published by Weasley-J/chinaport-data-signature (2a13a9e): key, texts, signatures."""
KEY = sm2.Point(*(int(KNOWN["public_key"][axis], 16) for axis in "xy"))
SIGNED = ["ceb_signedinfo", "payment_proof"]


@pytest.mark.parametrize("name", SIGNED)
def test_the_published_signatures_hold(name: str) -> None:
    answer = KNOWN[name]

    assert sm2.verify(KEY, answer["text"].encode(), base64.b64decode(answer["signature"]))


@pytest.mark.parametrize("name", SIGNED)
def test_a_published_signature_fails_for_another_text_value_or_user(name: str) -> None:
    text = KNOWN[name]["text"].encode()
    value = base64.b64decode(KNOWN[name]["signature"])

    assert not sm2.verify(KEY, text + b" ", value)
    assert not sm2.verify(KEY, text, value[32:] + value[:32])
    assert not sm2.verify(KEY, text, value, user_id=b"8765432187654321")


def test_the_standards_example_of_a_signature_comes_out() -> None:
    """GB/T 32918.5-2017, annex A.2."""
    private = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
    nonce = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21

    made = sm2.sign(private, b"message digest", nonce=nonce)

    assert made.hex() == (
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
        "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    )
    assert sm2.public_key(private).x == (
        0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020
    )


def test_what_is_signed_here_verifies_here() -> None:
    private = sm2.new_private_key()

    assert sm2.verify(sm2.public_key(private), b"text", sm2.sign(private, b"text"))


def test_values_out_of_range_never_verify() -> None:
    text = KNOWN["ceb_signedinfo"]["text"].encode()
    order = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123

    def halves(r: int, s: int) -> bytes:
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    for value in (b"", b"\0" * 64, halves(order, 1), halves(1, order), halves(1, order - 1)):
        assert not sm2.verify(KEY, text, value)
    assert not sm2.verify(sm2.Point(1, 1), text, b"\1" * 64)


def test_sm3_is_the_standards() -> None:
    """GB/T 32905-2016, annex A.1."""
    assert sm2.sm3(b"abc").hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )
