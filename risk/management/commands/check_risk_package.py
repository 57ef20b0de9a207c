"""Say whether a package that was handed over is whole and genuine."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from risk.rules.cases.packaging import checked
from zone_portal.framework.signing import published_keys


class Command(BaseCommand):
    """Reads the file and the keys; changes nothing."""

    help = "Checks files and signature of a hand-over package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("package", type=Path)
        parser.add_argument(
            "--keys", type=Path, help="JSON Web Key Set as published; else the portal's own"
        )

    def handle(self, *_args: Any, package: Path, keys: Path | None, **_options: Any) -> None:
        known = json.loads(keys.read_text("utf-8")) if keys else published_keys(at=timezone.now())
        found = checked(package.read_bytes(), known)
        if found.problems:
            raise CommandError(f"not genuine or not whole: {', '.join(found.problems)}")
        claims = found.claims
        self.stdout.write(f"whole and genuine: {claims['package']} of case {claims['case']}")
