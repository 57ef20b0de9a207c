"""The written-out forms and status machines."""

from enterprises import states
from enterprises.constants import KINDS
from enterprises.handbook import GENERATED, TYPES, filing_pages, state_pages
from enterprises.rules.forms import form_for


def test_every_kind_has_a_page_with_each_of_its_fields() -> None:
    pages = filing_pages()
    for kind in KINDS:
        section = form_for("enterprise", [kind]).section(kind)
        assert section is not None
        for field in section.fields:
            assert f"`{field.code}`" in pages[f"{kind}.md"]
        assert f"({kind}.md)" in pages["README.md"]
    assert all(page.startswith(GENERATED) for page in pages.values())


def test_the_other_types_of_filing_are_written_out_too() -> None:
    assert {"goods-filing.md", "promotion-filing.md", "facility-filing.md"} <= set(filing_pages())


def test_every_step_of_the_table_stands_in_the_diagram() -> None:
    page = state_pages()["filing.md"]
    for source in states.FILING.states:
        for target in states.FILING.allowed(source):
            assert f"{source} --> {target}" in page
    assert set(states.FILING_LABELS) == set(states.FILING.states)


def test_every_type_of_field_has_words() -> None:
    form = form_for("enterprise", list(KINDS))
    assert {field.type for field in form.fields} <= set(TYPES)
