"""What a single respondent reports serves statistics only (Statistics Law, regulations art. 30)."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET = re.compile(r"statistics_(report|respondent|survey)|statistics_app")
APPS_BELOW = ("credit", "risk", "declarations", "taxation", "enterprises", "accounts", "reference")
WORDS_OF = {"accounts/deeds.py", "declarations/codebook/problem_codes.py"}
"""Deeds of the trail and apps of the error catalogue in words; they read nothing."""


def named_in(path: Path) -> set[str]:
    """Texts and imports of a module that name statistics."""
    text, found = path.read_text("utf-8"), set[str]()
    if SECRET.search(text) is None:
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(SECRET.findall(node.value)) and {node.value[:60]}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("statistics_app"):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name.startswith("statistics_app")}
    return found


def test_no_app_below_reads_a_single_report() -> None:
    readers = {
        str(path.relative_to(ROOT)): sorted(named_in(path))
        for app in APPS_BELOW
        for path in (ROOT / app).rglob("*.py")
        if "/migrations/" not in str(path) and str(path.relative_to(ROOT)) not in WORDS_OF
    }

    assert {path: names for path, names in readers.items() if names} == {}


def test_an_import_contract_keeps_statistics_to_itself() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    private = next(row for row in contracts["contracts"] if row["name"] == "Private to statistics")

    assert private["protected_modules"] == ["statistics_app"]
    assert private["allowed_importers"] == ["statistics_app", "zone_portal.urls"]
