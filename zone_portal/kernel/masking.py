"""How a personal value looks when it is shown without a reason on record.

A masked value must still let its owner recognise it and let two officers talk about the same
person, without letting a third reader rebuild it.
"""

from collections.abc import Callable


def mask_name(value: str) -> str:
    """First character, then one star: ``张*``. A single character is hidden whole."""
    return f"{value[0]}*" if len(value) > 1 else "*"


def mask_id_number(value: str) -> str:
    """First four and last four characters of an identity number of 15 or more characters."""
    if len(value) < 15:
        return "*" * len(value)
    return f"{value[:4]}{'*' * (len(value) - 8)}{value[-4:]}"


def mask_phone(value: str) -> str:
    """First three and last four digits: ``138****8000``; shorter numbers keep two digits."""
    if len(value) < 8:
        return "*" * max(len(value) - 2, 1) + value[-2:]
    return f"{value[:3]}{'*' * (len(value) - 7)}{value[-4:]}"


def mask_address(value: str) -> str:
    """The first six characters (province and city) and nothing of the street."""
    return f"{value[:6]}…" if len(value) > 6 else "…"


def mask_account(value: str) -> str:
    """First two characters of an account id or any other free personal text."""
    return f"{value[:2]}***"


MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "id": mask_id_number,
    "phone": mask_phone,
    "address": mask_address,
    "account": mask_account,
}


def mask(kind: str, value: str) -> str:
    """``value`` masked as its ``kind`` (a key of ``MASKS``) demands; empty stays empty."""
    return MASKS[kind](value) if value else value
