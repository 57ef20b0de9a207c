"""The command line of the runner, called by the ``portal`` script."""

import argparse
import errno
import os
import signal
import sys
import time

from zone_portal import env
from zone_portal.embedded import keys, runner
from zone_portal.embedded.locks import RunFolderInUse, RunLock
from zone_portal.embedded.postgres import PostgresUnavailable
from zone_portal.embedded.prepare import StepFailed
from zone_portal.embedded.process import StartFailed
from zone_portal.embedded.valkey import ValkeyUnavailable

STOP_SECONDS = 120
TOLD = (
    env.InvalidEnvironment,
    keys.KeysMissing,
    runner.CannotRun,
    RunFolderInUse,
    PostgresUnavailable,
    ValkeyUnavailable,
    StartFailed,
    StepFailed,
)
NOT_USABLE = {
    errno.EACCES: "Choose a folder that you may write to with PORTAL_HOME, or mend its rights.",
    errno.EPERM: "Choose a folder that you may write to with PORTAL_HOME, or mend its rights.",
    errno.EROFS: "It cannot be written to. Choose another folder with PORTAL_HOME.",
    errno.ENOSPC: "The disk is full. Make room, or choose another folder with PORTAL_HOME.",
    errno.ENAMETOOLONG: "Choose a shorter folder with PORTAL_HOME.",
}
"""What to do where a file or folder cannot be used."""


def main(argv: list[str]) -> int:
    """Do what the verb says; anticipated troubles become one clear message and exit code 1."""
    verb, rest = argv[0], argv[1:]
    try:
        environment = env.read()
        if verb == "manage":
            return runner.manage(environment, rest)
        if verb == "stop":
            return stop(environment)
        if verb == "keys":
            keys.ensure(environment.key_dir, data_exists=False)
            return 0
        options = parse_up(environment, rest)
        if verb == "precheck":
            runner.precheck(environment, options)
            return 0
        return runner.up(environment, options)
    except TOLD as trouble:
        print(f"portal: {trouble}", file=sys.stderr)
    except OSError as trouble:
        if trouble.errno not in NOT_USABLE or trouble.filename is None:
            raise
        print(f"portal: {trouble.filename}: {trouble.strerror}", file=sys.stderr)
        print(f"portal: {NOT_USABLE[trouble.errno]}", file=sys.stderr)
    return 1


def parse_up(environment: env.Environment, arguments: list[str]) -> runner.Options:
    """The options of ``./portal up``."""
    parser = argparse.ArgumentParser(prog="./portal up", description="Start the whole portal.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=port, default=environment.port, help="(%(default)s)")
    parser.add_argument("--no-demo", action="store_true", help="no simulated enterprises")
    given = parser.parse_args(arguments)
    return runner.Options(given.host, given.port, demo=environment.demo and not given.no_demo)


def port(text: str) -> int:
    """A port number.

    :raises argparse.ArgumentTypeError: when it is none.
    """
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return int(text)


def stop(environment: env.Environment) -> int:
    """Stop the portal of this run folder and wait for it.

    :raises CannotRun: when it does not end in time.
    """
    lock = RunLock(environment.home)
    holder = lock.holder()
    if holder is None or not lock.held():
        print("No portal runs from this folder.")
        return 0
    os.kill(holder.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while lock.held():
        if time.monotonic() > deadline:
            raise runner.CannotRun(f"Process {holder.pid} did not stop in {STOP_SECONDS} s.")
        time.sleep(0.1)
    print("Stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
