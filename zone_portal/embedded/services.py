"""The portal's own processes as children of the runner: workers, beat and web."""

import http.client
import signal
import sys

from zone_portal.embedded.paths import Layout
from zone_portal.embedded.process import Service

FOLLOWER_NICENESS = 15
"""Answers and decisions go before what follows from them: lanes, quota, files, figures."""
SIMULATOR_NICENESS = 10
CUSTOMS_FAULTS = "0.01"
"""Share of orders, payments and waybills that the demo's customs refuses when they first come."""
UNCHECKED = {"CELERY_SKIP_CHECKS": "1"}
"""Django's checks ran when the database was prepared; here they would only load every page and
keep them in memory (measured: 30 MB in each process)."""
WEB_WORKERS = 2
WEB_THREADS = 8
WEB_WORKER_CLASS = "zone_portal.framework.web_worker.EvenThreadWorker"


def decider(layout: Layout, variables: dict[str, str]) -> Service:
    """Celery's worker that decides declarations and sends them to customs."""
    return _worker("decider", "matching", layout, variables)


def follower(layout: Layout, variables: dict[str, str]) -> Service:
    """Celery's worker for everything that follows from decisions, and for what the clock sends."""
    return _worker("follower", "default", layout, variables, niceness=FOLLOWER_NICENESS)


def beat(layout: Layout, variables: dict[str, str]) -> Service:
    """Celery's clock: sends the sweep and the nightly work."""
    argv = [*_celery("beat"), "--schedule", str(layout.home / "beat-schedule")]
    argv += ["--pidfile=", "--loglevel", "INFO"]
    service = Service(
        name="beat",
        argv=argv,
        variables=variables | UNCHECKED,
        log=layout.logs / "beat.log",
        ready=lambda: service.logged(b"beat: Starting"),
    )
    return service


def web(layout: Layout, variables: dict[str, str], *, host: str, port: int) -> Service:
    """gunicorn; stops after the requests at hand are answered."""
    argv = [sys.executable, "-m", "gunicorn", "zone_portal.wsgi:application"]
    argv += ["--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    argv += ["--worker-class", WEB_WORKER_CLASS, "--workers", str(WEB_WORKERS)]
    argv += ["--threads", str(WEB_THREADS), "--preload", "--no-control-socket"]
    argv += ["--timeout", "120", "--graceful-timeout", "20", "--keep-alive", "75"]
    argv += ["--log-level", "info"]
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared
    return Service(
        name="web",
        argv=argv,
        variables=variables,
        log=layout.logs / "web.log",
        ready=lambda: answers(asked, port),
        stop_signal=signal.SIGTERM,
        stop_seconds=30,
    )


def simulator(layout: Layout, variables: dict[str, str], *, port: int) -> Service:
    """The demo zone's firms at work: some hundred declarations at once, then one now and then."""
    argv = [sys.executable, "-u", "manage.py", "simulate", "--forever"]
    argv += ["--declarations", "300", "--faults", "12%", "--rate", "0.5/s"]
    argv += ["--url", f"http://127.0.0.1:{port}"]
    return Service(
        name="simulator",
        argv=argv,
        variables=variables,
        log=layout.logs / "simulator.log",
        ready=lambda: True,  # nobody waits for it
        stop_seconds=10,
        niceness=SIMULATOR_NICENESS,
    )


def customs_simulator(
    layout: Layout, variables: dict[str, str], *, port: int, portal_port: int
) -> Service:
    """The demo's stand-in for port and customs, behind the gateway; it keeps what it owes."""
    argv = [sys.executable, "-u", "manage.py", "customs_simulator"]
    argv += ["--port", str(port), "--portal", f"http://127.0.0.1:{portal_port}"]
    argv += ["--faults", CUSTOMS_FAULTS]
    return Service(
        name="customs simulator",
        argv=argv,
        variables=variables,
        log=layout.logs / "customs-simulator.log",
        ready=lambda: True,  # what is forwarded before it listens is sent again
        stop_seconds=10,
        niceness=SIMULATOR_NICENESS,
    )


def answers(host: str, port: int) -> bool:
    """Whether the portal answers ``/healthz`` there."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _worker(
    name: str, queue: str, layout: Layout, variables: dict[str, str], *, niceness: int = 0
) -> Service:
    argv = [*_celery("worker"), "--pool", "prefork", "--concurrency", "1", "-Q", queue]
    argv += ["--hostname", f"{name}@localhost"]
    argv += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    service = Service(
        name=name,
        argv=argv,
        variables=variables | UNCHECKED,
        log=layout.logs / f"{name}.log",
        ready=lambda: service.logged(b" ready."),
        stop_seconds=30,  # a task drains for seconds; what it has not committed is done again
        niceness=niceness,
    )
    return service


def _celery(program: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "zone_portal", program]
