"""``./portal bench``: the measures of ``benchmarks/measures``, in one run on one portal."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks import results
from benchmarks.measures import MEASURES
from benchmarks.playing import settle
from benchmarks.portal import Portal
from benchmarks.results import Result
from benchmarks.run import Run

QUICK_SECONDS = 3.0
AT_WORK = frozenset({"memory"})
"""Measures of the portal as the one before left it."""
SHANGHAI = ZoneInfo("Asia/Shanghai")


def main(argv: Sequence[str]) -> int:
    """Run the named measures (all without a name) and write their results."""
    options = parse(argv)
    at = datetime.now(SHANGHAI)  # noqa: TID251  the benchmark is its own interface
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    portal = Portal(folder / "portal")
    if options.prepared:
        shutil.copytree(options.prepared, portal.home, symlinks=True)
    found: list[Result] = []
    facts: dict[str, Any] = {}
    try:
        started = portal.start()
        portal.register()
        print(f"portal on port {portal.port} after {started:.1f} s; {folder}", flush=True)
        facts = results.machine(portal)
        local = at.replace(tzinfo=None)  # messages carry local time
        run = Run(portal, folder, local, options.seconds, options.quick)
        for name, measure in MEASURES.items():
            if name in options.names:
                print(f"· {name}", flush=True)
                if name not in AT_WORK:
                    portal.wait_screened()  # what the last measure left to followers is its own
                settle()
                found.append(measure(run))
                _show(found[-1])
    finally:
        portal.stop()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
        if found and not options.no_results:  # what was measured before a failure is kept too
            full = options.seconds >= results.FULL_SECONDS and len(found) == len(MEASURES)
            given = {"seconds": options.seconds, "quick": options.quick, "full": full}
            print(f"written: {results.write(found, facts, at=at, options=given)}")
    return 0


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The command line; ``names`` in any order, all when none is given."""
    parser = argparse.ArgumentParser(prog="./portal bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {', '.join(MEASURES)}")
    parser.add_argument("--seconds", type=float, help="length of the sustained measure (60)")
    parser.add_argument("--quick", action="store_true", help="the smallest numbers: does it work?")
    parser.add_argument("--keep", action="store_true", help="keep the portal's folder and its logs")
    parser.add_argument(
        "--prepared", type=Path, metavar="FOLDER", help="begin with a copy of this run folder"
    )
    parser.add_argument("--no-results", action="store_true", help="print only, write no files")
    options = parser.parse_args(argv)
    unknown = sorted(set(options.names) - set(MEASURES))
    if unknown:
        parser.error(f"no such measure: {', '.join(unknown)}")
    options.names = options.names or list(MEASURES)
    options.seconds = options.seconds or (QUICK_SECONDS if options.quick else results.FULL_SECONDS)
    return options


def _show(result: Result) -> None:
    for name, value in result.figures.items():
        print(f"    {name:<26} {results.shown(value)}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
