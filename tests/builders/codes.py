"""Invented codes of enterprises with right check characters, pointing at no real place."""

from zone_portal.kernel.identifiers import organisation_check_character, uscc_check_character


def customs_code(number: int) -> str:
    """A customs registration code of the division 3698, which does not exist (number < 10,000)."""
    return f"369896{number:04}"


def uscc(number: int) -> str:
    """A unified social credit code of area 000000 (number < 10,000)."""
    organisation = f"MATE{number:04}"
    first17 = f"91000000{organisation}{organisation_check_character(organisation)}"
    return first17 + uscc_check_character(first17)
