"""A pytest plugin: long tests first, shared out evenly, so that no core waits for the last one.

xdist's ``worksteal`` gives each worker one stretch of the list, of equal length, and lets who is
done first take from the end of another's. So each stretch begins with its share of the whole
portals and the journeys, goes on with tests that ask the database, and ends with short ones.
"""

import gc
from collections.abc import Iterable
from itertools import groupby

import pytest

WEIGHTS = {"runner": 40.0, "journey": 12.0}
"""Seconds that a test with this marker takes, about."""
WITH_DATABASE, WITHOUT = 0.25, 0.02
"""Seconds of other tests: those that ask the database, and the short ones."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests in the order in which they are to begin; modules stay whole."""
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    modules = [list(found) for _, found in groupby(items, key=lambda item: item.path)]
    modules.sort(key=lambda module: -max(map(weight, module)))  # stable: equal ones keep place
    short = [item for module in modules if is_short(module) for item in module]
    ordered: list[pytest.Item] = []
    stretches = dealt((module for module in modules if not is_short(module)), workers)
    for place, stretch in enumerate(stretches, start=1):
        ordered += stretch
        room = max(0, len(items) * place // workers - len(ordered))
        ordered += short[:room]
        del short[:room]
    items[:] = ordered + short


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later search for garbage: it stays to the end."""
    gc.collect()
    gc.freeze()


def dealt(modules: Iterable[list[pytest.Item]], workers: int) -> list[list[pytest.Item]]:
    """The modules shared out: each goes to whoever has least to do so far."""
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    loads = [0.0] * workers
    for module in modules:
        least = loads.index(min(loads))
        shares[least] += module
        loads[least] += sum(map(weight, module))
    return shares


def is_short(module: list[pytest.Item]) -> bool:
    return all(weight(item) == WITHOUT for item in module)


def weight(item: pytest.Item) -> float:
    """About how many seconds a test takes."""
    marked = [seconds for name, seconds in WEIGHTS.items() if item.get_closest_marker(name)]
    return max(marked, default=WITH_DATABASE if "integration" in item.path.parts else WITHOUT)
