"""What every long-lived process of the portal sets once for itself."""

import gc

YOUNG = 100_000
"""Living new objects at which the collector looks for cycles among them; Python's own is 700.

A message of thousands of documents has many objects alive at once and no cycles: counting
references frees them, and looking for cycles among them took a third of intake's time.
"""


def settle_memory() -> None:
    """Tell the garbage collector what stays for good, and to look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
