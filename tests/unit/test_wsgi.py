"""The web processes' application: ready before the first request, whatever the database does."""

import subprocess
import sys

from zone_portal import env

ASKED = """
from zone_portal.wsgi import application
from django.urls import get_resolver
print("url_patterns" in vars(get_resolver()))
"""


def test_the_application_is_loaded_with_its_addresses_while_the_database_is_away() -> None:
    nowhere = "postgres://portal@127.0.0.1:1/portal?connect_timeout=1"
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=env.REPOSITORY,
        env=env.for_children(DATABASE_URL=nowhere),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True"]
