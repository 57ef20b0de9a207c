"""The two uses of a run folder: a whole portal, or its servers for one management command."""

import contextlib
import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from zone_portal import env
from zone_portal.embedded import keys, services, valkey
from zone_portal.embedded.locks import RunFolderInUse, RunLock, describe, using
from zone_portal.embedded.postgres import Postgres
from zone_portal.embedded.prepare import Preparation
from zone_portal.embedded.process import NOBODY
from zone_portal.embedded.supervisor import StopRequested, Supervisor, raise_on_signals

OWNER_COMMANDS = frozenset({"migrate", "grant_roles", "createsuperuser", "dbshell"})
SERVERS_SECONDS = 120  # how long a command waits for a portal that is just starting
RELEASE_SECONDS = 60  # how long a portal waits for a command that ends
CRASH_SECONDS = 10  # how long a web process may need to end after its runner was killed
ANY_HOST = frozenset({"0.0.0.0", "::"})  # noqa: S104  compared, not bound


class CannotRun(RuntimeError):
    """Something outside prevents it; the message says what, and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line of ``up`` says."""

    host: str
    port: int
    demo: bool

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the portal."""
        host = "localhost" if self.host in ANY_HOST | {"127.0.0.1"} else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def precheck(environment: env.Environment, options: Options) -> None:
    """Find out, before any work, what would only fail after it.

    :raises CannotRun: when the run folder belongs to someone else or the port is taken.
    :raises RunFolderInUse: when a portal already runs from this folder.
    """
    home = environment.home
    if home.exists() and home.stat().st_uid != os.geteuid():
        raise CannotRun(
            f"{home} belongs to user {home.stat().st_uid}, and you are {os.geteuid()}. Run as that "
            "user, or set PORTAL_HOME to a folder of your own."
        )
    lock = RunLock(home)
    holder = lock.holder()
    if holder is not None and holder.verb == "up" and lock.held():
        raise RunFolderInUse(describe(holder))
    # A killed runner leaves its name behind, and its web process needs a moment to end.
    patience = CRASH_SECONDS if holder is not None else 0.0
    deadline = time.monotonic() + patience
    while (trouble := _cannot_listen(options)) is not None:
        if time.monotonic() >= deadline:
            raise CannotRun(
                f"Cannot listen on {options.host} port {options.port}: {trouble}. Choose another "
                f"port: ./portal up --port {options.port + 1}"
            )
        time.sleep(0.1)


def up(environment: env.Environment, options: Options) -> int:
    """Start everything, print the address, keep it running until asked to stop; gives 0 then."""
    raise_on_signals()
    precheck(environment, options)
    os.chdir(env.REPOSITORY)  # where the processes find the code
    began = time.monotonic()
    make_folders(environment)
    lock = RunLock(environment.home)
    supervisor = Supervisor()
    try:
        lock.acquire(verb="up", address=options.address, wait_seconds=RELEASE_SECONDS)
        preparation = Preparation(environment)
        collecting = preparation.static_files()
        start_servers(environment, supervisor, preparation)
        preparation.database(demo=options.demo)
        lock.announce_ready()
        preparation.finish_static_files(collecting)
        start_processes(environment, options, supervisor)
        print_greeting(preparation, options, seconds=time.monotonic() - began)
        supervisor.watch()
    except StopRequested:
        print("\nStopping …", flush=True)
    finally:
        codes = supervisor.stop()
        lock.release()
    for name, code in codes.items():
        if code:
            print(f"  {name} ended with {code}", file=sys.stderr)
    return 0


def manage(environment: env.Environment, arguments: Sequence[str]) -> int:
    """Run a management command against the database of this run folder; gives its exit code.

    Servers that do not run are started for it and stopped after it.
    """
    make_folders(environment)
    if not (environment.database_is_embedded or environment.redis_is_embedded):
        return _run_command(environment, arguments)
    with using(environment.home) as users:
        lock = RunLock(environment.home)
        if not _take_or_wait(lock):
            return _run_command(environment, arguments)
        supervisor = Supervisor()
        try:
            preparation = Preparation(environment)
            start_servers(environment, supervisor, preparation)
            if arguments[:1] not in (["migrate"], ["grant_roles"]):
                preparation.database(demo=False)
            lock.announce_ready()
            return _run_command(environment, arguments)
        finally:
            users.wait_until_alone()
            supervisor.stop()
            lock.release()


def start_servers(
    environment: env.Environment, supervisor: Supervisor, preparation: Preparation
) -> None:
    """Start PostgreSQL and Valkey, except those that DATABASE_URL or REDIS_URL replace."""
    layout, variables = environment.layout, env.for_children()
    wanted, is_new = [], False
    if environment.database_is_embedded:
        postgres = Postgres(layout, bin_dir=environment.postgres_bin)
        keys.ensure(environment.key_dir, data_exists=(layout.data / "PG_VERSION").is_file())
        if is_new := postgres.initialise():
            preparation.forget()
        wanted.append(postgres.service(variables))
    if environment.redis_is_embedded:
        wanted.append(valkey.service(layout, variables))
    supervisor.start(*wanted)
    if environment.database_is_embedded:
        postgres.ensure_roles()
        if is_new:
            postgres.make_room_for_log()


def start_processes(environment: env.Environment, options: Options, supervisor: Supervisor) -> None:
    """Start workers, beat and web together."""
    layout = environment.layout
    customs_port = None
    if options.demo and not environment.customs_gateway.is_chosen:
        customs_port = free_port()
    variables = env.for_children(
        **gateway_variables(environment, customs_port),
        PORTAL_DEMO="1" if options.demo else "0",
        PORTAL_PORT=str(options.port),
        PORTAL_ALLOWED_HOSTS=" ".join(allowed_hosts(environment, options)),
        MALLOC_ARENA_MAX="2",  # threads that each keep memory of their own would double a process
    )
    supervisor.start(
        services.decider(layout, variables),
        services.follower(layout, variables),
        services.beat(layout, variables),
        services.web(layout, variables, host=options.host, port=options.port),
    )
    if customs_port is not None:
        supervisor.start(
            services.customs_simulator(
                layout, variables, port=customs_port, portal_port=options.port
            )
        )
    if options.demo:
        supervisor.start(services.simulator(layout, variables, port=options.port))


def gateway_variables(environment: env.Environment, port: int | None) -> dict[str, str]:
    """What makes the processes forward to the customs simulator; nothing where there is none."""
    if port is None:
        return {}
    keys.make(environment.key_dir, env.GATEWAY_KEY)
    return {
        "PORTAL_CUSTOMS_GATEWAY": f"http://127.0.0.1:{port}",
        "PORTAL_CUSTOMS_GATEWAY_SIMULATED": "1",
        "PORTAL_CUSTOMS_GATEWAY_SECRET_FILE": str(environment.key_dir / env.GATEWAY_KEY),
    }


def free_port() -> int:
    """A port on the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def allowed_hosts(environment: env.Environment, options: Options) -> list[str]:
    """The names under which the web process may be asked; those of the machine when it is open."""
    names = [*environment.allowed_hosts, "localhost", "127.0.0.1", "[::1]"]
    if options.host in ANY_HOST:
        names.append(socket.gethostname())
        with contextlib.suppress(OSError):
            names += socket.gethostbyname_ex(socket.gethostname())[2]
    else:
        names.append(options.host)
    return list(dict.fromkeys(names))


