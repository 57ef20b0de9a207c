"""The portal's own processes as children of the runner: worker, beat and web."""

import http.client
import signal
import sys

from zone_portal.embedded.paths import Layout
from zone_portal.embedded.process import Service

WORKER_PROCESSES = "1"
WORKER_NICENESS = "5"
"""Answers go before decisions: on a busy machine the worker waits, and then decides documents that
arrived meanwhile together."""
UNCHECKED = {"CELERY_SKIP_CHECKS": "1"}
"""Django's checks ran when the database was prepared; here they would only load every page and
keep them in memory (measured: 30 MB in each process)."""
WEB_WORKERS = 2
WEB_THREADS = 8
WEB_WORKER_CLASS = "zone_portal.framework.web_worker.EvenThreadWorker"


def worker(layout: Layout, variables: dict[str, str]) -> Service:
    """Celery's worker: decides declarations."""
    argv = ["nice", "-n", WORKER_NICENESS, *_celery("worker")]
    argv += ["--pool", "prefork", "--concurrency", WORKER_PROCESSES]
    argv += ["-Q", "matching,default", "--hostname", "portal@localhost"]
    argv += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    service = Service(
        name="worker",
        argv=argv,
        variables=variables | UNCHECKED,
        log=layout.logs / "worker.log",
        ready=lambda: service.logged(b" ready."),
        stop_seconds=30,  # a task drains for seconds; what it has not committed is done again
    )
    return service


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
    argv = ["nice", sys.executable, "-u", "manage.py", "simulate", "--forever"]
    argv += ["--declarations", "300", "--faults", "12%", "--rate", "0.5/s"]
    argv += ["--url", f"http://127.0.0.1:{port}"]
    return Service(
        name="simulator",
        argv=argv,
        variables=variables,
        log=layout.logs / "simulator.log",
        ready=lambda: True,  # nobody waits for it
        stop_seconds=10,
    )


def customs_simulator(
    layout: Layout, variables: dict[str, str], *, port: int, portal_port: int
) -> Service:
    """The demo's stand-in for port and customs, behind the gateway; it keeps what it owes."""
    argv = ["nice", sys.executable, "-u", "manage.py", "customs_simulator"]
    argv += ["--port", str(port), "--portal", f"http://127.0.0.1:{portal_port}"]
    return Service(
        name="customs simulator",
        argv=argv,
        variables=variables,
        log=layout.logs / "customs-simulator.log",
        ready=lambda: True,  # what is forwarded before it listens is sent again
        stop_seconds=10,
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


def _celery(program: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "zone_portal", program]
