"""The register of modes: a pilot is entered, released by two people, and judged by at once."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry
from declarations.models import CourseStandard, Decision, Inventory, Mode
from declarations.rulebook import day_of, mode_register
from declarations.rules.modes import shipped
from declarations.services.mode_register import (
    decide,
    drop,
    load_shipped_modes,
    propose,
    save_draft,
)
from enterprises.services.refusals import Refusal
from tests.builders.documents import changed
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk, codes, new_desk

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def proposed(values: dict[str, Any]) -> Mode:
    """The pilot, waiting for its second pair of eyes."""
    author = official(role="administrator")
    row = save_draft(values=values, by=author, at=NOW)
    return propose(mode_id=row.pk, by=author, at=NOW)


def released(values: dict[str, Any]) -> Mode:
    row = proposed(values)
    return decide(mode_id=row.pk, confirmed=True, by=official(role="supervisor"), at=NOW)


def refused(code: str, deed: Any, **given: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(**given)
    assert refusal.value.code == code


def a_declaration(desk: Desk, number: int, order_type: str = "B") -> list[Any]:
    """An export in the pilot's mode."""
    made = desk.set(number, direction="export")
    return [
        changed(made["order"], orderType=order_type),
        made["waybill"],
        changed(made["inventory"], tradeMode="9611", statisticsFlag="A"),
    ]


def test_every_shipped_version_is_in_the_register_and_loading_again_adds_none() -> None:
    assert Mode.objects.filter(origin="shipped", status="released").count() == len(shipped())
    assert load_shipped_modes(at=NOW) == (0, 0)
    assert all(template in mode_register().templates for template in shipped())
    out = StringIO()
    call_command("load_rules", stdout=out)
    assert "modes: 0 added" in out.getvalue()


def test_a_new_mode_is_data_and_a_declaration_of_it_is_judged_by_it(
    desk: Desk, pilot: dict[str, Any]
) -> None:
    before = desk.send(*a_declaration(desk, 1))[-1]
    assert (before.verdict, "INV-071" in codes(before)) == ("rejected", True)

    released(pilot)

    after = desk.send(*a_declaration(desk, 2), *a_declaration(desk, 3, order_type="E"))
    assert {j.verdict for j in after} == {"accepted"}
    desk.decide()
    found = {
        d.inventory_id: d for d in Decision.objects.filter(rule_set__startswith="export-9611-")
    }
    assert len(found) == Inventory.objects.filter(trade_mode="9611").count() == 2
    assert sorted(str(d.codes) for d in found.values()) == ["None", "['MAT-031']"]


def test_a_pilot_brings_its_step_table(pilot: dict[str, Any]) -> None:
    released(pilot)
    rows = CourseStandard.objects.filter(mode="9611", direction="export")
    assert {(r.source, r.target, r.owner, r.hours) for r in rows} == {
        ("queued", "sent", "portal", rows.get(target="sent").hours),
        ("120", "800", "customs", rows.get(target="800").hours),
    }


def test_a_later_version_ends_the_one_before_and_its_steps(pilot: dict[str, Any]) -> None:
    first = released(pilot)
    begins = day_of(NOW) + timedelta(days=30)
    second = released({**pilot, "valid_from": begins.isoformat(), "steps": pilot["steps"][:1]})
    first.refresh_from_db()
    assert (second.version, first.valid_to, second.valid_from) == (2, begins, begins)
    own = CourseStandard.objects.filter(mode="9611")
    assert own.filter(valid_from=begins).count() == 1
    assert own.filter(valid_to=begins).count() == 2


def test_a_version_of_a_shipped_mode_takes_over_from_its_first_day(pilot: dict[str, Any]) -> None:
    today = day_of(NOW)
    stricter = {**pilot, "code": "9810", "order_types": ["W"], "valid_to": ""}
    released({**stricter, "documents": ["order", "payment", "waybill"]})
    rules = mode_register().rule_set_for(direction="export", mode="9810", on=today)
    earlier = mode_register().rule_set_for(
        direction="export", mode="9810", on=today - timedelta(days=1)
    )
    assert (rules.required, earlier.required) == (
        ("order", "payment", "waybill"),
        ("order", "waybill"),
    )
    assert load_shipped_modes(at=NOW) == (0, 0)  # the zone's own version stays