def print_greeting(preparation: Preparation, options: Options, *, seconds: float) -> None:
    """Tell the address and, in a demo zone, who can sign in."""
    print(f"\nThe portal answers at {options.address} (started in {seconds:.1f} s)")
    if options.demo:
        print(preparation.accounts.read_text(encoding="utf-8").rstrip())
    print("Ctrl-C stops everything.", flush=True)


def make_folders(environment: env.Environment) -> None:
    """Make the folders of the run folder, closed to other users.

    :raises CannotRun: when somebody else made the folder of the sockets, which may lie in a
        place where everybody may write.
    """
    layout = environment.layout
    for folder in (layout.home, layout.logs, layout.socket_dir, layout.assets):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = layout.socket_dir.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_mode & 0o077:
        raise CannotRun(f"{layout.socket_dir} must be a folder that only you can enter (0700).")
    ours = {os.geteuid()} | ({NOBODY} if os.geteuid() == 0 else set())
    if status.st_uid not in ours:
        raise CannotRun(f"{layout.socket_dir} belongs to user {status.st_uid}, not to you.")


def _cannot_listen(options: Options) -> str | None:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError as error:
            return error.strerror
    return None


def _take_or_wait(lock: RunLock) -> bool:
    """True when we hold the lock; false when another holder has its servers ready."""
    deadline = time.monotonic() + SERVERS_SECONDS
    while time.monotonic() < deadline:
        try:
            lock.acquire(verb="manage")
        except RunFolderInUse:
            holder = lock.holder()
            if holder is not None and holder.ready:
                return False
            time.sleep(0.1)
        else:
            return True
    raise CannotRun(f"{describe(lock.holder())} It did not become ready.")


def _run_command(environment: env.Environment, arguments: Sequence[str]) -> int:
    owner = bool(arguments) and arguments[0] in OWNER_COMMANDS
    process = subprocess.Popen(
        [sys.executable, str(env.REPOSITORY / "manage.py"), *arguments],
        env=environment.command_variables(as_owner=owner),
    )
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reached the command as well; its answer counts
