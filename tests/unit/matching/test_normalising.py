"""Values are compared as written, but for what a reviewed setting allows."""

from hypothesis import given
from hypothesis import strategies as st

from declarations.criteria.normalising import NORMALISATIONS, normalised
from tests.builders.bundles import PERSON, Reader, an_import, hashed, settings_on
from tests.unit.matching.deciding import codes, decide

BLANK_NAME = "陈 思远 "
SPACED = an_import().change("payment", payer_name_hash=hashed(BLANK_NAME))
READER = Reader({("payment", "payerName"): BLANK_NAME})


def test_a_blank_is_a_difference_by_default() -> None:
    assert codes(decide(SPACED, reader=READER)) == ["MAT-004"]


def test_a_setting_that_ignores_blanks_drops_the_finding() -> None:
    settings = settings_on(MAT_004={"normalise": "blanks"})
    outcome = decide(SPACED, settings=settings, reader=READER)
    assert (outcome.outcome, outcome.findings) == ("matched", ())


def test_a_setting_of_one_criterion_leaves_the_others_exact() -> None:
    inventory = SPACED.change("inventory", buyer_name_hash=hashed(BLANK_NAME))
    reader = Reader({(noun, "buyerName"): BLANK_NAME for noun in ("inventory",)})
    reader.values |= READER.values
    outcome = decide(
        inventory, settings=settings_on(MAT_004={"normalise": "blanks"}), reader=reader
    )
    assert codes(outcome) == ["MAT-011"]


def test_what_the_setting_does_not_allow_stays_a_difference() -> None:
    settings = settings_on(MAT_004={"normalise": "width case"})
    assert codes(decide(SPACED, settings=settings, reader=READER)) == ["MAT-004"]


def test_goods_names_in_full_width_may_be_made_narrow() -> None:
    wide = an_import().change_line(1, name="保温杯１号")
    assert codes(decide(wide)) == ["MAT-017"]
    settings = settings_on(MAT_017={"normalise": "width"})
    assert decide(wide, settings=settings).outcome == "matched"


def test_an_x_in_an_id_number_may_be_written_small() -> None:
    small = an_import().change("payment", payer_id_number_hash=hashed("00000019900101123x"))
    reader = Reader(
        {
            ("order", "buyerIdNumber"): "00000019900101123X",
            ("payment", "payerIdNumber"): "00000019900101123x",
        }
    )
    assert codes(decide(small, reader=reader)) == ["MAT-005"]
    settings = settings_on(MAT_005={"normalise": "case"})
    assert decide(small, settings=settings, reader=reader).outcome == "matched"


def test_only_the_values_that_differ_are_read_in_the_clear() -> None:
    reader = Reader({("payment", "payerName"): "王小明"})
    decide(an_import().change("payment", payer_name_hash=hashed("王小明")), reader=reader)
    assert sorted(reader.asked) == [("order", "buyerName"), ("payment", "payerName")]


def test_no_value_in_the_clear_gets_into_a_finding() -> None:
    other = (
        an_import()
        .change("payment", payer_name_hash=hashed("一"), payer_id_number_hash=hashed("二"))
        .change("inventory", buyer_telephone_hash=hashed("三"), consignee_address_hash=hashed("四"))
        .change("waybill", consignee_hash=hashed("五"), consignee_telephone_hash=hashed("六"))
    )
    outcome = decide(other)
    assert len(outcome.findings) == 6
    for value in PERSON.values():
        assert value not in repr(outcome.findings)


@given(st.text(), st.sets(st.sampled_from(sorted(NORMALISATIONS))))
def test_normalising_twice_is_normalising_once(value: str, allowed: set[str]) -> None:
    once = normalised(value, allowed)
    assert normalised(once, allowed) == once


@given(st.text())
def test_nothing_is_normalised_unless_allowed(value: str) -> None:
    assert normalised(value, ()) == value
    assert normalised(value, {"unknown"}) == value
