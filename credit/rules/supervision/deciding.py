"""What stands in the way of a decision, all said at once. Pure: facts in, problems out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from credit.rules.supervision.causes import CAUSES
from enterprises.rules.registration import Problem

SHORTEST: Final = 10
"""Reasons of a decision shorter than this say nothing."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a repair of a listing is judged by."""

    cause: str
    minimum_until: date
    listed_before: int
    """How often the same party was listed for the same cause before."""


def too_short(text: str) -> bool:
    """Whether reasons say nothing."""
    return len(text.strip()) < SHORTEST


def may_be_heard(*, on: date, term: date, spoke: bool, waived: bool) -> bool:
    """Whether hearing the party is over: it spoke, it waived, or its term has passed."""
    return spoke or waived or on > term


def repair_problems(
    listing: Listing | None, *, on: date, commitment: bool, text: str, disputed: bool
) -> list[Problem]:
    """What stands against a repair: everything, never only the first.

    ``listing`` is None for the repair of a single record.
    """
    return list(_repair_problems(listing, on, commitment, text, disputed))


def _repair_problems(
    listing: Listing | None, on: date, commitment: bool, text: str, disputed: bool
) -> Iterator[Problem]:
    if too_short(text):
        yield Problem(
            "text",
            "repair_text_missing",
            "",
            "请说明已如何纠正失信行为、消除不良影响。",
            "Say how the matter was put right and its harm removed.",
        )
    if not commitment:
        yield Problem(
            "commitment",
            "repair_commitment_missing",
            "",
            "修复须作出信用承诺。",
            "A repair needs a public commitment.",
        )
    if disputed:
        yield Problem(
            "",
            "repair_disputed",
            "",
            "该事项尚有异议在办理，办结后才能申请修复。",
            "An objection to it is still open: ask for repair when it is decided.",
        )
    if listing is None:
        return
    if not CAUSES[listing.cause].repairable:
        yield Problem(
            "",
            "repair_impossible",
            listing.cause,
            "该事由依法不予修复，到期后自动移出。",
            "This cause cannot be repaired; it ends with its term.",
        )
    if listing.listed_before:
        yield Problem(
            "",
            "repair_repeated",
            str(listing.listed_before),
            "同一事由曾被列入，不予提前修复。",
            "The same cause was listed before: it cannot be repaired early.",
        )
    if on < listing.minimum_until:
        yield Problem(
            "",
            "repair_too_early",
            listing.minimum_until.isoformat(),
            f"最短公布期至{listing.minimum_until}，届满后可以申请。",
            f"The shortest publication lasts until {listing.minimum_until}; ask after that day.",
        )


def reviewer_barred(reviewer: int, *, deciders: Iterable[int | None]) -> bool:
    """Whether a person had a hand in what is contested: who decided never reviews."""
    return reviewer in {person for person in deciders if person is not None}
