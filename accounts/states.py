"""The transition table of a site: planned → building → open → closed."""

from typing import Final

from zone_portal.kernel.transitions import Transitions

SITE: Final = Transitions(
    name="site",
    initial="planned",
    following={
        "planned": frozenset({"building", "open"}),
        "building": frozenset({"open", "planned"}),
        "open": frozenset({"closed"}),
        "closed": frozenset({"open"}),
    },
)
"""A site opens with its acceptance (验收); a closed one may open again."""

SITE_LABELS: Final = {
    "planned": ("规划", "Planned"),
    "building": ("建设", "Being built"),
    "open": ("运行", "Open"),
    "closed": ("停用", "Closed"),
}
