"""Steps, owners and limits of each mode beside the paths really taken."""

from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from declarations.course_report import compare_paths
from declarations.models import CourseStandard, CourseStep
from declarations.services.standards import load_standards
from enterprises.viewers import Viewer
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.customs.conftest import Notebook, forwarded, says
from tests.integration.declarations.conftest import Desk

TODAY = date(2026, 11, 20)
KEY = ("import", "9610", "120", "800")


def test_the_table_that_comes_with_the_portal_is_loaded_once(db: None) -> None:
    assert CourseStandard.objects.filter(mode="9610", direction="import").count() >= 10
    assert load_standards() == 0


def test_median_ninth_decile_and_overtime_of_a_step(desk: Desk, notebook: Notebook) -> None:
    CourseStandard.objects.filter(source="120", target="800", direction="import").update(hours=1)
    now = timezone.now()
    for number, minutes in enumerate((10, 20, 90)):
        inventory = forwarded(desk, notebook, number)
        says(inventory, "120", now - timedelta(minutes=minutes))
        says(inventory, "800", now)

    found = compare_paths(Viewer(enterprise_ids=(desk.firm.id,)), on=TODAY)

    step = next(s for s in found if (s.direction, s.mode, s.source, s.target) == KEY)
    assert (step.count, step.over) == (3, 1)
    assert step.median is not None
    assert round(step.median) == 20 * 60
    assert step.ninth is not None
    assert 20 * 60 < step.ninth <= 90 * 60


def test_a_step_is_held_against_the_limit_of_its_own_day(desk: Desk, notebook: Notebook) -> None:
    now = timezone.now()
    standard = CourseStandard.objects.get(
        mode="9610", source="120", target="800", direction="import", valid_to=None
    )
    CourseStandard.objects.filter(pk=standard.pk).update(hours=1, valid_to=now.date())
    standard.pk, standard.hours, standard.valid_from = None, 100, now.date()
    standard.save()
    for number, age in enumerate((timedelta(days=2), timedelta())):
        inventory = forwarded(desk, notebook, number)
        says(inventory, "120", now - age - timedelta(hours=2))
        says(inventory, "800", now - age)

    found = compare_paths(Viewer(enterprise_ids=(desk.firm.id,)), on=now.date())

    step = next(s for s in found if (s.direction, s.mode, s.source, s.target) == KEY)
    assert (step.count, step.over) == (2, 1)


def test_a_step_outside_the_table_is_shown_as_such(desk: Desk, notebook: Notebook) -> None:
    says(forwarded(desk, notebook), "700")
    assert CourseStep.objects.filter(source="sent", target="700").exists()

    found = compare_paths(Viewer(enterprise_ids=(desk.firm.id,)), on=TODAY)

    assert any(s.standard is None and s.target == "700" for s in found)


def test_the_report_is_for_officials(desk: Desk, notebook: Notebook, client: Client) -> None:
    says(forwarded(desk, notebook), "800")
    client.force_login(MemberFactory.create(enterprise_id=desk.firm.id).user)
    assert client.get("/customs/steps/").status_code == 403

    client.force_login(official(department="commerce", role="viewer"))
    page = client.get("/customs/steps/").content.decode()
    assert "放行 800" in page
    assert "未见公布的时限" in page
