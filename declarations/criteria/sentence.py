"""The outcome in one plain sentence, with whose turn it is and what they must do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from declarations.criteria.registry import PHRASES
from declarations.criteria.split_rules import ORDERS_MISSING, PARCELS_MISSING, PAYMENTS_MISSING
from declarations.rules.registry import SENDERS
from zone_portal.kernel.rules import Text, language_index

MOST_CAUSES: Final = 3
"""So many causes are spelt out; the others are counted."""

_NOUNS: Final[Mapping[str, Text]] = {
    "order": ("订单", "the order"),
    "payment": ("支付单", "the payment"),
    "waybill": ("运单", "the waybill"),
    "inventory": ("清单", "the inventory"),
}
_FIRMS: Final[Mapping[str, Text]] = {
    "platform": ("电商平台", "the platform"),
    "payment": ("支付企业", "the payment company"),
    "logistics": ("物流企业", "the carrier"),
    "agent": ("申报企业", "the declaring firm"),
}
_REST: Final[Mapping[str, Text]] = {
    "order": ("其余订单", "the other orders"),
    "payment": ("其余支付单", "the other payments"),
    "inventory": ("其余包裹的清单", "the inventories of the other parcels"),
}
"""What is waited for where some of several are here."""
_RESTING: Final = {
    ORDERS_MISSING: "order",
    PAYMENTS_MISSING: "payment",
    PARCELS_MISSING: "inventory",
}
_OWN: Final = {firm: noun for noun, firm in SENDERS.items()}
"""The document of which each firm is the sender."""


@dataclass(frozen=True, slots=True)
class Headline:
    """What a declaration's outcome means: one sentence, whose turn, and the next step.

    ``turn`` lists responsible parties in the order of their findings; it is empty when nobody has
    to act.
    """

    title: str
    turn: tuple[str, ...]
    next_step: str


def rest_of(findings: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Nouns of which some are here and others are waited for."""
    codes = (finding["code"] for finding in findings)
    return frozenset(_RESTING[code] for code in codes if code in _RESTING)


def headline(
    outcome: str,
    waiting_for: Sequence[str],
    findings: Iterable[Mapping[str, Any]],
    language: str,
) -> Headline:
    """The headline of a decision; ``findings`` in stored form, ``outcome`` "pending" before any."""
    stored = list(findings)
    errors = [finding for finding in stored if finding["severity"] == "error"]
    words = _Words(language, rest_of(stored))
    if outcome == "waiting":
        return words.waiting(waiting_for, errors)
    if outcome == "mismatched":
        return words.mismatched(errors)
    if outcome == "matched":
        return words.matched(len(stored))
    return words.pending()


class _Words:
    """The sentences in one language."""

    def __init__(self, language: str, rest: frozenset[str] = frozenset()) -> None:
        self._index = language_index(language)
        self._rest = rest

    def _say(self, zh: str, en: str) -> str:
        return (zh, en)[self._index]

    def pending(self) -> Headline:
        return Headline(
            self._say("已收到，尚未对碰。", "Received, not yet matched."),
            (),
            self._say("请稍候，结果会自动出现。", "The result appears here by itself."),
        )

    def matched(self, hints: int) -> Headline:
        title = self._say(
            "对碰一致：所需单证齐全，内容相符。",
            "Matched: every document needed is here, and they agree.",
        )
        if hints:
            more = f" {hints} hint{'s' if hints > 1 else ''} beside it."
            title += self._say(f"另有{hints}项提示。", more)
        return Headline(title, (), self._say("无需操作。", "Nothing needs to be done."))

    def mismatched(self, errors: list[Mapping[str, Any]]) -> Headline:
        causes = self._causes(errors)
        turn = _turn(errors)
        return Headline(
            self._say(f"不能对碰：{causes}。", f"Cannot be matched: {causes}."),
            turn,
            self._sentence([self._correct(firm) for firm in turn]),
        )

    def waiting(self, waiting_for: Sequence[str], errors: list[Mapping[str, Any]]) -> Headline:
        missing = self._joined([self._noun(noun) for noun in waiting_for])
        is_one = len(waiting_for) == 1 and self._rest.isdisjoint(waiting_for)
        verb = "has" if is_one else "have"
        title = self._say(
            f"等待单证：尚未收到{missing}。", f"Waiting: {missing} {verb} not arrived."
        )
        if errors:
            causes = self._causes(errors)
            title += self._say(f"已收到的单证不一致：{causes}。", f" Already: {causes}.")
        senders = tuple(SENDERS[noun] for noun in waiting_for)
        others = tuple(firm for firm in _turn(errors) if firm not in senders)
        steps = [self._send(noun) for noun in waiting_for]
        steps += [self._correct(firm) for firm in _turn(errors)]
        return Headline(title, (*senders, *others), self._sentence(steps))

    def _noun(self, noun: str) -> str:
        words = _REST if noun in self._rest else _NOUNS
        return words[noun][self._index]

    def _firm(self, firm: str) -> str:
        return _FIRMS[firm][self._index] if firm in _FIRMS else firm

    def _send(self, noun: str) -> str:
        firm, document = self._firm(SENDERS[noun]), self._noun(noun)
        return self._say(f"请{firm}报送{document}", f"{firm} must send {document}")

    def _correct(self, firm: str) -> str:
        named = self._firm(firm)
        if firm not in _OWN:
            return self._say(f"请{named}处理", f"{named} must act")
        document = self._noun(_OWN[firm])
        return self._say(f"请{named}更正{document}", f"{named} must correct {document}")

    def _causes(self, errors: list[Mapping[str, Any]]) -> str:
        """What differs, each cause once, the first few of them."""
        phrases = [PHRASES.get(error["code"], ("", ""))[self._index] for error in errors]
        named = [phrase or error["code"] for phrase, error in zip(phrases, errors, strict=True)]
        causes = list(dict.fromkeys(named))
        left = len(causes) - MOST_CAUSES
        if left > 0:
            more = f"{left} more difference{'s' if left > 1 else ''}"
            causes = [*causes[:MOST_CAUSES], self._say(f"另有{left}处不同", more)]
        if len(causes) == 1:
            return causes[0]
        last = self._say(f"，且{causes[-1]}", f", and {causes[-1]}")
        return self._say("，", ", ").join(causes[:-1]) + last

    def _joined(self, items: Sequence[str]) -> str:
        if len(items) == 1:
            return items[0]
        return self._say("、", ", ").join(items[:-1]) + self._say("和", " and ") + items[-1]

    def _sentence(self, steps: Sequence[str]) -> str:
        text = self._say("，", "; ").join(steps)
        return text[:1].upper() + text[1:] + self._say("。", ".")


def _turn(errors: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(error["responsible"] for error in errors))
