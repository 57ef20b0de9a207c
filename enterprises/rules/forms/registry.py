"""The forms by type of filing. Each type's module enters its own when it is imported."""

from collections.abc import Iterable
from functools import lru_cache

from enterprises.constants import KINDS
from enterprises.rules.forms.shape import Form, FormMaker

_makers: dict[str, FormMaker] = {}


def register(filing_type: str, maker: FormMaker) -> None:
    """Enter how the form of a type is made; raises ValueError when the type has one."""
    if filing_type in _makers:
        raise ValueError(f"the form of {filing_type} is registered already")
    _makers[filing_type] = maker


def form_for(filing_type: str, kinds: Iterable[str] = ()) -> Form:
    """What a filing of this type must contain, for an enterprise of these kinds.

    Unknown kinds are left out (``check_form`` reports them). Raises KeyError for a type
    without a form.
    """
    chosen = frozenset(kinds)
    return _made(filing_type, tuple(kind for kind in KINDS if kind in chosen))


@lru_cache(maxsize=512)
def _made(filing_type: str, kinds: tuple[str, ...]) -> Form:
    return _makers[filing_type](kinds)
