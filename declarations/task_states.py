"""The life of a repair task: what may follow what."""

from typing import Final

from zone_portal.kernel.transitions import Transitions

OPEN: Final = "open"
IN_WORK: Final = "in_work"
DONE: Final = "done"
OBSOLETE: Final = "obsolete"

TASK: Final = Transitions(
    name="task",
    initial=OPEN,
    following={
        OPEN: frozenset({IN_WORK, DONE, OBSOLETE}),
        IN_WORK: frozenset({DONE, OBSOLETE}),
        DONE: frozenset(),
        OBSOLETE: frozenset(),
    },
)
"""``done``: the document in question was corrected and the difference is gone. ``obsolete``: the
difference is gone although that document stayed as it was (another one was corrected, or the
declaration was deleted). A difference that comes back is a new task."""

TASK_LABELS: Final = {
    OPEN: ("待处理", "Open"),
    IN_WORK: ("处理中", "Being worked on"),
    DONE: ("已更正", "Corrected"),
    OBSOLETE: ("无需处理", "No longer needed"),
}
UNFINISHED: Final = (OPEN, IN_WORK)
