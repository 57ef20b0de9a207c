"""The pages know every word that rules, catalogue and tables may say to them."""

from dataclasses import fields

import pytest

from declarations import handbook
from declarations.messages.catalogue import KINDS
from declarations.models.columns import SAME_FACT
from declarations.pages.compared_facts import COLUMNS, FACTS, Fact
from declarations.pages.documents import CODED
from declarations.pages.labels import NOUNS, RESPONSIBLE, SENDER_OF
from declarations.rules.registry import PAPER_SENDERS, SENDERS
from reference.facts import CodeTables


def test_every_role_that_a_rule_makes_responsible_has_a_name() -> None:
    roles = {rule.responsible for rule in handbook.rules() if rule.responsible}

    assert roles <= RESPONSIBLE.keys()
    assert {*SENDERS.values(), *PAPER_SENDERS.values()} <= RESPONSIBLE.keys()


def test_who_sends_a_document_is_who_must_mend_it() -> None:
    assert dict(SENDERS) == SENDER_OF
    assert NOUNS.keys() - {"paper"} == SENDER_OF.keys()


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_every_compared_element_stands_in_the_catalogue(fact: Fact) -> None:
    for noun in COLUMNS:
        element = fact.element(noun)
        named = {
            SAME_FACT.get(name, name)
            for kind in KINDS.values()
            if kind.noun == noun
            for name in kind.head_elements
        }
        assert not element or element in named, (noun, element)


def test_every_compared_fact_stands_in_two_documents_at_least() -> None:
    for fact in FACTS:
        assert sum(bool(fact.element(noun)) for noun in COLUMNS) >= 2, fact.name


def test_every_explained_element_has_its_table() -> None:
    tables = {field.name for field in fields(CodeTables)}

    assert set(CODED.values()) <= tables
