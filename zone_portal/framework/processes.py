"""What every long-lived process of the portal does about its memory."""

import ctypes
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 5_000
"""Living new objects at which the collector looks for cycles among them; Python's own is 700.

Small requests leave a few hundred objects in cycles: a look at so many takes two milliseconds.
"""

_lock = threading.Lock()
_at_work: set[object] = set()


def settle_memory() -> None:
    """Tell the garbage collector what stays for good, and to look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)


def give_back_memory() -> None:
    """Hand the system what was freed but kept for later: a thousand declarations worked on
    together leave tens of megabytes. Does nothing where the C library has no such call."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep the collector still while this process works through thousands of documents.

    They make a million short-lived objects and no cycles; counting references frees them. Looking
    for cycles among them took a third of intake's time. Calls may overlap in threads: the last to
    leave lets the collector go on.
    """
    own = object()
    with _lock:
        _at_work.add(own)
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _at_work.discard(own)
            if not _at_work:
                gc.enable()
