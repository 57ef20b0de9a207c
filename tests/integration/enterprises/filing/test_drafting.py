"""Filling in: what is typed is kept, personal values sealed, nobody else's hands in it."""

import pytest

from accounts.models import AuditEntry
from enterprises import states
from enterprises.models import Enterprise, Filing, Member
from enterprises.selectors_filings import form_of, masked_values, personal_of, values_of
from enterprises.services.demo_values import PDF
from enterprises.services.filing import attaching, drafting, submitting
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from tests.factories.applications import AT, Applied, answers, approved, draft, submitted
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


def test_who_applies_becomes_the_administrator_of_a_firm_that_is_not_registered() -> None:
    person = UserFactory.create()
    filing = drafting.start_filing(type="enterprise", by=person, at=AT)
    assert filing.enterprise.status == "applying"
    assert not Enterprise.objects.registered().filter(pk=filing.enterprise_id).exists()
    assert Member.objects.get(enterprise=filing.enterprise).role == "administrator"
    assert filing.steps.get().target == states.DRAFT


def test_an_official_cannot_apply_as_an_enterprise() -> None:
    with pytest.raises(Refusal, match="person") as refused:
        drafting.start_filing(type="enterprise", by=official(), at=AT)
    assert refused.value.code == "person_needed"


def test_nobody_has_more_than_five_applications_under_way() -> None:
    person = UserFactory.create()
    for _ in range(5):
        drafting.start_filing(type="enterprise", by=person, at=AT)
    with pytest.raises(Refusal) as refused:
        drafting.start_filing(type="enterprise", by=person, at=AT)
    assert refused.value.code == "too_many_applications"


def test_a_site_that_does_not_exist_takes_no_filing() -> None:
    with pytest.raises(Refusal) as refused:
        drafting.start_filing(type="enterprise", by=UserFactory.create(), at=AT, site="nowhere")
    assert refused.value.code == "site_unknown"


def test_an_imported_enterprise_starts_with_what_is_known_of_it_and_has_one_filing() -> None:
    member = MemberFactory.create(role="administrator")
    firm = member.enterprise
    filing = drafting.start_filing(type="enterprise", by=member.user, at=AT, enterprise=firm)
    assert filing.data == {
        "kinds": firm.kinds,
        "uscc": firm.uscc,
        "name": firm.name,
        "customs_code": firm.code,
    }
    with pytest.raises(Refusal) as refused:
        drafting.start_filing(type="enterprise", by=member.user, at=AT, enterprise=firm)
    assert refused.value.code == "filing_exists"


def test_other_filings_need_an_approved_enterprise() -> None:
    member = MemberFactory.create(enterprise__status="suspended")
    with pytest.raises(Refusal) as refused:
        drafting.start_filing(type="goods", by=member.user, at=AT, enterprise=member.enterprise)
    assert refused.value.code == "enterprise_not_approved"


def test_wrong_values_are_kept_and_told_at_once() -> None:
    applied = draft()
    saved = drafting.save_values(
        values={"uscc": "91000000ma0000a19x", "contact_phone": "123"}, **applied.who
    )
    assert saved.filing.data["uscc"] == "91000000MA0000A19X"
    assert {(p.field, p.code) for p in saved.problems} == {
        ("uscc", "check_digit"),
        ("contact_phone", "phone_invalid"),
    }


def test_personal_values_are_sealed_masked_and_never_in_the_open_columns() -> None:
    applied = draft()
    filing = applied.again()
    number = answers()["legal_id_number"]
    assert personal_of(filing)["legal_id_number"] == number
    assert "legal_id_number" not in filing.data
    assert filing.personal is not None
    assert number.encode() not in bytes(filing.personal)
    assert masked_values(filing)["legal_id_number"] == f"{number[:4]}**********{number[-4:]}"
    assert values_of(filing)["legal_id_number"] == number


def test_the_audit_names_fields_and_never_values() -> None:
    applied = draft()
    entry = AuditEntry.objects.filter(action="filing.saved").latest("id")
    assert "legal_id_number" in str(entry.new)
    whole = " ".join(str(row.new) for row in AuditEntry.objects.all())
    assert answers()["legal_id_number"] not in whole
    assert applied.by.pk == entry.by_id


def test_values_of_a_kind_that_was_taken_away_wait_for_it_to_come_back() -> None:
    applied = draft(["ecommerce", "payment"])
    drafting.save_values(values={"kinds": ["ecommerce"]}, **applied.who)
    assert "payment_type" not in form_of(applied.again()).by_code
    drafting.save_values(values={"kinds": ["ecommerce", "payment"]}, **applied.who)
    assert values_of(applied.again())["payment_type"] == "bank"


