"""Lists of the API: pages by key, whole numbers of the address, answers in bytes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

PAGE_SIZE = 50
LARGEST_PAGE = 500
LARGEST_ID = 2**63 - 1
PAGING = ("after", "before", "limit")


class Page(NamedTuple):
    """How a list is cut: at most ``limit`` rows older than ``after`` or newer than ``before``."""

    limit: int
    after: int | None
    before: int | None


def answer(content: Any) -> HttpResponse:
    """``content`` as JSON, encoded once."""
    return HttpResponse(msgspec.json.encode(content), content_type="application/json")


def found_or_404(value: Any) -> Any:
    """``value``, unless there is none: what may not be seen does not exist."""
    if value is None:
        raise NotFound
    return value


def refuse_unknown(query: Mapping[str, Any], known: Collection[str]) -> None:
    """A parameter that is not known is refused: ignoring it would answer another question."""
    unknown = sorted(set(query) - set(known) - {"format"})
    if unknown:
        names = ", ".join(sorted(known))
        raise ValidationError({name: [f"unknown parameter; known: {names}"] for name in unknown})


def chosen_of(
    query: Mapping[str, Any], names: Collection[str], choices: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """The filters of an address as text, empty where none is given.

    :raises ValidationError: for a value that is none of the ``choices`` of its filter.
    """
    asked = {name: str(query.get(name) or "") for name in names}
    for name, known in choices.items():
        if asked[name] and asked[name] not in known:
            raise ValidationError({name: [f"one of {', '.join(known)}"]})
    return asked


def page_of(query: Mapping[str, Any]) -> Page:
    """The page that an address asks for.

    :raises ValidationError: for a limit or an id that is none.
    """
    limit = number_of(query, "limit", least=1, most=LARGEST_PAGE)
    after, before = number_of(query, "after"), number_of(query, "before")
    if after is not None and before is not None:
        raise ValidationError({"before": ["give either after or before"]})
    return Page(limit or PAGE_SIZE, after, before)


def number_of(
    query: Mapping[str, Any], name: str, *, least: int = 0, most: int = LARGEST_ID
) -> int | None:
    """A whole number of the address, None when it is absent or empty."""
    text = str(query.get(name) or "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and least <= int(text[:20]) <= most):
        raise ValidationError({name: [f"a whole number from {least} to {most}"]})
    return int(text)


def keyset(
    parts: Sequence[QuerySet[Any]],
    request: HttpRequest | Request,
    page: Page,
    show: Callable[[QuerySet[Any]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """One page of the rows of all parts, newest first: ``{"next", "previous", "results"}``.

    ``show`` turns the rows of the page into what is given; each must have its ``id`` as text.
    """
    newest_first = page.before is None
    rows = _first_rows([_beyond(part, page) for part in parts], page.limit + 1, newest_first)
    shown = show(rows)
    if newest_first:
        more_newer, more_older = page.after is not None, len(shown) > page.limit
        shown = shown[: page.limit]
    else:
        more_newer, more_older = len(shown) > page.limit, True
        shown = shown[: page.limit][::-1]
    return {
        "next": _address(request, "after", shown[-1]["id"]) if shown and more_older else None,
        "previous": _address(request, "before", shown[0]["id"]) if shown and more_newer else None,
        "results": shown,
    }


def _beyond(rows: QuerySet[Any], page: Page) -> QuerySet[Any]:
    """The rows that a page may hold, those nearest to where it begins first."""
    if page.before is not None:
        return rows.filter(id__gt=page.before).order_by("id")
    older = rows if page.after is None else rows.filter(id__lt=page.after)
    return older.order_by("-id")


def _first_rows(parts: Sequence[QuerySet[Any]], count: int, newest_first: bool) -> QuerySet[Any]:
    """The first rows of all parts together; several parts are merged by their ids."""
    if len(parts) == 1:
        return parts[0][:count]
    ids = {identifier for part in parts for identifier in part.values_list("id", flat=True)[:count]}
    first = sorted(ids, reverse=newest_first)[:count]
    model: Any = parts[0].model
    found: QuerySet[Any] = model.objects.filter(id__in=first)
    return found.order_by("-id" if newest_first else "id")


def _address(request: Any, name: str, value: str) -> str:
    query: QueryDict = request.GET.copy()
    for other in ("after", "before"):
        query.pop(other, None)
    query[name] = value
    return str(request.build_absolute_uri(f"{request.path}?{query.urlencode()}"))
