"""Background work of credit takes turns: what is long is done a slice at a time."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from credit import tasks
from credit.models import Due, Rating, ScoreModel, SimulatedRating, Simulation
from credit.services.models import load_shipped
from credit.services.simulating import order
from tests.factories.credit import BY, recorded, subject

pytestmark = pytest.mark.django_db


def test_every_task_that_beat_sends_exists() -> None:
    known = {
        getattr(tasks, name).name for name in dir(tasks) if hasattr(getattr(tasks, name), "delay")
    }
    sent = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {name for name in sent if name.startswith("credit.")} <= known


def test_events_months_and_simulations_are_worked_off() -> None:
    load_shipped(at=timezone.now())
    firm = subject()
    recorded(firm, "customs_penalty", grade="minor", at=timezone.now())
    assert tasks.rate_due() == 1
    assert not Due.objects.exists()
    assert tasks.rate_month() == 1
    assert tasks.rate_month() == 0
    model = ScoreModel.objects.get(code="hangzhou")
    day = timezone.localdate() - timedelta(days=1)
    order(model_id=model.pk, as_of=day, by=BY, at=timezone.now())
    assert tasks.simulate() == 1
    assert Simulation.objects.get().state == "done"
    assert SimulatedRating.objects.count() == 1
    assert Rating.objects.count() == 2


def test_a_turn_that_is_over_asks_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(tasks, "hint", lambda task, **_: asked.append(task))
    left = iter([5, 5, 0])
    assert tasks._in_turn("credit.simulate", lambda: next(left)) == 5
    assert asked == ["credit.simulate"]
