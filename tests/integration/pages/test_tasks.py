"""Repair tasks on the pages: whose they are, what they say, and what the other parties see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from declarations.models import Task
from declarations.services.repairing import follow_decisions
from enterprises.models import Enterprise
from tests.builders.documents import changed
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.tasks import TaskFactory
from tests.integration.declarations.conftest import Desk
from tests.integration.pages.conftest import Reader

pytestmark = pytest.mark.django_db
Member = Callable[..., Reader]


@pytest.fixture
def task(desk: Desk) -> Task:
    """The task of a mismatch: the payment is of another amount."""
    documents = desk.set()
    wrong = changed(documents["payment"], amountPaid="1.00")
    desk.send(documents["order"], wrong, documents["waybill"], documents["inventory"])
    desk.decide()
    follow_decisions(seconds=10, at=timezone.now())
    return Task.objects.get(enterprise_id=desk.firm.id)


def test_a_firms_own_unfinished_tasks_come_first(desk: Desk, task: Task, member_of: Member) -> None:
    reader = member_of(desk)
    response = reader.get("/tasks/")
    assert response["Location"] == "/tasks/?whose=ours&state=unfinished"
    text = reader.text("/tasks/", whose="ours", state="unfinished")
    assert f"/tasks/{task.pk}/" in text
    assert "amountPaid 1" in text


def test_the_entry_of_the_navigation_counts_what_is_to_be_done(
    desk: Desk, task: Task, member_of: Member
) -> None:
    assert '<span class="side-count">1</span>' in member_of(desk).text("/tasks/", whose="all")


def test_the_file_holds_what_the_list_shows(desk: Desk, task: Task, member_of: Member) -> None:
    response = member_of(desk).get("/tasks/", whose="ours", format="csv")
    content = b"".join(response.streaming_content).decode()
    assert "MAT-006" in member_of(desk).text("/tasks/", whose="ours", columns="code")
    assert "amountPaid" in content
    assert content.count("\n") == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "done"}, False),
        ({"overdue": "yes"}, False),
        ({"code": "MAT-006"}, True),
        ({"noun": "waybill"}, False),
        ({"whose": "others"}, False),
    ],
)
def test_filters_narrow_the_list(
    desk: Desk, task: Task, member_of: Member, query: dict[str, str], *, found: bool
) -> None:
    assert (f"/tasks/{task.pk}/" in member_of(desk).text("/tasks/", **query)) is found


def test_a_task_says_where_it_is_fixed_and_that_one_works_on_it(
    desk: Desk, task: Task, member_of: Member
) -> None:
    reader = member_of(desk)
    text = reader.text(f"/tasks/{task.pk}/")
    assert f"/payments/{task.document_id}/#element-amountPaid" in text
    opened = reader.client.post(
        "/entry/forms/new/",
        {"correct": "yes", "noun": "payment", "document": task.document_id, "field": task.field},
    )
    assert opened["Location"].endswith("#field-amountPaid")
    for page in (text, reader.text(f"/declarations/{task.inventory_id}/")):
        assert 'name="correct"' in page
        assert f'name="field" value="{task.field}"' in page
    response = reader.client.post(f"/tasks/{task.pk}/")
    assert response.status_code == 302
    task.refresh_from_db()
    assert task.state == "in_work"
    assert reader.client.post(f"/tasks/{task.pk}/").status_code == 409


def test_the_field_that_a_task_links_to_is_on_the_page_of_the_document(
    desk: Desk, task: Task, member_of: Member
) -> None:
    assert 'id="element-amountPaid"' in member_of(desk).text(f"/payments/{task.document_id}/")


def test_a_viewer_of_the_firm_may_look_but_not_answer(
    desk: Desk, task: Task, member_of: Member
) -> None:
    reader = member_of(desk, "viewer")
    assert reader.get(f"/tasks/{task.pk}/").status_code == 200
    assert reader.client.post(f"/tasks/{task.pk}/").status_code == 403


def test_outsiders_find_no_task(task: Task, outsider: Reader) -> None:
    assert outsider.get(f"/tasks/{task.pk}/").status_code == 404
    assert outsider.client.post(f"/tasks/{task.pk}/").status_code == 404
    assert f"/tasks/{task.pk}/" not in outsider.text("/tasks/", whose="all")


def test_another_party_sees_who_corrects_it_and_until_when(
    desk: Desk, task: Task, member_of: Member
) -> None:
    other = EnterpriseFactory.create(name="另一责任企业有限公司")
    Task.objects.filter(pk=task.pk).update(
        enterprise_id=other.id, state="in_work", begun_at=timezone.now()
    )
    reader = member_of(desk)
    text = reader.text(f"/declarations/{task.inventory_id}/")
    assert "另一责任企业有限公司" in text
    assert "处理中" in text
    assert f"/tasks/{task.pk}/" in text
    assert reader.client.post(f"/tasks/{task.pk}/").status_code == 403


def test_a_finding_links_to_the_place_where_it_is_fixed(
    desk: Desk, task: Task, member_of: Member
) -> None:
    text = member_of(desk).text(f"/declarations/{task.inventory_id}/")
    assert f"/payments/{task.document_id}/#element-amountPaid" in text


def test_an_overdue_task_says_so(desk: Desk, task: Task, member_of: Member) -> None:
    Task.objects.filter(pk=task.pk).update(deadline_at=timezone.now() - timedelta(hours=5))
    assert "逾期 5" in member_of(desk).text("/tasks/", overdue="yes")


def test_causes_are_ranked_by_partner_with_their_share(
    desk: Desk, task: Task, member_of: Member, official: Reader
) -> None:
    other: Any = EnterpriseFactory.create(name="常错企业有限公司")
    parties = [desk.firm.id, other.id]
    for number in range(3):
        TaskFactory.create(
            inventory_id=number + 1, enterprise_id=other.id, parties=parties, code="MAT-024"
        )
    text = member_of(desk).text("/causes/")
    own = Enterprise.objects.get(id=desk.firm.id).name
    assert text.index("常错企业有限公司") < text.index(f">{own}")
    assert "75.0 %" in text
    response = member_of(desk).get("/causes/", format="csv", weeks="4")
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[1].startswith(f"{other.code},常错企业有限公司,运单") or "MAT-024" in lines[1]
    assert "常错企业有限公司" in official.text("/causes/")


def test_outsiders_learn_nothing_from_the_causes(task: Task, outsider: Reader) -> None:
    assert "MAT-006" not in outsider.text("/causes/")
