"""Every address × every kind of outsider × somebody else's object: forbidden, or not there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from tests.integration.isolation.table import Whose, entries
from tests.integration.isolation.world import OUTSIDERS, World, new_world, visitor

pytestmark = pytest.mark.django_db

CLOSED = {401, 403, 404, 405}
FOUND, ELSEWHERE, BROKEN = 302, 308, 500
BOTH = ("get", "post")
METHODS = {
    Whose.PUBLIC: (),
    Whose.LINK: (),
    Whose.GATEWAY: BOTH,
    Whose.OWN: ("get",),
    Whose.OFFICE: ("get",),
    Whose.OBJECT: BOTH,
    Whose.OFFICIALS: BOTH,
}
"""What is asked; an empty POST to a page of one's own would only sign the outsider out."""
TABLE = entries()


def addresses() -> Iterator[str]:
    """Every address that the portal answers."""

    def walk(resolver: Any, before: str = "") -> Iterator[str]:
        for entry in resolver.url_patterns:
            address = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, address)
            else:
                yield address

    return walk(get_resolver())


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def test_every_address_says_whose_it_is() -> None:
    present = set(addresses())

    assert present - TABLE.keys() == set(), "enter these in tests/integration/isolation/table.py"
    assert TABLE.keys() - present == set(), "these are gone: take them out of the table"


@pytest.mark.parametrize("group", sorted(OUTSIDERS))
def test_outsiders_get_nothing_of_anybody_else(
    group: str, world: World, record_property: Callable[[str, object], None]
) -> None:
    leaks: list[str] = []
    for who in OUTSIDERS[group]:
        asker, asked, before = visitor(who), 0, len(leaks)
        for address, (whose, name) in TABLE.items():
            path = world.path(address, name)
            for method in METHODS[whose]:
                found = _leak(whose, asker.ask(method, path), world, is_known=asker.knows(path))
                asked += 1
                leaks += [f"{who}: {method.upper()} /{address} {found}"] if found else []
        record_property("isolation", f"{who}: {asked} requests, {len(leaks) - before} open")

    assert "\n".join(leaks) == ""


def _leak(whose: Whose, response: Any, world: World, *, is_known: bool) -> str:
    """What is wrong with an answer to an outsider, or nothing."""
    status = response.status_code
    body = b"".join(response) if response.streaming else response.content
    shown = [mark for mark in world.marks if mark in body.decode(errors="replace")]
    if shown:
        return f"shows {shown}"
    if status in CLOSED or status == ELSEWHERE:
        return ""
    if not is_known:
        is_asked = status == FOUND and response["Location"].startswith("/sign-in/")
        return "" if is_asked else f"answers {status}"
    is_somebodys = whose in {Whose.OBJECT, Whose.OFFICIALS}
    return f"answers {status}" if is_somebodys or status >= BROKEN else ""


@pytest.mark.parametrize("who", ["administrator of another firm", "person without a firm"])
def test_offices_are_closed_to_firms(who: str, world: World) -> None:
    asker = visitor(who)
    opened = {
        address: status
        for address, (whose, name) in TABLE.items()
        if whose is Whose.OFFICE
        and (status := asker.ask("get", world.path(address, name)).status_code) not in CLOSED
    }

    assert opened == {}
