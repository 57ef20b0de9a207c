"""Status machines as tables."""

import pytest

from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.transitions import Transitions

FILING = Transitions(
    "filing",
    "draft",
    {
        "draft": frozenset({"submitted"}),
        "submitted": frozenset({"returned", "approved"}),
        "returned": frozenset({"submitted"}),
        "approved": frozenset(),
    },
)


def test_a_step_of_the_table_is_allowed() -> None:
    FILING.check("submitted", "approved")
    assert FILING.allowed("submitted") == {"returned", "approved"}


@pytest.mark.parametrize(
    ("source", "target"), [("draft", "approved"), ("approved", "draft"), ("gone", "draft")]
)
def test_any_other_step_is_refused_with_what_is_allowed(source: str, target: str) -> None:
    with pytest.raises(PortalError) as refusal:
        FILING.check(source, target)
    assert refusal.value.code == "transition_refused"
    assert refusal.value.details["from"] == source
    assert refusal.value.details["to"] == target
    assert refusal.value.details["name"] == "filing"


def test_a_status_without_a_way_on_is_final() -> None:
    assert FILING.is_final("approved")
    assert not FILING.is_final("draft")


def test_a_table_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="no row for lost"):
        Transitions("filing", "draft", {"draft": frozenset({"lost"})})
    with pytest.raises(ValueError, match="no row for nowhere"):
        Transitions("filing", "nowhere", {"draft": frozenset()})


def test_the_diagram_is_drawn_from_the_table() -> None:
    assert FILING.mermaid({"draft": "草稿"}) == (
        "stateDiagram-v2\n"
        "    draft: 草稿\n"
        "    [*] --> draft\n"
        "    draft --> submitted\n"
        "    submitted --> approved\n"
        "    submitted --> returned\n"
        "    returned --> submitted\n"
        "    approved --> [*]\n"
    )
