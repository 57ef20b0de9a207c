"""Officers and programs at the same moment, each over a connection of their own."""

from functools import partial
from typing import Any

import pytest

from credit.models import Record
from risk.models import Case, CaseStep, Series
from risk.services.cases import reviewing
from risk.services.column import series
from risk.services.once import once
from tests.factories.officials import official
from tests.factories.risk_cases import AT, Desk, deed, fresh
from tests.integration.enterprises.at_once import at_once, committed

__all__ = ["committed"]


@pytest.mark.usefixtures("committed")
def test_two_who_close_one_case_at_once_end_in_one_closing_and_one_clear_refusal() -> None:
    desk = Desk()
    for _ in range(3):
        case = desk.reviewed(rule=f"at_once_{Case.objects.count()}", at=AT)
        given: dict[str, Any] = {"case_id": case.pk, "version": case.version}

        results = at_once(
            *(
                partial(reviewing.close, **given, **deed(person))
                for person in (desk.chief, desk.office)
            )
        )

        assert [one for one in results if isinstance(one, str)] == ["risk_case_ended"]
        assert fresh(case).status == "closed"
        assert CaseStep.objects.filter(case=case, deed="closed").count() == 1
        assert Record.objects.filter(number=case.number).count() == 1


@pytest.mark.usefixtures("committed")
def test_one_key_that_comes_twice_at_once_is_one_deed() -> None:
    keeper = official("zone", "supervisor")
    for number in range(5):
        code = f"at-once-{number}"
        new = series.NewSeries(code, "credit", "指数", "Index", "公开报告")
        ask = partial(
            once,
            key=f"key-of-{code}",
            content=[code],
            by=keeper,
            at=AT,
            act=partial(series.set_up, new=new, **deed(keeper)),
        )

        results = at_once(ask, ask, ask)

        made = Series.objects.get(code=code)
        assert sorted(results) == [(made.pk, False), (made.pk, False), (made.pk, True)]
