"""The comparison puts each finding beside its fact, and keeps closed what is another firm's."""

from typing import Any

from declarations.pages.comparison import Comparison, Row, Side, compare

NOTHING_TO_EXPLAIN: dict[tuple[str, str], str] = {}


def finding(
    *evidence: tuple[str, str, str], severity: str = "error", line: int | None = None
) -> Any:
    """A stored finding that speaks of (kind, element, value) triples."""
    return {
        "code": "MAT-000",
        "severity": severity,
        "responsible": "payment",
        "params": {},
        "documents": [
            {"type": kind, "key": {}, "field": element, "line": line, "value": value}
            for kind, element, value in evidence
        ],
    }


def order(**shown: Any) -> Side:
    return Side("CEB311", {"orderNo": "O1", "acturalPaid": "10", "buyerName": "张*"} | shown)


def payment(**shown: Any) -> Side:
    return Side("CEB411", {"orderNo": "O1", "amountPaid": "10", "payerName": "张*"} | shown)


def row(comparison: Comparison, label: str) -> Row:
    return next(row for row in comparison.rows if row.label == label)


def texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def test_agreeing_values_are_quiet_and_say_so() -> None:
    paid = row(compare({"order": order(), "payment": payment()}, [], {}), "实付金额")

    assert texts(paid) == ["10.00", "10.00", "", ""]
    assert paid.verdict.tone == "same"
    assert {cell.tone for cell in paid.cells} == {"quiet", "none"}


def test_a_finding_marks_both_values_and_stands_below_its_fact() -> None:
    differs = finding(("CEB311", "acturalPaid", "10"), ("CEB411", "amountPaid", "9"))

    found = compare({"order": order(), "payment": payment(amountPaid="9")}, [differs], {})

    paid = row(found, "实付金额")
    assert [cell.tone for cell in paid.cells[:2]] == ["bad", "bad"]
    assert paid.findings == (differs,)
    assert found.other_findings == ()


def test_a_finding_of_two_facts_is_printed_once_and_marks_both() -> None:
    differs = finding(("CEB411", "payerName", "李*"), ("CEB411", "payerIdNumber", "44"))
    other = payment(payerName="李*", payerIdNumber="44")

    found = compare({"order": order(buyerIdNumber="36"), "payment": other}, [differs], {})

    assert row(found, "订购人 / 支付人").findings == (differs,)
    assert row(found, "证件号码").findings == ()
    assert row(found, "证件号码").verdict.tone == "bad"


def test_a_warning_is_marked_as_such() -> None:
    hint = finding(("CEB311", "buyerName", "张*"), severity="warning")

    found = compare({"order": order(), "payment": payment()}, [hint], {})

    assert row(found, "订购人 / 支付人").verdict.tone == "warn"


def test_values_that_no_rule_compares_may_differ_without_alarm() -> None:
    found = compare({"order": order(), "payment": payment(amountPaid="9")}, [], {})

    assert row(found, "实付金额").verdict.tone == "idle"
    assert not row(found, "实付金额").differs


def test_equality_is_judged_on_the_hidden_value_not_on_its_mask() -> None:
    ours = Side("CEB311", {"buyerName": "张*"}, {"buyerName": "张三"})
    theirs = Side("CEB411", {"payerName": "张*"}, {"payerName": "张四"})

    found = compare({"order": ours, "payment": theirs}, [], {})

    assert row(found, "订购人 / 支付人").verdict.tone == "idle"


def test_a_finding_about_no_shown_fact_is_not_lost() -> None:
    about_something_else = finding(("CEB311", "guid", "x"))

    found = compare({"order": order()}, [about_something_else], {})

    assert found.other_findings == (about_something_else,)


def test_lines_are_compared_by_their_number() -> None:
    one = {"itemName": "奶粉", "qty": "2", "price": "128", "totalPrice": "256", "unit": "122"}
    ours = Side("CEB311", {}, lines={1: one})
    theirs = Side("CEB621", {}, lines={1: one | {"qty": "3", "gname": "奶粉"}})
    differs = finding(("CEB311", "qty", "2"), ("CEB621", "qty", "3"), line=1)

    found = compare({"order": ours, "inventory": theirs}, [differs], {})

    assert row(found, "1 奶粉").findings == (differs,)
    assert row(found, "商品项数").verdict.tone == "same"


def test_an_export_payment_is_compared_under_its_own_element_names() -> None:
    collected = Side("CEB403", {"charge": "10"}, names={"amountPaid": "charge"})
    differs = finding(("CEB403", "charge", "10"))

    found = compare({"payment": collected}, [differs], {})

    assert row(found, "实付金额").cells[1].tone == "bad"


class TestAnotherFirmsDocument:
    closed = Side("CEB311", {"acturalPaid": "10", "currency": "142"}, is_open=False)

    def test_shows_what_the_readers_own_document_says_as_well(self) -> None:
        found = compare({"order": self.closed, "payment": payment()}, [], {})

        assert texts(row(found, "实付金额"))[:2] == ["10.00", "10.00"]

    def test_keeps_a_differing_value_closed_when_no_finding_quotes_it(self) -> None:
        found = compare({"order": self.closed, "payment": payment(amountPaid="9")}, [], {})

        assert texts(row(found, "实付金额"))[:2] == ["不公开", "9.00"]

    def test_shows_the_value_that_a_finding_quotes(self) -> None:
        differs = finding(("CEB311", "acturalPaid", "10"), ("CEB411", "amountPaid", "9"))

        found = compare({"order": self.closed, "payment": payment(amountPaid="9")}, [differs], {})

        assert texts(row(found, "实付金额"))[:2] == ["10", "9.00"]

    def test_facts_that_only_others_know_are_counted_not_shown(self) -> None:
        found = compare({"order": self.closed, "payment": payment()}, [], {})

        assert "币制" not in {row.label for row in found.rows}
        assert found.hidden == 1

    def test_elements_known_to_every_party_stay_visible(self) -> None:
        inventory = Side(
            "CEB621", {"logisticsNo": "W1"}, is_open=False, known=frozenset({"logisticsNo"})
        )

        found = compare({"payment": payment(), "inventory": inventory}, [], {})

        assert texts(row(found, "物流运单编号"))[3] == "W1"
