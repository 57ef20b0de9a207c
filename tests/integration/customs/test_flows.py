"""The four regimes, both ways: what went through each flow, and how it stands."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from declarations.flow_report import FlowCount, count_flows
from declarations.models import Course
from declarations.rulebook import day_of
from enterprises.viewers import Viewer
from tests.factories.members import MemberFactory
from tests.integration.customs.conftest import Notebook, forwarded, says
from tests.integration.declarations.conftest import Desk

FLOWS = {
    ("import", "9610"): "direct_purchase",
    ("import", "1210"): "bonded_import",
    ("export", "9610"): "general_export",
    ("export", "1210"): "zone_export",
}


def counted(desk: Desk) -> dict[tuple[str, str], FlowCount]:
    today = day_of(timezone.now())
    rows = count_flows(Viewer(enterprise_ids=(desk.firm.id,)), first=today, last=today)
    return {(row.direction, row.mode): row for row in rows}


def test_each_regime_runs_from_order_to_release_in_its_own_flow(
    desk: Desk, notebook: Notebook
) -> None:
    for number, (direction, mode) in enumerate(FLOWS):
        inventory = forwarded(desk, notebook, number, direction=direction, mode=mode)
        assert inventory.trade_mode == mode
        says(inventory, "800")
    found = counted(desk)
    for key, flow in FLOWS.items():
        row = found[key]
        assert (row.flow, row.declared, row.matched, row.forwarded, row.released) == (
            flow,
            1,
            1,
            1,
            1,
        )
        assert row.median is not None
    assert found["export", "9810"].declared == 0


def test_bonded_goods_go_both_ways_each_with_its_own_demands(
    desk: Desk, notebook: Notebook
) -> None:
    inward = forwarded(desk, notebook, 1, direction="import", mode="1210")
    outward = forwarded(desk, notebook, 2, direction="export", mode="1210")
    assert (inward.ems_no is not None, outward.ems_no is not None) == (True, True)
    assert (inward.area_code is not None, outward.area_code is not None) == (True, True)
    routes = dict(Course.objects.values_list("inventory_id", "route"))
    assert (routes[inward.id], routes[outward.id] in {"A", "B"}) == ("", True)


def test_exports_match_without_a_payment_and_are_counted_by_route(
    desk: Desk, notebook: Notebook
) -> None:
    documents = desk.set(3, direction="export")
    documents.pop("payment", None)
    desk.send(*documents.values())
    desk.decide()
    forwarded(desk, notebook, 4, direction="export")
    row = counted(desk)["export", "9610"]
    assert (row.declared, row.matched) == (2, 2)
    assert row.simplified + row.summarised == row.forwarded


@pytest.mark.parametrize("asked", ["", "?from=2026-01-01&to=2026-11-20", "?from=x&to=y"])
def test_the_page_shows_every_flow_and_gives_a_file(
    desk: Desk, notebook: Notebook, client: Client, asked: str
) -> None:
    forwarded(desk, notebook, 1, direction="export")
    client.force_login(MemberFactory.create(enterprise_id=desk.firm.id).user)
    page = client.get(f"/flows/{asked}").content.decode()
    for words in ("一般出口", "特殊区域出口", "直购进口", "网购保税进口"):
        assert words in page
    answer: Any = client.get(f"/flows/?format=csv&to={localdate().isoformat()}")
    file = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "一般出口,9610,出口,1,1" in file


def test_another_firm_counts_nothing_of_it(desk: Desk, notebook: Notebook) -> None:
    forwarded(desk, notebook, 1)
    today = day_of(timezone.now())
    rows = count_flows(Viewer(), first=today, last=today)
    assert sum(row.declared for row in rows) == 0


pytestmark = pytest.mark.django_db
