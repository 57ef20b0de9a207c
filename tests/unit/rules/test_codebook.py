"""The catalogue of codes has an entry for everything the platform can answer."""

import ast
import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from declarations.codebook.book import whole_book
from declarations.codebook.entries import FAMILIES, Entry
from declarations.codebook.official_codes import INFOS, STATUSES, known_codes
from declarations.codebook.remedies import REMEDIES
from declarations.handbook import rules
from declarations.messages.envelope import REASONS
from declarations.signatures.payment_proof import REFUSED, REPEATED, TAKEN
from declarations.signatures.reasons import REASONS as SIGNATURE_REASONS
from reference.facts import CodeRow
from zone_portal.framework.problems import PROBLEMS

ROOT = Path(__file__).resolve().parents[3]
APPS = (
    "accounts",
    "credit",
    "declarations",
    "enterprises",
    "reference",
    "risk",
    "statistics_app",
    "taxation",
    "zone_portal",
)
ANSWERS = {"problem", "problems_refusal"}
"""Functions whose first argument is the code of an answer."""
SECOND = {"problem_at": str, "_refused": int}
"""Functions whose second argument is the code, with the type of the first."""

ROW_APPS = {"credit", "declarations", "enterprises", "reference", "taxation", "zone_portal"}
"""The apps whose files are read row by row with these calls."""
ROW_CALLS = {
    "RowError": 2,
    "_error": 2,
    "error": 1,
    "caution": 1,
    "note": 1,
    "LineFinding": 1,
    "Problem": 1,
}
"""What makes the errors of rows, with the place of the code among its arguments."""
ROW_MODULES = (
    "RowError",
    "rules.findings import",
    "registration import",
    "class Applicant",
    "credit.facts import",
)
"""What stands in the modules that use them so."""


@cache
def shipped(table: str) -> dict[str, CodeRow]:
    """A reference table as it comes with the portal."""
    path = ROOT / "reference" / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: CodeRow(row["code"], row["name_zh"], row["name_en"], dict(row))
            for row in csv.DictReader(file)
        }


@cache
def book() -> dict[str, Entry]:
    return whole_book(
        shipped("return_codes"), shipped("return_statuses"), shipped("return_info_codes")
    )


@cache
def trees() -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text("utf-8"))
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    }


def name_of(node: ast.expr) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")


@cache
def error_classes() -> frozenset[str]:
    """PortalError and everything derived from it."""
    found = {"PortalError"}
    while True:
        more = {
            node.name
            for tree in trees().values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and {name_of(b) for b in node.bases} & found
        }
        if more <= found:
            return frozenset(found)
        found |= more


def constants_of(tree: ast.Module) -> dict[str, str]:
    """The texts that a module names."""
    found = {}
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
            found[target.id] = str(value.value)
    return found


def texts_of(argument: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    """What an argument can be, as far as the source tells; a made-up text tells nothing."""
    if isinstance(argument, ast.JoinedStr):
        return
    for node in ast.walk(argument):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name) and node.id in constants:
            yield constants[node.id]


