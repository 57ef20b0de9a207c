"""Identity documents of buyers and payers."""

from typing import Any

import pytest

from declarations.messages.catalogue import KINDS
from declarations.rules.fields import examine
from tests.unit.rules.documents import BUYER, breaks, checks, document, examined, severity_of
from zone_portal.kernel.identifiers import resident_id_check_character

BUYERS = ["CEB311", "CEB621"]


def with_check(first17: str) -> str:
    return first17 + resident_id_check_character(first17)


WRONG_FORM = "11010519491231002x"
NO_SUCH_DAY = with_check("11010519490230002")
BORN_LATER = with_check("11010520260303002")
WRONG_CHECK = "110105194912310021"
NO_SUCH_REGION = with_check("99010519491231002")
VERY_OLD = with_check("11010519050101002")


@pytest.mark.parametrize("kind", BUYERS)
def test_buyer_shows_identity_card(kind: str) -> None:
    assert severity_of("GEN-020", kind, {"buyerIdType": "2"}) == "error"


def buyer(number: str) -> dict[str, Any]:
    return {"buyerIdNumber": number}


def payer(number: str) -> dict[str, Any]:
    return {"payerIdNumber": number}


@pytest.mark.parametrize("kind", BUYERS)
def test_buyer_id_form(kind: str) -> None:
    for number in (
        WRONG_FORM,
        "123",
        "130681136250023",
        BUYER + "0",
        "１１０１０５１９４９１２３１００２X",
    ):
        assert severity_of("GEN-021", kind, buyer(number)) == "error"


@pytest.mark.parametrize("kind", BUYERS)
def test_buyer_id_date(kind: str) -> None:
    assert severity_of("GEN-022", kind, buyer(NO_SUCH_DAY)) == "error"


@pytest.mark.parametrize("kind", BUYERS)
def test_buyer_is_born(kind: str) -> None:
    assert severity_of("GEN-023", kind, buyer(BORN_LATER)) == "error"


@pytest.mark.parametrize("kind", BUYERS)
def test_buyer_id_check_digit(kind: str) -> None:
    assert severity_of("GEN-024", kind, buyer(WRONG_CHECK)) == "error"


@pytest.mark.parametrize("kind", BUYERS)
def test_buyer_id_region(kind: str) -> None:
    assert severity_of("GEN-025", kind, buyer(NO_SUCH_REGION)) == "warning"


@pytest.mark.parametrize("kind", BUYERS)
def test_buyer_age_likely(kind: str) -> None:
    assert severity_of("GEN-026", kind, buyer(VERY_OLD)) == "warning"


def test_payer_shows_identity_card() -> None:
    assert severity_of("PAY-020", "CEB411", {"payerIdType": "2"}) == "error"


def test_payer_id_form() -> None:
    assert severity_of("PAY-021", "CEB411", payer(WRONG_FORM)) == "error"


def test_payer_id_date() -> None:
    assert severity_of("PAY-022", "CEB411", payer(NO_SUCH_DAY)) == "error"


def test_payer_is_born() -> None:
    assert severity_of("PAY-023", "CEB411", payer(BORN_LATER)) == "error"


def test_payer_id_check_digit() -> None:
    assert severity_of("PAY-024", "CEB411", payer(WRONG_CHECK)) == "error"


def test_payer_id_region() -> None:
    assert severity_of("PAY-025", "CEB411", payer(NO_SUCH_REGION)) == "warning"


def test_payer_age_likely() -> None:
    assert severity_of("PAY-026", "CEB411", payer(VERY_OLD)) == "warning"


def test_another_document_than_a_card_is_refused_as_such_and_its_number_left_alone() -> None:
    head = {"buyerIdType": "2", "buyerIdNumber": "E12345678"}
    assert [f.code for f in examined("CEB311", head).findings] == ["GEN-020"]
    assert not breaks("PAY-021", "CEB411", {"payerIdType": "2", "payerIdNumber": "E12345678"})


def test_all_that_is_wrong_with_a_number_is_said_at_once() -> None:
    wrong = "990105194902300021"
    found = examine(KINDS["CEB411"], document("CEB411", payer(wrong)), checks()).findings
    assert [f.code for f in found] == ["PAY-022", "PAY-024", "PAY-025"]


def test_a_number_is_shown_masked() -> None:
    (finding,) = examined("CEB311", buyer(WRONG_CHECK)).findings
    assert finding.documents[0].value == "1101**********0021"
