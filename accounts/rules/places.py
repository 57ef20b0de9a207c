"""Telling places apart: the network of an address and the family of a browser.

Deliberately coarse. A person whose address changes within their network, or whose browser was
updated, is in the same place; the exact address stands in the audit trail.
"""

from ipaddress import ip_address, ip_network
from typing import Final

IPV4_PREFIX: Final = 24
IPV6_PREFIX: Final = 48

UNKNOWN: Final = "?"

_FAMILIES: Final = (
    # What imitates others stands first: nearly all say "Chrome" and "Safari" as well.
    ("MicroMessenger", "WeChat"),
    ("QQBrowser", "QQ Browser"),
    ("UCBrowser", "UC Browser"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("360SE", "360"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("FxiOS", "Firefox"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def network_of(address: str) -> str:
    """``203.0.113.7`` → ``203.0.113.0/24``; IPv6 by its /48; what is no address stays as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    prefix = IPV4_PREFIX if parsed.version == 4 else IPV6_PREFIX
    return str(ip_network(f"{parsed}/{prefix}", strict=False))


def browser_of(user_agent: str) -> str:
    """Family and system out of a ``User-Agent``: ``Firefox · Windows``; ``?`` where neither is
    recognised."""
    family = _first(_FAMILIES, user_agent)
    system = _first(_SYSTEMS, user_agent)
    return " · ".join(word for word in (family, system) if word) or UNKNOWN


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in table if mark in user_agent), "")
