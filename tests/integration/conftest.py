"""What the tests against the real database share."""

from collections.abc import Callable, Hashable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from enterprises.selectors import forget_register
from enterprises.selectors_certificates import forget_signing_keys
from reference import selectors
from reference.selectors import forget_snapshots
from tests.plugins.database import servers
from zone_portal.framework import public_rate

LONGER_THAN_A_TEST = 600.0
KEPT_TABLES = ('"reference_', '"declarations_mode"')
"""What snapshots are read from."""


class Snapshots(dict[Hashable, Any]):
    """Snapshots of the reference data that outlive a test, and those that a test looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_at: set[Hashable] = set()

    def __getitem__(self, key: Hashable) -> Any:
        self.looked_at.add(key)
        return super().__getitem__(key)

    def forget_others(self) -> None:
        """Leave only what this test has looked at, as if it had begun with none."""
        for key in self.keys() - self.looked_at:
            del self[key]


SNAPSHOTS = selectors._snapshots = Snapshots()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Journeys commit what they do: the first test after them begins on a clone anew."""
    if servers.committed:
        connections.close_all()
        servers.clone()
        forget_snapshots()
        forget_register()
        forget_signing_keys()
        servers.committed = False


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that is rolled back leaves nothing behind in the caches of this process either.

    Reading the reference data and compiling the rules takes longer than most tests. So snapshots
    stay for the next test, unless this one wrote what they are read from; and whether the database
    has another version is asked once in a test, never because its seconds are over.
    """
    # All tests ask from one address within a minute.
    monkeypatch.setattr(public_rate, "REQUESTS_A_MINUTE", 10_000)
    monkeypatch.setattr(selectors, "RECHECK_SECONDS", LONGER_THAN_A_TEST)
    monkeypatch.setattr(selectors, "_looked_at", float("-inf"))
    SNAPSHOTS.looked_at.clear()
    wrote = False

    def watch(execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
        nonlocal wrote
        if not wrote and writes_kept_tables(str(sql)):
            wrote = True
            SNAPSHOTS.forget_others()
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield
    if wrote:
        forget_snapshots()
    forget_register()


def writes_kept_tables(sql: str) -> bool:
    """Whether a statement changes the tables of which this process keeps snapshots."""
    return not sql.startswith("SELECT") and any(table in sql for table in KEPT_TABLES)
