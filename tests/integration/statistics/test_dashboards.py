"""What a dashboard says is what its records say: filters, unfinished months, missing rates."""

from decimal import Decimal
from typing import Any

import pytest

from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from statistics_app.asking import asked
from statistics_app.selectors_dashboard import dashboard, records
from statistics_app.selectors_figures import total
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import DAY, figures, nothing_counted

pytestmark = pytest.mark.django_db

D = Decimal
ZONE = Viewer(sees_all=True, is_official=True)
OCTOBER = {"from": "2025-10", "to": "2025-10"}


def firm_of(*lists: dict[str, Any], name: str = "虚构陶瓷有限公司") -> Enterprise:
    """A firm with a list for each of these values, and nothing else counted."""
    nothing_counted()
    firm = EnterpriseFactory.create(name=name)
    for number, values in enumerate(lists):
        figures(firm, 1, inventory_id=firm.pk * 1000 + number, **values)
    return firm


def sum_of_records(query: dict[str, str]) -> Decimal:
    """What the records behind a figure add up to, returns taken off."""
    rows = records(ZONE, asked(query, today=DAY))
    return sum(((-1 if row.source else 1) * row.rmb for row in rows), D(0))


@pytest.mark.parametrize(
    ("goods", "expected"),
    [
        ({"chapter": "69"}, "80.00"),
        ({"heading": "6911"}, "50.00"),
        ({"chapter": "69", "heading": "6911"}, "50.00"),
        ({"section": "XIII", "heading": "6911"}, "50.00"),
        ({"chapter": "22", "heading": "6911"}, "0"),
        ({"chapter": "6"}, "0"),
    ],
)
@pytest.mark.parametrize("term", [OCTOBER, {"from": "2025-10-02", "to": "2025-10-30"}])
@pytest.mark.parametrize("more", [{}, {"country": "305"}, {"customs": "40"}])
def test_a_figure_is_the_sum_of_its_records_whatever_goods_are_asked_for(
    goods: dict[str, str], expected: str, term: dict[str, str], more: dict[str, str]
) -> None:
    firm_of(
        {"hs_code": "6911101000", "rmb": D(60)},
        {"hs_code": "6911101000", "rmb": D(10), "source": 7, "tickets": 0},
        {"hs_code": "6912001000", "rmb": D(30)},
        {"hs_code": "2204210000", "rmb": D(100)},
    )
    query = {**term, **goods, **more}

    shown = dashboard(ZONE, asked(query, today=DAY))

    assert shown.now[""].rmb == D(expected)
    assert sum_of_records(query) == D(expected)
    assert sum((row.now.rmb for row in shown.modes), D(0)) == D(expected)
    assert total(shown.asked.cut, shown.asked.term).rmb == D(expected)
