"""Many connections at once: nobody over-spends, nothing is lost, both ledgers always agree."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reference.selectors import forget_snapshots
from taxation.facts import FreezeWish, GiveBack, QuotaWish
from taxation.models import QuotaBalance, QuotaMovement
from taxation.services.guarantees import freeze_many, release_many
from taxation.services.quota import reserve_many
from taxation.services.quota_moves import confirm_many, give_back_many
from tests.integration.enterprises.at_once import at_once, committed
from tests.integration.taxation.conftest import Guarantor, new_guarantor

__all__ = ["committed"]

AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = date(2026, 11, 20)
YEAR = 2026
LIMIT = Decimal(26000)
numbers = count(20_000_000)


@pytest.fixture(autouse=True)
def _fresh(committed: None) -> Iterator[None]:
    forget_snapshots()
    yield
    forget_snapshots()


def retried(deed: Callable[[], Any]) -> Any:
    """As intake does it: what met another transaction rolls back and is tried again."""
    for _ in range(20):
        try:
            with transaction.atomic():
                return deed()
        except (OperationalError, IntegrityError) as error:
            if not any(mark in str(error) for mark in ("deadlock", "quota_movement_once")):
                raise
    raise AssertionError("tried twenty times in vain")


def test_two_declarations_that_race_for_the_last_yuan_never_both_get_it() -> None:
    for _ in range(10):
        person = uuid4()
        reserve([QuotaWish(next(numbers), person, YEAR, LIMIT - 1)])
        wishes = [QuotaWish(next(numbers), person, YEAR, Decimal(1)) for _ in range(4)]
        said = at_once(*(lambda wish=wish: reserve([wish])[0].outcome for wish in wishes))
        assert sorted(said) == ["exceeded", "exceeded", "exceeded", "reserved"]


def reserve(wishes: Sequence[QuotaWish]) -> Any:
    return retried(lambda: reserve_many(wishes=wishes, on=DAY, at=AT))


def test_one_declaration_that_is_sent_twice_at_once_reserves_once() -> None:
    for _ in range(10):
        wish = QuotaWish(next(numbers), uuid4(), YEAR, Decimal(100))

        def ask(wish: QuotaWish = wish) -> str:
            outcome: str = reserve([wish])[0].outcome
            return outcome

        assert sorted(at_once(ask, ask)) == ["repeated", "reserved"]
        assert balance(wish.person) == (Decimal(100), Decimal(0))


def balance(person: UUID) -> tuple[Decimal, Decimal]:
    row = QuotaBalance.objects.get(person=person, year=YEAR)
    sums = QuotaMovement.objects.filter(person=person).aggregate(r=Sum("reserved"), u=Sum("used"))
    assert (sums["r"] or 0, sums["u"] or 0) == (row.reserved, row.used)
    assert 0 <= row.reserved + row.used <= row.ceiling
    return row.reserved, row.used


class Firm:
    """One connection that reserves, releases and cancels declarations of a few buyers."""

    def __init__(self, people: Sequence[UUID], seed: int, amounts: Sequence[int]) -> None:
        self.random = random.Random(seed)
        self.people, self.amounts = people, amounts
        self.held: dict[int, QuotaWish] = {}
        self.granted: dict[UUID, Decimal] = defaultdict(Decimal)

    def work(self) -> None:
        for _ in range(6):
            wishes = [self._wish() for _ in range(self.random.randint(1, 12))]
            said = reserve(wishes)
            by_id = {wish.declaration_id: wish for wish in wishes}
            for granted in said:
                if granted.outcome == "reserved":
                    wish = by_id[granted.declaration_id]
                    self.held[wish.declaration_id] = wish
                    self.granted[wish.person] += wish.amount
            self._settle()

    def _settle(self) -> None:
        """Some of what is held is released, some cancelled."""
        chosen = self.random.sample(sorted(self.held), k=len(self.held) // 2)
        released, cancelled = chosen[::2], chosen[1::2]
        retried(lambda: confirm_many(wishes=[self.held[n] for n in released], at=AT))
        retried(lambda: give_back_many(returns=[GiveBack(n) for n in cancelled], at=AT))
        for number in cancelled:
            wish = self.held.pop(number)
            self.granted[wish.person] -= wish.amount

    def _wish(self) -> QuotaWish:
        amount = Decimal(self.random.choice(self.amounts))
        return QuotaWish(next(numbers), self.random.choice(self.people), YEAR, amount)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 2**32),
    people=st.integers(1, 4),
    amounts=st.lists(st.integers(1, 26_001), min_size=1, max_size=5),
)
def test_whatever_connections_do_the_granted_sum_stays_within_the_limit(
    seed: int, people: int, amounts: list[int]
) -> None:
    persons = [uuid4() for _ in range(people)]
    firms = [Firm(persons, seed + number, amounts) for number in range(4)]
    at_once(*(firm.work for firm in firms))
    for person in persons:
        granted = sum((firm.granted[person] for firm in firms), Decimal(0))
        if QuotaBalance.objects.filter(person=person).exists():
            reserved, used = balance(person)
            assert reserved + used == granted <= LIMIT
        else:
            assert granted == 0


def test_guarantees_are_not_overdrawn_by_connections_at_once() -> None:
    guarantor: Guarantor = new_guarantor("500")

    def freeze() -> list[int]:
        got = []
        for _ in range(10):
            number = next(numbers)
            wish = FreezeWish(number, guarantor.account.assure_code, Decimal(30))
            deed = partial(freeze_many, wishes=[wish], on=DAY, at=AT)
            (said,) = retried(deed)
            if said.outcome == "frozen":
                got.append(number)
        return got

    got = [number for part in at_once(freeze, freeze, freeze) for number in part]
    assert len(got) == 16
    assert guarantor.now().frozen == 480
    at_once(
        lambda: retried(lambda: release_many(declaration_ids=got, on=DAY, at=AT)),
        lambda: retried(lambda: release_many(declaration_ids=got, on=DAY, at=AT)),
    )
    assert guarantor.now().frozen == 0
