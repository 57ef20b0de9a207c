"""The rulebook written out for people."""

from declarations.handbook import FAMILIES, pages, rules

PAGES = pages(rules())


def test_there_is_a_page_for_each_family_and_an_index_that_links_them() -> None:
    families = {rule.code[:3] for rule in rules()}
    for family in families:
        assert f"({family.lower()}.md)" in PAGES["README.md"]
        assert f"# {family} {FAMILIES[family][0]}" in PAGES[f"{family.lower()}.md"]
    assert len(PAGES) == len(families) + 3


def test_every_rule_stands_on_its_page_and_in_the_list_of_codes() -> None:
    for rule in rules():
        page = PAGES[f"{rule.code[:3].lower()}.md"]
        assert f"## {rule.code}\n" in page
        assert all(text in page for text in (*rule.title, *rule.remedy, rule.basis))
        assert f"[{rule.code}]" in PAGES["errors.md"]


def test_a_figure_without_an_authority_is_marked() -> None:
    (row,) = (line for line in PAGES["parameters.md"].splitlines() if "| ORD-001 |" in line)
    assert "未核实 / unverified" in row
    (row,) = (line for line in PAGES["parameters.md"].splitlines() if "| INV-058 | `limit`" in line)
    assert "unverified" not in row


def test_official_codes_that_differ_by_noun_are_all_named() -> None:
    (row,) = (line for line in PAGES["errors.md"].splitlines() if "[KEY-001]" in line)
    assert "-301010 -401007 -504012 -621004" in row


def test_the_same_rules_give_the_same_pages() -> None:
    assert pages(reversed(rules())) == PAGES
