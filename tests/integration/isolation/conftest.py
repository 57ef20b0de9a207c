"""Prints, after the tests, who asked for how much and how much was open."""

from typing import Any

import pytest


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    lines = sorted(
        str(value)
        for report in terminalreporter.stats.get("passed", [])
        + terminalreporter.stats.get("failed", [])
        for name, value in getattr(report, "user_properties", [])
        if name == "isolation" and report.when == "call"
    )
    if lines:
        terminalreporter.section("isolation: every address × every outsider")
        for line in lines:
            terminalreporter.write_line(line)
