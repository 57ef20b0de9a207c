"""A pytest plugin: one real PostgreSQL and Valkey for the whole run, gone without trace after it.

Loaded with ``-p`` because pytest-django reads the settings before any conftest. Addresses are
known at once; the servers start when the first test asks for the database (with xdist: when the
run begins, since the parallel workers share them). The owner migrates one template database; each
worker gets a clone of its own, and tests connect as the application's role. What migrating gave is
kept as a dump in the run folder of the tests' installation until a migration changes.
"""

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.plugins.prepared import Prepared
from zone_portal import env
from zone_portal.embedded import keys, valkey
from zone_portal.embedded.paths import APP_ROLE, DATABASE, OWNER_ROLE, Layout
from zone_portal.embedded.postgres import Postgres
from zone_portal.embedded.prepare import DATABASE_STEPS, Step
from zone_portal.embedded.process import Service

REPOSITORY = Path(__file__).resolve().parents[2]
CACHE = env.read().layout.home / "test-cache"
NEW_NUMBERS = """
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT format('%I.%I', schemaname, sequencename) AS name, last_value
               FROM pg_sequences WHERE max_value >= 2147483647 LOOP
        PERFORM setval(one.name::regclass, coalesce(one.last_value, 0) + {ahead});
    END LOOP;
END $$;
"""  # a later clone gives no number that an earlier one gave: what is remembered by id stays right
RUN_FOLDER = "PORTAL_TEST_RUN_FOLDER"  # how xdist's workers find the servers of their controller


@dataclass
class Servers:
    """The servers of a run and the databases on them."""

    layout: Layout
    database: str  # this worker's clone
    committed: bool = False  # a journey left something in it
    clones: int = 0
    running: list[Service] = field(default_factory=list)

    @property
    def started(self) -> bool:
        """Whether :meth:`start` was called here."""
        return bool(self.running)

    def start(self) -> None:
        """Start both servers and build the template database."""
        for folder in (self.layout.socket_dir, self.layout.logs):
            folder.mkdir(parents=True, exist_ok=True)
        keys.ensure(self.layout.keys, data_exists=False)
        postgres = Postgres(self.layout, bin_dir=os.environ.get("PORTAL_PG_BIN", ""), durable=False)
        postgres.initialise()
        for service in (
            postgres.service(dict(os.environ)),
            valkey.service(self.layout, dict(os.environ)),
        ):
            service.start()
            self.running.append(service)
        for service in self.running:
            service.wait_ready()
        postgres.ensure_roles()
        migrate, *loading = DATABASE_STEPS
        self._migrated(postgres, migrate)
        for step in loading:
            self._manage(step)

    def start_with_prepared(self) -> None:
        """Start, and lay down the run folder that whole portals of tests begin with."""
        prepared = Prepared(self.layout.home)
        self.start()
        database = self.running[0]
        database.stop()
        prepared.complete(data=self.layout.data, keys=self.layout.keys)
        database.start()
        database.wait_ready()

    def _migrated(self, postgres: Postgres, migrate: Step) -> None:
        kept = CACHE / f"migrated-{_digest_of_migrations()}-{postgres.version}.sql"
        if kept.is_file():
            postgres.sql(DATABASE, kept.read_text("utf-8"))
            return
        self._manage(migrate)
        dumped = subprocess.run(
            [postgres.bin / "pg_dump", self.layout.database_url(OWNER_ROLE, DATABASE)],
            capture_output=True,
            text=True,
            check=False,
        )
        if dumped.returncode != 0:
            return  # the next run migrates again
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob("migrated-*.sql"):
            old.unlink(missing_ok=True)
        begun = kept.with_suffix(f".{os.getpid()}")
        begun.write_text(dumped.stdout, "utf-8")
        begun.rename(kept)

    def clone(self) -> None:
        """Make this worker's database out of the template."""
        self._postgres().sql(
            "postgres",
            f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE);\n"
            f"CREATE DATABASE {self.database} TEMPLATE {DATABASE} STRATEGY file_copy;\n"
            f"GRANT CONNECT ON DATABASE {self.database} TO {APP_ROLE};\n",
        )
        if self.clones:
            self._postgres().sql(self.database, NEW_NUMBERS.format(ahead=self.clones * 1_000_000))
        self.clones += 1

    def _postgres(self) -> Postgres:
        return Postgres(self.layout, bin_dir=os.environ.get("PORTAL_PG_BIN", ""))

    def stop(self) -> None:
        """Stop what was started and remove the folder."""
        for service in reversed(self.running):
            service.stop()
        self.running.clear()
        shutil.rmtree(self.layout.home, ignore_errors=True)

    def _manage(self, step: Step) -> None:
        role = OWNER_ROLE if step.as_owner else APP_ROLE
        done = subprocess.run(
            [sys.executable, "manage.py", *step.arguments],
            cwd=REPOSITORY,
            env={
                **os.environ,
                "DATABASE_URL": self.layout.database_url(role),
                "DATABASE_APP_ROLE": APP_ROLE,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            pytest.exit(
                f"manage.py {' '.join(step.arguments)} failed:\n{done.stdout}{done.stderr}", 3
            )


def _point_settings_here() -> Servers:
    """Choose the run folder and tell the settings; at import, since they are read right after."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if not _is_worker():
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="portal-test-")
    home = Path(os.environ[RUN_FOLDER])
    layout = Layout(home=home, socket_dir=home / "run")
    name = f"test_{worker}"
    os.environ["DATABASE_URL"] = layout.database_url(APP_ROLE, name)
    os.environ["DATABASE_OWNER_URL"] = layout.database_url(OWNER_ROLE, name)
    os.environ["REDIS_URL"] = layout.redis_url()
    os.environ["PORTAL_KEY_DIR"] = str(layout.keys)
    os.environ["DJANGO_SETTINGS_MODULE"] = "zone_portal.settings.test"
    return Servers(layout, database=name)


def _digest_of_migrations() -> str:
    """Changes with whatever the first step of the database depends on."""
    found = hashlib.sha256()
    files = [*REPOSITORY.glob("*/migrations/*.py"), *REPOSITORY.glob("*/models/**/*.py")]
    files += [
        *REPOSITORY.glob("**/commands/grant_roles.py"),
        *REPOSITORY.glob("requirements/*.txt"),
    ]
    files += REPOSITORY.glob("zone_portal/settings/*.py")
    for file in sorted(files):
        found.update(str(file.relative_to(REPOSITORY)).encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


servers = _point_settings_here()
if not _is_worker():
    atexit.register(servers.stop)  # also when pytest gives up before or within its set-up


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """With parallel workers, the controller starts the servers before them."""
    if getattr(config.option, "numprocesses", None) and not _is_worker():
        servers.start_with_prepared()


def prepare_database() -> None:
    """Give this worker its clone, starting the servers if nobody did."""
    if not _is_worker() and not servers.started:
        servers.start()
    servers.clone()
