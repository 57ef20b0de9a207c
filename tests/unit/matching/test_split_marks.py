"""The marks by which a note says that a document is one of several."""

import pytest

from declarations.rules.split_marks import Mark, UnreadableMark, is_marked, kept_mark, mark_of


@pytest.mark.parametrize(
    ("kind", "note", "kept"),
    [
        ("CEB311", "[合并支付:3]", "orders:3"),
        ("CEB311", "加急 [split orders:12] 谢谢", "orders:12"),
        ("CEB311", "【分笔支付：2】", "payments:2"),
        ("CEB311", "[ Split Payments: 2 ]", "payments:2"),
        ("CEB621", "[分包裹:2/3]", "parcel:2/3"),
        ("CEB603", "[split parcel: 1 / 99]", "parcel:1/99"),
    ],
)
def test_a_mark_is_read_and_kept_in_one_form(kind: str, note: str, kept: str) -> None:
    mark = mark_of(kind, note)
    assert str(mark) == kept
    assert kept_mark(kept) == mark
    assert is_marked(note)


@pytest.mark.parametrize("note", [None, "", "请尽快发货", "[订单:20260101]", "分包裹 2/3", "[VIP]"])
def test_other_notes_carry_no_mark(note: str | None) -> None:
    assert mark_of("CEB311", note) is None
    assert not is_marked(note or "")


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("CEB621", "[分包裹:3]"),
        ("CEB621", "[分包裹:0/3]"),
        ("CEB621", "[分包裹:4/3]"),
        ("CEB621", "[分包裹:1/1]"),
        ("CEB621", "[分包裹:1/100]"),
        ("CEB621", "[分包裹:一/二]"),
        ("CEB311", "[合并支付:1]"),
        ("CEB311", "[合并支付:1/2]"),
        ("CEB311", "[合并支付:2][分笔支付:2]"),
        ("CEB311", "[分包裹:1/2]"),
        ("CEB621", "[合并支付:2]"),
        ("CEB303", "[分笔支付:2]"),
    ],
)
def test_a_mark_that_says_nothing_sensible_is_refused(kind: str, note: str) -> None:
    assert is_marked(note)
    with pytest.raises(UnreadableMark):
        mark_of(kind, f"陈思远 {note}")


def test_the_refusal_quotes_the_mark_and_not_the_note() -> None:
    with pytest.raises(UnreadableMark, match=r"^\[分包裹:4/3\]$"):
        mark_of("CEB621", "陈思远 13800138000 [分包裹:4/3]")


def test_a_kept_mark_without_a_part_number() -> None:
    assert kept_mark("payments:2") == Mark("payments", 2)
    assert kept_mark(None) is None
