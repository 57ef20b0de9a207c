"""What is true of every form, and each check of a field."""

import re
from datetime import date
from typing import Any

import pytest

from accounts.constants import DEPARTMENTS
from enterprises.constants import KINDS
from enterprises.rules.forms import (
    Field,
    Form,
    Section,
    cautions,
    check_form,
    check_saved,
    checklist,
    difference,
    form_for,
    tidied,
)
from enterprises.rules.forms.kinds import KIND_FORMS
from enterprises.rules.forms.values import tidy
from enterprises.services.demo_values import demo_values
from tests.builders import codes, people
from zone_portal.kernel.masking import MASKS

TODAY = date(2026, 11, 20)
EVERY = list(KINDS)
DEPARTMENT_CODES = {code for code, _ in DEPARTMENTS}


def answers(*kinds: str) -> dict[str, Any]:
    values = demo_values(form_for("enterprise", kinds), number=1, on=TODAY)
    own = {"kinds": list(kinds), "uscc": codes.uscc(1), "customs_code": codes.customs_code(1)}
    return {**values, **own}


def papers(form: Form, values: dict[str, Any]) -> dict[str, int]:
    return {field.code: 1 for field in form.files if field.required and field.asked(values)}


def told(form: Form, values: dict[str, Any], files: dict[str, int] | None = None) -> set[str]:
    given = papers(form, values) if files is None else files
    return {f"{p.field}:{p.code}" for p in check_form(form, values, given, on=TODAY)}


def one(field_type: str, value: Any, **given: Any) -> list[str]:
    """Codes of what is wrong with one value of a form of one field."""
    field = Field("x", "栏", "Field", field_type, **given)  # type: ignore[arg-type]
    form = Form("test", (Section("s", "节", "Section", (field,)),))
    values = {**tidied(form, {"x": value}), "id": "1"}
    return [p.code for p in check_form(form, values, {}, on=TODAY)]


@pytest.mark.parametrize("kind", EVERY)
def test_every_kind_declares_what_it_files_and_its_whole_answer_passes(kind: str) -> None:
    assert KIND_FORMS[kind].section.kind == kind
    form = form_for("enterprise", [kind])
    assert form.section(kind) is not None
    values = answers(kind)
    assert told(form, values) == set()


@pytest.mark.parametrize("kind", EVERY)
def test_every_required_field_of_a_kind_is_missed_when_it_is_missing(kind: str) -> None:
    form = form_for("enterprise", [kind])
    values = answers(kind)
    section = form.section(kind)
    assert section is not None
    for field in section.fields:
        if not field.required or not field.asked(values):
            continue
        if field.is_file:
            files = {**papers(form, values), field.code: 0}
            assert f"{field.code}:attachment_missing" in told(form, values, files)
        else:
            less = {**values, field.code: [] if field.is_list else ""}
            assert f"{field.code}:missing" in told(form, less)


def test_the_form_of_all_kinds_together_has_no_field_twice_and_speaks_both_languages() -> None:
    form = form_for("enterprise", EVERY)
    every: list[Any] = [*form.fields, *form.sections, *checklist(form)]
    for given in every:
        assert re.search(r"[\u4e00-\u9fff]", given.zh), given.code
        assert re.search(r"[A-Za-z]", given.en), given.code
        assert not re.search(r"[\u4e00-\u9fff]", given.en), given.code
    for field in form.fields:
        assert not field.personal or field.personal in MASKS
        assert not (field.personal and field.disclosed), field.code
        assert field.departments <= DEPARTMENT_CODES
        if field.only_if is not None:
            assert field.only_if[0] in form.by_code
        if field.id_type_field:
            assert field.id_type_field in form.by_code


@pytest.mark.parametrize(
    ("kinds", "stages"),
    [
        (["ecommerce"], ("zone",)),
        (["payment"], ("zone", "fx")),
        (["payment", "broker"], ("zone", "customs", "fx")),
        (["platform", "individual"], ("zone", "market")),
        (["overseas_warehouse", "logistics"], ("zone", "commerce", "post")),
    ],
)
def test_the_site_reviews_first_then_each_department_that_a_kind_asks_for(
    kinds: list[str], stages: tuple[str, ...]
) -> None:
    assert form_for("enterprise", kinds).stages == stages


