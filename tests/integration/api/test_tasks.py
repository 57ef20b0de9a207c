"""Repair tasks and causes for programs: each party sees its own part."""

from typing import Any

import pytest
from django.utils import timezone

from declarations.services.repairing import follow_decisions
from tests.builders.documents import changed
from tests.integration.api.conftest import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(world: World) -> dict[str, Any]:
    """The task of a mismatch, as the payment company sees it."""
    world.documents["payment"] = changed(world.documents["payment"], amountPaid="1.00")
    world.send("order", "payment", "waybill", "inventory")
    follow_decisions(seconds=10, at=timezone.now())
    page = world.callers["payment"].get("tasks/", whose="ours").json()
    (found,) = page["results"]
    return dict(found)


def test_the_responsible_party_sees_field_values_and_deadline(
    world: World, task: dict[str, Any]
) -> None:
    assert task["state"] == "open"
    assert task["ours"] is True
    assert task["code"] == "MAT-006"
    assert task["enterprise"]["code"] == world.firms["payment"].code
    assert (task["document"]["type"], task["document"]["field"]) == ("CEB411", "amountPaid")
    values = {item["field"]: item["value"] for item in task["finding"]["documents"]}
    assert values["amountPaid"] == "1"
    assert values["acturalPaid"]
    assert task["deadline_at"] > task["opened_at"]
    assert task["finding"]["remedy"]


def test_the_other_parties_see_that_it_is_not_theirs(world: World, task: dict[str, Any]) -> None:
    for role in ("platform", "agent", "carrier"):
        (found,) = world.callers[role].get("tasks/").json()["results"]
        assert (found["id"], found["ours"]) == (task["id"], False)
        assert world.callers[role].get("tasks/", whose="ours").json()["results"] == []


def test_who_has_no_part_in_it_finds_nothing(world: World, task: dict[str, Any]) -> None:
    assert world.callers["foreign"].get("tasks/").json()["results"] == []
    assert world.callers["foreign"].get(f"tasks/{task['id']}/").status_code == 404
    assert world.callers["nobody"].get("tasks/").status_code == 401
    assert world.callers["payment"].get(f"tasks/{task['id']}/").json()["id"] == task["id"]


@pytest.mark.parametrize("query", [{"state": "lost"}, {"whose": "mine"}, {"colour": "red"}])
def test_a_filter_that_is_none_is_refused(world: World, query: dict[str, str]) -> None:
    answer = world.callers["payment"].get("tasks/", **query)
    assert (answer.status_code, answer.json()["code"]) == (400, "parameters_invalid")


def test_the_correction_ends_the_task(world: World, task: dict[str, Any]) -> None:
    right = changed(world.documents["order"])["OrderHead"]["acturalPaid"]
    world.callers["payment"].send(
        changed(world.documents["payment"], appType="2", amountPaid=right)
    )
    world.send()
    follow_decisions(seconds=10, at=timezone.now())
    found = world.callers["agent"].get(f"tasks/{task['id']}/").json()
    assert found["state"] == "done"
    assert found["closed_at"]


def test_causes_name_the_partner_and_its_share(world: World, task: dict[str, Any]) -> None:
    found = world.callers["agent"].get("causes/", weeks="2").json()
    (cause,) = found["results"]
    assert cause["enterprise"]["code"] == world.firms["payment"].code
    assert (cause["noun"], cause["code"], cause["count"], cause["share"]) == (
        "payment",
        "MAT-006",
        1,
        1,
    )
    assert cause["weeks"] == [0, 1]
    assert len(found["weeks"]) == 2
    assert world.callers["foreign"].get("causes/").json()["results"] == []
    file = world.callers["agent"].get("causes/", file="csv")
    assert world.firms["payment"].code in b"".join(file.streaming_content).decode()
