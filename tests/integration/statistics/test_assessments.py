"""Assessments of parks and counties: a tree that two people released, own values, review."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry, Site
from enterprises.services.demo_values import PDF
from enterprises.services.refusals import Refusal
from statistics_app.models import Assessment, AssessmentPaper, AssessmentTree
from statistics_app.rules.assessment.scoring import points_of
from statistics_app.rules.assessment.tree import read_tree
from statistics_app.selectors_assessments import known_values
from statistics_app.services.booking import recount
from statistics_app.services.governance import assessing, trees
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import booking, nothing_counted
from tests.factories.governance import AT, Governed, browser, deed, problems_of, west
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


def released(governed: Governed) -> Assessment:
    """The assessment of the west by the shipped tree of the year."""
    west()
    tree = trees.draft_tree(year=2026, **deed(governed.office))
    trees.propose_tree(tree_id=tree.pk, version=1, **deed(governed.office))
    trees.release_tree(tree_id=tree.pk, version=2, accepted=True, **deed(governed.chief))
    return Assessment.objects.get(site_id="west")


def test_indicators_are_added_and_taken_out_of_a_draft_with_a_reason(governed: Governed) -> None:
    tree = trees.draft_tree(year=2030, **deed(governed.office))
    path, client = f"/statistics/assessments/trees/{tree.pk}/", browser(governed.office)
    typed = {
        "version": "1", "dimension": "services", "new_zh": "孵化企业", "new_en": "Firms incubated",
        "new_unit": "家", "new_weight": "3", "new_formula": "linear", "new_full": "30",
    }  # fmt: skip

    bare = client.post(f"{path}add/", {"version": "1", "new_formula": "steps"})
    silent = client.post(f"{path}add/", typed)
    added = client.post(f"{path}add/", typed | {"new_reason": "县区要求增加"})
    removed = client.post(
        f"{path}remove/", {"version": "2", "code": "practices", "old_reason": "并入其他指标"}
    )

    assert (bare.status_code, silent.status_code) == (422, 422)
    assert (added.status_code, removed.status_code) == (302, 302)
    tree.refresh_from_db()
    read, wrong = read_tree(tree.definition)
    assert [english for _, english in wrong] == ["The weights add up to 98, not to 100"]
    codes = [branch["code"] for branch in tree.definition["dimensions"]]
    assert "innovation" not in codes, "its only indicator went"
    trees.save_tree(tree_id=tree.pk, version=3, weights={"own_1": "5"}, **deed(governed.office))
    tree.refresh_from_db()
    read, _ = read_tree(tree.definition)
    assert read is not None
    leaf = next(one for one in read.leaves() if one.code == "own_1")
    assert points_of(leaf, Decimal(15)) == Decimal("2.50")
    page = client.get(path).content.decode()
    assert "县区要求增加" in page
    assert "自有与复制经验：列入 → 未列入" in page


def test_what_the_platform_knows_stands_beside_what_was_filled_in(governed: Governed) -> None:
    row = released(governed)
    nothing_counted()
    firm = EnterpriseFactory.create(site_id="west", status="approved", registered_at=AT)
    for number, day in enumerate((date(2025, 3, 2), date(2026, 3, 2))):
        booking(
            firm, 7000 + number, day=day, direction="E",
            rmb=Decimal(100_000_000 * (number + 1)), usd=Decimal(1),
        )  # fmt: skip
    recount()

    known = known_values(row, today=date(2026, 11, 20))

    assert {code: known[code].value for code in ("value", "export_growth", "modes_open")} == {
        "value": Decimal("2.00"),
        "export_growth": Decimal("100.00"),
        "modes_open": Decimal(1),
    }
    assert known["filed"].value >= 1
    assert "incidents" not in known
    page = browser(official("county", "reviewer", "west")).get(f"/statistics/assessments/{row.pk}/")
    assert "平台数据 <b>2</b>" in page.content.decode()


def test_a_value_is_proved_by_a_file_that_the_office_reads(governed: Governed) -> None:
    row = released(governed)
    Site.objects.get_or_create(
        code="east",
        defaults={"parent_id": "hub", "path": "/hub/east/", "kind": "sub", "name": "东区"},
    )
    read = assessing.tree_of(row.tree)
    typed: dict[str, Any] = {"version": "1", "file-filed": SimpleUploadedFile("备案清单.pdf", PDF)}
    for leaf in read.leaves():
        typed |= {f"value-{leaf.code}": "1", f"paper-{leaf.code}": "统计表"}
    path = f"/statistics/assessments/{row.pk}/"

    sent = browser(official("county", "reviewer", "west")).post(f"{path}send/", typed)

    assert sent.status_code == 302
    (paper,) = AssessmentPaper.objects.filter(assessment=row)
    assert (paper.code, paper.evidence.site_id) == ("filed", "west")
    page = browser(governed.chief).get(path).content.decode()
    address = reverse("statistics:evidence", args=[paper.evidence_id])
    assert address in page
    assert "备案清单.pdf" in page
    assert browser(governed.chief).get(address).status_code == 200
    assert browser(official("county", "reviewer", "east")).get(address).status_code == 404
