"""What anyone may see: the register and whether a certificate is genuine."""

from typing import Any

import pytest
from django.test import Client

from enterprises.models import Enterprise, Filing
from enterprises.selectors_filings import values_of
from tests.factories import applications

pytestmark = pytest.mark.django_db


def text(path: str, status: int = 200, **query: str) -> str:
    response = Client().get(path, query)
    assert response.status_code == status, path
    return str(response.content.decode())


def address(filing: Filing) -> str:
    return f"/verify/{filing.number}/{filing.certificate_code}/"


def stand(filing: Filing, status: str) -> None:
    Filing.objects.filter(pk=filing.pk).update(status=status)
    Enterprise.objects.filter(pk=filing.enterprise_id).update(status=status)


def test_a_genuine_certificate_says_so_to_anyone_with_authority_and_time() -> None:
    filing = applications.approved().filing

    page = text(address(filing))

    for words in ("证书真实，备案有效", filing.title, filing.number, filing.enterprise.uscc):
        assert words in page
    assert "备案机关：" in page
    assert "<time" in page


@pytest.mark.parametrize(
    ("status", "words"), [("suspended", "备案目前暂停"), ("cancelled", "不再有效")]
)
def test_a_certificate_that_no_longer_holds_says_so_first(status: str, words: str) -> None:
    filing = applications.approved().filing
    stand(filing, status)

    page = text(address(filing))

    assert words in page
    assert "备案有效" not in page


def test_a_wrong_code_looks_like_a_number_that_does_not_exist() -> None:
    filing = applications.approved().filing

    wrong = text(f"/verify/{filing.number}/AAAAAAAAAAAA/", status=404)
    none = text("/verify/KJ999920261100001/AAAAAAAAAAAA/", status=404)

    assert "没有这份证书" in wrong
    assert filing.title not in wrong
    said, same = (page.partition("<main")[2] for page in (wrong, none))
    assert said.replace(filing.number, "") == same.replace("KJ999920261100001", "")


def test_number_and_code_can_be_typed_in_small_letters() -> None:
    filing = applications.approved().filing

    response = Client().get(
        "/verify/", {"number": filing.number.lower(), "code": f" {filing.certificate_code} "}
    )

    assert response["Location"] == address(filing)
    assert "核验备案证书" in text("/verify/")
    assert "没有这份证书" in text("/verify/", number="../x", code="")


@pytest.mark.parametrize("by", ["title", "number", "uscc"])
def test_an_enterprise_is_found_by_name_number_or_code(by: str) -> None:
    filing = applications.approved().filing
    wanted = filing.data["uscc"] if by == "uscc" else getattr(filing, by)

    page = text("/register/", q=wanted)

    assert filing.title in page
    assert f"/register/{filing.number}/" in page


def test_nothing_is_listed_unasked_or_for_one_character() -> None:
    filing = applications.approved().filing

    assert filing.title not in text("/register/")
    short = text("/register/", q=filing.title[0])
    assert filing.title not in short
    assert "至少填两个字" in short
    assert "没有找到这家企业" in text("/register/", q="没有这样的企业")


def test_the_register_discloses_only_what_it_may() -> None:
    filing = applications.approved().filing
    values: dict[str, Any] = values_of(filing)

    page = text(f"/register/{filing.number}/")

    assert values["uscc"] in page
    for name in ("legal_representative", "legal_id_number", "contact_phone", "address"):
        assert values[name] not in page


def test_suspended_and_cancelled_enterprises_are_marked() -> None:
    filing = applications.approved().filing
    stand(filing, "suspended")

    assert "已暂停" in text("/register/", q=filing.title)
    assert "暂停期间不得" in text(f"/register/{filing.number}/")


def test_who_is_still_applying_is_not_in_the_register() -> None:
    filing = applications.submitted().filing

    assert f"{filing.title}</a>" not in text("/register/", q=filing.title)
    assert text("/register/KJ999920261100001/", status=404)
