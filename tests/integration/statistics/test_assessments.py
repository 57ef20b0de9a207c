"""Assessments of parks and counties: a tree that two people released, own values, review."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import AuditEntry
from enterprises.services.refusals import Refusal
from statistics_app.models import Assessment, AssessmentTree
from statistics_app.rules.assessment.scoring import points_of
from statistics_app.rules.assessment.tree import read_tree
from statistics_app.services.governance import assessing, trees
from tests.factories.governance import Governed, browser, deed, problems_of, west
from tests.factories.officials import official
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def governed() -> Governed:
    return Governed()


def test_a_county_is_assessed_by_a_tree_that_two_people_released(governed: Governed) -> None:
    west()
    county = official("county", "reviewer", "west")
    tree = trees.draft_tree(year=2026, **deed(governed.office))
    trees.save_tree(
        tree_id=tree.pk, version=1, weights={"tasks_done": "9"}, **deed(governed.office)
    )
    with pytest.raises(Refusal) as unbalanced:
        trees.propose_tree(tree_id=tree.pk, version=2, **deed(governed.office))
    trees.save_tree(
        tree_id=tree.pk, version=2, weights={"tasks_done": "8"}, **deed(governed.office)
    )
    trees.propose_tree(tree_id=tree.pk, version=3, **deed(governed.chief))
    with pytest.raises(Refusal) as alone:
        trees.release_tree(tree_id=tree.pk, version=4, accepted=True, **deed(governed.chief))
    trees.release_tree(
        tree_id=tree.pk, version=4, accepted=True, **deed(official("zone", "supervisor"))
    )
    row = Assessment.objects.get(site_id="west")
    read = assessing.tree_of(AssessmentTree.objects.get())
    values = {leaf.code: "0" for leaf in read.leaves()} | {"tasks_done": "100"}
    papers = {leaf.code: "统计表" for leaf in read.leaves()}
    with pytest.raises(Refusal) as negative:
        assessing.send_values(
            assessment_id=row.pk,
            version=1,
            values=values | {"incidents": "-4", "policy": "101", "export_growth": "-2.5"},
            papers=papers,
            **deed(county),
        )
    with pytest.raises(Refusal) as bare:
        assessing.send_values(
            assessment_id=row.pk, version=1, values=values, papers={}, **deed(county)
        )
    assessing.send_values(
        assessment_id=row.pk, version=1, values=values, papers=papers, **deed(county)
    )
    with pytest.raises(Refusal) as silent:
        assessing.review(
            assessment_id=row.pk,
            version=2,
            accepted=True,
            values=values | {"tasks_done": "50"},
            note="",
            **deed(governed.chief),
        )
    final = assessing.review(
        assessment_id=row.pk,
        version=2,
        accepted=True,
        values=values | {"tasks_done": "50"},
        note="两项任务未办结",
        **deed(governed.chief),
    )

    assert "101" in str(unbalanced.value.details)
    assert alone.value.code == "statistics_four_eyes"
    assert problems_of(negative.value) == {"value-incidents", "value-policy"}
    assert len(problems_of(bare.value)) == len(values)
    assert problems_of(silent.value) == {"note"}
    assert final.total == Decimal("10.00"), "no days of a refund are the best"


def test_a_stale_step_of_a_tree_is_told(governed: Governed) -> None:
    tree = trees.draft_tree(year=2027, **deed(governed.office))

    with pytest.raises(PortalError) as stale:
        trees.propose_tree(tree_id=tree.pk, version=9, **deed(governed.office))
    with pytest.raises(PortalError) as twice:
        trees.draft_tree(year=2027, **deed(governed.office))

    assert stale.value.code == "statistics_tree_moved"
    assert twice.value.code == "statistics_tree_present"


def test_parameters_are_changed_with_a_reason_and_the_trail_keeps_both(governed: Governed) -> None:
    tree = trees.draft_tree(year=2028, **deed(governed.office))
    typed = {"full-filed": "80", "steps-modes_open": "1:20 3:60 5:100", "each-incidents": "4"}

    def save(version: int, parameters: dict[str, str], reason: str = "") -> AssessmentTree:
        return trees.save_tree(
            tree_id=tree.pk,
            version=version,
            weights={},
            parameters=parameters,
            reason=reason,
            **deed(governed.office),
        )

    with pytest.raises(Refusal) as silent:
        save(1, typed)
    with pytest.raises(Refusal) as unreadable:
        save(1, {"full-filed": "many", "steps-modes_open": "3:60 1:20"}, "按上年完成情况调整")
    saved = save(1, typed, "按上年完成情况调整")

    assert problems_of(silent.value) == {"reason"}
    assert problems_of(unreadable.value) == {"full-filed", "steps-modes_open"}
    read, wrong = read_tree(saved.definition)
    assert wrong == []
    assert read is not None
    leaves = {leaf.code: leaf for leaf in read.leaves()}
    assert points_of(leaves["filed"], Decimal(40)) == Decimal("3.00"), "half of 80, of 6 points"
    assert points_of(leaves["modes_open"], Decimal(4)) == Decimal("4.80")
    assert points_of(leaves["incidents"], Decimal(2)) == Decimal(-8)
    entry: Any = AuditEntry.objects.filter(action="statistics_tree.saved").latest("id")
    assert entry.old["full-filed"] == "50"
    assert entry.new["full-filed"] == "80"
    assert entry.new["reason"] == "按上年完成情况调整"


def test_the_page_of_a_tree_takes_its_parameters_and_tells_what_was_changed(
    governed: Governed,
) -> None:
    tree = trees.draft_tree(year=2029, **deed(governed.office))
    client = browser(governed.office)
    path = f"/statistics/assessments/trees/{tree.pk}/"

    refused = client.post(f"{path}save/", {"version": "1", "full-filed": "90"})
    saved = client.post(
        f"{path}save/", {"version": "1", "full-filed": "90", "reason": "备案目标提高"}
    )

    assert refused.status_code == 422
    assert 'value="90"' in refused.content.decode()
    assert saved.status_code == 302
    page = client.get(path).content.decode()
    assert "备案企业 · 满分值：50 → 90" in page
    assert "备案目标提高" in page
