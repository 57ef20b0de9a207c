"""What the tests against the real database share."""

from collections.abc import Iterator

import pytest

from enterprises.selectors import forget_register
from reference.selectors import forget_snapshots


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """A test that is rolled back leaves nothing behind in the caches of this process either."""
    yield
    forget_snapshots()
    forget_register()
