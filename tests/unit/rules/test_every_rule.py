"""What is true of every rule of the register, acceptance and matching alike."""

import re
import string
from datetime import date
from pathlib import Path

import pytest

from declarations.handbook import FAMILIES, RESPONSIBLE, initial_settings, rules
from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import Problem
from declarations.rules.checks import PLAIN_TABLES
from declarations.rules.keeping import OFFICIAL_CODES, OFFICIAL_CODES_OF_PAPERS
from declarations.rules.message_rules import ENVELOPE_CODES, READER_CODES
from declarations.rules.registry import PREDICATES, typed
from tests.unit.rules.documents import checks
from zone_portal.kernel.rules import RULES, Rule

FOLDER = Path(__file__).parent
EVERY = rules()
GIVEN_BY_FINDINGS = {
    "FLD": "element zh en format length maximum scale pattern nearest count shown",
    "ORD": "element",
    "INV": "element",
    "PAP": "element",
    "RET": "element number day left status",
    "MSG": "element reason kind",
    "ENT": "reason",
    "SIG": "reason",
    "TAX": "element",
    "SHT": "element zh en area first",
}
"""What the checks themselves fill in, by family; settings and ``as_of`` come on top."""

every_rule = pytest.mark.parametrize("rule", EVERY, ids=[rule.code for rule in EVERY])


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@every_rule
def test_a_rule_has_a_code_of_its_family_its_law_and_its_dates(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}-\d{3}", rule.code)
    assert rule.code[:3] in FAMILIES
    assert rule.basis
    assert rule.kinds
    assert set(rule.kinds) <= set(KINDS)
    assert rule.valid_to is None or rule.valid_from < rule.valid_to
    assert rule.responsible in RESPONSIBLE
    assert rule.severity in {"error", "warning"}
    assert rule.table in {"", "hs", *PLAIN_TABLES}


@every_rule
def test_a_rule_speaks_both_languages(rule: Rule) -> None:
    for chinese, english in (rule.title, rule.remedy):
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert re.search(r"[A-Za-z]{2}", english)
        assert not re.search(r"[\u4e00-\u9fff]", english)
    assert rule.remedy[0].endswith("。")
    assert rule.remedy[1].endswith(".")
    assert not rule.title[0].endswith("。")
    assert not rule.title[1].endswith(".")


@every_rule
def test_a_rule_names_the_same_values_in_both_languages_and_each_is_given(rule: Rule) -> None:
    given = {*rule.parameters, *GIVEN_BY_FINDINGS.get(rule.code[:3], "").split()}
    if rule.table:
        given.add("as_of")
    for chinese, english in (rule.title, rule.remedy):
        named = placeholders(english) - {"en"}
        assert placeholders(chinese) - {"zh"} == named
        if rule.code[:3] != "MAT":
            assert placeholders(chinese) | named <= given


@every_rule
def test_the_first_settings_of_a_rule_can_be_read(rule: Rule) -> None:
    for parameter in rule.parameters.values():
        assert typed(parameter.initial, parameter.kind) is not None
        assert all(parameter.meaning)
    settings = initial_settings(rule)
    assert settings.get("severity", "error") in {"error", "warning", "auto"}
    assert ("severity" in settings) is not rule.fixed


@pytest.mark.parametrize("code", sorted(PREDICATES))
def test_a_rule_has_a_test_of_the_same_name(code: str) -> None:
    name = PREDICATES[code].holds.__name__
    texts = [path.read_text("utf-8") for path in FOLDER.glob("test_*.py")]
    assert any(f"def test_{name}(" in text for text in texts)
    assert PREDICATES[code].rule.summary


def test_a_code_is_given_once() -> None:
    taken = EVERY[0]
    with pytest.raises(ValueError, match=taken.code):
        RULES.add(taken)


def test_what_a_rule_reads_is_an_element_of_each_of_its_kinds() -> None:
    for item in PREDICATES.values():
        for kind in (KINDS[code] for code in item.rule.kinds):
            for owner, name in item.reads:
                elements = {"head": kind.head_elements, "line": kind.line_elements}.get(owner)
                assert elements is None or name in elements, (item.rule.code, name)


def test_official_codes_of_keeping_exist_for_each_noun_that_a_rule_concerns() -> None:
    for code, by_noun in OFFICIAL_CODES.items():
        assert {KINDS[kind].noun for kind in RULES[code].kinds} - {"paper"} == set(by_noun)
        of_papers = OFFICIAL_CODES_OF_PAPERS.get(code, {})
        assert of_papers.keys() <= set(RULES[code].kinds)
        assert all(
            re.fullmatch(r"-\d{6}", official)
            for official in (*by_noun.values(), *of_papers.values())
        )


def test_every_problem_that_a_reader_may_report_has_its_rule() -> None:
    of_documents, of_messages = (Problem.__doc__ or "").split("message around them")
    named = [
        set(re.findall(r"``([a-z]+_[a-z]+)``", text.split("``element``")[0]))
        for text in (of_documents, of_messages)
    ]
    assert named[0] <= set(READER_CODES)
    assert named[1] <= {*ENVELOPE_CODES, "source_line"}
    assert {*READER_CODES.values(), *ENVELOPE_CODES.values()} <= {rule.code for rule in EVERY}


def test_a_kind_is_asked_its_own_rules_only() -> None:
    day = checks(date(2026, 3, 2))
    for code, items in day.predicates.items():
        assert items
        assert all(code in item.rule.kinds for item in items)