def codes_in_source() -> dict[str, str]:
    """Code → where the source answers with it."""
    found: dict[str, str] = {}
    for path, tree in trees().items():
        constants = constants_of(tree)
        derived = {
            id(call)
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and node.name in error_classes() - {"PortalError"}
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__"
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name, place = name_of(node.func), 0
            if name in SECOND and isinstance(
                getattr(node.args[0], "value", "") if node.args else None, SECOND[name]
            ):
                place = 1
            elif name not in error_classes() | ANSWERS and id(node) not in derived:
                continue
            for argument in node.args[place : place + 1]:
                for text in texts_of(argument, constants):
                    if text.isascii() and text.replace("_", "").isalnum() and text.islower():
                        found[text] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def test_every_code_that_the_source_answers_has_an_entry() -> None:
    missing = {code: place for code, place in codes_in_source().items() if code not in book()}
    assert missing == {}, "add a row to declarations/data/refusals.csv"


def codes_of_rows() -> dict[str, str]:
    """Code of a row error → where a file is read or judged that answers with it."""
    found: dict[str, str] = {}
    for path, tree in trees().items():
        text = path.read_text("utf-8")
        if path.relative_to(ROOT).parts[0] not in ROW_APPS or not any(
            mark in text for mark in ROW_MODULES
        ):
            continue
        for node in ast.walk(tree):
            place = ROW_CALLS.get(name_of(node.func)) if isinstance(node, ast.Call) else None
            if not isinstance(node, ast.Call) or place is None or len(node.args) < place + 2:
                continue
            for code in texts_of(node.args[place], {}):
                if code.isascii() and code:
                    found[code] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def test_every_code_of_a_row_has_an_entry() -> None:
    found = codes_of_rows()
    assert {"cells_surplus", "date_invalid", "sku_twice", "uscc_taken"} <= set(found)
    missing = {code: place for code, place in found.items() if code not in book()}
    assert missing == {}, "add a row to declarations/data/row_errors.csv"


def test_answers_about_payment_data_and_reasons_of_signatures_have_an_entry() -> None:
    assert {TAKEN, REFUSED, REPEATED} | set(SIGNATURE_REASONS) <= set(book())


def test_the_scan_sees_the_codes_of_the_source() -> None:
    found = codes_in_source()
    assert {"filing_incomplete", "csv_unreadable", "transfer_not_own", "cursor_invalid"} <= set(
        found
    )
    assert {"site_code_taken", "consent_ended", "kind_unknown"} <= set(found)
    assert len(found) > 150


def test_every_rule_problem_and_reason_has_an_entry() -> None:
    known = {rule.code for rule in rules()} | set(PROBLEMS) | set(REASONS)
    assert known - set(book()) == set()


@pytest.mark.parametrize("table", ["return_codes", "return_statuses", "return_info_codes"])
def test_every_official_code_has_an_entry(table: str) -> None:
    assert set(shipped(table)) - set(book()) == set()


def test_the_official_codes_are_161_with_two_texts_twice_and_two_seen_in_the_field() -> None:
    negative = {code: entry for code, entry in book().items() if code.startswith("-")}
    assert len(negative) == 161
    assert {code for code, entry in negative.items() if entry.others} == {"-621027", "-625022"}
    assert {code for code, entry in negative.items() if entry.unverified} == {"-301020", "-304001"}


def test_official_codes_have_words_of_their_own_and_none_is_left_over() -> None:
    assert set(known_codes()) == set(shipped("return_codes"))
    assert set(STATUSES) == set(shipped("return_statuses"))
    assert set(INFOS) == set(shipped("return_info_codes"))
    used = {known.remedy for known in known_codes().values()} | set(INFOS.values())
    assert used | {key for key, _ in STATUSES.values()} == set(REMEDIES)


def test_every_entry_says_everything_in_both_languages() -> None:
    for entry in book().values():
        where = entry.code
        for text in (entry.title, entry.meaning, entry.remedy, entry.basis, entry.occurs):
            assert all(part.strip() for part in text), where
        for text in (entry.title, entry.meaning, entry.remedy):
            assert "{" not in "".join(text), where
            own_words = entry.family != "rule"  # a rule may quote a word of customs
            chinese = any("\u4e00" <= char <= "\u9fff" for char in text[1])
            assert not (own_words and chinese), where
        assert entry.example, where
        assert entry.family in FAMILIES, where


def test_examples_of_rules_and_problems_are_answers() -> None:
    for entry in book().values():
        if entry.family in {"rule", "problem"}:
            assert json.loads(entry.example)["code"] == entry.code


def test_search_finds_codes_and_words() -> None:
    assert book()["-301010"].matches("301010")
    assert book()["MAT-006"].matches("mat-006")
    assert book()["not_found"].matches("NOT found")
    assert not book()["not_found"].matches("quota")
