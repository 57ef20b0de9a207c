"""Files that spreadsheets open as meant, and run nothing of."""

from zone_portal.framework.exporting import BYTE_ORDER_MARK, csv_lines, safe_cell


def test_the_file_begins_with_the_mark_that_tells_its_encoding() -> None:
    first = next(csv_lines(["订单编号"], []))

    assert first == f"{BYTE_ORDER_MARK}订单编号\r\n"


def test_cells_with_commas_and_quotes_survive() -> None:
    assert list(csv_lines(["a"], [["x,y", 'say "z"']]))[1] == '"x,y","say ""z"""\r\n'


def test_text_that_would_be_a_formula_is_disarmed() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1"):
        assert safe_cell(text) == f"'{text}"


def test_numbers_stay_numbers_and_nothing_is_empty() -> None:
    assert safe_cell(-1) == -1
    assert safe_cell(None) == ""
