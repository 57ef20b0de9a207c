"""The editor of a model: rows added, changed and removed; nothing typed is lost."""

from copy import deepcopy
from typing import Any

import pytest

from credit.rules.model_checking import check_definition
from credit.rules.model_editing import edited
from credit.rules.shipped_models import DEFAULT, HANGZHOU


def codes(told: dict[str, Any]) -> set[str]:
    return {problem.code.removeprefix("credit_model_") for problem in check_definition(told)}


def used(told: Any) -> list[str]:
    return [row["code"] for row in told["indicators"]]


def test_nothing_sent_changes_nothing() -> None:
    before = deepcopy(dict(DEFAULT))
    told = edited(DEFAULT, {})
    for band in before["bands"]:
        band.pop("to")  # the next band says it
    assert told == before
    assert dict(DEFAULT)["bands"][0].get("to") == 1000


def test_an_indicator_is_moved_out_and_another_in() -> None:
    first, second = used(DEFAULT)[:2]
    rows = {row["code"]: row for row in DEFAULT["indicators"]}
    dropped = edited(DEFAULT, {f"drop-{second}": "yes"})
    assert second not in used(dropped)
    assert codes(dropped) == {"points_do_not_add_up"}
    points = str(rows[second]["points"])
    told = edited(
        dropped,
        {
            f"add-{rows[first]['dimension']}": second,
            f"add-points-{rows[first]['dimension']}": points,
        },
    )
    assert set(used(told)) == set(used(DEFAULT))
    assert codes(told) == set()


def test_a_band_is_added_renamed_and_removed() -> None:
    told = edited(DEFAULT, {"band-new-grade": "E", "band-new-from": "0", "band-new-level": "D"})
    assert codes(told) == {"bands_overlap"}
    told = edited(told, {"band-3-from": "300", "band-0-grade": "AA"})
    assert [(b["grade"], b["from"]) for b in told["bands"]][::4] == [("AA", 850), ("E", 0)]
    assert codes(told) == set()
    assert codes(edited(told, {"band-4-drop": "yes"})) == {"bands_gap"}


def test_a_cap_is_added_beside_one_of_the_same_kind_and_removed() -> None:
    sent = {
        "cap-new-kind": "tax_grade",
        "cap-new-grades": "C  M",
        "cap-new-to": "B",
        "cap-new-months": "12",
        "cap-new-zh": "纳税信用 C、M 级",
        "cap-new-en": "Tax credit C or M",
    }
    told = edited(DEFAULT, sent)
    assert told["caps"][-1] == {
        "code": "tax_grade",
        "kind": "tax_grade",
        "grades": ["C", "M"],
        "to": "B",
        "months": 12,
        "zh": "纳税信用 C、M 级",
        "en": "Tax credit C or M",
    }
    assert codes(told) == set()
    again = edited(told, sent)
    assert again["caps"][-1]["code"] == "tax_grade-2"
    assert len(edited(again, {"cap-0-drop": "yes"})["caps"]) == len(told["caps"])


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({"points-CRI-101": "viel"}, {"row"}),
        ({"band-new-grade": "S", "band-new-from": ""}, {"row"}),
        ({"half_life_months": "nan"}, {"field"}),
        ({"half_life_months": "1e999"}, {"field"}),
        ({"params-CRI-101": "{"}, {"params"}),
        ({"params-CRI-101": '{"unknown": NaN}'}, {"params"}),
        ({"params-CRI-101": '{"unknown": 1e999}'}, {"params"}),
        (
            {"cap-new-kind": "tax_grade", "cap-new-grades": "Z"},
            {"cap_unknown", "cap_grade", "cap_words"},
        ),
    ],
)
def test_what_is_wrong_is_kept_and_named(sent: dict[str, str], problems: set[str]) -> None:
    assert codes(edited(HANGZHOU, sent)) == problems
