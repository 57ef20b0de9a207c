"""Assessments of parks and counties: a tree that two people released, own values, review."""

from datetime import date
from decimal import Decimal

import pytest

from enterprises.services.refusals import Refusal
from statistics_app.models import (
    Assessment,
    AssessmentTree,
)
from statistics_app.services.governance import (
    assessing,
)
from tests.factories.governance import Governed, deed, problems_of, west
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
    tree = assessing.draft_tree(year=2026, **deed(governed.office))
    assessing.save_weights(
        tree_id=tree.pk, version=1, weights={"tasks_done": "9"}, **deed(governed.office)
    )
    with pytest.raises(Refusal) as unbalanced:
        assessing.propose_tree(tree_id=tree.pk, version=2, **deed(governed.office))
    assessing.save_weights(
        tree_id=tree.pk, version=2, weights={"tasks_done": "8"}, **deed(governed.office)
    )
    assessing.propose_tree(tree_id=tree.pk, version=3, **deed(governed.chief))
    with pytest.raises(Refusal) as alone:
        assessing.release_tree(tree_id=tree.pk, version=4, accepted=True, **deed(governed.chief))
    assessing.release_tree(
        tree_id=tree.pk, version=4, accepted=True, **deed(official("zone", "supervisor"))
    )
    row = Assessment.objects.get(site_id="west")
    read = assessing.tree_of(AssessmentTree.objects.get())
    values = {leaf.code: "0" for leaf in read.leaves()} | {"tasks_done": "100"}
    papers = {leaf.code: "统计表" for leaf in read.leaves()}
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
    assert len(problems_of(bare.value)) == len(values)
    assert problems_of(silent.value) == {"note"}
    assert final.total == Decimal("10.00"), "no days of a refund are the best"


def test_a_stale_step_of_a_tree_is_told(governed: Governed) -> None:
    tree = assessing.draft_tree(year=2027, **deed(governed.office))

    with pytest.raises(PortalError) as stale:
        assessing.propose_tree(tree_id=tree.pk, version=9, **deed(governed.office))
    with pytest.raises(PortalError) as twice:
        assessing.draft_tree(year=2027, **deed(governed.office))

    assert stale.value.code == "statistics_tree_moved"
    assert twice.value.code == "statistics_tree_present"
