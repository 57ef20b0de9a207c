"""Results as JSON for machines and Markdown for people, with the machine they come from."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.portal import Portal
from benchmarks.processes import PROC
from zone_portal import env

FOLDER = env.REPOSITORY / "benchmarks" / "results"

FULL_SECONDS = 60.0
SOME = "Some of the measures, each at its full length."
SHORTENED = "Shortened run: a look, not a proof."


@dataclass
class Result:
    """One measure: what was measured, its figures by name, and what to know when reading them."""

    name: str
    title: str
    figures: dict[str, Any] = field(default_factory=dict)
    goal: str = ""
    notes: list[str] = field(default_factory=list)


def machine(portal: Portal) -> dict[str, Any]:
    """What the figures depend on."""
    cpu = (PROC / "cpuinfo").read_text(encoding="utf-8")
    memory = (PROC / "meminfo").read_text(encoding="utf-8").splitlines()[0]
    model = next((x.split(":")[1].strip() for x in cpu.splitlines() if "model name" in x), "")
    settings = ("synchronous_commit", "fsync", "full_page_writes", "shared_buffers", "wal_level")
    return {
        "cpu": model or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(int(memory.split()[1]) / 2**20, 1),
        "kernel": platform.release(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", ""),
        "python": sys.version.split()[0],
        "postgresql": portal.query("SHOW server_version")[0][0],
        **{name: portal.query(f"SHOW {name}")[0][0] for name in settings},
    }


def commit() -> str:
    """The commit of this repository, marked when files differ from it."""
    described = _git("describe", "--always", "--abbrev=10", "--exclude=*", "--dirty")
    return described or "unknown"


def write(
    results: Sequence[Result], facts: dict[str, Any], *, at: datetime, options: dict[str, Any]
) -> Path:
    """Write both files; gives the path of the Markdown one."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made_from = commit()
    name = f"{at:%Y-%m-%d-%H%M}-{made_from}"
    content = {
        "at": at.isoformat(timespec="seconds"),
        "commit": made_from,
        "options": options,
        "machine": facts,
        "results": [asdict(result) for result in results],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    path = FOLDER / f"{name}.md"
    path.write_text(markdown(results, content), encoding="utf-8")
    return path


def markdown(results: Sequence[Result], content: dict[str, Any]) -> str:
    """The results as tables."""
    lines = [f"# Benchmarks of {content['at'][:10]}, commit {content['commit']}", ""]
    if not content["options"].get("full"):
        whole = content["options"].get("seconds", 0) >= FULL_SECONDS
        lines += [SOME if whole else SHORTENED, ""]
    lines += ["| machine | |", "| --- | --- |"]
    lines += [f"| {name} | {value} |" for name, value in content["machine"].items()]
    for result in results:
        lines += ["", f"## {result.name}: {result.title}", ""]
        if result.goal:
            lines += [f"Goal: {result.goal}", ""]
        lines += ["| figure | |", "| --- | ---: |"]
        lines += [f"| {name} | {shown(value)} |" for name, value in result.figures.items()]
        lines += [f"\n{note}" for note in result.notes]
    return "\n".join(lines) + "\n"


def shown(value: Any) -> str:
    """A figure as people read it."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {shown(part)}" for name, part in value.items())
    if isinstance(value, float) and abs(value) < 100:
        return f"{value:g}"
    return f"{value:,.0f}" if isinstance(value, (int, float)) else str(value)


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(env.REPOSITORY), *arguments],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()