def test_nobody_releases_what_they_drafted(pilot: dict[str, Any]) -> None:
    author = official(role="administrator")
    row = save_draft(values=pilot, by=author, at=NOW)
    propose(mode_id=row.pk, by=author, at=NOW)
    refused("four_eyes", decide, mode_id=row.pk, confirmed=True, by=author, at=NOW)
    assert Mode.objects.get(pk=row.pk).status == "proposed"


@pytest.mark.parametrize(
    ("department", "role"), [("zone", "viewer"), ("customs", "administrator"), ("zone", "auditor")]
)
def test_others_keep_their_hands_off_the_register(
    pilot: dict[str, Any], department: str, role: str
) -> None:
    other = official(department=department, role=role)
    refused("modes_not_yours", save_draft, values=pilot, by=other, at=NOW)
    row = proposed(pilot)
    refused("modes_not_yours", decide, mode_id=row.pk, confirmed=True, by=other, at=NOW)


def test_a_version_cannot_begin_in_the_past(pilot: dict[str, Any]) -> None:
    author = official(role="administrator")
    yesterday = day_of(NOW) - timedelta(days=1)
    row = save_draft(values={**pilot, "valid_from": yesterday.isoformat()}, by=author, at=NOW)
    refused("mode_backdated", propose, mode_id=row.pk, by=author, at=NOW)


def test_a_version_cannot_reach_into_a_later_one(pilot: dict[str, Any]) -> None:
    begins = day_of(NOW) + timedelta(days=30)
    released({**pilot, "valid_from": begins.isoformat()})
    row = proposed({**pilot, "valid_to": ""})
    refused(
        "mode_overlaps",
        decide,
        mode_id=row.pk,
        confirmed=True,
        by=official(role="supervisor"),
        at=NOW,
    )


def test_what_is_wrong_with_a_template_is_said_at_once(pilot: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refusal:
        save_draft(
            values={**pilot, "code": "x", "basis": ""}, by=official(role="administrator"), at=NOW
        )
    assert refusal.value.code == "mode_invalid"
    assert {p["field"] for p in refusal.value.details["problems"]} == {"code", "basis"}


def test_a_rejected_version_leaves_its_number_and_its_reason(pilot: dict[str, Any]) -> None:
    row = proposed(pilot)
    decide(
        mode_id=row.pk, confirmed=False, by=official(role="supervisor"), at=NOW, comment="缺依据"
    )
    again = save_draft(values=pilot, by=official(role="administrator"), at=NOW)
    assert (again.version, Mode.objects.get(pk=row.pk).comment) == (2, "缺依据")
    assert mode_register().template("export", "9611", day_of(NOW)) is None


def test_an_open_version_can_be_taken_back_and_every_deed_is_audited(pilot: dict[str, Any]) -> None:
    author = official(role="administrator")
    row = save_draft(values=pilot, by=author, at=NOW)
    propose(mode_id=row.pk, by=author, at=NOW)
    refused("mode_in_review", save_draft, values=pilot, by=author, at=NOW)
    drop(mode_id=row.pk, by=author, at=NOW)
    assert not Mode.objects.filter(pk=row.pk).exists()
    deeds = AuditEntry.objects.filter(on_type="declarations.mode", on_id=str(row.pk))
    assert set(deeds.values_list("action", flat=True)) == {
        "mode.drafted",
        "mode.proposed",
        "mode.dropped",
    }
    refused("mode_unknown", propose, mode_id=row.pk, by=author, at=NOW)


def test_the_database_holds_one_version_a_day_and_two_people_to_a_release() -> None:
    given = Mode.objects.filter(code="9610", direction="export").order_by("-version").first()
    with pytest.raises(IntegrityError, match="mode_no_overlap"), transaction.atomic():
        Mode.objects.create(
            code="9610",
            direction="export",
            version=9,
            status="released",
            origin="shipped",
            zh="x",
            en="x",
            valid_from=date(2026, 1, 1),
            basis="x",
            author="x",
            drafted_at=NOW,
        )
    person = official()
    for changes in ({"drafted_by": person, "decided_by": person}, {"status": "released"}):
        with pytest.raises(IntegrityError, match="mode_"), transaction.atomic():
            Mode.objects.create(
                code="9699",
                direction="export",
                version=1,
                zh="x",
                en="x",
                valid_from=date(2026, 1, 1),
                basis="x",
                author="x",
                drafted_at=NOW,
                **changes,
            )
    assert given is not None
