"""Steps of a rule's version."""

from types import MappingProxyType
from typing import Final

from zone_portal.kernel.transitions import Transitions

DRAFT: Final = "draft"
PROPOSED: Final = "proposed"
RELEASED: Final = "released"
RETIRED: Final = "retired"

RULE_LABELS: Final = MappingProxyType(
    {
        DRAFT: ("草稿", "Draft"),
        PROPOSED: ("待第二人发布", "Waiting for the second person"),
        RELEASED: ("已发布", "Released"),
        RETIRED: ("已停用", "Retired"),
    }
)

RULE: Final = Transitions(
    name="risk_rule",
    initial=DRAFT,
    following={
        DRAFT: frozenset({PROPOSED, RETIRED}),
        PROPOSED: frozenset({DRAFT, RELEASED}),
        RELEASED: frozenset({RETIRED}),
        RETIRED: frozenset(),
    },
)
