"""Memory of the processes after the sustained load."""

from benchmarks import processes
from benchmarks.results import Result
from benchmarks.run import Run


def measure(run: Run) -> Result:
    """The largest process of each role; PSS counts shared pages by their share."""
    figures = {}
    for role, pids in sorted(run.portal.pids().items()):
        if role == "other":
            continue
        figures[role] = {
            "processes": len(pids),
            "pss_mib": round(max(map(processes.proportional_mib, pids)), 1),
            "rss_mib": round(max(map(processes.resident_mib, pids)), 1),
        }
    goal = "a web or worker process under 150 MB (ambition 100 MB)"
    return Result("memory", "largest process by role after the load", figures, goal)
