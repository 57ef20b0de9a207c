"""The naive way on the same machine and server: DRF and the ORM, one document a POST."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import bodies
from benchmarks.client import Load
from benchmarks.playing import percentiles, play
from benchmarks.portal import PortalFailed, free_port
from benchmarks.results import Result
from benchmarks.run import Run
from zone_portal import env
from zone_portal.embedded.paths import OWNER_ROLE
from zone_portal.embedded.services import WEB_THREADS, WEB_WORKERS

TEMPLATES = 100
DATABASE = "naive"


def measure(run: Run) -> Result:
    """Declarations a second, each four requests, saved and matched inside them."""
    turns = [
        bodies.write(run.folder, f"naive-{place}", (bodies.ndjson([d]) for d in found.values()))
        for place, found in enumerate(bodies.sets(TEMPLATES, seed=61, at=run.at))
    ]
    with _served(run) as port:
        outcome = play(
            Load(
                port=port,
                token="",
                content_type="application/json",
                turns=turns,
                seconds=run.short,
                series=bodies.SERIES,
                letter="N",
                path="/documents/",
            )
        )
        connection = run.portal.connect(DATABASE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM naive_inventory WHERE matched")
            ((matched,),) = cursor.fetchall()
        connection.close()
    rate = matched / outcome.seconds
    figures = {
        "declarations_per_s": round(rate),
        "requests_per_s": round(outcome.requests / outcome.seconds),
        **percentiles(outcome.latencies),
    }
    ours = run.found.get("sets_per_s")
    if ours:
        figures["complete_sets_are_faster_by"] = round(ours / rate, 1)
    notes = [
        "It encrypts nothing, audits nothing, checks field types only and keeps no raw message."
    ]
    return Result("naive", "DRF and ORM, one document a POST", figures, "the baseline", notes)


@contextmanager
def _served(run: Run) -> Iterator[int]:
    run.portal.query(f"CREATE DATABASE {DATABASE}")
    port = free_port()
    variables = env.for_children(
        DATABASE_URL=run.portal.layout.database_url(OWNER_ROLE, DATABASE),
        DJANGO_SETTINGS_MODULE="benchmarks.naive.settings",
    )
    migrate = [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v0"]
    subprocess.run(migrate, cwd=env.REPOSITORY, env=variables, check=True)
    web = subprocess.Popen(_argv(port), cwd=env.REPOSITORY, env=dict(variables))
    try:
        _wait(port, web)
        yield port
    finally:
        web.terminate()
        web.wait(30)
        run.portal.query(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def _argv(port: int) -> list[str]:
    argv = [sys.executable, "-m", "gunicorn", "benchmarks.naive.wsgi:application"]
    argv += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--no-control-socket"]
    argv += ["--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS), "--log-level", "error"]
    return argv


def _wait(port: int, web: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and web.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/documents/")
            connection.getresponse()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise PortalFailed("the baseline did not start")
