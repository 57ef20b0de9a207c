"""The ledger only grows; what stood on a day can always be asked for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import Error, IntegrityError, transaction

from credit.facts import NewRecord
from credit.models import Due, Record, Subject
from credit.selectors import records_as_of, state_as_of, with_mark
from credit.services.recording import mark, record, record_many, revoke
from credit.services.subjects import subject_of_person
from tests.factories.credit import AT, BY, DAY, recorded, source, subject
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=2)


def entry_ids(of: Subject, at: object) -> list[int]:
    return [entry.id for entry in state_as_of([of.pk], at)[of.pk]]  # type: ignore[arg-type]


def test_a_record_is_kept_audited_and_has_its_subject_scored_again() -> None:
    firm = subject()
    kept = recorded(firm, "customs_penalty", "洪关罚字1号", grade="general", value=Decimal(5000))
    assert entry_ids(firm, AT) == [kept.pk]
    assert Due.objects.filter(subject=firm).exists()


def test_nobody_edits_or_deletes_a_record() -> None:
    kept = recorded(subject(), "customs_penalty", grade="general")
    with pytest.raises(Error, match=r"append-only|permission denied"), transaction.atomic():
        Record.objects.filter(pk=kept.pk).update(grade="minor")
    with pytest.raises(Error, match=r"append-only|permission denied"), transaction.atomic():
        Record.objects.filter(pk=kept.pk).delete()


def test_a_wrong_record_is_replaced_by_a_new_one_and_the_old_day_keeps_it() -> None:
    firm = subject()
    old = recorded(firm, "customs_penalty", "7", grade="serious")
    right = NewRecord("customs_penalty", "7", DAY, grade="minor")
    new = revoke(record_id=old.pk, reason="金额录错", by=BY, at=LATER, instead=right)
    assert entry_ids(firm, AT) == [old.pk]
    assert entry_ids(firm, LATER) == [new.pk]
    assert list(records_as_of(LATER)) == [new]
    assert new.edition == 2


def test_a_record_is_taken_back_without_another_in_its_place() -> None:
    firm = subject()
    old = recorded(firm, "customs_penalty", grade="serious")
    revoke(record_id=old.pk, reason="处罚决定被撤销", by=BY, at=LATER)
    assert entry_ids(firm, LATER) == []
    with pytest.raises(PortalError) as refused:
        revoke(record_id=old.pk, reason="再次", by=BY, at=LATER)
    assert refused.value.code == "credit_already_revoked"


def test_the_same_number_is_recorded_once() -> None:
    firm = subject()
    recorded(firm, "customs_penalty", "7", grade="serious")
    with pytest.raises(PortalError) as refused:
        recorded(firm, "customs_penalty", "7", grade="serious")
    assert refused.value.code == "credit_record_known"


def test_all_problems_of_a_record_are_told_at_once() -> None:
    with pytest.raises(PortalError) as refused:
        recorded(
            subject(),
            "customs_penalty",
            " ",
            grade="terrible",
            occurred_date=DAY + timedelta(days=1),
            total=3,
        )
    codes = {problem["code"] for problem in refused.value.details["problems"]}
    assert codes == {
        "credit_number_missing",
        "credit_grade_unknown",
        "credit_date_in_future",
        "credit_count_not_wanted",
    }


def test_a_class_of_order_282_does_not_exist_before_its_first_day() -> None:
    firm = subject()
    with pytest.raises(PortalError):
        recorded(firm, "customs_grade", grade="A", occurred_date=date(2026, 3, 31))
    assert recorded(firm, "customs_grade", grade="A", occurred_date=date(2026, 4, 1)).pk


def test_of_a_natural_person_only_what_the_law_allows_is_recorded_and_never_public() -> None:
    person = subject_of_person("000000190001010000", "测试", at=AT)
    office = source()
    new = NewRecord("tax_grade", "1", DAY, grade="A")
    with pytest.raises(PortalError) as refused:
        record(subject=person, source=office, new=new, by=BY, at=AT)
    assert refused.value.details["problems"][0]["code"] == "credit_not_of_persons"
    firm = subject()
    assert list(Subject.objects.public()) == [firm]


def test_an_individual_trader_is_a_person_to_the_public() -> None:
    subject(kinds=["individual"])
    assert not Subject.objects.public().exists()


def test_a_bulk_delivery_that_comes_twice_is_kept_once() -> None:
    firm, office = subject(), source()
    rows = [(firm.pk, NewRecord("match", f"2026-{m:02d}", DAY, good=9, total=10)) for m in (1, 2)]
    assert record_many(rows, source=office, by=BY, at=AT) == 2
    assert record_many(rows, source=office, by=BY, at=AT) == 0


def test_the_last_word_on_a_record_counts() -> None:
    firm = subject()
    kept = recorded(firm, "customs_penalty", grade="general")
    mark(record_id=kept.pk, mark="disputed", reason="当事人提出异议", by=BY, at=AT)
    mark(record_id=kept.pk, mark="upheld", reason="异议不成立", by=BY, at=LATER)
    assert [e.mark for e in state_as_of([firm.pk], AT)[firm.pk]] == ["disputed"]
    assert [e.mark for e in state_as_of([firm.pk], LATER)[firm.pk]] == [""]
    assert with_mark(records_as_of(AT), AT).get().mark == "disputed"


def test_the_database_refuses_a_count_above_its_total() -> None:
    firm = subject()
    row = Record(
        subject=firm,
        source=source(),
        kind="match",
        number="x",
        occurred_date=DAY,
        from_date=DAY,
        good=3,
        total=2,
        by_label="t",
        recorded_at=AT,
    )
    with pytest.raises(IntegrityError, match="credit_record_count"):
        row.save()
