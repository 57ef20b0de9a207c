"""Grades of departments side by side: the most cautious counts, disagreement is shown."""

from credit.rules.recognition import Recognised, recommend

TABLE = (
    Recognised("customs", "AA", "A"),
    Recognised("customs", "B", "B"),
    Recognised("tax", "B", "B"),
    Recognised("tax", "D", "D"),
    Recognised("fx", "A", "B"),
)


def test_the_most_cautious_department_is_recommended() -> None:
    found = recommend({"customs": "AA", "tax": "B", "fx": "A"}, TABLE, spread=2)
    assert found.level == "B"
    assert found.levels == {"customs": "A", "fx": "B", "tax": "B"}
    assert found.disagree is None


def test_a_wide_disagreement_names_best_and_worst() -> None:
    found = recommend({"customs": "AA", "tax": "D"}, TABLE, spread=2)
    assert (found.level, found.disagree) == ("D", ("customs", "tax"))
    assert recommend({"customs": "AA", "tax": "D"}, TABLE, spread=4).disagree is None


def test_a_grade_that_nobody_recognises_is_told_not_guessed() -> None:
    found = recommend({"customs": "X", "tax": "B"}, TABLE, spread=2)
    assert (found.level, found.unknown) == ("B", (("customs", "X"),))


def test_without_any_grade_nothing_is_recommended() -> None:
    assert recommend({}, TABLE, spread=2).level is None
    assert recommend({"fx": "Z"}, TABLE, spread=2).level is None
