"""Other authorities' numbers hang on the unified code; banks verify traders and report accounts."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Notice, User
from enterprises.models import Enterprise, SubjectNumber
from enterprises.selectors_subjects import resolve_subject
from enterprises.services import numbers
from enterprises.services.refusals import Refusal
from enterprises.services.traders import report_account
from enterprises.viewers import viewer_for
from tests.factories.applications import AT, Applied, approved
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.api.conftest import Caller, caller_for
from zone_portal.framework.vault import vault

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
DAY = date(2026, 11, 20)
ACCOUNT = "6222 0202 0000 1234 567"
MASKED = "6222***********4567"
pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Enterprise:
    return EnterpriseFactory.create()


@pytest.fixture
def owner(firm: Enterprise) -> User:
    return MemberFactory.create(enterprise=firm, role="administrator").user


def add(firm: Enterprise, by: User, scheme: str = "fx", value: str = "360100123456") -> Any:
    return numbers.add_number(
        enterprise_id=firm.pk,
        scheme=scheme,
        value=value,
        source="外汇局登记",
        as_of=DAY,
        viewer=viewer_for(by),
        by=by,
        at=NOW,
    )


def refusal(deed: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*args, **given)
    return refused.value.code


def confirm(row: SubjectNumber, by: User) -> SubjectNumber:
    return numbers.confirm_number(number_id=row.pk, viewer=viewer_for(by), by=by, at=NOW)


def end(row: SubjectNumber, by: User) -> SubjectNumber:
    return numbers.end_number(number_id=row.pk, viewer=viewer_for(by), by=by, at=NOW)


def test_a_number_is_confirmed_by_the_department_that_gives_it(
    firm: Enterprise, owner: User
) -> None:
    row = add(firm, owner)
    assert refusal(confirm, row, official(department="customs")) == "number_not_yours"
    assert refusal(confirm, row, official(department="fx", role="viewer")) == "number_not_yours"
    assert refusal(confirm, row, owner) == "number_not_yours"

    confirmed = confirm(row, official(department="fx"))

    assert (confirmed.confirmed_by, confirmed.confirmed_at) == ("综试区办公室", NOW)
    assert refusal(confirm, row, official(department="fx")) == "number_confirmed"


def test_a_confirmed_number_is_ended_by_its_department_only(firm: Enterprise, owner: User) -> None:
    first, second = add(firm, owner), add(firm, owner, "customs", "3699K6D0Z1")
    confirm(first, official(department="fx"))
    assert refusal(end, first, owner) == "number_not_yours"
    end(first, official(department="fx"))
    end(second, owner)
    assert not SubjectNumber.objects.in_force().filter(enterprise=firm).exists()
    assert refusal(end, first, official(department="fx")) == "number_not_found"
    actions = AuditEntry.objects.filter(on_type="enterprises.subjectnumber")
    assert sorted(actions.values_list("action", flat=True)) == [
        "number.added",
        "number.added",
        "number.confirmed",
        "number.ended",
        "number.ended",
    ]


def test_the_same_number_is_kept_once_and_again_after_its_end(
    firm: Enterprise, owner: User
) -> None:
    row = add(firm, owner)
    assert refusal(add, firm, owner) == "number_known"
    end(row, owner)
    assert add(firm, owner).pk != row.pk


def test_nobody_hangs_numbers_on_somebody_elses_code(firm: Enterprise, owner: User) -> None:
    other = EnterpriseFactory.create()
    assert refusal(add, other, owner) == "subject_not_found"
    declarant = MemberFactory.create(enterprise=firm, role="declarant").user
    assert refusal(add, firm, declarant) == "administrator_needed"
    assert refusal(add, firm, official(role="viewer")) == "number_not_yours"
    assert add(firm, official()).confirmed_at is None


def test_all_that_is_wrong_with_a_number_is_said(firm: Enterprise, owner: User) -> None:
    assert refusal(add, firm, owner, "customs", "1") == "number_invalid"


def test_approval_hangs_the_filed_numbers_and_shops_on_the_enterprise() -> None:
    applied = approved()
    enterprise = applied.filing.enterprise
    found = {
        row.scheme: row for row in SubjectNumber.objects.in_force().filter(enterprise=enterprise)
    }
    assert {"customs", "tax", "market"} <= set(found)
    assert found["customs"].value == enterprise.code
    assert found["tax"].source == f"企业备案 {applied.filing.number}"
    assert found["tax"].confirmed_at is None
    shop = enterprise.shops.filter(in_force=True).first()
    assert shop is not None
    subject = resolve_subject("shop", shop.host)
    assert subject is not None
    assert subject.filing.number == applied.filing.number


def trader() -> Applied:
    return approved(("individual",), number=7)


def bank(**given: Any) -> tuple[Enterprise, Caller]:
    firm = EnterpriseFactory.create(kinds=["finance"], name="虚构银行", **given)
    return firm, caller_for(firm)


def proof(caller: Caller, applied: Applied, code: str = "") -> Any:
    return caller.get(
        f"filings/{applied.filing.number}/proof/", code=code or applied.filing.certificate_code
    )


def report(caller: Caller, applied: Applied, account: str = ACCOUNT, code: str = "") -> Any:
    return caller.client.post(
        f"/api/v1/filings/{applied.filing.number}/account/",
        {"code": code or applied.filing.certificate_code, "account": account},
        content_type="application/json",
        headers=caller._headers("*/*"),
    )


def test_a_bank_reads_the_proof_behind_the_qr_code() -> None:
    applied, (_firm, caller) = trader(), bank()
    shown = proof(caller, applied)
    assert shown.status_code == 200, shown.content
    facts = shown.json()
    assert (facts["in_force"], facts["uscc"]) == (True, applied.filing.enterprise.uscc)
    assert facts["accounts"] == []
    assert AuditEntry.objects.filter(action="proof.read", on_id=str(applied.filing.pk)).exists()


def test_the_account_comes_back_sealed_and_the_trader_is_told() -> None:
    applied, (firm, caller) = trader(), bank()

    answer = report(caller, applied)

    assert answer.status_code == 201, answer.content
    assert answer.json()["account"] == MASKED
    row = SubjectNumber.objects.get(scheme="bank_account", source=firm.name)
    assert (row.value, row.confirmed_by) == (MASKED, firm.name)
    assert row.sealed is not None
    opened = vault().open(row.sealed, f"subject-number:{row.enterprise_id}".encode())
    assert opened == b"6222020200001234567"
    assert MASKED in Notice.objects.get(user=applied.by, kind="account_reported").text_zh
    entry = AuditEntry.objects.get(action="number.added", on_id=str(row.pk))
    assert "1234567" not in str(entry.new)
    assert proof(caller, applied).json()["accounts"][0]["account"] == MASKED
    assert report(caller, applied).json()["code"] == "number_known"


def test_a_bank_does_not_learn_the_accounts_of_another_bank() -> None:
    applied, (_one, caller) = trader(), bank()
    report(caller, applied)
    other = caller_for(EnterpriseFactory.create(kinds=["finance"], name="另一虚构银行"))
    assert proof(other, applied).json()["accounts"] == []


def test_a_wrong_code_and_a_firm_that_is_no_trader_look_the_same() -> None:
    applied, (_firm, caller) = trader(), bank()
    company = approved(number=8)
    for answer in (
        proof(caller, applied, "WRONGCODE234"),
        proof(caller, company),
        report(caller, applied, code="WRONGCODE234"),
        report(caller, company),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "proof_not_found")


def test_only_banks_verify_and_report() -> None:
    applied = trader()
    merchant = caller_for(EnterpriseFactory.create(kinds=["ecommerce"]))
    assert proof(merchant, applied).json()["code"] == "scope_missing"
    assert report(merchant, applied).status_code == 403
    assert proof(Caller(), applied).status_code == 401


def test_no_account_is_opened_on_a_suspended_filing() -> None:
    applied, (_firm, caller) = trader(), bank()
    Enterprise.objects.filter(pk=applied.filing.enterprise_id).update(status="suspended")
    assert report(caller, applied).json()["code"] == "trader_not_in_force"
    assert proof(caller, applied).json()["in_force"] is False


def test_a_wrong_account_is_refused_and_not_quoted() -> None:
    applied, (_firm, caller) = trader(), bank()
    answer = report(caller, applied, "12-AB")
    assert answer.status_code == 422
    assert "12-AB" not in answer.content.decode()


def page(user: User, firm: Enterprise, **posted: Any) -> Any:
    client = Client()
    client.force_login(user)
    path = f"/enterprises/{firm.pk}/numbers/"
    return client.post(path, posted) if posted else client.get(path)


def test_the_page_adds_confirms_and_ends(firm: Enterprise, owner: User) -> None:
    given = {"scheme": "fx", "value": "360100123456", "source": "外汇局", "as_of": "2026-11-20"}
    assert page(owner, firm, deed="add", **given).status_code == 302
    row = SubjectNumber.objects.get(enterprise=firm)
    assert "待确认" in page(owner, firm).content.decode()
    officer = official(department="fx")
    assert page(officer, firm, deed="confirm", number=row.pk).status_code == 302
    assert "已确认" in page(owner, firm).content.decode()
    assert page(owner, firm, deed="end", number=row.pk).status_code == 403
    assert page(officer, firm, deed="end", number=row.pk).status_code == 302
    assert "已失效" in page(owner, firm).content.decode()


def test_the_page_says_at_the_field_what_is_wrong(firm: Enterprise, owner: User) -> None:
    wrong = page(
        owner, firm, deed="add", scheme="customs", value="1", source="x", as_of="2026-11-20"
    )
    assert wrong.status_code == 422
    assert "不是海关注册编码的形式" in wrong.content.decode()
    assert page(owner, firm, deed="add", scheme="fx").status_code == 422


def test_another_firm_finds_no_numbers(firm: Enterprise) -> None:
    stranger = MemberFactory.create(role="administrator").user
    assert page(stranger, firm).status_code == 404
    assert page(stranger, firm, deed="confirm", number="1").status_code == 404


def test_a_report_is_one_transaction(firm: Enterprise) -> None:
    assert AT < NOW
    applied = trader()
    before = SubjectNumber.objects.count()
    code = refusal(
        report_account,
        number=applied.filing.number,
        code=applied.filing.certificate_code,
        account="1",
        bank=bank()[1] and firm,
        by=applied.by,
        at=NOW,
    )
    assert (code, SubjectNumber.objects.count()) == ("number_invalid", before)


def test_a_program_lists_and_adds_its_own_numbers(firm: Enterprise) -> None:
    caller = caller_for(firm)
    given = {"scheme": "fx", "value": "360100123456", "source": "外汇局登记"}

    def post(body: Any) -> Any:
        return caller.client.post(
            "/api/v1/numbers/",
            body,
            content_type="application/json",
            headers=caller._headers("*/*"),
        )

    added = post(given)
    assert added.status_code == 201, added.content
    assert added.json()["confirmed_by"] is None
    assert caller.get("numbers/").json() == {"results": [added.json()]}
    assert post(given).json()["code"] == "number_known"
    assert post(given | {"as_of": "yesterday"}).status_code == 400
    assert post({}).json()["code"] == "number_invalid"
    other = caller_for(EnterpriseFactory.create())
    assert other.get("numbers/").json() == {"results": []}
