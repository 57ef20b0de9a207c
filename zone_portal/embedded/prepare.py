"""Bringing the database and the static files up to this version of the code, and only then."""

import hashlib
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zone_portal import env
from zone_portal.embedded.paths import Layout

CODE = ("*.py", "*.csv", "*.json", "*.mo", "*.toml")
FRONT_END = ("*.css", "*.js", "*.svg", "*.ico", "*.png", "*.woff2")
NOT_CODE = {".git", ".portal", "node_modules", "tests", "benchmarks", "docs", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Step:
    """Management commands run in one process; ``as_owner`` connects as the role that migrates."""

    commands: tuple[str, ...]
    as_owner: bool = False

    @property
    def arguments(self) -> list[str]:
        """What follows ``manage.py``."""
        return ["in_turn", *self.commands]


ZONE = ("load_zone", "load_reference", "load_rules", "load_taxation", "load_filing_settings")
CREDIT = ("load_credit", "load_credit_sharing", "load_credit_supervision")
RISK = ("load_risk", "load_risk_cases", "load_risk_laboratory", "load_risk_matters")
PLANS = ("load_plan_targets", "load_analysis_template", "load_recognition")
DEMO = ("load_demo_enterprises", "load_demo_filings", "load_taxation --examples")
DATABASE_STEPS = (
    Step(("migrate --noinput", "grant_roles"), as_owner=True),
    Step((*ZONE, *CREDIT, *RISK, *PLANS)),
)
DEMO_CREDIT = (
    "load_credit --run",
    "load_demo_credit_supervision",
    "load_demo_credit_sharing",
)
DEMO_RISK = ("load_demo_risk_cases", "load_demo_risk_matters")
DEMO_FIGURES = (
    "load_demo_statistics",
    "load_demo_plan_targets",
    "load_demo_index",
    "load_demo_packages",
    "load_demo_recognition",
    "load_demo_reconciliation",
)
DEMO_STEPS = (Step((*DEMO, *DEMO_CREDIT, *DEMO_RISK, *DEMO_FIGURES)),)
DEMO_ACCOUNTS = Step(("demo_accounts",))
COLLECT_STATIC = Step(("collectstatic --noinput --clear",))


class StepFailed(RuntimeError):
    """A management command of the preparation failed; the message carries its output."""


class Preparation:
    """The steps between running servers and running processes, skipped when nothing changed."""

    def __init__(self, environment: env.Environment) -> None:
        self._environment = environment
        self._layout: Layout = environment.layout

    def database(self, *, demo: bool) -> None:
        """Migrate, grant, load; with ``demo`` the demo zone's enterprises too.

        An outside database is always asked: its state is not ours to remember.
        """
        code = f"{digest(env.REPOSITORY, CODE)} {self._environment.zone}"
        for name, steps in (("base", DATABASE_STEPS), ("demo", DEMO_STEPS if demo else ())):
            if not steps or (self._environment.database_is_embedded and self._done(name, code)):
                continue
            for step in steps:
                self.run(step)
            if name == "demo":
                self.accounts.write_text(self.run(DEMO_ACCOUNTS, quiet=True), encoding="utf-8")
            self._remember(name, code)

    @property
    def accounts(self) -> Path:
        """Who can sign in to the demo zone, as told at every start."""
        return self._layout.home / "demo-accounts.txt"

    def static_files(self) -> "subprocess.Popen[str] | None":
        """Begin collecting static files, unless they are those of last time."""
        self._static_digest = digest(env.REPOSITORY, FRONT_END) + digest(
            self._layout.assets, FRONT_END
        )
        if self._layout.static.is_dir() and self._done("static", self._static_digest):
            return None
        return subprocess.Popen(
            self._argv(COLLECT_STATIC),
            cwd=env.REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def finish_static_files(self, collecting: "subprocess.Popen[str] | None") -> None:
        """Wait for what :meth:`static_files` began.

        :raises StepFailed: when collecting failed.
        """
        if collecting is None:
            return
        output, _ = collecting.communicate()
        if collecting.returncode != 0:
            raise StepFailed(f"manage.py collectstatic failed:\n{output}")
        self._remember("static", self._static_digest)

    def run(self, step: Step, *, quiet: bool = False) -> str:
        """Run one command to its end; gives what it printed.

        :raises StepFailed: with the command's output.
        """
        if not quiet:
            print(f"  {', '.join(step.commands)}", flush=True)
        done = subprocess.run(
            self._argv(step),
            cwd=env.REPOSITORY,
            env=self._environment.command_variables(as_owner=step.as_owner),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
        if done.returncode != 0:
            raise StepFailed(
                f"manage.py {' '.join(step.arguments)} failed:\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def forget(self) -> None:
        """Forget what was done to the database: it is a new one."""
        for name in ("base", "demo"):
            self._stamp(name).unlink(missing_ok=True)

    def _argv(self, step: Step) -> list[str]:
        return [sys.executable, "manage.py", *step.arguments]

    def _stamp(self, name: str) -> Path:
        return self._layout.home / f"prepared-{name}"

    def _done(self, name: str, code: str) -> bool:
        stamp = self._stamp(name)
        return stamp.is_file() and stamp.read_text(encoding="ascii") == code

    def _remember(self, name: str, code: str) -> None:
        self._stamp(name).write_text(code, encoding="ascii")


def digest(folder: Path, patterns: Iterable[str]) -> str:
    """A digest over names and contents of the matching files below a folder."""
    found = hashlib.blake2b(digest_size=16)
    for path in sorted(_files(folder, tuple(patterns))):
        found.update(str(path.relative_to(folder)).encode())
        found.update(hashlib.blake2b(path.read_bytes()).digest())
    return found.hexdigest()


def _files(folder: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in NOT_CODE:
                yield from _files(entry, patterns)
        elif any(entry.match(pattern) for pattern in patterns):
            yield entry
