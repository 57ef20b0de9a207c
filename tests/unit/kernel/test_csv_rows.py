"""CSV files that people made."""

import pytest

from zone_portal.kernel.csv_rows import read_rows
from zone_portal.kernel.errors import PortalError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_offices_are_read(encoding: str) -> None:
    rows = list(read_rows("code,name\r\n1, 洪城 \r\n".encode(encoding), ("code", "name")))
    assert [(row.line, row["code"], row["name"]) for row in rows] == [(2, "1", "洪城")]


def test_lines_keep_their_numbers_over_blank_lines_and_breaks_in_cells() -> None:
    rows = list(read_rows(b'code,name\n1,a\n\n2,"b\nb"\n3,c\n', ("code",)))
    assert [(row.line, row["code"]) for row in rows] == [(2, "1"), (5, "2"), (6, "3")]


def test_missing_cells_are_empty_and_surplus_cells_are_told() -> None:
    short, long = read_rows(b"code,name\n1\n2,b,c\n", ("code",))
    assert short["name"] == ""
    assert not short.surplus
    assert long.surplus


def test_a_header_without_a_needed_column_is_refused() -> None:
    with pytest.raises(PortalError) as refusal:
        list(read_rows(b"code;name\n1;2\n", ("code", "name")))
    assert refusal.value.code == "csv_columns_missing"
    assert refusal.value.details == {"columns": ["code", "name"]}


def test_an_empty_file_lacks_every_column() -> None:
    with pytest.raises(PortalError) as refusal:
        list(read_rows(b"", ("code",)))
    assert refusal.value.code == "csv_columns_missing"


@pytest.mark.parametrize("content", [b'code\n"1\n', b"code\n\xff\xff\n"])
def test_what_is_no_text_table_is_refused(content: bytes) -> None:
    with pytest.raises(PortalError) as refusal:
        list(read_rows(content, ("code",)))
    assert refusal.value.code == "csv_unreadable"
