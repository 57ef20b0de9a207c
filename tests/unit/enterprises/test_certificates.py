"""The certificate: the same facts give the same bytes, readable without Chinese fonts."""

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics

from enterprises import certificates
from enterprises.certificates import certificate_pdf
from enterprises.constants import KINDS
from enterprises.selectors_filings import CertificateFacts
from zone_portal.framework.printing import FALLBACK, FONT, runs

FACTS = CertificateFacts(
    filing_id=1,
    type="enterprise",
    number="KJ360120261100012",
    code="8XK2M9QPT4WD",
    name="洪城虚构电子商务有限公司",
    name_en="Hongcheng Fictitious E-commerce Co., Ltd.",
    uscc="91000000MA0000A19C",
    kinds=("platform", "ecommerce"),
    site="线上综合服务平台",
    site_en="Online comprehensive service platform",
    status="approved",
    version=1,
    approved_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
    confirmed_year=None,
    simulated=False,
)
URL = "https://portal.example.cn/verify/KJ360120261100012/8XK2M9QPT4WD/"


def paper(facts: CertificateFacts = FACTS, url: str = URL) -> bytes:
    return certificate_pdf(facts, verify_url=url, zone="虚构综试区", zone_en="Fictitious Zone")


def test_the_same_facts_give_the_same_bytes_and_others_do_not() -> None:
    assert paper() == paper()
    others = [
        paper(replace(FACTS, number="KJ360120261100013")),
        paper(replace(FACTS, simulated=True)),
        paper(replace(FACTS, confirmed_year=2026)),
        paper(url="https://portal.example.cn/verify/other/"),
    ]
    assert len({paper(), *others}) == 5


def test_it_is_one_page_with_its_font_embedded_and_small() -> None:
    content = paper()
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", content)) == 1
    assert b"/FontFile2" in content
    assert len(content) < 100_000


def test_what_stands_on_the_paper_does_not_depend_on_the_present_status() -> None:
    assert paper(replace(FACTS, status="suspended")) == paper()


def test_a_character_that_the_font_lacks_comes_from_the_readers() -> None:
    paper()
    assert list(runs("王䶮")) == [(FONT, "王"), (FALLBACK, "䶮")]
    assert ord("赣") in pdfmetrics.getFont(FONT).face.charToGlyph


@pytest.mark.parametrize(
    "facts",
    [
        replace(FACTS, kinds=tuple(KINDS)),
        replace(FACTS, name="很长的名称" * 20, name_en="Very long name " * 10),
        replace(FACTS, name_en="", kinds=("individual",)),
        replace(FACTS, type="goods"),
    ],
)
def test_long_and_short_facts_keep_above_the_code(
    facts: CertificateFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = list[float]()
    table = certificates._facts

    def watched(*given: object) -> float:
        ends.append(table(*given))  # type: ignore[arg-type]
        return ends[-1]

    monkeypatch.setattr(certificates, "_facts", watched)
    assert zlib.crc32(paper(facts))
    top_of_code = 33 * mm + certificates.QR_SIZE
    assert ends[0] - 13 * mm > top_of_code
