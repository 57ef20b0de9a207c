"""The quota ledger: every deed once, both ledgers agree, nobody gets more than there is."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from accounts.facts import SystemActor
from reference.models import RuleSetting
from reference.selectors import forget_snapshots
from reference.services.rule_settings import NewSetting, put_rule_setting
from taxation.facts import GiveBack, Granted, QuotaWish
from taxation.models import QuotaBalance, QuotaMovement
from taxation.selectors import quota_of
from taxation.services.quota import reserve_many
from taxation.services.quota_moves import confirm_many, expire, give_back_many

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = date(2026, 11, 20)
YEAR = 2026
numbers = count(7_000_000)


@pytest.fixture(autouse=True)
def _settings() -> None:
    call_command("load_rules", verbosity=0)
    forget_snapshots()


def wish(person: UUID, amount: str, **changes: int) -> QuotaWish:
    number = changes.pop("number", None) or next(numbers)
    return QuotaWish(number, person, changes.pop("year", YEAR), Decimal(amount), **changes)


def reserve(*wishes: QuotaWish) -> list[Granted]:
    return reserve_many(wishes=wishes, on=DAY, at=AT)


def outcomes(*wishes: QuotaWish) -> list[str]:
    return [granted.outcome for granted in reserve(*wishes)]


def stands(person: UUID, year: int = YEAR) -> tuple[str, str, str]:
    """Reserved, used and left; the movements must say the same as the balance."""
    sums = QuotaMovement.objects.filter(person=person, year=year).aggregate(
        reserved=Sum("reserved"), used=Sum("used")
    )
    quota = quota_of(person, year, on=DAY)
    assert (sums["reserved"] or 0, sums["used"] or 0) == (quota.reserved, quota.used)
    return f"{quota.reserved:.2f}", f"{quota.used:.2f}", f"{quota.left:.2f}"


def test_a_reservation_lowers_what_is_left() -> None:
    person = uuid4()
    assert outcomes(wish(person, "800"), wish(person, "200.50")) == ["reserved"] * 2
    assert stands(person) == ("1000.50", "0.00", "24999.50")


def test_the_last_yuan_is_given_and_the_next_cent_is_not() -> None:
    person = uuid4()
    assert outcomes(wish(person, "25500")) == ["reserved"]
    first, second = reserve(wish(person, "500"), wish(person, "0.01"))
    assert (first.outcome, second.outcome, second.left) == ("reserved", "exceeded", Decimal(0))
    assert stands(person) == ("26000.00", "0.00", "0.00")


def test_one_that_is_too_large_does_not_keep_a_smaller_later_one_from_fitting() -> None:
    person = uuid4()
    assert outcomes(wish(person, "25000"), wish(person, "2000"), wish(person, "1000")) == [
        "reserved",
        "exceeded",
        "reserved",
    ]
    assert stands(person)[0] == "26000.00"


def test_one_purchase_above_the_whole_limit_leaves_nothing_behind() -> None:
    person = uuid4()
    (granted,) = reserve(wish(person, "26000.01"))
    assert (granted.outcome, granted.left) == ("exceeded", Decimal(26000))
    assert stands(person) == ("0.00", "0.00", "26000.00")


def test_a_declaration_reserves_once_however_often_it_asks() -> None:
    person = uuid4()
    same = wish(person, "100")
    assert outcomes(same) == ["reserved"]
    assert outcomes(same, wish(person, "5")) == ["repeated", "reserved"]
    assert stands(person)[0] == "105.00"


def test_the_database_keeps_a_deed_from_happening_twice() -> None:
    person = uuid4()
    reserve(wish(person, "100", number=42))
    again = QuotaMovement(
        declaration_id=42, kind="reserve", person=person, year=YEAR, reserved=1, used=0, at=AT
    )
    with pytest.raises(IntegrityError, match="quota_movement_once"), transaction.atomic():
        again.save()


@pytest.mark.parametrize("values", [{"reserved": 26001}, {"used": -1}, {"reserved": -1}])
def test_the_database_keeps_a_balance_between_nothing_and_its_ceiling(
    values: dict[str, int],
) -> None:
    person = uuid4()
    reserve(wish(person, "100"))
    with pytest.raises(IntegrityError, match="quota_balance"), transaction.atomic():
        QuotaBalance.objects.filter(person=person).update(**values)


def test_movements_are_never_changed_or_deleted() -> None:
    reserve(wish(uuid4(), "100"))
    for deed in (
        "UPDATE taxation_quotamovement SET used = 1",
        "DELETE FROM taxation_quotamovement",
    ):
        with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
            connection.cursor().execute(deed)


def test_years_and_people_do_not_share() -> None:
    person, other = uuid4(), uuid4()
    wishes = [wish(person, "26000"), wish(person, "26000", year=2027), wish(other, "26000")]
    assert outcomes(*wishes) == ["reserved"] * 3


def test_release_turns_a_reservation_into_use() -> None:
    person = uuid4()
    first = wish(person, "700")
    reserve(first)
    assert [m.outcome for m in confirm_many(wishes=[first], at=AT)] == ["done"]
    assert [m.outcome for m in confirm_many(wishes=[first], at=AT)] == ["repeated"]
    assert stands(person) == ("0.00", "700.00", "25300.00")


def test_what_customs_releases_beyond_the_limit_counts_all_the_same() -> None:
    person = uuid4()
    reserve(wish(person, "25900"))
    beyond = wish(person, "300")
    assert outcomes(beyond) == ["exceeded"]
    confirm_many(wishes=[beyond], at=AT)
    assert stands(person) == ("25900.00", "300.00", "0.00")
    assert outcomes(wish(person, "0.01")) == ["exceeded"]


def test_a_cancelled_declaration_gives_everything_back() -> None:
    person = uuid4()
    first = wish(person, "26000")
    reserve(first)
    (back,) = give_back_many(returns=[GiveBack(first.declaration_id)], at=AT)
    assert (back.outcome, back.amount) == ("done", Decimal(26000))
    assert stands(person) == ("0.00", "0.00", "26000.00")
    assert outcomes(wish(person, "26000")) == ["reserved"]


def test_returns_give_back_their_part_and_never_more_than_is_held() -> None:
    person = uuid4()
    first = wish(person, "1000")
    reserve(first)
    confirm_many(wishes=[first], at=AT)
    number = first.declaration_id
    parts = [GiveBack(number, Decimal(400), 1), GiveBack(number, Decimal(400), 1)]
    assert [m.outcome for m in give_back_many(returns=parts, at=AT)] == ["done", "repeated"]
    (rest,) = give_back_many(returns=[GiveBack(number, Decimal(900), 2)], at=AT)
    assert rest.amount == 600
    (none,) = give_back_many(returns=[GiveBack(number, Decimal(1), 3)], at=AT)
    assert none.outcome == "nothing"
    assert stands(person) == ("0.00", "0.00", "26000.00")


def test_a_changed_declaration_gives_back_and_reserves_anew() -> None:
    person, other = uuid4(), uuid4()
    first = wish(person, "1000")
    reserve(first)
    give_back_many(returns=[GiveBack(first.declaration_id, None, 2)], at=AT)
    changed = QuotaWish(first.declaration_id, other, YEAR, Decimal(900), 2)
    assert outcomes(changed) == ["reserved"]
    confirm_many(wishes=[changed], at=AT)
    assert stands(person) == ("0.00", "0.00", "26000.00")
    assert stands(other) == ("0.00", "900.00", "25100.00")


def test_a_reservation_that_is_never_released_expires_after_its_days() -> None:
    person = uuid4()
    first, released = wish(person, "1000"), wish(person, "500")
    reserve(first, released)
    confirm_many(wishes=[released], at=AT)
    later = AT + timedelta(days=60, minutes=1)
    assert expire(on=DAY, at=AT + timedelta(days=60)) == 0
    assert expire(on=DAY, at=later) == 1
    assert expire(on=DAY, at=later) == 0
    assert stands(person) == ("0.00", "500.00", "25500.00")


def test_the_limit_of_the_day_decides() -> None:
    put_rule_setting(
        NewSetting("TAX-002", "limit", "30000", valid_from=date(2026, 12, 1)),
        by=SystemActor("test"),
        at=AT,
    )
    person = uuid4()
    assert outcomes(wish(person, "26000"), wish(person, "4000")) == ["reserved", "exceeded"]
    (later,) = reserve_many(wishes=[wish(person, "4000")], on=date(2026, 12, 1), at=AT)
    assert later.outcome == "reserved"


def test_without_a_limit_for_the_day_nothing_is_kept_and_nothing_is_guessed() -> None:
    RuleSetting.objects.filter(rule_code="TAX-002", parameter="limit").delete()
    forget_snapshots()
    person = uuid4()
    assert outcomes(wish(person, "1")) == ["unknown"]
    assert quota_of(person, YEAR, on=DAY).left is None


def test_a_negative_amount_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="wants -1"):
        reserve(wish(uuid4(), "-1"))


def test_nothing_asked_is_nothing_done() -> None:
    assert reserve() == []
    assert confirm_many(wishes=[], at=AT) == []
