"""Rules are compiled by several threads without harm."""

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from zone_portal.kernel.parsing import compiled, expression_of, parsed

DEEP = "+".join(f"(a{number} * (b.c[{number}] if d else f({number}, *e)))" for number in range(60))
THREADS = 4


class _Knot:
    """Garbage that the collector finds, and that lets another thread go on when it goes."""

    def __init__(self) -> None:
        self.own = self

    def __del__(self) -> None:
        time.sleep(0)


@pytest.fixture
def collecting() -> Iterator[None]:
    """The collector runs in the middle of almost everything."""
    before = gc.get_threshold()
    gc.set_threshold(20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@pytest.mark.usefixtures("collecting")
def test_several_threads_may_read_and_compile_at_once() -> None:
    together = Barrier(THREADS)

    def work(_: int) -> int:
        together.wait()
        done = 0
        for _ in range(10):
            _Knot()
            expression_of(DEEP)
            _Knot()
            compiled(parsed(f"found = lambda: {DEEP}"), "<test>")
            done += 1
        return done

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(work, range(THREADS))) == [10] * THREADS
