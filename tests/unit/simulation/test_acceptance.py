"""What a scenario sends is accepted without a single finding, by the product's own tables."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import declarations.rules.all_rules  # noqa: F401  (enters the rules)
from declarations.messages.catalogue import KINDS
from declarations.rules.checks import Checks, RuleTables, build_checks
from declarations.rules.fields import examine
from declarations.rules.registry import resolve
from declarations.simulation.scenario import MODES
from tests.builders.documents import DAY, complete_set
from zone_portal.kernel.rules import RULES

DATA = Path(__file__).parents[3] / "reference" / "data"
TRADES = [(direction, mode) for direction, modes in MODES.items() for mode in modes]


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(name: str) -> frozenset[str]:
    return frozenset(row["code"] for row in rows(name))


@cache
def checks() -> Checks:
    goods = {row["code"]: (row["unit1"], row["unit2"]) for row in rows("hs_codes")}
    names = ("currencies", "countries", "units", "districts", "transport_modes", "wrap_types")
    coded: dict[str, Any] = {name: codes(name) for name in names}
    tables = RuleTables(
        **coded,
        hs_units=goods,
        hs_headings=frozenset(code[:4] for code in goods),
        as_of=dict.fromkeys((*names, "hs"), "2026"),
    )
    day = DAY.date()
    return build_checks(settings=resolve(RULES, {}, on=day), tables=tables, today=day)


@pytest.mark.parametrize(("direction", "mode"), TRADES)
def test_no_document_of_a_scenario_has_a_finding(direction: Any, mode: str) -> None:
    for number in range(60):
        for document in complete_set(number, direction=direction, mode=mode).values():
            kind = KINDS[document["type"]]

            examined = examine(kind, document, checks())

            assert [(found.code, found.documents) for found in examined.findings] == []
            assert examined.document is not None
