"""A run folder that ``./portal up`` has nothing left to prepare in, laid down once in a run.

Migrating, loading and compressing static files takes some twenty seconds of a core, and several
tests start whole portals. The database of the tests has been through the very steps of a portal,
so its cluster is copied; one test starts from an empty folder and goes through all of it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from zone_portal import env
from zone_portal.embedded.prepare import CODE, COLLECT_STATIC, FRONT_END, digest

NAME = "prepared"
OTHERS = ("DATABASE_", "REDIS_", "PORTAL_", "DJANGO_", "PYTEST_")
"""Variables that would lead a whole portal to the servers and settings of the tests."""


def variables_for(home: Path) -> dict[str, str]:
    """The variables of a portal with this run folder."""
    kept = {k: v for k, v in env.for_children().items() if not k.startswith(OTHERS)}
    return {**kept, "PORTAL_HOME": str(home), "PYTHONPATH": str(env.REPOSITORY)}


class Prepared:
    """The run folder while it comes about: static files first, since nothing is needed for them."""

    def __init__(self, run_folder: Path) -> None:
        self.home = run_folder / NAME
        self.home.mkdir()
        if (assets := env.read().layout.assets).is_dir():
            shutil.copytree(assets, self.home / "assets")
        self._collecting = subprocess.Popen(
            [sys.executable, "manage.py", *COLLECT_STATIC.arguments],
            cwd=env.REPOSITORY,
            env=variables_for(self.home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def complete(self, *, data: Path, keys: Path) -> None:
        """Take the cluster, which must be stopped, and its keys; say what has been done.

        A portal whose static files could not be collected collects them, and says why it cannot.
        """
        copied = ["cp", "-a", str(data), str(keys), str(self.home)]
        subprocess.run(copied, check=True)
        code = f"{digest(env.REPOSITORY, CODE)} {env.read(variables_for(self.home)).zone}"
        (self.home / "prepared-base").write_text(code, encoding="ascii")
        if self._collecting.wait() == 0:
            front = digest(env.REPOSITORY, FRONT_END) + digest(self.home / "assets", FRONT_END)
            (self.home / "prepared-static").write_text(front, encoding="ascii")


def copy_prepared(home: Path, *, run_folder: str = "PORTAL_TEST_RUN_FOLDER") -> None:
    """Make ``home`` a copy, if there is one in this run (with parallel workers)."""
    prepared = Path(os.environ.get(run_folder, "")) / NAME
    if (prepared / "prepared-base").is_file():
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", f"{prepared}/.", str(home)], check=True)  # noqa: S607
