"""Templates of modes: what is shipped, what may be entered, how a pilot is judged."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from declarations.criteria.rule_sets import AS_SHIPPED, RULE_SETS, Register
from declarations.matching import Matcher
from declarations.rules.mode_checks import mode_problems
from declarations.rules.modes import ZONE, definition_of, shipped, template_of
from tests.builders.bundles import Declaration, Reader, an_export, settings_on

TODAY = date(2026, 11, 20)
CURRENCIES = frozenset({"142", "502"})
PILOT: dict[str, Any] = {
    "code": "9611",
    "direction": "export",
    "version": 1,
    "zh": "试点出口",
    "en": "Pilot export",
    "flow": "general_export",
    "declared_by": "list",
    "valid_from": "2026-11-01",
    "valid_to": "2027-05-01",
    "documents": ["order", "waybill"],
    "order_types": ["B"],
    "basis": "试点方案（示例）",
    "steps": [
        {"source": "queued", "target": "sent", "owner": "portal", "hours": "0.5", "basis": ""}
    ],
}


def register(**changes: Any) -> Register:
    """The shipped register with the pilot."""
    return Register([*shipped(), template_of({**PILOT, **changes}, origin=ZONE)])


def judged(
    declaration: Declaration, modes: Register, day: date = TODAY
) -> tuple[str, str, set[str]]:
    outcome = Matcher(settings_on(day), day, modes).decide(declaration.bundle(), reveal=Reader())
    assert outcome is not None
    return outcome.outcome, outcome.rule_set, {finding.code for finding in outcome.findings}


def a_pilot_export(order_type: str = "B") -> Declaration:
    declaration = an_export("9611")
    assert declaration.order is not None
    return declaration._replace(order=declaration.order._replace(order_type=order_type))


def problems(**changes: Any) -> set[str]:
    return {p.field for p in mode_problems({**PILOT, **changes}, currencies=CURRENCIES)}


def test_every_mode_of_the_plan_is_shipped_in_each_of_its_directions() -> None:
    keys = {(t.direction, t.code) for t in shipped()}
    assert keys == {
        *(("import", code) for code in ("9610", "1210", "1239", "0110")),
        *(("export", code) for code in ("9610", "1210", "1239", "9710", "9810", "0110", "1039")),
    }


def test_what_is_shipped_could_have_been_entered_by_hand() -> None:
    for template in shipped():
        row = {
            **definition_of(template),
            "code": template.code,
            "direction": template.direction,
            "version": template.version,
            "zh": template.name[0],
            "en": template.name[1],
            "valid_from": template.valid_from.isoformat(),
            "valid_to": template.valid_to.isoformat() if template.valid_to else "",
            "basis": template.basis,
            "verified": template.verified,
        }
        assert mode_problems(row, currencies=CURRENCIES) == []
        assert template_of(row, origin=template.origin) == template


def test_versions_of_a_mode_follow_each_other_without_a_gap() -> None:
    for key in {(t.direction, t.code) for t in shipped()}:
        own = [t for t in shipped() if (t.direction, t.code) == key]
        assert [t.version for t in own] == list(range(1, len(own) + 1))
        assert [t.valid_to for t in own[:-1]] == [t.valid_from for t in own[1:]]
        assert own[-1].valid_to is None


def test_each_list_mode_has_a_step_table_with_an_owner_for_every_step() -> None:
    for template in shipped():
        assert bool(template.steps) is (template.declared_by == "list")
        assert all(step.owner and step.basis for step in template.steps)


def test_before_the_pilot_its_documents_are_matched_like_9610_and_say_so() -> None:
    assert judged(a_pilot_export("E"), AS_SHIPPED) == (
        "matched",
        "export-9610-2024.12",
        {"MAT-031", "MAT-038"},
    )


def test_a_pilot_is_judged_by_its_own_template() -> None:
    assert judged(a_pilot_export("B"), register()) == ("matched", "export-9611-2026.11", set())
    assert judged(a_pilot_export("E"), register())[2] == {"MAT-031"}


def test_a_pilot_may_need_more_documents_than_the_other_modes() -> None:
    unpaid = a_pilot_export()._replace(payment=None)
    assert judged(unpaid, register())[0] == "matched"
    strict = register(documents=["order", "payment", "waybill"])
    assert judged(unpaid, strict)[0] == "waiting"


def test_a_pilot_may_leave_criteria_out_and_set_its_own_severities() -> None:
    wrong = a_pilot_export("E")
    assert judged(wrong, register(without=["MAT-031"]))[2] == set()
    binding = register(settings={"MAT-031": {"severity": "error"}})
    assert judged(wrong, binding)[0] == "mismatched"
    plain = an_export("9710")
    assert plain.order is not None
    other = plain._replace(order=plain.order._replace(order_type="E"))
    assert judged(other, binding)[0] == "matched"  # the others keep theirs


def test_a_pilot_that_has_ended_is_a_mode_without_rules_again() -> None:
    assert judged(a_pilot_export(), register(), date(2027, 4, 30))[1] == "export-9611-2026.11"
    assert "MAT-038" in judged(a_pilot_export(), register(), date(2027, 5, 1))[2]


def test_two_versions_in_a_month_have_names_of_their_own() -> None:
    second = template_of({**PILOT, "version": 2, "valid_from": "2026-11-20"}, origin=ZONE)
    first = replace(template_of(PILOT, origin=ZONE), valid_to=second.valid_from)
    names = [rules.name for rules in Register([first, second]).rule_sets]
    assert names == ["export-9611-2026.11", "export-9611-2026.11.20"]


def test_modes_declared_by_form_have_no_rule_set() -> None:
    assert {"0110", "1039"}.isdisjoint({rules.mode for rules in RULE_SETS})


def test_the_pilot_as_entered_is_right() -> None:
    assert problems() == set()
    own = {"MAT-006": {"tolerance": "0.5"}, "MAT-031": {"severity": "error"}}
    assert problems(without=["MAT-015"], settings=own, ticket_limit="5000") == set()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "96"}, "code"),
        ({"direction": "transit"}, "direction"),
        ({"zh": " "}, "zh"),
        ({"basis": ""}, "basis"),
        ({"flow": "direct_purchase"}, "flow"),
        ({"flow": "smuggling"}, "flow"),
        ({"declared_by": "fax"}, "declared_by"),
        ({"valid_from": "soon"}, "valid_from"),
        ({"valid_to": "2026-11-01"}, "valid_to"),
        ({"documents": ["order"]}, "documents"),
        ({"order_types": ["I"]}, "order_types"),
        ({"order_types": []}, "order_types"),
        ({"ticket_limit": "-1"}, "ticket_limit"),
        ({"ticket_limit": "5", "ticket_currency": "999"}, "ticket_currency"),
        ({"simplified_digits": "5"}, "simplified_digits"),
        ({"taxed_as": "x"}, "taxed_as"),
        ({"without": ["INV-058"]}, "without"),
        ({"without": ["MAT-999"]}, "without"),
        ({"settings": {"MAT-006": {"colour": "red"}}}, "settings"),
        ({"settings": {"MAT-006": {"tolerance": "much"}}}, "settings"),
        ({"settings": {"MAT-031": {"severity": "fatal"}}}, "settings"),
        ({"steps": [{"source": "800", "target": "2", "owner": "port"}]}, "steps"),
        ({"steps": [{"source": "3", "target": "120", "owner": "nobody"}]}, "steps"),
        ({"steps": [{"source": "3", "target": "120", "owner": "customs", "hours": "-1"}]}, "steps"),
        ({"steps": [PILOT["steps"][0], PILOT["steps"][0]]}, "steps"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_by_field(change: dict[str, Any], field: str) -> None:
    assert field in problems(**change)


def test_everything_wrong_is_said_at_once() -> None:
    assert problems(code="", direction="", flow="", valid_from="", documents=[]) >= {
        "code",
        "direction",
        "flow",
        "valid_from",
        "documents",
    }
