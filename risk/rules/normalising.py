"""Addresses and telephone numbers in the one form under which they are compared. Pure.

A buyer writes the same place in many ways: with or without 省 and 市, in full-width figures, with
"3栋2单元501室" or "3-2-501", with a remark for the courier. What is compared is a keyed hash, and a
hash forgives nothing; so the text is brought into one form first. The form is never shown.

Two texts that mean different places should stay different: nothing is guessed, only what every
postal clerk would read alike is made alike.
"""

import re
import unicodedata
from typing import Final

_FIGURES: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS: Final = {"十": 10, "百": 100}
_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_EXTENSION: Final = re.compile(r"(?:转|分机|EXT\.?|[#*]).*$")
_COUNTRY: Final = re.compile(r"^(?:\+|00)86|^86(?=1[3-9]\d{9}$)")

_PROVINCES: Final = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PROVINCE: Final = re.compile(
    rf"^(?:中国)?({_PROVINCES})(?:省|市|维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区)?"
)
_CITY: Final = re.compile(r"^([^市区县路街道号\d]{2,9}?)市(?!场)")
_REMARK: Final = re.compile(r"\([^()\d]*\)|\[[^\[\]\d]*\]|【[^【】\d]*】")
_SEPARATORS: Final = re.compile(r"[\s,.;:、。，；：_/|\\'\"·~!]+")
_BRACKETS: Final = re.compile(r"[()\[\]【】{}<>《》]")
_COUNTED: Final = re.compile(
    r"第?([零〇一二两三四五六七八九十百]+)(?=(?:号|栋|幢|座|单元|室|层|楼|弄|组|巷|户|期|排))"
)
_BUILDING: Final = re.compile(r"(\d+|[A-Z])(?:号楼|栋楼|幢|座|栋|#楼|#)")
_FLOOR: Final = re.compile(r"(\d+)(?:层|楼|F)(?=\d|$)")
_STOREY: Final = re.compile(r"[层楼F]")
_BEFORE_NUMBER: Final = re.compile(r"(\d)栋(?=-?\d)")
_UNIT: Final = re.compile(r"(\d+|[A-Z])栋-?(\d+)(?:单元|门)")
_ROOM: Final = re.compile(r"(?<=\d)(?:室|房间|房|户)$")
_DASHES: Final = re.compile(r"[-‐‑‒–—―−－]+")


def normal_phone(text: str | None) -> str:
    """A telephone number as figures alone: without the country's 86, blanks and extension.

    A foreign number keeps its ``+``. Empty when there is no figure in it.
    """
    if not text:
        return ""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if plain.isdigit() and len(plain) == 11:
        return plain
    plain = _EXTENSION.sub("", plain.strip().upper())
    foreign = plain.startswith(("+", "00")) and not plain.startswith(("+86", "0086"))
    figures = "".join(c for c in plain if c.isdigit())
    if foreign:
        return "+" + figures.removeprefix("00") if figures else ""
    figures = _COUNTRY.sub("", ("+" if plain.startswith("+") else "") + figures)
    if figures.startswith("0") and _MOBILE.fullmatch(figures[1:]):
        return figures[1:]  # a long-distance 0 in front of a mobile number
    return figures


def normal_address(text: str | None) -> str:
    """A postal address of China in its form for comparing; other scripts in capitals without
    separators. Empty when nothing is left."""
    if not text:
        return ""
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = _DASHES.sub("-", _SEPARATORS.sub("", plain))
    if _BRACKETS.search(plain):
        plain = _BRACKETS.sub("", _REMARK.sub("", plain))
    plain = _places(plain)
    plain = _COUNTED.sub(_as_figures, plain)
    plain = _BUILDING.sub(r"\1栋", plain)
    if "栋" in plain:
        plain = _UNIT.sub(r"\1-\2-", plain)
    if _STOREY.search(plain):
        plain = _FLOOR.sub(_without_floor(plain), plain)
    if "栋" in plain:
        plain = _BEFORE_NUMBER.sub(r"\1-", plain)
    plain = _ROOM.sub("", plain)
    return _DASHES.sub("-", plain).strip("-") if "-" in plain else plain


def _as_figures(found: re.Match[str]) -> str:
    return str(_number(found[1]))


def _places(text: str) -> str:
    """Province and city by their bare names, each once: platforms often write them twice."""
    found = _PROVINCE.match(text)
    if found is None:
        return text
    province, rest = found[1], text[found.end() :]
    while (again := _PROVINCE.match(rest)) and again[1] == province:
        rest = rest[again.end() :]
    city = _CITY.match(rest)
    if city is None:
        return province + rest
    name, rest = city[1], rest[city.end() :]
    for prefix in (f"{name}市", province + name):
        rest = rest.removeprefix(prefix)
    return province + name + rest


def _without_floor(text: str) -> str:
    """How a floor is written: left out where the room's number begins with it, else ``n层``."""
    for found in _FLOOR.finditer(text):
        if text[found.end() :].startswith(found[1]):
            return ""
    return r"\1层"


def _number(text: str) -> int:
    """A Chinese number below 1000, or figures read one by one (二〇三)."""
    if not any(c in _TENS for c in text):
        return int("".join(str(_FIGURES[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _TENS:
            total += (digit or 1) * _TENS[c]
            digit = 0
        else:
            digit = _FIGURES[c]
    return total + digit
