"""Keeps the English catalogue in step with templates and code."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zone_portal.framework import translating


class Command(BaseCommand):
    """``translations`` rewrites the catalogue, ``translations --check`` only compares."""

    help = "Collect Chinese sentences and compile the English catalogue."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, only compare")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        root = translating.project_root()
        catalogue = translating.updated(root)
        text_path, compiled_path = translating.catalogue_paths(root)
        wanted = {
            text_path: translating.as_text(catalogue),
            compiled_path: translating.compiled(catalogue),
        }
        for path, content in wanted.items():
            if check and (not path.exists() or path.read_bytes() != content):
                raise CommandError(f"{path.relative_to(root)} is stale: run manage.py translations")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        missing = translating.untranslated(catalogue)
        for sentence in missing:
            self.stderr.write(f"no English for: {sentence}")
        if missing:
            raise CommandError(f"{len(missing)} sentences have no English text")
