"""Numbers that no other test of this process uses: counted, since random ones meet one day."""

from itertools import count

_numbers = count(1)


def new_series(letter: str = "S", *, length: int = 8) -> str:
    """What the numbers of a test's documents begin with, new at each call.

    A letter and a hexadecimal count, ``length`` characters in all. Each process of a run has a
    database of its own, so what is counted here meets nothing of another's.
    """
    return f"{letter}{next(_numbers):0{length - 1}X}"
