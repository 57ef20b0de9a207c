"""Returns by the API: what may be returned, applying, running terms, the arrival."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from declarations.models import Inventory, Return
from enterprises.models import Enterprise
from tests.integration.api.conftest import API, Caller, caller_for
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.pages.test_returns import released

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: None) -> Desk:
    return new_desk()


@pytest.fixture
def program(desk: Desk) -> Caller:
    return caller_for(Enterprise.objects.get(id=desk.firm.id))


@pytest.fixture
def inventory(desk: Desk) -> Inventory:
    return released(desk)


def post(program: Caller, path: str, given: Any) -> Any:
    return program.post(json.dumps(given).encode(), "application/json", f"{API}/{path}")


def wish(inventory: Inventory, quantity: str = "1", **more: Any) -> dict[str, Any]:
    lines = [{"gnum": 1, "qty": quantity}]
    return {"inventory": str(inventory.id), "lines": lines, "reason": "退货", **more}


def test_what_may_be_returned_is_told(program: Caller, inventory: Inventory) -> None:
    offer = program.get(f"inventories/{inventory.id}/returns/").json()

    assert (offer["type"], offer["possible"], offer["findings"]) == ("CEB625", True, [])
    assert offer["apply_until"] == f"{timezone.localdate() + timedelta(days=27)}"
    assert all(line["left"] == line["declared"] for line in offer["lines"])


def test_a_program_applies_and_follows_its_terms(program: Caller, inventory: Inventory) -> None:
    answer = post(program, "returns/", wish(inventory, number="TH1")).json()

    assert (answer["verdict"], answer["number"], answer["findings"]) == ("accepted", "TH1", [])
    (row,) = program.get("returns/", clock="any").json()["results"]
    assert (row["id"], row["clock"], row["days_left"]) == (answer["id"], "arrive", 42)
    whole = program.get(f"returns/{answer['id']}/").json()
    assert [line["qty"] for line in whole["lines"]] == ["1"]
    assert [step["status"] for step in whole["steps"]] == ["applied"]
    assert program.get("returns/", due="over").json()["results"] == []
    assert program.get("returns/", due="never").status_code == 400


def test_too_much_is_answered_with_its_findings(program: Caller, inventory: Inventory) -> None:
    answer = post(program, "returns/", wish(inventory, "9999")).json()

    assert (answer["verdict"], answer["id"]) == ("rejected", None)
    (finding,) = answer["findings"]
    assert (finding["code"], finding["responsible"], finding["link"]) == (
        "RET-012",
        "agent",
        "/rules/RET-012/",
    )
    assert not Return.objects.exists()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"inventory": "x", "lines": [], "reason": ""}, 400),
        ({"inventory": "1", "lines": [{"gnum": 1, "qty": "1"}], "reason": "x"}, 404),
        ({"inventory": "1", "lines": [{"gnum": 1, "qty": "-1"}], "reason": "x"}, 400),
        ({"inventory": "1", "lines": [{"gnum": 1, "qty": "1e30"}], "reason": "x"}, 400),
        ({"inventory": "1", "lines": "all", "reason": "x"}, 400),
    ],
)
def test_nonsense_is_refused(program: Caller, given: dict[str, Any], status: int) -> None:
    assert post(program, "returns/", given).status_code == status


def test_the_arrival_is_recorded_once(program: Caller, inventory: Inventory) -> None:
    made = post(program, "returns/", wish(inventory)).json()["id"]
    today = f"{timezone.localdate()}"

    first = post(program, f"returns/{made}/arrival/", {"day": today, "place": "一号库"})
    second = post(program, f"returns/{made}/arrival/", {"day": today})

    assert (first.status_code, first.json()["arrived_on"]) == (200, today)
    assert (second.status_code, second.json()["code"]) == (409, "arrival_recorded")


def test_others_see_nothing_of_it(program: Caller, inventory: Inventory) -> None:
    made = post(program, "returns/", wish(inventory)).json()["id"]
    stranger = caller_for(Enterprise.objects.get(id=new_desk().firm.id))

    assert stranger.get(f"returns/{made}/").status_code == 404
    assert stranger.get(f"inventories/{inventory.id}/returns/").status_code == 404
    assert stranger.get("returns/").json()["results"] == []
    assert post(stranger, "returns/", wish(inventory)).status_code == 404
    answer = post(stranger, f"returns/{made}/arrival/", {"day": f"{timezone.localdate()}"})
    assert answer.status_code == 404


def test_the_return_stands_on_the_track_of_its_numbers(
    program: Caller, inventory: Inventory
) -> None:
    made = post(program, "returns/", wish(inventory, number="TH77")).json()["id"]

    (declaration,) = program.get("track/TH77/").json()["declarations"]

    (step,) = [step for step in declaration["timeline"] if step["event"] == "return"]
    assert (step["return"], step["number"], step["status"]) == (made, "TH77", "applied")
    assert step["authority"] == "portal"
