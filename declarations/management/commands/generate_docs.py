"""Write what is generated from code into docs/, or check that it is up to date."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from declarations import handbook
from declarations.messages import published
from declarations.task_states import TASK, TASK_LABELS
from enterprises.handbook import filing_pages, machine_page, state_pages
from taxation.states import TAX_BILL, TAX_BILL_LABELS

Pages = Callable[[], Mapping[str, str]]

FOLDERS: Mapping[str, Pages] = {
    "rules": lambda: handbook.pages(handbook.rules()),
    "filing": filing_pages,
    "messages": published.pages,
    "states": lambda: {
        **state_pages(),
        **handbook.state_pages(),
        "task.md": machine_page(TASK, TASK_LABELS, "更正任务", "Repair task"),
        "tax_bill.md": machine_page(TAX_BILL, TAX_BILL_LABELS, "税单", "Tax bill"),
        **_of_apps_above(),
    },
}
"""Generated folders of docs/: every file in them is written here and nowhere else. Apps above add
their own by ``DOCS_FOLDERS`` in the settings."""


def _of_apps_above() -> Mapping[str, str]:
    """What the apps above this one tell of their statuses (``DOCS_STATE_PAGES`` in the
    settings)."""
    found: dict[str, str] = {}
    for name in settings.DOCS_STATE_PAGES:
        found |= import_string(name)()
    return found


def _folders() -> Mapping[str, Pages]:
    """Our own folders and those of the apps above."""
    above = {folder: import_string(name) for folder, name in settings.DOCS_FOLDERS.items()}
    return {**FOLDERS, **above}


class Command(BaseCommand):
    """Needs no database."""

    help = "Writes the generated folders of docs/ from code; --check only compares."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when a file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = _folders()
        stale = [
            path
            for folder, pages in folders.items()
            for path in _differing(Path(settings.BASE_DIR) / "docs" / folder, pages())
        ]
        if options["check"] and stale:
            names = ", ".join(sorted(path.name for path in stale))
            raise CommandError(f"out of date: {names}; run manage.py generate_docs")
        if not options["check"]:
            for folder, pages in folders.items():
                _write(Path(settings.BASE_DIR) / "docs" / folder, pages())
        self.stdout.write(f"docs: {len(stale)} changed" if stale else "docs are up to date")


def _differing(folder: Path, pages: Mapping[str, str]) -> list[Path]:
    """Files that are missing, differ, or no longer belong to the folder."""
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    names = {name for name in {*found, *pages} if found.get(name) != pages.get(name)}
    return [folder / name for name in names]


def _write(folder: Path, pages: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in _differing(folder, pages):
        if path.name in pages:
            path.write_text(pages[path.name], "utf-8")
        else:
            path.unlink()
