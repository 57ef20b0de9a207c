"""Steps of models and of rating cycles."""

from types import MappingProxyType
from typing import Final

from zone_portal.kernel.transitions import Transitions

DRAFT: Final = "draft"
PROPOSED: Final = "proposed"
RELEASED: Final = "released"
RETIRED: Final = "retired"

MODEL_LABELS: Final = MappingProxyType(
    {
        DRAFT: ("草稿", "Draft"),
        PROPOSED: ("待第二人发布", "Waiting for the second person"),
        RELEASED: ("已发布", "Released"),
        RETIRED: ("已停用", "Retired"),
    }
)

MODEL: Final = Transitions(
    name="credit_model",
    initial=DRAFT,
    following={
        DRAFT: frozenset({PROPOSED}),
        PROPOSED: frozenset({DRAFT, RELEASED}),
        RELEASED: frozenset({RETIRED}),
        RETIRED: frozenset(),
    },
)

PLANNED: Final = "planned"
COMPUTED: Final = "computed"
NOTIFIED: Final = "notified"
OBJECTION_OVER: Final = "settled"
PUBLISHED: Final = "published"
ABANDONED: Final = "abandoned"

CYCLE_LABELS: Final = MappingProxyType(
    {
        PLANNED: ("已计划", "Planned"),
        COMPUTED: ("已计算", "Computed"),
        NOTIFIED: ("已告知，异议期", "Notified, open to objection"),
        OBJECTION_OVER: ("异议期满", "Objections settled"),
        PUBLISHED: ("已公布", "Published"),
        ABANDONED: ("已终止", "Abandoned"),
    }
)

CYCLE: Final = Transitions(
    name="credit_cycle",
    initial=PLANNED,
    following={
        PLANNED: frozenset({COMPUTED, ABANDONED}),
        COMPUTED: frozenset({COMPUTED, NOTIFIED, ABANDONED}),
        NOTIFIED: frozenset({OBJECTION_OVER, ABANDONED}),
        OBJECTION_OVER: frozenset({PUBLISHED, ABANDONED}),
        PUBLISHED: frozenset(),
        ABANDONED: frozenset(),
    },
)
"""Computing again is a step too: what was computed before stays in the ledger of ratings."""
