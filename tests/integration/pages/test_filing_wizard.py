"""Filling in, checking and submitting an enterprise filing, page by page, without a script."""

import re
from typing import Any

import pytest

from enterprises.models import Attachment, Enterprise, Filing
from enterprises.selectors_filings import values_of
from tests.factories import applications
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.users import UserFactory
from tests.integration.pages.conftest import reader
from tests.integration.pages.filing import HTMX, posted, section

pytestmark = pytest.mark.django_db


def test_somebody_without_an_enterprise_learns_how_to_begin() -> None:
    person = reader(UserFactory.create())

    assert "您还没有企业" in person.text("/file/")
    assert "电商平台企业" in person.text("/filings/new/")


def test_choosing_kinds_begins_a_draft_with_a_page_for_each() -> None:
    person = reader(UserFactory.create())

    response = posted(person, "/filings/new/", kinds=["payment", "ecommerce"], site="hub")

    filing = Filing.objects.get()
    assert response.url == f"/filings/{filing.pk}/"
    assert filing.data["kinds"] == ["ecommerce", "payment"]
    page = person.text(response.url)
    assert "sections/ecommerce/" in page
    assert "sections/payment/" in page
    assert "sections/broker/" not in page


def test_no_kind_chosen_is_a_problem_that_leads_to_the_choice() -> None:
    person = reader(UserFactory.create())

    response = posted(person, "/filings/new/", site="hub")

    assert response.status_code == 422
    assert 'href="#kinds"' in response.content.decode()
    assert not Filing.objects.exists()


