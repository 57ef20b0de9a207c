"""Groups of linked buyers: by what they share, never through what half a town shares."""

from itertools import permutations

import pytest

from risk.linking import Link, linked_buyers


def links(*told: str) -> list[Link]:
    """``"anna phone 1"`` → a link."""
    parts = [one.split() for one in told]
    return [Link(buyer.encode(), kind, key.encode()) for buyer, kind, key in parts]


def names(told: tuple[bytes, ...]) -> str:
    return " ".join(name.decode() for name in told)


def test_buyers_are_linked_by_any_of_the_four_and_through_each_other() -> None:
    found = linked_buyers(
        links("a id 1", "b id 1", "b phone 2", "c phone 2", "d address 3", "e payer 3")
    )
    assert [names(group.buyers) for group in found.groups] == ["a b c"]
    assert found.groups[0].kinds == ("id", "phone")
    assert found.groups[0].density == pytest.approx(2 / 3)


def test_who_shares_nothing_belongs_to_no_group() -> None:
    assert linked_buyers(links("a id 1", "b id 2", "b id 2")).groups == ()


def test_one_key_of_two_kinds_is_two_things() -> None:
    assert linked_buyers(links("a id 1", "b phone 1")).groups == ()


def test_forty_buyers_on_one_identity_are_one_dense_group() -> None:
    told = links(*(f"b{n:02} id 1" for n in range(40)), *(f"b{n:02} phone p{n}" for n in range(40)))
    (group,) = linked_buyers(told).groups
    assert (group.size, group.density, group.kinds) == (40, 1.0, ("id",))
    assert group.shared[0].buyers == 40


def test_a_hub_joins_nobody_and_is_told_apart() -> None:
    told = links(*(f"b{n} address shop" for n in range(5)), "b0 payer x", "b1 payer x")
    found = linked_buyers(told, hub_from={"address": 5})
    assert [names(group.buyers) for group in found.groups] == ["b0 b1"]
    assert [(hub.kind, hub.buyers) for hub in found.hubs] == [("address", 5)]
    assert linked_buyers(told, hub_from={"address": 6}).groups[0].size == 5


def test_small_groups_can_be_left_out() -> None:
    told = links("a id 1", "b id 1", "c id 2", "d id 2", "e id 2")
    assert [group.size for group in linked_buyers(told, at_least=3).groups] == [3]


def test_order_and_repetition_do_not_matter() -> None:
    told = links("a id 1", "b id 1", "b phone 2", "c phone 2")
    first = linked_buyers(told)
    assert all(linked_buyers([*some, *some]) == first for some in permutations(told))
