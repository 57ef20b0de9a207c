"""What may be returned: released, in time, in the right place, never more than was declared."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from declarations.models import Course, Dispatch, InventoryLine, Return, Returned, ReturnStep
from declarations.rulebook import settings_on
from declarations.services.forwarding import forward
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED
from tests.builders.documents import changed
from tests.integration.customs.conftest import Notebook, matched
from tests.integration.customs.returning import (
    application,
    customs_says,
    number_of,
    of,
    released,
    today,
)
from tests.integration.declarations.conftest import Desk, codes, new_desk
from zone_portal.env import CustomsGateway

pytestmark = pytest.mark.django_db


def held(inventory: Any) -> dict[int, Decimal]:
    return dict(Returned.objects.filter(inventory_id=inventory.id).values_list("gnum", "held"))


def test_a_return_in_time_is_entered_with_its_terms(desk: Desk) -> None:
    inventory = released(desk, days_ago=3)
    made = application(inventory, desk.firm.code)

    (judged,) = desk.send(made)

    assert (judged.verdict, codes(judged)) == (ACCEPTED, set())
    row = of(made)
    assert (row.state, row.inventory_id, row.id) == ("applied", inventory.id, judged.document_id)
    assert row.released_on == today() - timedelta(days=3)
    assert row.apply_until == row.released_on + timedelta(days=30)
    assert (row.clock, row.due_on) == ("arrive", row.released_on + timedelta(days=45))
    assert sum(held(inventory).values()) > 0
    assert ReturnStep.objects.get(paper_id=row.id).target == "applied"


@pytest.mark.parametrize(("days", "verdict"), [(30, ACCEPTED), (31, REJECTED)])
def test_an_import_is_applied_for_within_thirty_days(desk: Desk, days: int, verdict: str) -> None:
    inventory = released(desk, days_ago=days)

    (judged,) = desk.send(application(inventory, desk.firm.code))

    assert judged.verdict == verdict
    if verdict == REJECTED:
        (finding,) = judged.findings
        assert (finding["code"], finding["responsible"]) == ("RET-015", "agent")
        assert finding["params"]["day"] == f"{today() - timedelta(days=1)}"
        assert judged.status == "-625001"
        assert not Return.objects.exists()


@pytest.mark.parametrize(
    ("status", "code"),
    [("sent", "RET-018"), ("120", "RET-018"), ("500", "RET-018"), ("100", "RET-019"),
     ("cancelled", "RET-019"), ("700", "RET-019")],
)  # fmt: skip
def test_only_what_is_released_can_be_returned(desk: Desk, status: str, code: str) -> None:
    inventory = released(desk, status=status)

    (judged,) = desk.send(application(inventory, desk.firm.code))

    assert (judged.verdict, codes(judged)) == (REJECTED, {code})
    (finding,) = judged.findings
    assert len(finding["params"]["status"]) == 2


def test_what_was_never_sent_to_customs_is_not_released(desk: Desk) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code, invtNo=number_of(inventory))
    Course.objects.filter(inventory_id=inventory.id).delete()
    type(inventory).objects.filter(id=inventory.id).update(invt_no=made["InvtRefundHead"]["invtNo"])

    (judged,) = desk.send(made)

    assert (judged.verdict, codes(judged)) == (REJECTED, {"RET-018"})


def test_without_a_gateway_the_release_is_not_known_and_only_warned_of(
    desk: Desk, settings: Any
) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code, invtNo=number_of(inventory))
    Course.objects.filter(inventory_id=inventory.id).delete()
    type(inventory).objects.filter(id=inventory.id).update(invt_no=made["InvtRefundHead"]["invtNo"])
    settings.CUSTOMS_GATEWAY = CustomsGateway("", "", simulated=False)

    (judged,) = desk.send(made)

    assert (judged.verdict, codes(judged)) == (ACCEPTED, {"RET-027"})
    assert (of(made).clock, of(made).due_on) == ("", None)


def test_several_returns_together_never_exceed_what_was_declared(desk: Desk) -> None:
    inventory = released(desk)
    quantity = released_quantity(inventory)
    desk.send(application(inventory, desk.firm.code, {1: format(quantity, "f")}))

    (judged,) = desk.send(application(inventory, desk.firm.code, {1: "1"}))

    (finding,) = judged.findings
    assert (judged.verdict, finding["code"]) == (REJECTED, "RET-020")
    own, theirs = finding["documents"]
    assert (own["field"], own["line"], own["value"]) == ("qty", 1, "1")
    assert (theirs["type"], theirs["value"], finding["params"]["left"]) == ("CEB621", "0", "0")


def released_quantity(inventory: Any, gnum: int = 1) -> Decimal:
    return InventoryLine.objects.get(document_id=inventory.id, gnum=gnum).qty


def test_a_refused_return_frees_its_quantity_and_may_be_sent_again(desk: Desk) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    assert sum(held(inventory).values()) > 0

    customs_says(of(made), "100", info="[Code:1371;Desc:退货原因不明]")

    assert (of(made).state, of(made).clock) == ("refused", "apply")
    assert sum(held(inventory).values()) == 0
    (judged,) = desk.send(changed(made, appType="2", reason="七天无理由退货"))
    assert (judged.verdict, of(made).state) == (ACCEPTED, "applied")
    assert sum(held(inventory).values()) > 0


@pytest.mark.parametrize(("seconds", "state"), [(1, "approved"), (0, "refused")])
def test_customs_may_go_on_with_a_return_after_a_refusal(
    desk: Desk, seconds: int, state: str
) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    now = timezone.now()
    customs_says(of(made), "100", now)

    customs_says(of(made), "399", now + timedelta(seconds=seconds))

    assert of(made).state == state
    assert bool(sum(held(inventory).values())) == (state == "approved")


def test_a_return_that_the_port_has_already_is_not_refused(desk: Desk, notebook: Notebook) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    forward(seconds=10, to=notebook)

    customs_says(of(made), "-625022", info="退货申请单已经申报过，请勿重复申报")

    assert of(made).state == "applied"


def test_a_withdrawn_return_frees_its_quantity(desk: Desk) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)

    (judged,) = desk.send(changed(made, appType="3"))

    assert (judged.verdict, of(made).state) == (ACCEPTED, "withdrawn")
    assert sum(held(inventory).values()) == 0
    (again,) = desk.send(application(inventory, desk.firm.code))
    assert again.verdict == ACCEPTED


def test_a_change_counts_with_its_new_quantity_only(desk: Desk) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    before = held(inventory)
    smaller = changed(made, 1, qty="1")

    (judged,) = desk.send(changed(smaller, appType="2"))

    assert judged.verdict == ACCEPTED
    assert held(inventory)[1] == 1
    assert {gnum: value for gnum, value in held(inventory).items() if gnum != 1} == {
        gnum: value for gnum, value in before.items() if gnum != 1
    }


def test_what_customs_has_taken_up_is_not_changed(desk: Desk) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    customs_says(of(made), "120")

    (judged,) = desk.send(changed(made, appType="2", reason="七天无理由退货"))

    assert (judged.verdict, codes(judged)) == (REJECTED, {"KEY-008"})


def test_a_stored_return_holds_nothing_yet(desk: Desk) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code, appStatus="1")

    (judged,) = desk.send(made)

    assert (judged.verdict, of(made).state, of(made).clock) == (ACCEPTED, "stored", "apply")
    assert held(inventory) == {}
    (declared,) = desk.send(changed(made, appType="2", appStatus="2"))
    assert (declared.verdict, of(made).state) == (ACCEPTED, "applied")
    assert held(inventory)


def test_the_same_again_is_a_duplicate_and_holds_once(desk: Desk) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    before = held(inventory)

    (judged,) = desk.send(made)

    assert (judged.verdict, held(inventory)) == (DUPLICATE, before)


def test_imports_go_back_to_their_own_customs(desk: Desk) -> None:
    inventory = released(desk)
    other = "2217" if inventory.customs_code != "2217" else "4001"

    (judged,) = desk.send(application(inventory, desk.firm.code, customsCode=other))

    assert "RET-021" in codes(judged)


@pytest.mark.parametrize(("days", "verdict"), [(360, ACCEPTED), (370, REJECTED)])
def test_an_export_may_return_for_a_year(desk: Desk, days: int, verdict: str) -> None:
    inventory = released(desk, direction="export", days_ago=days)

    (judged,) = desk.send(application(inventory, desk.firm.code))

    assert judged.verdict == verdict, judged.findings
    expected = {"RET-017"} if verdict == REJECTED else {"RET-028"}
    assert codes(judged) & {"RET-017", "RET-028"} == expected


def test_an_export_return_of_the_wrong_mode_is_refused(desk: Desk) -> None:
    inventory = released(desk, direction="export")
    wrong = "9661" if inventory.trade_mode == "1210" else "1261"

    (judged,) = desk.send(application(inventory, desk.firm.code, tradeMode=wrong))

    assert (judged.verdict, codes(judged)) == (REJECTED, {"RET-026"})


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2024, 12, 14), "RET-022"),
        (date(2024, 12, 15), "RET-023"),
        (date(2026, 3, 31), "RET-023"),
        (date(2026, 4, 1), ""),
    ],
)
def test_another_region_takes_returns_by_the_rules_of_the_day(day: date, code: str) -> None:
    settings = settings_on(day)

    in_force = {name for name in ("RET-022", "RET-023") if settings.of(name) != "off"}
    assert in_force == ({code} if code else set())


def test_exports_may_return_to_another_region_today(desk: Desk) -> None:
    inventory = released(desk, direction="export", mode="9610")
    other = "2217" if not inventory.customs_code.startswith("22") else "4001"
    made = application(inventory, desk.firm.code, customsCode=other)

    (judged,) = desk.send(made)

    assert judged.verdict == ACCEPTED, judged.findings
    assert of(made).is_across


def test_a_firm_that_only_names_the_seller_learns_nothing_of_the_inventory(desk: Desk) -> None:
    inventory = released(desk, status="500")
    other = new_desk()
    made = application(inventory, other.firm.code, ebcCode=desk.firm.code)

    (judged,) = other.send(made)

    assert (judged.verdict, codes(judged)) == (REJECTED, {"RET-010"})
    assert str(inventory.cop_no) not in str(judged.findings)


def test_a_return_of_nothing_that_matches_is_only_kept(desk: Desk) -> None:
    matched(desk)
    made = application(released(desk, 1), desk.firm.code, invtNo="400120269999999999")

    (judged,) = desk.send(made)

    assert (judged.verdict, codes(judged)) == (ACCEPTED, {"RET-010"})
    assert (of(made).inventory_id, of(made).clock) == (None, "")


def test_customs_word_is_the_only_one_that_moves_it(desk: Desk) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    now = timezone.now()

    customs_says(of(made), "120", now)
    customs_says(of(made), "2", now + timedelta(seconds=1))
    customs_says(of(made), "100", now - timedelta(hours=1))

    assert of(made).state == "accepted"
    assert [s.target for s in ReturnStep.objects.filter(paper_id=of(made).id)] == [
        "applied",
        "accepted",
    ]
    assert not Dispatch.objects.filter(document_id=of(made).id, status="dead").exists()
