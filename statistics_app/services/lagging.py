"""Whether the figures of some days are what the documents say by now; read only.

A run books what customs said, what was sent back, which rates and which firms are others than
before. Until it has run, figures of these days are not to be published.
"""

from datetime import date

from statistics_app.models.cells import StaleMonth
from statistics_app.selectors_indicators import Problem
from statistics_app.services.booking import of_moved_firms
from statistics_app.services.following import due_on, heard_since, returns_since
from statistics_app.services.rates import rated_otherwise
from statistics_app.services.runs import last_run

CODE = "unreconciled"


def lag_of(first: date, last: date) -> list[Problem]:
    """Everything about the days from ``first`` to ``last`` that a run has yet to count; what lies
    on other days is no hindrance."""
    found = [
        (due_on(first, last), "份清单待入账", "declarations wait to be counted"),
        (
            heard_since(first, last),
            "份清单有新的海关回执尚未读入",
            "declarations have receipts of customs that are not read yet",
        ),
        (
            returns_since(last_run(), first, last),
            "份清单上次统计后有退货办结",
            "declarations had a return completed since the last run",
        ),
        (
            of_moved_firms(first, last),
            "份清单的企业新备案或已变更所属平台",
            "declarations are of firms registered or moved since",
        ),
    ]
    problems = [_said(*one) for one in found if one[0]] + rates_lag(first, last)
    if StaleMonth.objects.filter(month__lte=last, month__gte=first.replace(day=1)).exists():
        problems.append(
            Problem(
                CODE,
                "有月份待重新汇总，先运行统计",
                "Months wait to be added up: run the counting first",
            )
        )
    return problems


def rates_lag(first: date, last: date) -> list[Problem]:
    """That figures of these days were booked by rates that were corrected since."""
    count = rated_otherwise(first, last)
    zh, en = "份清单的汇率已更正", "declarations have a corrected rate"
    return [_said(count, zh, en)] if count else []


def _said(count: int, zh: str, en: str) -> Problem:
    return Problem(CODE, f"有 {count} {zh}，先运行统计", f"{count} {en}: run the counting first")
