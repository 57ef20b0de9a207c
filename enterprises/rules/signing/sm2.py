"""SM2 digital signatures over SM3 (GB/T 32918.2 and .5, recommended curve sm2p256v1).

No well-kept library offers SM2 to Python (ADR 0022), so the two operations are written out here
with whole numbers. Checking a signature handles public values only. Making one is not constant in
time: whoever can measure it may learn the key, so it serves demo keys and tests, and is off unless
a setting switches it on; real keys belong on a card or in a signing device.
"""

import secrets
from typing import Final, NamedTuple

from cryptography.hazmat.primitives import hashes

USER_ID: Final = b"1234567812345678"
"""The identifier that customs signs with (messages of 2022, section 6)."""

_P: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_A: Final = _P - 3
_B: Final = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_N: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_SIZE: Final = 32
SIGNATURE_BYTES: Final = 2 * _SIZE


class Point(NamedTuple):
    """A point of the curve: a public key."""

    x: int
    y: int


_G: Final = Point(
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
_Jacobian = tuple[int, int, int]
"""(X, Y, Z) for the point (X/Z², Y/Z³); Z = 0 is the point at infinity."""
_INFINITY: Final[_Jacobian] = (1, 1, 0)


def on_curve(point: Point) -> bool:
    """Whether these coordinates are a public key at all."""
    x, y = point
    return 0 <= x < _P and 0 <= y < _P and (y * y - (x * x * x + _A * x + _B)) % _P == 0


def verify(key: Point, text: bytes, signature: bytes, *, user_id: bytes = USER_ID) -> bool:
    """Whether ``signature`` (r and s, 32 bytes each) is the key's over ``text``."""
    if len(signature) != SIGNATURE_BYTES or not on_curve(key):
        return False
    r, s = int.from_bytes(signature[:_SIZE], "big"), int.from_bytes(signature[_SIZE:], "big")
    t = (r + s) % _N
    if not (0 < r < _N and 0 < s < _N) or t == 0:
        return False
    found = _affine(_sum_of_products(s, _G, t, key))
    return found is not None and (digest(key, text, user_id=user_id) + found.x) % _N == r


def sign(private: int, text: bytes, *, user_id: bytes = USER_ID, nonce: int = 0) -> bytes:
    """The signature of a private key over ``text``; not constant in time, see above. ``nonce`` is
    for published examples only."""
    key = public_key(private)
    e = digest(key, text, user_id=user_id)
    while True:
        k = nonce or secrets.randbelow(_N - 1) + 1
        r = (e + _required(_affine(_product(k, _G))).x) % _N
        s = pow(1 + private, -1, _N) * (k - r * private) % _N
        if r and s and r + k != _N:
            return r.to_bytes(_SIZE, "big") + s.to_bytes(_SIZE, "big")


def public_key(private: int) -> Point:
    """The public half of a private key."""
    return _required(_affine(_product(private, _G)))


def new_private_key() -> int:
    """A fresh private key, 1 … n-2."""
    return secrets.randbelow(_N - 2) + 1


def digest(key: Point, text: bytes, *, user_id: bytes = USER_ID) -> int:
    """e: SM3 over Z (identifier, curve and key) and the text."""
    numbers = b"".join(n.to_bytes(_SIZE, "big") for n in (_A, _B, *_G, *key))
    z = sm3((len(user_id) * 8).to_bytes(2, "big") + user_id + numbers)
    return int.from_bytes(sm3(z + text), "big")


def sm3(content: bytes) -> bytes:
    """The SM3 digest (GB/T 32905)."""
    found = hashes.Hash(hashes.SM3())
    found.update(content)
    return found.finalize()


def _required(point: Point | None) -> Point:
    if point is None:
        raise ValueError("a private key or nonce is out of range")
    return point


def _product(k: int, point: Point) -> _Jacobian:
    return _sum_of_products(k, point, 0, point)


def _sum_of_products(k: int, p: Point, m: int, q: Point) -> _Jacobian:
    """k·p + m·q, both from the highest bit down together."""
    first, second = (*p, 1), (*q, 1)
    both = _add(first, second)
    found = _INFINITY
    for bit in reversed(range(max(k.bit_length(), m.bit_length()))):
        found = _double(found)
        of_k, of_m = k >> bit & 1, m >> bit & 1
        if of_k and of_m:
            found = _add(found, both)
        elif of_k or of_m:
            found = _add(found, first if of_k else second)
    return found


def _double(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    if not z or not y:
        return _INFINITY
    zz, yy = z * z % _P, y * y % _P
    m = 3 * (x - zz) * (x + zz) % _P  # 3x² + a·z⁴, as a = -3
    s = 4 * x * yy % _P
    x3 = (m * m - 2 * s) % _P
    return x3, (m * (s - x3) - 8 * yy * yy) % _P, 2 * y * z % _P


def _add(one: _Jacobian, other: _Jacobian) -> _Jacobian:
    if not one[2]:
        return other
    if not other[2]:
        return one
    (x1, y1, z1), (x2, y2, z2) = one, other
    zz1, zz2 = z1 * z1 % _P, z2 * z2 % _P
    u1, u2 = x1 * zz2 % _P, x2 * zz1 % _P
    s1, s2 = y1 * zz2 * z2 % _P, y2 * zz1 * z1 % _P
    if u1 == u2:
        return _double(one) if s1 == s2 else _INFINITY
    h, r = (u2 - u1) % _P, (s2 - s1) % _P
    hh = h * h % _P
    hhh, v = h * hh % _P, u1 * hh % _P
    x3 = (r * r - hhh - 2 * v) % _P
    return x3, (r * (v - x3) - s1 * hhh) % _P, z1 * z2 * h % _P


def _affine(point: _Jacobian) -> Point | None:
    x, y, z = point
    if not z:
        return None
    inverse = pow(z, -1, _P)
    return Point(x * inverse * inverse % _P, y * pow(inverse, 3, _P) % _P)
