"""Looking up credit: what the purpose allows, always with an entry, for ten years."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry, Site, User
from credit.models import Query, RecognitionRow, SharingRule, Subject
from credit.rules.sharing import ITEM_KINDS, ITEMS, PURPOSES
from credit.selectors_sharing import allowances, queries_about, recommendation
from credit.services.forgetting import forget_queries
from credit.services.sharing import Told, look_up
from credit.services.sharing_tables import load_shipped, put_recognition, put_sharing_rule
from enterprises.constants import APPROVED
from enterprises.models import Consent, Enterprise
from enterprises.rules.entrusting import Permission
from enterprises.services.consenting import assertion_for, grant_consent
from enterprises.viewers import viewer_for
from tests.factories.credit import AT, BY, DAY, recorded, subject
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db


def ask(of: Subject, by: User, purpose: str = "supervision", reason: str = "年度检查") -> Told:
    assert of.enterprise_id is not None
    return look_up(
        enterprise_id=of.enterprise_id,
        purpose=purpose,
        reason=reason,
        viewer=viewer_for(by),
        by=by,
        at=AT,
    )


def refused(code: str, of: Subject, by: User, *given: str) -> None:
    with pytest.raises(PortalError) as refusal:
        ask(of, by, *given)
    assert refusal.value.code == code


def firm_with_records() -> Subject:
    firm = subject()
    recorded(firm, "tax_grade", "T1", grade="B")
    recorded(firm, "customs_grade", "C1", grade="AA")
    recorded(firm, "customs_penalty", "P1", grade="minor", cause="申报不实")
    return firm


def test_the_shipped_table_speaks_only_of_known_purposes_parties_and_items() -> None:
    rows = allowances(on=DAY)
    assert len(rows) > 25
    assert {row.purpose for row in rows} == set(PURPOSES)
    assert {item for row in rows for item in row.items} <= set(ITEMS)
    assert all(row.basis for row in rows)
    assert load_shipped(at=AT) == {"sharing": 0, "recognition": 0, "disclosure": 0, "settings": 0}


def test_a_department_sees_what_its_purpose_allows_and_nothing_else() -> None:
    firm = firm_with_records()
    customs = ask(firm, official("customs"))
    assert [row["number"] for row in customs.data["customs"]] == ["C1"]
    assert [row["cause"] for row in customs.data["penalties"]] == ["申报不实"]
    assert "tax" not in customs.data
    tax = ask(firm, official("tax"), "tax_refund")
    assert [row["grade"] for row in tax.data["tax"]] == ["B"]
    assert set(tax.data) <= set(ITEM_KINDS) | {"grade", "score"}


def test_each_query_is_entered_with_who_why_and_what_and_shown_to_the_subject() -> None:
    firm = firm_with_records()
    by = official("customs")
    ask(firm, by, "inspection", "布控参考 2026-11")
    (row,) = queries_about(
        viewer_for(MemberFactory.create(enterprise=firm.enterprise).user), firm.enterprise_id or 0
    )
    assert (row.party, row.purpose, row.reason) == ("customs", "inspection", "布控参考 2026-11")
    assert row.items == ["grade", "score", "standing", "customs", "lists", "penalties", "behaviour"]
    assert (row.user, row.kept_until_date) == (by, date(2036, 11, 20))


@pytest.mark.parametrize(
    ("department", "purpose", "code"),
    [
        ("customs", "tax_refund", "purpose_not_yours"),
        ("police", "supervision", "purpose_not_yours"),
        ("customs", "curiosity", "purpose_unknown"),
    ],
)
def test_a_refused_query_is_entered_too(department: str, purpose: str, code: str) -> None:
    firm = subject()
    refused(code, firm, official(department), purpose)
    row = Query.objects.get()
    assert (row.refusal, row.items, row.party) == (code, [], department)


def test_nothing_is_asked_without_a_reason_and_nothing_beyond_the_own_sites() -> None:
    firm = subject()
    refused("query_reason_missing", firm, official("customs"), "supervision", " x ")
    Site.objects.create(code="west", parent_id="hub", path="/hub/west/", kind="sub", name="西区")
    refused("credit_subject_unknown", firm, official("county", site="west"))
    refused("credit_subject_unknown", firm, MemberFactory.create(enterprise=firm.enterprise).user)
    assert not Query.objects.exists()


def test_the_log_can_be_neither_changed_nor_deleted_before_its_years_are_over() -> None:
    firm = firm_with_records()
    ask(firm, official("customs"))
    row = Query.objects.get()
    for deed in (
        lambda: Query.objects.update(reason="x"),
        lambda: Query.objects.all().delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            deed()
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'credit_query'::regclass")
        assert ("kept_until",) in cursor.fetchall()
    assert Query.objects.get() == row


def test_the_log_is_deleted_once_its_years_are_over_and_the_audit_trail_says_so() -> None:
    firm = firm_with_records()
    ask(firm, official("customs"))
    for number in range(3):
        Query.objects.create(
            subject=firm,
            at=AT,
            purpose="supervision",
            party="customs",
            reason=f"{number}",
            channel="page",
            by_label="test",
            kept_until_date=date(2020, 1, 1 + number),
        )
    call_command("forget_credit_queries", verbosity=0)
    assert Query.objects.get().kept_until_date == date(2036, 11, 20)
    entry = AuditEntry.objects.get(action="credit.queries_deleted")
    assert entry.new == {"deleted": 3, "kept_until_before": timezone.localdate().isoformat()}
    assert (
        forget_queries(by=BY, at=AT + timedelta(days=40 * 365)) == 0
    )  # not before the day is here
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosecdef FROM pg_proc WHERE proname = 'credit_query_forget'")
        assert cursor.fetchone() == (True,)  # the application itself may not delete


def consent_of(firm: Enterprise, bank: Enterprise, *data: str) -> Consent:
    chief = MemberFactory.create(enterprise=firm, role="administrator").user
    given = Permission(bank.code, "流动资金贷款审核", data, DAY + timedelta(days=90))
    return grant_consent(given=given, principal_id=firm.pk, by=chief, at=AT)


def read(row: Consent, bank: Enterprise) -> dict[str, Any]:
    clerk = MemberFactory.create(enterprise=bank).user
    return assertion_for(
        consent_id=row.pk, viewer=viewer_for(clerk), issuer="https://p/", by=clerk, at=AT
    ).data


def test_a_bank_reads_credit_by_consent_exactly_as_far_as_it_goes() -> None:
    firm, bank = firm_with_records(), EnterpriseFactory.create(kinds=["finance"])
    assert firm.enterprise is not None
    row = consent_of(firm.enterprise, bank, "name", "credit_grade")
    data = read(row, bank)
    assert set(data) == {"name", "credit_grade"}
    assert [one["grade"] for one in data["credit_grade"]["customs"]] == ["AA"]
    assert "penalties" not in data["credit_grade"]
    entry = Query.objects.get()
    assert (entry.party, entry.consent, entry.enterprise) == ("finance", row, bank)
    assert entry.items == ["grade", "customs", "tax", "fx", "national"]


def test_a_consent_without_credit_items_leaves_no_entry_of_credit() -> None:
    firm, bank = subject(), EnterpriseFactory.create(kinds=["finance"])
    assert firm.enterprise is not None
    assert read(consent_of(firm.enterprise, bank, "name"), bank) == {"name": firm.enterprise.name}
    assert firm.enterprise.status == APPROVED
    assert not Query.objects.exists()


def test_a_row_of_sharing_is_replaced_from_a_day_on_never_changed() -> None:
    by = official("zone", "administrator")
    old = SharingRule.objects.get(purpose="filing", party="park")
    new = put_sharing_rule(
        rule_id=old.pk, items=["market"], basis="纪要〔2026〕3号", valid_from=DAY, by=by, at=AT
    )
    items = {row.party: row.items for row in allowances(on=DAY) if row.purpose == "filing"}
    before = {
        row.party: row.items
        for row in allowances(on=DAY - timedelta(days=1))
        if row.purpose == "filing"
    }
    assert (items["park"], before["park"]) == (("market",), tuple(old.items))
    with pytest.raises(PortalError) as refusal:
        put_sharing_rule(rule_id=old.pk, items=["tax"], basis="x", valid_from=DAY, by=by, at=AT)
    assert refusal.value.code == "sharing_row_ended"
    with pytest.raises(PortalError) as refusal:
        put_sharing_rule(rule_id=new.pk, items=[], basis="x", valid_from=DAY, by=by, at=AT)
    assert refusal.value.code == "sharing_items_missing"


def test_an_outside_party_never_learns_without_consent_whatever_a_row_says() -> None:
    with pytest.raises(Error, match="credit_sharing_outside_by_consent"), transaction.atomic():
        SharingRule.objects.create(
            purpose="support", party="finance", items=["grade"], basis="x", valid_from=DAY
        )


def test_grades_of_departments_recommend_the_most_cautious_and_show_disagreement() -> None:
    firm = firm_with_records()
    assert recommendation(firm.pk, at=AT).level == "B"
    recorded(firm, "serious_list", "S1", grade="listed", cause="虚假宣传")
    found = recommendation(firm.pk, at=AT)
    assert (found.level, found.disagree) == ("D", ("customs", "market"))


def test_a_row_of_recognition_is_replaced_from_a_day_on() -> None:
    by = official("zone", "administrator")
    rows = load_shipped(at=AT)
    assert rows["recognition"] == 0
    firm = subject()
    recorded(firm, "fx_class", "F1", grade="A")
    assert recommendation(firm.pk, at=AT).level == "B"
    row = RecognitionRow.objects.get(scheme="fx", code="A")
    put_recognition(row_id=row.pk, level="A", basis="纪要", valid_from=DAY, by=by, at=AT)
    assert recommendation(firm.pk, at=AT).level == "A"
    assert recommendation(firm.pk, at=AT - timedelta(days=2)).level is None


def test_years_of_monthly_counts_hide_no_old_state_and_only_a_year_of_them_is_told() -> None:
    firm = subject()
    recorded(firm, "customs_grade", "C1", grade="AA", occurred_date=date(2022, 1, 1))
    for month in range(1, 13):
        for year in (2024, 2025):
            recorded(firm, "match", f"{year}-{month}", good=1, total=2,
                     occurred_date=date(year, month, 28))  # fmt: skip
    data = ask(firm, official("zone")).data
    assert [row["number"] for row in data["customs"]] == ["C1"]
    assert [row["number"] for row in data["behaviour"]] == ["2025-12", "2025-11"]
