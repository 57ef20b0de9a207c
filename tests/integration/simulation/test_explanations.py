"""100 % of the outcomes that are not OK explain themselves, whatever goes wrong in a zone's day."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.utils import timezone

from declarations.code_catalogue import book
from declarations.management.posting import Door
from declarations.models import Decision, Submission, Task
from declarations.rules.repairing import blames
from declarations.services.repairing import follow_decisions
from declarations.simulation.deal import Firm
from declarations.simulation.faults import FAULTS
from declarations.simulation.script import Script
from declarations.verdicts import REJECTED, unpack
from enterprises.models import Enterprise
from tests.integration.simulation.test_expectations import NOON, doors, firms, played
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

__all__ = ["doors", "firms"]
SEEDS = (3, 17)


def not_ok() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every rejected document and every declaration that does not match, with its findings."""
    for submission in Submission.objects.exclude(verdicts=None):
        for judged in unpack(submission.verdicts or b""):
            if judged.verdict == REJECTED:
                yield f"rejected {judged.kind} {judged.key}", judged.findings
    for decision in Decision.objects.filter(outcome="mismatched"):
        yield f"mismatched {decision.inventory_id}", decision.findings or []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_outcome_that_is_not_ok_carries_a_finding_that_can_be_acted_on(
    seed: int, firms: Mapping[str, Firm], doors: Mapping[str, Door]
) -> None:
    script = Script(firms, seed, f"WHY{seed}", NOON, faults=0.7)
    played(script.plays(2 * len(FAULTS)), firms, doors, "ndjson")

    outcomes = list(not_ok())
    unexplained = [
        where for where, found in outcomes if not any(f["severity"] == "error" for f in found)
    ]
    assert len(outcomes) > len(FAULTS) / 2
    assert unexplained == []
    for where, findings in outcomes:
        for stored in findings:
            _is_complete(where, stored)


def _is_complete(where: str, stored: dict[str, Any]) -> None:
    """A finding has its words in both languages, its law, its page, and evidence."""
    for language in ("zh-hans", "en"):
        shown = render(stored, RULES, language)
        assert shown["title"], where
        assert shown["remedy"], where
        assert shown["basis"], where
        assert "{" not in shown["title"] + shown["remedy"], (where, shown["title"])
    assert stored["code"] in book(), where
    assert stored["documents"] or stored["code"].startswith("MSG-"), (where, stored["code"])


def test_a_declaration_that_waits_says_what_for(
    firms: Mapping[str, Firm], doors: Mapping[str, Door]
) -> None:
    script = Script(firms, 5, "WAIT", NOON, faults=0.7)
    played(script.plays(len(FAULTS)), firms, doors, "ndjson")

    waiting = Decision.objects.filter(outcome="waiting")
    assert waiting
    assert all(decision.waiting_for for decision in waiting)


def test_every_mismatch_has_a_task_of_a_firm_that_takes_part(
    firms: Mapping[str, Firm], doors: Mapping[str, Door]
) -> None:
    script = Script(firms, 9, "TASK", NOON, faults=0.7)
    played(script.plays(2 * len(FAULTS)), firms, doors, "ndjson")
    follow_decisions(seconds=30, at=timezone.now())

    mismatched = Decision.objects.filter(outcome="mismatched")
    assert mismatched
    known = set(Enterprise.objects.values_list("id", flat=True))
    for decision in mismatched:
        tasks = Task.objects.filter(inventory_id=decision.inventory_id).unfinished()
        asked = {blame.code for blame in blames(decision.findings or [])}
        assert {task.code for task in tasks} == asked
        assert {task.enterprise_id for task in tasks} <= known
    matched = Decision.objects.filter(outcome="matched").values("inventory_id")
    assert not Task.objects.filter(inventory_id__in=matched).unfinished()