def test_a_section_is_saved_even_where_it_is_wrong_and_its_lines_lead_to_the_fields() -> None:
    applied = applications.draft()
    person = reader(applied.by)

    response = posted(
        person,
        section(applied, "subject"),
        kinds=["ecommerce"],
        uscc="91000000MA0000A19X",
        name="新名称有限公司",
        next="step",
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#field-uscc"' in page
    assert 'id="field-uscc"' in page
    assert "校验位错误" in page
    assert 'value="91000000MA0000A19X"' in page
    assert applied.again().data["name"] == "新名称有限公司"
    assert applied.again().data["uscc"] == "91000000MA0000A19X"


def test_a_right_section_leads_to_the_next_and_the_last_to_the_check() -> None:
    applied = applications.draft()
    person = reader(applied.by)
    data = applied.filing.data

    first = posted(
        person,
        section(applied, "declaration"),
        truth=data["truth"],
        data_rules=data["data_rules"],
        next="step",
    )
    second = posted(person, section(applied, "people"), **_people(applied), next="step")

    assert first.url == f"/filings/{applied.filing.pk}/check/"
    assert second.url == section(applied, "business")


def _people(applied: applications.Applied) -> dict[str, Any]:
    names = ("legal_id_type", "contact_role", "fixed_phone")
    return {name: applied.filing.data.get(name, "") for name in names}


def test_back_to_the_list_saves_without_complaint() -> None:
    applied = applications.draft()

    response = posted(reader(applied.by), section(applied, "subject"), name="甲", next="list")

    assert response.url == f"/filings/{applied.filing.pk}/"
    assert applied.again().data["name"] == "甲"


def test_a_change_of_a_field_is_saved_by_itself() -> None:
    applied = applications.draft()
    person = reader(applied.by)

    response = person.client.post(
        section(applied, "subject"), {"kinds": "ecommerce", "name": "自动保存公司"}, headers=HTMX
    )

    assert "已自动保存" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert applied.again().data["name"] == "自动保存公司"


def test_saved_personal_values_never_travel_back_and_an_empty_input_keeps_them() -> None:
    applied = applications.draft()
    person = reader(applied.by)
    before = values_of(applied.again())

    page = person.text(section(applied, "people"))
    posted(person, section(applied, "people"), **_people(applied), next="list")

    for name in ("legal_id_number", "contact_phone", "legal_representative"):
        assert before[name] not in page
        assert values_of(applied.again())[name] == before[name]
    assert "留空则不变" in page


def test_a_personal_value_can_be_replaced_and_an_optional_one_cleared() -> None:
    applied = applications.draft()
    person = reader(applied.by)
    path = section(applied, "people")

    posted(
        person,
        path,
        **_people(applied),
        contact_phone="13900009001",
        contact_email="a@example.cn",
        next="list",
    )
    assert values_of(applied.again())["contact_phone"] == "13900009001"
    posted(person, path, **_people(applied), clear="contact_email", next="list")

    assert not values_of(applied.again()).get("contact_email")


def test_the_steps_tell_what_is_not_started_wrong_missing_and_complete() -> None:
    person = reader(UserFactory.create())
    posted(person, "/filings/new/", kinds=["ecommerce"], site="hub")
    path = f"/filings/{Filing.objects.get().pk}/"

    assert "未开始" in person.text(path)
    assert "还差 " in person.text(path)
    posted(person, f"{path}sections/subject/", kinds=["ecommerce"], uscc="X", next="list")
    assert "有 1 处问题" in person.text(path)
    whole = applications.draft(number=2)
    assert "内容已齐，可以提交" in reader(whole.by).text(f"/filings/{whole.filing.pk}/")


def test_the_check_lists_every_problem_with_the_way_there_and_submitting_is_refused() -> None:
    person = reader(UserFactory.create())
    posted(person, "/filings/new/", kinds=["ecommerce"], site="hub")
    filing = Filing.objects.get()

    page = person.text(f"/filings/{filing.pk}/check/")
    response = posted(person, f"/filings/{filing.pk}/check/")

    assert f"/filings/{filing.pk}/sections/subject/#field-uscc" in page
    assert f"/filings/{filing.pk}/sections/subject/#field-licence" in page
    assert response.status_code == 422
    assert Filing.objects.get().status == "draft"


def test_a_submitted_filing_shows_the_number_to_quote_and_the_day() -> None:
    applied = applications.draft()
    person = reader(applied.by)

    response = posted(person, f"/filings/{applied.filing.pk}/check/")
    page = person.text(response.url)

    filing = applied.again()
    assert response.url == f"/filings/{filing.pk}/submitted/"
    assert f"SL{filing.pk:06}" in page
    assert filing.due_date is not None
    assert filing.due_date.isoformat() in page
    assert "个工作日" in page
    assert person.get(f"/filings/{filing.pk}/").url == f"/filings/{filing.pk}/check/"


def test_what_is_submitted_can_be_withdrawn_but_not_edited() -> None:
    applied = applications.submitted()
    person = reader(applied.by)

    edited = posted(person, section(applied, "subject"), name="改名")
    posted(person, f"/filings/{applied.filing.pk}/withdraw/")

    assert edited.status_code == 409
    assert "不能修改" in edited.content.decode()
    assert applied.again().status == "draft"


def test_returned_remarks_stand_at_their_fields_with_what_was_submitted() -> None:
    applied = applications.submitted()
    person = reader(applied.by)
    remarks = [("name", "名称与执照不一致"), ("contact_phone", "号码打不通")]
    applications.decide(applied.filing, official(), "return", remarks=remarks)
    name, phone = applied.again().data["name"], values_of(applied.again())["contact_phone"]

    tasks = person.text(f"/filings/{applied.filing.pk}/")
    subject, people = (person.text(section(applied, code)) for code in ("subject", "people"))

    assert "请补正 2 处后重新提交" in tasks
    assert "#field-name" in tasks
    assert "#field-contact_phone" in tasks
    assert re.search(rf"名称与执照不一致.*上次提交：{name}", subject, re.DOTALL)
    assert "号码打不通" in people
    assert phone not in people
    posted(
        person,
        section(applied, "people"),
        **_people(applied),
        contact_phone="13900009001",
        next="list",
    )
    assert "请补正 1 处后重新提交" in person.text(f"/filings/{applied.filing.pk}/")


def test_a_change_can_be_begun_and_given_up() -> None:
    applied = applications.approved()
    person = reader(applied.by)

    begun = posted(person, f"/filings/{applied.filing.pk}/change/")
    assert "现行备案继续有效" in person.text(begun.url)
    posted(person, f"/filings/{applied.filing.pk}/give-up/")

    assert applied.again().status == "approved"


def test_a_draft_can_be_dropped() -> None:
    applied = applications.draft()
    person = reader(applied.by)

    posted(person, f"/filings/{applied.filing.pk}/drop/")

    assert applied.again().status == "cancelled"
    assert "您还没有企业" in person.text("/file/")


def test_an_enterprise_that_was_brought_along_fills_in_its_file() -> None:
    firm = EnterpriseFactory.create()
    person = reader(MemberFactory.create(enterprise=firm).user)

    assert "尚未在本平台填写备案资料" in person.text(f"/file/{firm.pk}/")
    response = posted(person, f"/file/{firm.pk}/supply/")

    assert firm.uscc in person.text(response.url + "sections/subject/")
    assert posted(person, f"/file/{firm.pk}/supply/").status_code == 409


def test_the_file_of_an_approved_enterprise_shows_number_receivers_and_history() -> None:
    applied = applications.approved()

    page = reader(applied.by).text(f"/file/{applied.filing.enterprise_id}/")

    filing = applied.again()
    assert filing.number in page
    assert f"/verify/{filing.number}/{filing.certificate_code}/" in page
    for words in ("谁收到了备案", "海关", "税务", "历次提交", "现行有效", "申请变更"):
        assert words in page
    assert values_of(filing)["legal_id_number"] not in page


def test_a_viewer_of_the_firm_reads_but_does_not_write() -> None:
    applied = applications.draft()
    colleague = MemberFactory.create(enterprise=applied.filing.enterprise, role="viewer")
    person = reader(colleague.user)

    assert person.get(section(applied, "subject")).status_code == 403
    assert posted(person, section(applied, "subject"), name="X").status_code == 403
    assert posted(person, f"/filings/{applied.filing.pk}/check/").status_code == 403
    assert applied.again().data["name"] in person.text(f"/filings/{applied.filing.pk}/check/")


def test_somebody_elses_filing_is_not_found() -> None:
    applied = applications.draft()
    file = Attachment.objects.first()
    assert file is not None
    other = reader(MemberFactory.create().user)
    key, firm = applied.filing.pk, applied.filing.enterprise_id

    for path in (
        f"/filings/{key}/",
        section(applied, "subject"),
        f"/filings/{key}/check/",
        f"/filings/{key}/submitted/",
        f"/filings/{key}/versions/1/",
        f"/file/{firm}/",
        f"/filings/{key}/files/{file.pk}/",
    ):
        assert other.get(path).status_code == 404, path
    for path in (
        "withdraw/",
        "drop/",
        "change/",
        "give-up/",
        "confirm/",
        "check/",
        "sections/subject/",
        "sections/subject/files/",
        f"files/{file.pk}/remove/",
    ):
        assert posted(other, f"/filings/{key}/{path}", field="licence").status_code == 404, path
    assert posted(other, f"/file/{firm}/supply/").status_code == 404


def test_unknown_sections_and_versions_are_not_found() -> None:
    applied = applications.submitted()
    person = reader(applied.by)

    assert person.get(f"/filings/{applied.filing.pk}/versions/9/").status_code == 404
    assert reader(applications.draft(number=2).by).get("/filings/0/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Any) -> None:
    applied = applications.draft()

    for path in (
        "/file/",
        "/filings/new/",
        f"/filings/{applied.filing.pk}/",
        "/reviews/",
        "/inbox/",
        "/proposals/",
    ):
        assert client.get(path).url.startswith("/sign-in/"), path


def test_the_yearly_confirmation_is_asked_for_from_the_next_year_on() -> None:
    applied = applications.approved()
    person = reader(applied.by)
    path = f"/file/{applied.filing.enterprise_id}/"

    assert "年度确认" not in person.text(path)
    Filing.objects.filter(pk=applied.filing.pk).update(approved_at="2020-03-01T00:00:00Z")
    assert "年度确认" in person.text(path)
    posted(person, f"/filings/{applied.filing.pk}/confirm/", sure="yes")

    assert "年度确认" not in person.text(path)
    assert Enterprise.objects.get(pk=applied.filing.enterprise_id).status == "approved"
