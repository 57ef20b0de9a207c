"""What others see of a filing: each department its own view, the public what may be disclosed."""

from typing import Any

import pytest

from accounts.models import AuditEntry, Notice
from enterprises.models import Distribution, Enterprise
from enterprises.selectors_filings import (
    certificate,
    department_view,
    distributions_of,
    inbox,
    public_entry,
    public_register,
)
from enterprises.services.filing import distributing, revealing
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from tests.factories.applications import AT, answers, approved, submitted
from tests.factories.officials import official

pytestmark = pytest.mark.django_db


def received(department: str, kinds: list[str] | None = None) -> Distribution:
    applied = approved(kinds or ["ecommerce"])
    return Distribution.objects.select_related("filing__enterprise", "filing__site").get(
        filing=applied.filing, department=department
    )


def fields_of(row: Distribution) -> dict[str, str]:
    view = department_view(row)
    return {line.field.code: line.text("zh") for _, lines in view.sections for line in lines}


def test_each_department_sees_its_own_fields_and_personal_ones_masked() -> None:
    seen = {name: fields_of(received(name)) for name in ("commerce",)}["commerce"]
    assert "legal_id_number" not in seen
    assert seen["contact_phone"].startswith("138****")
    assert seen["name"] == answers()["name"]
    assert seen["kinds"] == "电商企业"
    assert "licence.pdf" in seen["licence"]


def test_customs_receives_identity_and_tax_the_account() -> None:
    row = received("customs", ["warehouse"])
    assert "legal_id_number" in fields_of(row)
    assert "account_book" in fields_of(row)
    taxman = Distribution.objects.get(filing=row.filing, department="tax")
    assert "account_book" not in fields_of(taxman)


def test_a_department_sees_answers_and_the_enterprise_sees_who_did_what() -> None:
    row, officer = received("tax"), official("tax")
    viewer = viewer_for(officer)
    assert list(inbox(viewer, {"state": "new"})) == [row]
    distributing.mark_seen(distribution_id=row.pk, viewer=viewer, by=officer, at=AT)
    distributing.answer(
        distribution_id=row.pk, text="已纳入退税信息库", viewer=viewer, by=officer, at=AT
    )
    told = distributions_of(row.filing)
    mine = next(line for line in told if line.department == "tax")
    assert (mine.seen_by, mine.answer, mine.answered_at) == (officer, "已纳入退税信息库", AT)
    assert Notice.objects.filter(text_zh__contains="税务已答复").exists()
    assert AuditEntry.objects.filter(action="filing.read_by_department").count() == 1
    with pytest.raises(Refusal) as refused:
        distributing.answer(distribution_id=row.pk, text="再答", viewer=viewer, by=officer, at=AT)
    assert refused.value.code == "answered_already"


@pytest.mark.parametrize(
    ("department", "role", "text", "code"),
    [
        ("fx", "reviewer", "好", "distribution_unknown"),
        ("tax", "viewer", "好", "answer_not_yours"),
        ("tax", "reviewer", "  ", "answer_missing"),
    ],
)
def test_who_cannot_answer(department: str, role: str, text: str, code: str) -> None:
    row, officer = received("tax"), official(department, role)
    with pytest.raises(Refusal) as refused:
        distributing.answer(
            distribution_id=row.pk, text=text, viewer=viewer_for(officer), by=officer, at=AT
        )
    assert refused.value.code == code


def test_the_register_shows_only_what_may_be_disclosed() -> None:
    applied = approved(["payment"])
    submitted(number=2)
    found = list(public_register({"q": "虚构"}))
    assert [row.pk for row in found] == [applied.filing.pk]
    entry = public_entry(found[0], whole=True)
    shown = {line.field.code for line in entry.fields}
    assert {"uscc", "name", "payment_licence_number"} <= shown
    assert not shown & {"legal_representative", "contact_phone", "bank_account", "address"}
    assert entry.number == applied.filing.number


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "payment"}, True),
        ({"kind": "lab"}, False),
        ({"q": "91000000"}, False),
        ({"status": "suspended"}, False),
        ({"site": "hub"}, True),
    ],
)
def test_the_register_is_searched(query: dict[str, str], found: bool) -> None:
    approved(["payment"])
    assert public_register(query).exists() is found


def test_a_certificate_is_verified_by_number_and_code_and_tells_how_things_stand_now() -> None:
    applied = approved()
    number, code = applied.filing.number, applied.filing.certificate_code
    facts = certificate(number, code.lower())
    assert facts is not None
    assert (facts.name, facts.in_force) == (applied.filing.enterprise.name, True)
    Enterprise.objects.filter(pk=applied.filing.enterprise_id).update(status="suspended")
    now = certificate(number, code)
    assert now is not None
    assert (now.status, now.in_force) == ("suspended", False)


def test_a_guessed_code_looks_like_no_certificate() -> None:
    applied = approved()
    assert certificate(applied.filing.number, "AAAAAAAAAAAA") is None
    assert certificate(applied.filing.number, "") is None
    assert certificate("KJ0", applied.filing.certificate_code) is None


def test_personal_values_are_revealed_for_a_reason_that_stays_on_record() -> None:
    applied, officer = approved(), official("customs")
    who: dict[str, Any] = {
        "filing_id": applied.filing.pk,
        "viewer": viewer_for(officer),
        "by": officer,
        "at": AT,
    }
    with pytest.raises(Refusal) as refused:
        revealing.reveal(reason="看", **who)
    assert refused.value.code == "reason_missing"
    shown = revealing.reveal(reason="核对法定代表人身份", fields=["legal_id_number"], **who)
    assert shown == {"legal_id_number": answers()["legal_id_number"]}
    entry = AuditEntry.objects.filter(action="reveal_personal").get()
    assert entry.new is not None
    assert entry.new["fields"] == ["legal_id_number"]
    assert answers()["legal_id_number"] not in str(entry.new)


def test_a_department_reveals_only_fields_it_receives() -> None:
    applied, officer = approved(), official("commerce")
    shown = revealing.reveal(
        filing_id=applied.filing.pk,
        viewer=viewer_for(officer),
        by=officer,
        reason="核对联系人",
        at=AT,
    )
    assert "contact_phone" in shown
    assert "legal_id_number" not in shown
