"""The public catalogue of codes."""

import pytest
from django.test import Client

from declarations.code_catalogue import book
from zone_portal.kernel.rules import RULES

pytestmark = pytest.mark.django_db


def text(path: str, language: str = "zh-hans", **query: str) -> str:
    response = Client().get(path, query, headers={"Accept-Language": language})
    assert response.status_code == 200, path
    return str(response.content.decode())


def test_everybody_may_read_every_code_and_none_is_missing() -> None:
    page = text("/codes/")
    assert [code for code in book() if f'href="/codes/{code}/"' not in page] == []
    assert {rule.code for rule in RULES} <= set(book())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "code", ["MAT-006", "not_found", "filing_incomplete", "-621004", "-301020", "0002", "800"]
)
def test_a_code_has_a_page_in_both_languages(code: str, language: str) -> None:
    page = text(f"/codes/{code}/", language)
    entry = book()[code]
    assert entry.remedy[0 if language == "zh-hans" else 1].split("'")[0] in page
    assert '<pre class="code-example"' in page


def test_both_texts_of_a_code_are_shown() -> None:
    page = text("/codes/-621027/")
    assert "保存失败，请确认状态并刷新重试" in page
    assert "请确认表体gnum无重复！" in page


def test_a_code_seen_in_the_field_only_says_so() -> None:
    assert "未核实" in text("/codes/-304001/")


def test_an_official_code_leads_to_the_checks_that_quote_it_and_back() -> None:
    assert 'href="/codes/MAT-006/"' in text("/codes/1332/")
    assert 'href="/codes/1332/"' in text("/codes/MAT-006/")


def test_search_finds_by_code_and_by_words() -> None:
    assert "/codes/-301010/" in text("/codes/", q="301010")
    assert "/codes/-301010/" not in text("/codes/", q="限额")
    assert "/codes/-621005/" in text("/codes/", q="限额", family="business")
    assert "/codes/ORD-001/" not in text("/codes/", family="business")
    assert "没有找到这个代码" in text("/codes/", q="zzzz")


def test_a_code_that_nobody_answers_is_not_there() -> None:
    assert Client().get("/codes/XXX-999/").status_code == 404