def test_the_address_of_an_individual_trader_is_personal() -> None:
    applied = draft(["ecommerce"])
    assert applied.again().data["address"]
    drafting.save_values(values={"kinds": ["individual"]}, **applied.who)
    assert "address" not in applied.again().data
    assert personal_of(applied.again())["address"]


def test_too_much_text_is_refused() -> None:
    applied = draft()
    with pytest.raises(Refusal) as refused:
        drafting.save_values(values={"name_en": "x" * 200_000}, **applied.who)
    assert refused.value.code == "values_too_large"


def test_somebody_else_finds_no_such_filing() -> None:
    applied, stranger = draft(), UserFactory.create()
    who = {**applied.who, "by": stranger, "viewer": viewer_for(stranger)}
    with pytest.raises(Refusal) as refused:
        drafting.save_values(values={"name": "别人"}, **who)
    assert (refused.value.code, refused.value.status) == ("filing_unknown", 404)


def test_a_member_who_only_views_may_not_file() -> None:
    applied = draft()
    viewer = MemberFactory.create(enterprise=applied.filing.enterprise, role="viewer").user
    who = {**applied.who, "by": viewer, "viewer": viewer_for(viewer)}
    with pytest.raises(Refusal) as refused:
        drafting.save_values(values={"name": "别人"}, **who)
    assert (refused.value.code, refused.value.status) == ("role_too_weak", 403)


def test_what_lies_with_the_reviewers_cannot_be_edited() -> None:
    applied = submitted()
    with pytest.raises(Refusal) as refused:
        drafting.save_values(values={"name": "改名"}, **applied.who)
    assert refused.value.code == "filing_not_open"


def test_a_dropped_draft_leaves_no_content_behind() -> None:
    applied = draft()
    drafting.drop_draft(**applied.who)
    filing = applied.again()
    assert (filing.status, filing.data, filing.personal) == (states.CANCELLED, {}, None)
    assert not filing.attachments.exists()
    assert not Filing.objects.visible_to(viewer_for(official())).filter(pk=filing.pk).exists()


def test_the_approved_version_stays_in_force_while_a_change_is_typed_and_given_up() -> None:
    applied = approved()
    name = applied.filing.enterprise.name
    drafting.begin_change(**applied.who)
    drafting.save_values(values={"name": "洪城改名有限公司"}, **applied.who)
    paper = attaching.attach(field="logo", name="logo.pdf", content=PDF, **applied.who)
    changing = applied.again()
    assert changing.status == states.CHANGING
    assert changing.enterprise.name == name
    drafting.give_up_change(**applied.who)
    again = applied.again()
    assert (again.status, again.data["name"], again.title) == (states.APPROVED, name, name)
    paper.refresh_from_db()
    assert paper.removed_at is not None


def test_an_approved_filing_is_not_dropped_and_a_draft_has_nothing_to_go_back_to() -> None:
    applied = approved()
    with pytest.raises(Refusal) as refused:
        drafting.drop_draft(**applied.who)
    assert refused.value.code == "filing_in_force"
    fresh = draft(number=2)
    with pytest.raises(Refusal) as refused:
        drafting.give_up_change(**fresh.who)
    assert refused.value.code == "nothing_in_force"


def test_a_change_of_nothing_is_not_reviewed() -> None:
    applied = approved()
    drafting.begin_change(**applied.who)
    with pytest.raises(Refusal) as refused:
        submitting.submit(**applied.who)
    assert refused.value.code == "nothing_changed"


def test_drafts_of_a_firm_keep_its_name_for_lists() -> None:
    applied: Applied = draft()
    assert applied.again().enterprise.name == applied.again().title != ""
    assert EnterpriseFactory.create().name


@pytest.mark.parametrize("kind", ["goods", "promotion", "facility"])
def test_what_a_site_does_not_offer_cannot_be_begun(kind: str) -> None:
    applied = approved(number=90)
    site = applied.filing.enterprise.site
    site.services = ["filing"]
    site.save()
    with pytest.raises(Refusal) as refused:
        drafting.start_filing(
            type=kind,
            by=applied.by,
            at=AT,
            enterprise=Enterprise.objects.get(filings=applied.filing),
        )
    assert refused.value.code == "service_not_offered"
