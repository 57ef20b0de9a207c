"""Invented codes of enterprises with right check characters, pointing at no real place."""

from zone_portal.kernel.identifiers import organisation_check_character, uscc_check_character

LETTERS = "ABCDEFGHJKLMNPQRTUWXY"
"""Those that a unified social credit code may hold."""
MOST = 10_000 + 1_000 * len(LETTERS)


def serial(number: int) -> str:
    """Four characters for a number below ``MOST``: 9999 is followed by A000."""
    if number < 10_000:
        return f"{number:04}"
    thousands, rest = divmod(number - 10_000, 1_000)
    return f"{LETTERS[thousands]}{rest:03}"


def counted(n: int) -> int:
    """The number of a factory's ``n``-th firm: 5,000 to 9,999 are left to tests that choose."""
    return n if n < 5_000 else n + 5_000


def customs_code(number: int) -> str:
    """A customs registration code of the division 3698, which does not exist."""
    return f"369896{serial(number)}"


def uscc(number: int) -> str:
    """A unified social credit code of area 000000."""
    organisation = f"MATE{serial(number)}"
    first17 = f"91000000{organisation}{organisation_check_character(organisation)}"
    return first17 + uscc_check_character(first17)
