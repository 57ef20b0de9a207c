"""Measures act only from the published list, and their effects are real."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from credit.models import Measure, MeasureAcknowledgement, MeasureItem, Standing
from credit.selectors_measures import measures_in_force, measures_of, published_list
from credit.services import rating
from credit.services.supervision import (
    catalogue,
    committing,
    listing,
    measuring,
    reviewing,
    warnings,
)
from credit.services.supervision.catalogue import Figures
from enterprises.selectors_filings import service_level
from enterprises.viewers import viewer_for
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.supervision import (
    AT,
    BY,
    TODAY,
    WHY,
    Party,
    again,
    deed,
    party,
    refused_as,
    released,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Party:
    return party(name="洪城措施样本有限公司")


def publish(firm: Party, *codes: str) -> list[MeasureItem]:
    """Rows of the list, published by two people from today on."""
    catalogue.load_shipped(by=BY, at=AT)
    rows = []
    for row in MeasureItem.objects.filter(code__in=codes).order_by("code"):
        figures = Figures(row.value, TODAY)
        catalogue.propose_item(item_id=row.pk, figures=figures, **deed(firm.first))
        rows.append(catalogue.publish_item(item_id=row.pk, **deed(firm.second)))
    return rows


def effect(firm: Party, days: int = 0):  # type: ignore[no-untyped-def]
    return measures_in_force([firm.enterprise.pk], TODAY + timedelta(days=days))[firm.enterprise.pk]


def test_what_is_not_published_does_not_act(firm: Party) -> None:
    catalogue.load_shipped(by=BY, at=AT)
    case = firm.listed()
    assert not Measure.objects.exists()
    item = MeasureItem.objects.get(code="CM-031")
    with pytest.raises(IntegrityError, match="published list"), transaction.atomic():
        Measure.objects.create(
            subject=case.subject,
            item=item,
            ground="negative_list",
            case=case,
            from_date=TODAY,
            due_date=TODAY,
            put_at=AT,
            by_label="x",
        )


def test_a_listing_puts_published_measures_in_force_and_ends_them(firm: Party) -> None:
    publish(firm, "CM-023", "CM-031", "CM-032")
    case = firm.listed()

    now = effect(firm)
    assert (now.inspection_rate, now.channel, now.service_level, now.listed) == (
        Decimal(1),
        "red",
        "strict",
        True,
    )
    assert service_level(firm.enterprise.pk, on=TODAY) == "strict"

    listing.annul(case_id=case.pk, version=case.version, reasons=WHY, **deed(firm.third))
    assert effect(firm).measures == ()
    assert service_level(firm.enterprise.pk, on=TODAY) == "standard"


def test_asking_for_many_firms_is_one_query(firm: Party) -> None:
    publish(firm, "CM-031")
    firm.listed()
    ids = [firm.enterprise.pk, *(party().enterprise.pk for _ in range(3))]
    with CaptureQueriesContext(connection) as asked:
        found = measures_in_force(ids, TODAY)
    assert len(asked) == 1
    assert [found[number].listed for number in ids] == [True, False, False, False]


def graded(firm: Party, grade: str) -> None:
    """The firm stands at this grade of the default model."""
    rating.rate(
        subject_ids=[firm.subject.pk], model=released(), as_of=TODAY, trigger="event", by=BY, at=AT
    )
    Standing.objects.update(grade=grade)


def show_rating_as(mode: str) -> None:
    new = NewSetting("CREDIT-RATING", "zone_grade", mode, valid_from=TODAY)
    put_rule_setting(new, by=BY, at=AT)


def in_force() -> list[tuple[str, str]]:
    rows = Measure.objects.filter(to_date__isnull=True).order_by("item__code")
    return list(rows.values_list("item__code", "ground"))


def test_a_grade_brings_measures_that_follow_it(firm: Party) -> None:
    publish(firm, "CM-001", "CM-011", "CM-021", "CM-022")
    show_rating_as("grade")
    graded(firm, "D")

    assert measuring.align(by=BY, at=AT) == 2
    assert measuring.align(by=BY, at=AT) == 0
    assert in_force() == [("CM-021", "D"), ("CM-022", "D")]
    assert effect(firm).guarantee_rate == Decimal(1)

    Standing.objects.update(grade="A")
    assert measuring.align(by=BY, at=AT + timedelta(days=1)) == 3
    assert in_force() == [("CM-001", "A")]
    assert effect(firm, 1).guarantee_rate is None
    assert service_level(firm.enterprise.pk, on=TODAY + timedelta(days=1)) == "priority"


def test_a_rating_for_reference_restricts_nobody_and_switched_off_does_nothing(
    firm: Party,
) -> None:
    publish(firm, "CM-001", "CM-021")
    graded(firm, "D")
    assert measuring.align(by=BY, at=AT) == 0

    Standing.objects.update(grade="A")
    measuring.align(by=BY, at=AT)
    assert in_force() == [("CM-001", "A")]

    show_rating_as("off")
    measuring.align(by=BY, at=AT)
    assert in_force() == []
    assert service_level(firm.enterprise.pk, on=TODAY) == "standard"


def test_the_strictest_measure_rules_over_an_incentive(firm: Party) -> None:
    items = {row.code: row for row in publish(firm, "CM-001", "CM-002", "CM-031", "CM-023")}
    for code in ("CM-001", "CM-002"):
        Measure.objects.create(
            subject=firm.subject,
            item=items[code],
            ground="A",
            from_date=TODAY,
            due_date=TODAY,
            put_at=AT,
            by_label="x",
        )
    assert effect(firm).inspection_rate == Decimal("0.02")
    firm.listed()
    assert (effect(firm).inspection_rate, effect(firm).service_level) == (Decimal(1), "strict")


def test_a_published_measure_never_changes_it_only_ends(firm: Party) -> None:
    (item,) = publish(firm, "CM-031")
    firm.listed()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        MeasureItem.objects.filter(pk=item.pk).update(value="50")
    with refused_as("credit_item_published"):
        catalogue.propose_item(item_id=item.pk, figures=Figures("50", TODAY), **deed(firm.first))

    catalogue.end_item(item_id=item.pk, **deed(firm.second, days=1))

    assert effect(firm).inspection_rate == Decimal(1)
    assert effect(firm, 1).inspection_rate is None
    assert not published_list(on=TODAY + timedelta(days=1)).exists()


def test_the_list_is_published_by_a_second_person_with_sound_figures(firm: Party) -> None:
    catalogue.load_shipped(by=BY, at=AT)
    item = MeasureItem.objects.get(code="CM-021")
    with refused_as("credit_item_value"):
        catalogue.propose_item(item_id=item.pk, figures=Figures("180", TODAY), **deed(firm.first))
    with refused_as("credit_item_in_past"):
        yesterday = Figures("80", TODAY - timedelta(days=1))
        catalogue.propose_item(item_id=item.pk, figures=yesterday, **deed(firm.first))
    with refused_as("credit_item_unproposed"):
        catalogue.publish_item(item_id=item.pk, **deed(firm.second))
    catalogue.propose_item(item_id=item.pk, figures=Figures("80", TODAY), **deed(firm.second))
    with refused_as("credit_four_eyes"):
        catalogue.publish_item(item_id=item.pk, **deed(firm.second))
    with refused_as("credit_not_yours"):
        catalogue.publish_item(item_id=item.pk, **deed(firm.first))


def test_a_department_acknowledges_what_it_carries_out_and_nothing_else(firm: Party) -> None:
    publish(firm, "CM-031", "CM-033")
    firm.listed()
    customs = official("customs", "reviewer")
    mine = measures_of(viewer_for(customs), {"state": "open"}, on=TODAY)
    assert [row.item.code for row in mine] == ["CM-031"]
    other = Measure.objects.get(item__code="CM-033")
    with refused_as("credit_measure_unknown"):
        measuring.acknowledge(measure_id=other.pk, carried_out=True, **deed(customs))

    measuring.acknowledge(measure_id=mine[0].pk, carried_out=False, **deed(customs))

    with refused_as("credit_acknowledged_already"):
        measuring.acknowledge(measure_id=mine[0].pk, carried_out=False, **deed(customs))
    assert not measures_of(viewer_for(customs), {"state": "open"}, on=TODAY).exists()
    assert MeasureAcknowledgement.objects.get().organisation.department == "customs"


def test_loading_keeps_what_was_published(firm: Party) -> None:
    call_command("load_credit_supervision", stdout=StringIO())
    publish(firm, "CM-031")
    out = StringIO()
    call_command("load_credit_supervision", stdout=out)
    assert "0 added; measures: 0 drafted" in out.getvalue()


def test_a_warning_ends_by_itself_answered_or_not(firm: Party) -> None:
    row = warnings.issue_warning(
        enterprise_id=firm.enterprise.pk,
        text="近一个月汇总申报临近期限三次。",
        basis="综试区信用监管办法",
        **deed(firm.first),
    )
    warnings.reply_to_warning(
        warning_id=row.pk, text="已增加专人跟踪汇总申报期限。", **deed(firm.person)
    )
    late = AT + timedelta(days=(row.until_date - TODAY).days + 1)
    assert warnings.end_warnings(by=BY, at=late - timedelta(days=1)) == 0
    assert warnings.end_warnings(by=BY, at=late) == 1
    assert (again(row).status, again(row).reply) == ("ended", "已增加专人跟踪汇总申报期限。")


def test_a_warning_becomes_public_only_by_a_second_person(firm: Party) -> None:
    row = warnings.issue_warning(
        enterprise_id=firm.enterprise.pk,
        text="近一个月汇总申报临近期限三次。",
        basis="综试区信用监管办法",
        **deed(firm.second),
    )
    with refused_as("credit_four_eyes"):
        warnings.make_public(warning_id=row.pk, **deed(firm.second))
    assert warnings.make_public(warning_id=row.pk, **deed(firm.third)).public_at == AT


def test_a_commitment_is_signed_once_by_an_administrator(firm: Party) -> None:
    clerk = MemberFactory.create(enterprise=firm.enterprise, role="declarant").user
    given = {"enterprise_id": firm.enterprise.pk, "kind": "truth", "language": "zh-hans"}
    with refused_as("credit_role_too_weak"):
        committing.sign(**given, **deed(clerk))  # type: ignore[arg-type]
    row = committing.sign(**given, **deed(firm.person))  # type: ignore[arg-type]
    assert row.text.startswith("本企业")
    with refused_as("credit_commitment_signed"):
        committing.sign(**given, **deed(firm.person))  # type: ignore[arg-type]


def test_a_breach_is_a_record_that_the_firm_may_contest(firm: Party) -> None:
    row = committing.sign(
        enterprise_id=firm.enterprise.pk, kind="truth", language="zh", **deed(firm.person)
    )
    breach = committing.record_breach(
        commitment_id=row.pk,
        severity="general",
        number="WN-1",
        cause="申报材料与实际不符，经核查属实。",
        **deed(firm.first),
    )
    assert breach.record.kind == "commitment_breach"
    claim = firm.claim("objection", record_id=breach.record_id)
    with refused_as("credit_reviewer_decided"):
        reviewing.begin_review(claim_id=claim.pk, version=claim.version, **deed(firm.first))
