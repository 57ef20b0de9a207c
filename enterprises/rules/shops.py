"""Addresses of shops in one form, so that what the public types finds what a firm filed."""

from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

LONGEST_HOST: Final = 253
LONGEST_PATH: Final = 200
_SCHEMES: Final = frozenset({"", "http", "https"})


class Shop(NamedTuple):
    """A shop: ``host`` in lower-case ASCII without ``www.`` and port, ``path`` without a slash at
    the end (empty for a whole host)."""

    host: str
    path: str = ""


def normalised(address: str) -> Shop | None:
    """The shop that an address names, with or without a scheme; None where it names none.

    Query and fragment are left out: they say where somebody came from, not whose shop it is.
    """
    text = address.strip()
    if "://" not in text:
        text = f"https://{text.lstrip('/')}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except ValueError:  # a bad port, bracket or label
        return None
    host = host.removeprefix("www.")
    if parts.scheme not in _SCHEMES or "." not in host or len(host) > LONGEST_HOST:
        return None
    if not all(label and _is_label(label) for label in host.split(".")):
        return None
    return Shop(host, unquote(parts.path).rstrip("/")[:LONGEST_PATH])


def nearest(asked: Shop, filed: list[Shop]) -> list[Shop]:
    """Of the shops filed on the host, those that the asked address lies in, and of these the most
    particular: ``/shop/7/goods`` is in ``/shop/7``, which comes before the whole host."""
    around = [shop for shop in filed if _is_within(asked.path, shop.path)]
    longest = max((len(shop.path) for shop in around), default=0)
    return [shop for shop in around if len(shop.path) == longest]


def _is_within(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _is_label(label: str) -> bool:
    return label.replace("-", "").isalnum() and not label.startswith("-") and label[-1] != "-"