def test_every_file_reaches_the_five_departments_and_some_kinds_more() -> None:
    usual = {"customs", "tax", "fx", "market", "commerce"}
    assert set(form_for("enterprise", ["service"]).departments) == usual
    assert set(form_for("enterprise", ["express"]).departments) == {*usual, "post", "police"}
    assert "bank" in form_for("enterprise", ["individual"]).departments


def test_an_unknown_kind_and_no_kind_are_problems() -> None:
    form = form_for("enterprise", ["spaceship"])
    assert "kinds:missing" in told(form, {})
    assert "kinds:choice_unknown" in told(form, {"kinds": ["spaceship"]})


def test_sellers_name_their_shops_and_others_need_not() -> None:
    assert form_for("enterprise", ["ecommerce"]).by_code["shops"].required
    assert not form_for("enterprise", ["lab"]).by_code["shops"].required
    assert form_for("enterprise", ["broker"]).by_code["customs_code"].required
    assert not form_for("enterprise", ["ecommerce"]).by_code["customs_code"].required


def test_what_another_answer_rules_out_is_not_asked_for() -> None:
    form = form_for("enterprise", ["payment"])
    values = answers("payment")
    bank = {**values, "payment_type": "bank", "payment_scope": ""}
    assert told(form, bank) == set()
    other = {**bank, "payment_type": "nonbank"}
    assert told(form, other) == {"payment_scope:missing"}


def test_an_expired_licence_is_a_finding_and_one_of_today_is_not() -> None:
    form = form_for("enterprise", ["payment"])
    values = answers("payment")
    assert told(form, {**values, "payment_licence_until": "2026-11-19"}) == {
        "payment_licence_until:expired"
    }
    assert told(form, {**values, "payment_licence_until": "2026-11-20"}) == set()


def test_a_licence_that_runs_out_soon_and_unlikely_codes_are_cautions() -> None:
    form = form_for("enterprise", ["payment"])
    values = {
        **answers("payment"),
        "payment_licence_until": "2026-12-01",
        "legal_id_number": people.id_number(region="990000"),
    }
    assert told(form, values) == set()
    found = {(p.field, p.code) for p in cautions(form, values, on=TODAY)}
    assert found == {
        ("payment_licence_until", "expires_soon"),
        ("legal_id_number", "region_unknown"),
    }


@pytest.mark.parametrize(
    ("field_type", "value", "found"),
    [
        ("uscc", "91330100799655058B", []),
        ("uscc", " 9135 0100 m000100y43 ", []),
        ("uscc", "91440300708461136T", []),
        ("uscc", "91000000MA0000A19C", []),
        ("uscc", "91000000MA0000A19D", ["check_digit"]),
        ("uscc", "91000000MA0000A19", ["form"]),
        ("uscc", "9100000OMA0000A19C", ["form"]),
        ("customs_code", "330766K00Q", []),
        ("customs_code", "3122660w01", []),
        ("customs_code", "33076", ["form"]),
        ("id_number", "11010519491231002X", []),
        ("id_number", "11010519491231002x", []),
        ("id_number", "110105194912310021", ["check_digit"]),
        ("id_number", "110105491231002", ["form"]),
        ("date", "2026-02-28", []),
        ("date", "2026-02-30", ["date_invalid"]),
        ("date", "2026/02/28", ["date_invalid"]),
        ("phone", "138 0000 0000", []),
        ("phone", "0791-81234567", []),
        ("phone", "81234567", []),
        ("phone", "400-820-8888", []),
        ("phone", "+852 2345 6789", []),
        ("phone", "12345", ["phone_invalid"]),
        ("phone", "23800000000", ["phone_invalid"]),
        ("url", "https://shop.example.cn/a?b=1", []),
        ("url", "https://商城.example.cn/", []),
        ("url", "shop.example.cn", ["url_invalid"]),
        ("url", "javascript:alert(1)", ["url_invalid"]),
        ("url", "https://localhost/", ["url_invalid"]),
        ("url", "https://[::1", ["url_invalid"]),
        ("url", "https://u:p@shop.example.cn/", ["url_credentials"]),
        ("domain", "Mall.Example.cn", []),
        ("domain", "https://mall.example.cn", ["domain_invalid"]),
        ("domain", "mall", ["domain_invalid"]),
        ("email", "Contact@Example.cn", []),
        ("email", "contact@", ["email_invalid"]),
        ("number", "12.5", []),
        ("number", "-1", ["number_invalid"]),
        ("number", "NaN", ["number_invalid"]),
        ("number", "一百", ["number_invalid"]),
        ("yes_no", True, []),
        ("yes_no", "maybe", ["choice_unknown"]),
        ("id_type", "9", ["choice_unknown"]),
        ("text", "换\n行", ["characters"]),
        ("longtext", "换\n行", []),
        ("text", "x" * 201, ["too_long"]),
    ],
)
def test_each_type_checks_its_values(field_type: str, value: Any, found: list[str]) -> None:
    assert one(field_type, value) == found


