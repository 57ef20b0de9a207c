"""Check digits of bar codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zone_portal.kernel.barcodes import check_digit, gtin_problem


@pytest.mark.parametrize(
    "code",
    [
        "96385074",  # EAN-8, the example of the GS1 documents
        "036000291452",  # UPC-A
        "4006381333931",  # EAN-13
        "6901234567892",  # an article number of the Chinese range
        "10012345678902",  # ITF-14
    ],
)
def test_a_true_bar_code_has_no_problem(code: str) -> None:
    assert gtin_problem(code) == ""


@pytest.mark.parametrize(
    "code", ["", "123", "400638133393A", "４００６３８１３３３９３１", "40063813339311 "]
)
def test_what_is_no_number_of_a_known_length_has_the_wrong_form(code: str) -> None:
    assert gtin_problem(code) == "form"


@given(
    st.sampled_from([7, 11, 12, 13]).flatmap(
        lambda n: st.text("0123456789", min_size=n, max_size=n)
    )
)
def test_every_wrong_check_digit_is_found(digits: str) -> None:
    right = check_digit(digits)
    assert gtin_problem(digits + right) == ""
    for digit in "0123456789":
        if digit != right:
            assert gtin_problem(digits + digit) == "check_digit"
