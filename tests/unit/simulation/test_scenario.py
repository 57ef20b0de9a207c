"""Sets of documents that a zone's firms could send: whole, matching, reproducible, nobody's."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from declarations.messages.json_reader import LINE_DECODER
from declarations.simulation.goods import EXPORTED, IMPORTED, Article
from declarations.simulation.people import person
from declarations.simulation.scenario import KIND_CODES, MODES, Cast, Firm, Scenario
from tests.builders.documents import CAST, DAY, complete_set, head_of, lines_of, to_ndjson
from zone_portal.kernel.identifiers import resident_id_problems

TRADES = [(direction, mode) for direction, modes in MODES.items() for mode in modes]
EACH_TRADE = pytest.mark.parametrize(("direction", "mode"), TRADES)
HS_CODES = Path(__file__).parents[3] / "reference" / "data" / "hs_codes.csv"


def sets(direction: Any, mode: str, count: int = 60) -> list[dict[str, dict[str, Any]]]:
    return [complete_set(number, direction=direction, mode=mode) for number in range(count)]


def money(value: str) -> Decimal:
    return Decimal(value)


@EACH_TRADE
def test_every_document_is_one_the_fast_decoder_takes(direction: str, mode: str) -> None:
    for one in sets(direction, mode):
        assert {noun: document["type"] for noun, document in one.items()} == KIND_CODES[direction]
        for text in to_ndjson(one.values()).splitlines():
            LINE_DECODER.decode(text)


@EACH_TRADE
def test_the_four_documents_name_each_other(direction: str, mode: str) -> None:
    for one in sets(direction, mode):
        order, payment, waybill, inventory = map(head_of, one.values())
        assert order["orderNo"] == payment["orderNo"] == inventory["orderNo"]
        assert waybill["logisticsNo"] == inventory["logisticsNo"]
        assert order["ebpCode"] == payment["ebpCode"] == inventory["ebpCode"]
        assert inventory["tradeMode"] == mode
        assert waybill.get("weight", waybill.get("grossWeight")) == inventory["grossWeight"]
        assert Decimal(inventory["netWeight"]) < Decimal(inventory["grossWeight"])
        for line, ordered in zip(lines_of(one["inventory"]), lines_of(one["order"]), strict=True):
            for name in ("gnum", "qty", "unit", "price", "totalPrice", "currency", "itemNo"):
                assert line[name] == ordered[name]
            assert line["gname"] == ordered["itemName"]


@EACH_TRADE
def test_amounts_add_up(direction: str, mode: str) -> None:
    for one in sets(direction, mode):
        order, payment = head_of(one["order"]), head_of(one["payment"])
        for line in lines_of(one["order"]):
            assert money(line["price"]) * money(line["qty"]) == money(line["totalPrice"])
        goods = sum((money(line["totalPrice"]) for line in lines_of(one["order"])), Decimal(0))
        assert goods == money(order["goodsValue"])
        if direction == "import":
            tax = money(order["taxTotal"])
            paid = goods + money(order["freight"]) + tax - money(order["discount"])
            assert paid == money(order["acturalPaid"]) == money(payment["amountPaid"])
            assert paid < 5000
            assert tax == tax.quantize(Decimal("0.01"))
        else:
            assert goods + money(order["freight"]) == money(payment["charge"])


def test_the_buyer_is_the_payer_and_nobody() -> None:
    for one in sets("import", "9610"):
        order, payment, inventory = (head_of(one[n]) for n in ("order", "payment", "inventory"))
        assert order["buyerIdNumber"] == payment["payerIdNumber"] == inventory["buyerIdNumber"]
        assert order["buyerName"] == payment["payerName"] == inventory["buyerName"]
        assert resident_id_problems(order["buyerIdNumber"], DAY.date()) == ()
        assert order["buyerIdNumber"].startswith("360000")
        assert order["buyerTelephone"][:2] == "12"  # no mobile number of China begins so


def test_bonded_imports_name_the_account_book_and_no_vehicle() -> None:
    bonded = head_of(complete_set(mode="1210")["inventory"])
    direct = head_of(complete_set(mode="9610")["inventory"])
    on_the_way = {"trafNo", "voyageNo", "billNo"}
    in_the_zone = {"emsNo", "areaCode", "areaName"}

    assert bonded.keys() - direct.keys() == in_the_zone
    assert direct.keys() - bonded.keys() == on_the_way
    assert bonded["country"] == "142"
    assert all("itemRecordNo" in line for line in lines_of(complete_set(mode="1210")["inventory"]))


@pytest.mark.parametrize("article", [*IMPORTED, *EXPORTED], ids=lambda article: article.number)
def test_articles_have_the_units_of_the_tariff_and_a_right_bar_code(article: Article) -> None:
    with HS_CODES.open(encoding="utf-8", newline="") as file:
        units = {row["code"]: (row["unit1"], row["unit2"]) for row in csv.DictReader(file)}

    assert units[article.hs_code] == (article.unit1, article.unit2)
    digits = [int(digit) for digit in article.barcode]
    assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0
    assert article.barcode.startswith("2")  # numbers of use inside a firm
    for unit in filter(None, (article.unit1, article.unit2)):
        assert article.statutory(unit, 2) > 0


def test_the_same_seed_gives_the_same_documents_and_another_seed_others() -> None:
    def told(seed: int) -> str:
        scenario = Scenario(CAST, DAY, seed=seed)
        return json.dumps([scenario.complete_set(number) for number in range(20)])

    assert told(1) == told(1)
    assert told(1) != told(2)


def test_numbers_and_guids_are_never_given_twice() -> None:
    many = sets("import", "9610", 500) + [complete_set(number, series="U") for number in range(500)]

    for noun, name in (
        ("order", "orderNo"),
        ("payment", "payTransactionId"),
        ("waybill", "logisticsNo"),
        ("inventory", "copNo"),
    ):
        assert len({head_of(one[noun])[name] for one in many}) == 1000
    guids = [head_of(document)["guid"] for one in many for document in one.values()]
    assert len(set(guids)) == 4000
    assert {len(guid) for guid in guids} == {36}


def test_declarations_have_nearly_two_lines_on_average() -> None:
    lines = [len(lines_of(one["order"])) for one in sets("import", "9610", 2000)]

    assert 1.6 < sum(lines) / len(lines) < 2.0
    assert set(lines) == {1, 2, 3, 5}


def test_one_firm_can_play_every_part() -> None:
    firm = Firm("3698960009", "独角企业")

    one = complete_set(sender=Cast.single(firm))

    codes = {
        value
        for document in one.values()
        for name, value in head_of(document).items()
        if name in {"ebpCode", "ebcCode", "payCode", "logisticsCode", "agentCode", "assureCode"}
    }
    assert codes == {firm.code}


def test_a_mode_that_a_direction_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="9810"):
        complete_set(mode="9810")


def test_ten_million_people_differ() -> None:
    numbers = {person(number).id_number for number in range(0, 10_000_000, 9973)}

    assert len(numbers) == len(range(0, 10_000_000, 9973))