def test_dates_may_be_bound_to_today() -> None:
    assert one("date", "2026-11-21", not_after="today") == ["date_in_future"]
    assert one("date", "2026-11-19", not_before="today") == ["expired"]
    assert one("date", date(2026, 11, 20), not_before="today", not_after="today") == []


def test_a_passport_is_not_held_against_the_rules_of_resident_numbers() -> None:
    form = form_for("enterprise", ["lab"])
    values = {**answers("lab"), "legal_id_type": "2", "legal_id_number": "E12345678"}
    assert told(form, values) == set()
    assert told(form, {**values, "legal_id_number": "E1"}) == {"legal_id_number:form"}


def test_a_code_table_is_looked_into_where_it_is_given() -> None:
    form = form_for("enterprise", ["overseas_warehouse"])
    values = {**answers("overseas_warehouse"), "overseas_warehouse_country": "999"}
    found = check_form(form, values, papers(form, values), on=TODAY, tables={"countries": {"502"}})
    assert [(p.field, p.code) for p in found] == [("overseas_warehouse_country", "code_unknown")]
    assert told(form, values) == set()


def test_lists_lose_blanks_and_repetitions_and_may_not_be_endless() -> None:
    shops = Field("shops", "网店", "Shops", "url", many=True)
    assert tidy(shops, [" https://a.cn ", "", "https://a.cn"]) == ["https://a.cn"]
    assert tidy(shops, "https://a.cn") == ["https://a.cn"]
    assert tidy(Field("x", "栏", "X", "text"), ["first", "second"]) == "first"
    assert one("text", [f"第{n}" for n in range(51)], many=True) == ["too_many"]


def test_personal_values_are_masked_in_problems() -> None:
    form = form_for("enterprise", ["lab"])
    values = {**answers("lab"), "legal_id_number": "110105194912310021"}
    (problem,) = check_form(form, values, papers(form, values), on=TODAY)
    assert problem.value == "1101**********0021"


def test_while_drafting_only_what_was_just_typed_is_judged() -> None:
    form = form_for("enterprise", ["lab"])
    values = {"uscc": "1", "customs_code": "2", "name": ""}
    found = check_saved(form, values, {"uscc", "name"}, on=TODAY)
    assert [(p.field, p.code) for p in found] == [("uscc", "form")]


def test_the_checklist_follows_from_the_form_stage_by_stage() -> None:
    form = form_for("enterprise", ["payment"])
    site = [tick.code for tick in checklist(form, "zone")]
    assert {"licence_matches", "paper:licence", "paper:payment_licence"} <= set(site)
    assert [tick.code for tick in checklist(form, "fx")] == ["payment_licence_valid"]
    assert len(checklist(form)) == len(site) + 1


def test_every_stage_of_every_kind_has_something_to_tick() -> None:
    for kind in EVERY:
        form = form_for("enterprise", [kind])
        assert all(checklist(form, stage) for stage in form.stages)


def test_a_difference_says_what_was_added_removed_and_changed() -> None:
    form = form_for("enterprise", ["ecommerce"])
    old = {"name": "甲", "shops": ["https://a.cn"], "contact_role": "legal", "name_en": "A"}
    new = {"name": "乙", "shops": ["https://a.cn"], "contact_role": "finance", "park": "西区"}
    changes = {c.field.code: c for c in difference(form, old, new)}
    assert {code: c.kind for code, c in changes.items()} == {
        "name": "changed",
        "name_en": "removed",
        "contact_role": "changed",
        "park": "added",
    }
    assert changes["contact_role"].new("zh") == "财务负责人"
    assert changes["contact_role"].old("en") == "Legal representative"
    assert changes["name"].label("en") == "Name in Chinese"


def test_a_field_may_not_stand_twice_in_a_form() -> None:
    field = Field("x", "栏", "X", "text")
    with pytest.raises(ValueError, match="stands twice"):
        Form("test", (Section("s", "节", "S", (field, field)),))
