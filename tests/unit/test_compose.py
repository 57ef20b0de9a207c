"""The composed installation prepares and is told the same as the embedded one."""

import re
from typing import Any

import pytest
import yaml

from zone_portal import env
from zone_portal.embedded.prepare import DATABASE_STEPS

OF_THE_EMBEDDED = {"PORTAL_HOME", "PORTAL_PORT", "PORTAL_PG_BIN", "PORTAL_DEBUG"}
"""What only the embedded portal or its address reads."""
FILES = {"PORTAL_SECRET_KEY_FILE", "PORTAL_OIDC_CLIENT_SECRET_FILE"} | {
    "PORTAL_CUSTOMS_GATEWAY_SECRET_FILE",
    "PORTAL_CUSTOMS_GATEWAY_SIMULATED",  # set by the runner for its own simulator
}


@pytest.fixture(scope="module")
def composed() -> dict[str, Any]:
    text = (env.REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    parsed: dict[str, Any] = yaml.safe_load(text)
    return parsed


def test_it_loads_what_the_embedded_portal_loads(composed: dict[str, Any]) -> None:
    script = composed["services"]["migrate"]["command"][-1]
    wanted = [command for step in DATABASE_STEPS for command in step.commands]
    assert re.findall(r"manage\.py (.+)", script) == wanted


def test_every_setting_can_be_given_to_it(composed: dict[str, Any]) -> None:
    code = (env.REPOSITORY / "zone_portal" / "env.py").read_text(encoding="utf-8")
    known = set(re.findall(r'"(PORTAL_[A-Z_]+)"', code)) - OF_THE_EMBEDDED - FILES
    told = set(composed["x-portal"]["environment"])
    assert known - told == set()


def test_every_process_runs_what_the_repository_has(composed: dict[str, Any]) -> None:
    for name in ("decider", "follower", "beat"):
        assert composed["services"][name]["command"][:3] == ["celery", "-A", "zone_portal"]
