"""Whether a text carries somebody's number in full: such a report is refused, not kept."""

import re
from typing import Final

_ID_NUMBER: Final = re.compile(
    r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
"""A resident identity number: area, day of birth, sequence, check character."""
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def names_a_person(text: str) -> bool:
    """Whether an identity number or a mobile number stands in the text unmasked."""
    return bool(_ID_NUMBER.search(text) or _MOBILE.search(text))
