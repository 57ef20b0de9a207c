"""Inventories against the tariff."""

import pytest

from declarations.messages.catalogue import KINDS
from declarations.rules.fields import examine
from tests.unit.rules.documents import breaks, checks, document, severity_of


def test_hs_code_in_tariff() -> None:
    assert severity_of("INV-030", "CEB621", line={"gcode": "3304990099"}) == "error"


def test_an_unknown_code_only_warns_while_the_tariff_is_incomplete() -> None:
    dated = checks(incomplete=frozenset({"hs"}))
    data = document("CEB621", line={"gcode": "3304990099"})
    (finding,) = examine(KINDS["CEB621"], data, dated).findings
    assert (finding.code, finding.severity) == ("INV-030", "warning")
    assert finding.params["as_of"] == "2026"


@pytest.mark.parametrize("kind", ["CEB603", "CEB621"])
def test_statutory_unit_of_tariff(kind: str) -> None:
    assert severity_of("INV-031", kind, line={"unit1": "122"}) == "warning"
    assert not breaks("INV-031", kind, line={"unit1": "122", "gcode": "3304990099"})


@pytest.mark.parametrize("kind", ["CEB603", "CEB621"])
def test_second_unit_of_tariff(kind: str) -> None:
    assert severity_of("INV-032", kind, line={"unit2": "122"}) == "warning"
    assert breaks("INV-032", kind, line={"unit2": None, "qty2": None})
    single = {"gcode": "8541401000", "unit1": "007"}
    assert breaks("INV-032", kind, line=single)
    assert not breaks("INV-032", kind, line={**single, "unit2": None, "qty2": None})


def test_export_hs_code_in_tariff() -> None:
    unknown = {"gcode": "6109100099"}
    assert severity_of("INV-033", "CEB603", line=unknown) == "error"
    assert not breaks("INV-033", "CEB603", {"statisticsFlag": "A"}, unknown)


def test_simplified_heading_in_tariff() -> None:
    simplified = {"statisticsFlag": "A"}
    assert severity_of("INV-034", "CEB603", simplified, {"gcode": "9999000000"}) == "error"
    assert not breaks("INV-034", "CEB603", simplified, {"gcode": "6109000000"})
    assert not breaks("INV-034", "CEB603", line={"gcode": "9999000000"})
