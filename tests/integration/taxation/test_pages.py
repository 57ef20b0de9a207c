"""The pages of taxes: who may open them, what they say, and that nobody sees another's money."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.facts import SystemActor
from accounts.models import AuditEntry, Site, User
from enterprises.models import Enterprise
from taxation.facts import CustomsBill, FreezeWish, QuotaWish
from taxation.models import TaxBill
from taxation.selectors import person_of
from taxation.services.bills import record_bills
from taxation.services.guarantees import freeze_many
from taxation.services.quota import reserve_many
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.taxation.conftest import AT, DAY, Guarantor, new_guarantor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settings_loaded")]
LINE = {"l-TOTAL_FORMS": "2", "l-0-pieces": "1", "l-1-pieces": "1", "direction": "I"}
WHOLE = {**LINE, "mode": "9610", "taxpayer": "consumer", "document": "inventory"}
ID_NUMBER = "360000197001010002"


class Person:
    """Somebody at a browser."""

    def __init__(self, user: User) -> None:
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def status(self, path: str) -> int:
        return int(self.client.get(path).status_code)

    def text(self, path: str, **query: str) -> str:
        response = self.client.get(path, query)
        assert response.status_code == 200, response.status_code
        return str(response.content.decode())

    def post(self, path: str, **values: str) -> Any:
        return self.client.post(path, values)


@pytest.fixture
def clerk() -> Person:
    return Person(MemberFactory.create(enterprise=EnterpriseFactory.create()).user)


def asked(**changes: str) -> dict[str, str]:
    given = {"l-0-hs_code": "9503006000", "l-0-total_price": "190", "freight": "10"}
    return {**WHOLE, "on": "2026-11-20", "used": "0", **given, **changes}


def bill(of: Guarantor) -> TaxBill:
    given = CustomsBill(
        invt_no="400120261100000001",
        tax_no="TAX-1",
        duty=Decimal(0),
        consumption=Decimal(1),
        vat=Decimal(2),
        status="1",
        release_date=date(2026, 9, 1),
        assure_code=of.account.assure_code,
    )
    record_bills(bills=[given], by=SystemActor("test"), at=AT)
    return TaxBill.objects.get(tax_no="TAX-1")


def test_an_estimate_shows_its_sum_and_every_step(clerk: Person) -> None:
    page = clerk.text("/tax/estimate/", **asked())
    assert "税款约 18.20 元" in page
    assert "190 + 10" in page
    assert "(200 + 0 + 0) × 13%" in page


def test_an_empty_form_asks_and_estimates_nothing(clerk: Person) -> None:
    page = clerk.text("/tax/estimate/")
    assert "税款约" not in page
    assert "没有估算" not in page


def test_one_more_line_keeps_what_was_typed_and_complains_of_nothing(clerk: Person) -> None:
    page = clerk.text("/tax/estimate/", **asked(add="1", freight="x"))
    assert page.count("l-2-hs_code") > 0
    assert 'value="9503006000"' in page
    assert "没有估算" not in page


def test_all_errors_of_an_estimate_link_to_their_fields(clerk: Person) -> None:
    wrong = {"l-0-hs_code": "95", "l-0-total_price": "-1", "on": "", "freight": "x"}
    page = clerk.text("/tax/estimate/", **asked(**wrong))
    for field in ("id_l-0-hs_code", "id_l-0-total_price", "id_on", "id_freight"):
        assert f'href="#{field}"' in page


@pytest.mark.parametrize("total", ["abc", "-1", "101", "99999999999", ""])
@pytest.mark.parametrize("add", ["", "1"])
def test_a_forged_number_of_lines_breaks_nothing(clerk: Person, total: str, add: str) -> None:
    query = asked(**{"l-TOTAL_FORMS": total}) | ({"add": add} if add else {})
    assert "税款约" not in clerk.text("/tax/estimate/", **query)


def test_an_estimate_without_lines_is_refused_in_words(clerk: Person) -> None:
    page = clerk.text("/tax/estimate/", **asked(**{"l-0-hs_code": "", "l-0-total_price": ""}))
    assert "请至少填写一行商品" in page


def test_a_missing_rate_is_named_with_its_code(clerk: Person) -> None:
    page = clerk.text("/tax/estimate/", **asked(**{"l-0-hs_code": "0101210010"}))
    assert "无法计算税款" in page
    assert "TAX-005" in page


@pytest.mark.parametrize("path", ["rates", "treatments", "bills", "batches", "guarantees"])
def test_lists_open_for_members_and_officials(clerk: Person, path: str) -> None:
    assert clerk.status(f"/tax/{path}/") == 200
    assert Person(official("customs")).status(f"/tax/{path}/") == 200
    assert Client().get(f"/tax/{path}/").status_code == 302


def test_rates_are_a_file_too(clerk: Person) -> None:
    response: Any = clerk.client.get("/tax/rates/", {"format": "csv", "code": "2204"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "2204210000" in text
    assert "9503006000" not in text


def test_a_firm_sees_its_own_guarantee_and_bills_and_nobody_elses(clerk: Person) -> None:
    own = new_guarantor()
    made = bill(own)
    freeze_many(wishes=[FreezeWish(1, own.account.assure_code, Decimal(3))], on=DAY, at=AT)
    finance, hub = Person(own.user), Person(official("customs"))
    for path in (f"/tax/guarantees/{own.account.pk}/", f"/tax/bills/{made.pk}/"):
        assert [who.status(path) for who in (finance, hub, clerk)] == [200, 200, 404]
    assert "TAX-1" in finance.text("/tax/bills/")
    assert "TAX-1" not in clerk.text("/tax/bills/")
    assert own.account.assure_code not in clerk.text("/tax/guarantees/")


def test_officials_of_a_county_see_its_firms_only() -> None:
    own = new_guarantor()
    made = bill(own)
    county = Site.objects.filter(kind="sub").exclude(path="/hub/").order_by("path").first()
    assert county is not None
    person = Person(official("county", site=county.code))
    paths = (f"/tax/guarantees/{own.account.pk}/", f"/tax/bills/{made.pk}/")
    assert [person.status(path) for path in paths] == [404, 404]
    Enterprise.objects.filter(pk=own.firm.pk).update(site=county.code)
    assert [person.status(path) for path in paths] == [200, 200]


def test_only_finance_and_administrators_write_a_guarantee() -> None:
    own = new_guarantor()
    edit = f"/tax/guarantees/{own.account.pk}/edit/"
    viewer = Person(MemberFactory.create(enterprise=own.firm, role="viewer").user)
    assert [viewer.status(edit), Person(official("customs")).status(edit)] == [403, 403]
    values = {"form": "letter", "amount": "2000", "valid_from": "2026-01-01"}
    assert Person(own.user).post(edit, **values).status_code == 302
    assert (own.now().form, own.account.amount) == ("letter", Decimal(2000))
    wrong = Person(own.user).post(edit, **{**values, "amount": "0"})
    assert wrong.status_code == 422
    assert "金额须大于 0" in wrong.content.decode()


def test_a_firm_without_account_enters_one() -> None:
    boss = Person(MemberFactory.create(role="administrator").user)
    page = boss.text("/tax/guarantees/")
    address = page.split("/tax/guarantees/new/")[1].split("/")[0]
    made = boss.post(
        f"/tax/guarantees/new/{address}/", form="total", amount="10", valid_from="2026-01-01"
    )
    assert made.status_code == 302
    assert boss.status(f"/tax/guarantees/new/{address}/") == 404


def look_up(person: Person, **changes: str) -> Any:
    values = {"id_number": ID_NUMBER, "year": "2026", "reason": "核实订购人投诉", **changes}
    return person.post("/tax/quota/", **values)


def test_officials_of_customs_and_the_zone_look_up_quota_with_a_reason_on_record() -> None:
    wish = QuotaWish(1, person_of(ID_NUMBER), 2026, Decimal(1200))
    reserve_many(wishes=[wish], on=DAY, at=AT)
    answer = look_up(Person(official("customs")))
    page = answer.content.decode()
    assert "24,800.00" in page
    assert ID_NUMBER not in page
    assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.get(action="quota.looked_up")
    assert entry.new == {"year": 2026, "id": "3600**********0002", "reason": "核实订购人投诉"}


def test_nobody_else_looks_up_quota(clerk: Person) -> None:
    for person in (clerk, Person(official("market"))):
        assert person.status("/tax/quota/") == 403
        assert look_up(person).status_code == 403
    assert not AuditEntry.objects.filter(action="quota.looked_up").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id_number": "360000197001010003"}, "身份证号有误"),
        ({"reason": "查"}, "field-error"),
        ({"year": "1999"}, "field-error"),
    ],
)
def test_a_look_up_needs_a_right_number_and_a_reason(changes: dict[str, str], words: str) -> None:
    answer = look_up(Person(official("customs")), **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
