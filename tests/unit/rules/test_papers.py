"""Papers: lists of parcels, split messages, deliveries, departures."""

import pytest

from declarations.messages.catalogue import paper_kinds
from tests.unit.rules.documents import breaks, codes_of, document, severity_of

PARCELS = ("CEB507", "CEB509", "CEB607", "CEB711")
LISTS = {"CEB507": "ArrivalList", "CEB509": "DepartureList"} | {
    "CEB607": "WayBillList",
    "CEB711": "DeliveryList",
}


def parcels(code: str, *numbered: tuple[int, str]) -> dict[str, object]:
    return {LISTS[code]: [{"gnum": gnum, "logisticsNo": number} for gnum, number in numbered]}


@pytest.mark.parametrize("kind", paper_kinds(), ids=lambda kind: kind.code)
def test_the_published_example_of_a_paper_breaks_no_rule(kind: object) -> None:
    assert codes_of(kind.code) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["CEB623", "CEB625", "CEB711"])
def test_paper_has_an_internal_number(code: str) -> None:
    assert severity_of("PAP-002", code, {"copNo": None}) == "error"
    assert breaks("PAP-002", code, {"copNo": " "})


@pytest.mark.parametrize("code", ["CEB507", "CEB509", "CEB607", "CEB701"])
def test_message_number_within_count(code: str) -> None:
    assert severity_of("PAP-003", code, {"msgCount": 2, "msgSeqNo": 3}) == "error"
    assert not breaks("PAP-003", code, {"msgCount": 3, "msgSeqNo": 3})
    assert breaks("FLD-017", code, {"msgSeqNo": 0})


@pytest.mark.parametrize("code", PARCELS)
def test_parcels_numbered_without_gaps(code: str) -> None:
    own = parcels(code, (1, "a"), (3, "b"))
    (finding,) = [c for c in codes_of(code, **own) if c == "PAP-004"]

    assert finding
    assert not breaks("PAP-004", code, **parcels(code, (2, "a"), (1, "b")))


@pytest.mark.parametrize("code", PARCELS)
def test_parcels_listed_once(code: str) -> None:
    assert breaks("PAP-005", code, **parcels(code, (1, "a"), (2, "a")))
    assert not breaks("PAP-005", code, **parcels(code, (1, "a"), (2, "b")))


@pytest.mark.parametrize("code", ["CEB509", "CEB607", "CEB711", "CEB213", "CEB625"])
def test_a_paper_without_its_list_is_refused(code: str) -> None:
    name = next(key for key in document(code) if key.endswith("List"))

    assert breaks("PAP-001", code, **{name: []})
    assert breaks("FLD-012", code, **{name: "none"})


def test_an_arrival_may_come_without_a_list() -> None:
    assert codes_of("CEB507", ArrivalList=[]) == []
    assert codes_of("CEB507", ArrivalList=None) == []


def test_paper_district_known() -> None:
    assert severity_of("PAP-006", "CEB625", {"customsCode": "9999"}) == "error"


def test_paper_transport_mode_known() -> None:
    assert severity_of("PAP-007", "CEB607", {"trafMode": "?"}) == "error"


def test_paper_direction_known() -> None:
    assert severity_of("PAP-008", "CEB711", {"ieFlag": "X"}) == "error"
    assert not breaks("PAP-008", "CEB507", {"ieFlag": "I"})


def test_master_bill_named_unless_mail() -> None:
    assert severity_of("PAP-009", "CEB507", {"billNo": None}) == "error"
    assert not breaks("PAP-009", "CEB509", {"billNo": None, "trafMode": "6"})


def test_departure_names_its_transport() -> None:
    assert severity_of("PAP-010", "CEB509", {"voyageNo": None}) == "error"
    assert breaks("PAP-010", "CEB509", {"trafName": None})
    assert not breaks("PAP-010", "CEB509", {"trafName": None, "trafMode": "6"})


def test_waybill_status_is_signed_for() -> None:
    assert severity_of("PAP-011", "CEB513", {"logisticsStatus": "R"}) == "error"


def test_departure_is_past() -> None:
    assert severity_of("PAP-012", "CEB509", {"leaveTime": "20260304000000"}) == "warning"
    assert breaks("FLD-010", "CEB509", {"leaveTime": "20260230000000"})


def test_delivery_is_past() -> None:
    assert severity_of("PAP-013", "CEB513", {"logisticsTime": "20260304000000"}) == "warning"
