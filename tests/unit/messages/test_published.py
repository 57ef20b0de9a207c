"""What is published of the catalogue says what the catalogue says."""

import json

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from declarations.messages.catalogue import KINDS
from declarations.messages.examples import every_example, example, example_message
from declarations.messages.kinds import Kind
from declarations.messages.published import json_schema, pages
from declarations.messages.xml_reader import read_message
from tests.unit.rules.documents import TODAY, checks

EACH_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@EACH_KIND
def test_the_example_of_a_kind_fits_its_schema(kind: Kind) -> None:
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)

    Draft202012Validator(schema).validate(example(kind))


@EACH_KIND
def test_the_schema_refuses_what_the_record_refuses(kind: Kind) -> None:
    validator = Draft202012Validator(json_schema(kind))
    wrong = [
        {**example(kind), "type": "CEB000"},
        {**example(kind), kind.json_head: {}},
        {**example(kind), "more": 1},
        {**example(kind), kind.json_head: {**example(kind)[kind.json_head], "guid": "short"}},
    ]
    if kind.list_element and kind.min_lines:
        wrong.append({**example(kind), kind.list_element: []})

    assert not any(validator.is_valid(document) for document in wrong)


@EACH_KIND
def test_the_example_message_is_read_without_a_word(kind: Kind) -> None:
    message = read_message(example_message(kind), receipts=kind.from_customs)

    assert (message.kind, message.warnings) == (kind, ())
    assert [document.problems for document in message.documents] == [()]


@EACH_KIND
def test_the_page_of_a_kind_has_every_element_and_both_examples(kind: Kind) -> None:
    page = pages()[f"{kind.code.lower()}.md"]

    for element in (*kind.head_elements.values(), *kind.line_elements.values()):
        assert f"| `{element.name}` | {element.zh} | {element.en} | {element.format} |" in page
    assert json.dumps(example(kind), ensure_ascii=False, indent=2) in page
    assert example_message(kind).decode().strip() in page


def test_the_index_leads_to_every_page() -> None:
    found = pages()

    assert all(f"({name})" in found["README.md"] for name in found if name != "README.md")
    assert len(found) == len(every_example()) + 1 == 43


def test_the_examples_of_documents_that_are_matched_pass_the_rules_too() -> None:
    day = checks(TODAY)
    for code in ("CEB311", "CEB411", "CEB511", "CEB621", "CEB403", "CEB505"):
        from_example = example(KINDS[code])
        assert from_example["type"] == code
        assert day.predicates[code]
