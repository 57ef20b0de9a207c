"""What another party is told of a case: the fields that were chosen, and never more. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

DEPARTMENT: Final = "department"
ZONE: Final = "zone"

PARTIES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {DEPARTMENT: ("部门", "Department"), ZONE: ("其他综试区", "Another zone")}
)

SUBJECT: Final = "subject"
TYPE: Final = "type"
FIELDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        SUBJECT: ("主体代码", "Code of the subject"),
        TYPE: ("风险类型", "Type of risk"),
        "name": ("主体名称", "Name of the subject"),
        "level": ("预警级别", "Level"),
        "alerts": ("预警和规则", "Alerts and their rules"),
        "evidence": ("证据（已脱敏）", "Evidence, personal data masked"),
        "handling": ("处置情况", "What was done"),
    }
)
"""What a request may tell: code → words, in the order in which they are shown."""

ALWAYS: Final = (SUBJECT, TYPE)
"""Told to everybody who is asked; without them nobody knows what the question is about."""


def shared_fields(party: str, chosen: Iterable[str]) -> tuple[str, ...]:
    """The fields that a party is told: another zone only code and type, whatever was chosen."""
    wanted = set(ALWAYS) if party == ZONE else {*ALWAYS, *chosen}
    return tuple(field for field in FIELDS if field in wanted)


def shared(party: str, chosen: Iterable[str], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a case by field, cut down to what the party is told."""
    return {field: facts[field] for field in shared_fields(party, chosen) if field in facts}
