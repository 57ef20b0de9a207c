"""Status machines as tables: what may follow what, checked and drawn from the same data."""

from collections.abc import Mapping
from dataclasses import dataclass

from zone_portal.kernel.errors import PortalError

REFUSED = "transition_refused"


@dataclass(frozen=True, slots=True)
class Transitions:
    """The transition table of one status.

    ``following`` maps every status to those that may follow it; a status with none is final.
    Raises ValueError when the table names a status it does not describe.
    """

    name: str
    initial: str
    following: Mapping[str, frozenset[str]]

    def __post_init__(self) -> None:
        named = {self.initial}.union(*self.following.values())
        unknown = sorted(named - self.following.keys())
        if unknown:
            raise ValueError(f"{self.name}: no row for {', '.join(unknown)}")

    @property
    def states(self) -> tuple[str, ...]:
        """Every status in the order of the table."""
        return tuple(self.following)

    def allowed(self, source: str) -> frozenset[str]:
        """What may follow ``source``; raises KeyError for an unknown status."""
        return self.following[source]

    def is_final(self, state: str) -> bool:
        return not self.following[state]

    def check(self, source: str, target: str) -> None:
        """Refuse a step the table does not hold.

        :raises PortalError: ``transition_refused`` with name, from, to and what is allowed.
        """
        allowed = self.following.get(source, frozenset())
        if target not in allowed:
            raise PortalError(
                REFUSED,
                f"{self.name}: {source} → {target} is not a step of the table",
                {"name": self.name, "from": source, "to": target, "allowed": sorted(allowed)},
                zh="当前状态不允许此操作",
                en="This step is not possible in the present status",
            )

    def mermaid(self, labels: Mapping[str, str] | None = None) -> str:
        """The table as a Mermaid state diagram, in a stable order; ``labels`` name the states."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {state}: {label}" for state, label in (labels or {}).items()]
        lines.append(f"    [*] --> {self.initial}")
        for source, targets in self.following.items():
            lines += [f"    {source} --> {target}" for target in sorted(targets)]
            if not targets:
                lines.append(f"    {source} --> [*]")
        return "\n".join(lines) + "\n"
