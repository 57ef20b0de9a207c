"""Keyset paging: constant cost on page one and on page ten thousand, stable while rows arrive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

M = TypeVar("M", bound=Model)

PAGE_SIZE = 50
COUNT_LIMIT = 1000
"""Counting stops here: nobody reads an exact number of ten million rows on a list."""

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[M]):
    """One page of a list, newest first. ``newer`` and ``older`` are query strings or empty."""

    rows: list[M]
    count: int
    capped: bool
    newer: str = ""
    older: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)


def keyset_page(
    rows: QuerySet[M], query: QueryDict, *, size: int = PAGE_SIZE, key: str = "id"
) -> KeysetPage[M]:
    """The page of ``rows`` that ``?after=`` or ``?before=`` asks for, by descending ``key``.

    ``after`` gives what is older than that key, ``before`` what is newer; anything that is not
    a key is ignored. Filters of ``query`` stay in the links. Costs two queries.
    """
    before, after = _key(query.get("before")), _key(query.get("after"))
    if before is not None:
        found = list(rows.filter(**{f"{key}__gt": before}).order_by(key)[: size + 1])
        more_newer, more_older = len(found) > size, True
        shown = found[:size][::-1]
    else:
        older = rows.filter(**{f"{key}__lt": after}) if after is not None else rows
        found = list(older.order_by(f"-{key}")[: size + 1])
        more_newer, more_older = after is not None, len(found) > size
        shown = found[:size]
    # A limit keeps the count as cheap as the page itself, whatever the filters let through.
    count = rows.order_by()[: COUNT_LIMIT + 1].count()
    return KeysetPage(
        rows=shown,
        count=min(count, COUNT_LIMIT),
        capped=count > COUNT_LIMIT,
        newer=_link(query, "before", getattr(shown[0], key)) if shown and more_newer else "",
        older=_link(query, "after", getattr(shown[-1], key)) if shown and more_older else "",
    )


def with_parameters(query: QueryDict, **changes: str | None) -> str:
    """The query string with some parameters changed, ``None`` removing one; starts with ``?``."""
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = value
    return f"?{changed.urlencode()}"


def filters_of(query: Mapping[str, Any]) -> dict[str, str]:
    """The filled-in filters of an address: everything but paging and presentation."""
    own = {"after", "before", "columns", "format"}
    return {name: str(value).strip() for name, value in query.items() if name not in own and value}


def _key(text: str | None) -> int | None:
    if text is None or not text.isdecimal() or not text.isascii():
        return None
    return min(int(text), LARGEST_ID)


def _link(query: QueryDict, name: str, value: Any) -> str:
    other = "after" if name == "before" else "before"
    return with_parameters(query, **{name: str(value), other: None})
