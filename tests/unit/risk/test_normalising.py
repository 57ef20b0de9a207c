"""Spellings of one telephone and one address become one text; different ones stay different."""

import pytest

from risk.rules.normalising import normal_address, normal_phone

HOME = "江西南昌红谷滩区学府大道899号3-2-501"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("0086 138 0013 8000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("013800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0791-88886666转8012", "079188886666"),
        ("+1 (415) 555-0100", "+14155550100"),
        ("001 415 555 0100", "+14155550100"),
        ("86123456", "86123456"),
        ("无", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_telephone_number_has_one_form(written: str | None, normal: str) -> None:
    assert normal_phone(written) == normal


@pytest.mark.parametrize(
    "written",
    [
        "江西省南昌市红谷滩区学府大道899号3栋2单元501室",
        "江西 南昌 红谷滩区 学府大道899号3幢2单元501",
        "江西省_南昌市_红谷滩区_学府大道８９９号三栋二单元五〇一室",
        "江西省江西省南昌市南昌市红谷滩区学府大道899号3-2-501",
        "中国江西省南昌市红谷滩区学府大道899号3号楼2单元5层501室",
        "江西省南昌市红谷滩区学府大道899号3座2单元501室(放菜鸟驿站)",
    ],
)
def test_one_home_has_one_form(written: str) -> None:
    assert normal_address(written) == HOME


@pytest.mark.parametrize(
    "other",
    [
        "江西省南昌市红谷滩区学府大道899号3栋2单元502室",
        "江西省南昌市红谷滩区学府大道899号2栋3单元501室",
        "江西省南昌市青山湖区学府大道899号3栋2单元501室",
        "江西省九江市红谷滩区学府大道899号3栋2单元501室",
        "江西省南昌市红谷滩区学府大道899号3栋2单元",
    ],
)
def test_another_home_stays_another(other: str) -> None:
    assert normal_address(other) != HOME


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("北京市北京市朝阳区三里屯路十九号院", "北京朝阳区三里屯路19号院"),
        ("广西壮族自治区南宁市青秀区民族大道第一百二十号", "广西南宁青秀区民族大道120号"),
        ("12 Baker Street, London", "12BAKERSTREETLONDON"),
        ("上海市浦东新区世纪大道100号15楼", "上海浦东新区世纪大道100号15层"),
        ("（）", ""),
        (None, ""),
    ],
)
def test_an_address_keeps_what_tells_places_apart(written: str | None, normal: str) -> None:
    assert normal_address(written) == normal


def test_what_is_normal_stays_as_it_is() -> None:
    assert normal_address(HOME) == HOME
