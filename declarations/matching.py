"""Matching: order, payment and waybill of an inventory, found and compared.

Pure and deterministic: the outcome follows from the kept documents, the settings of the day on
which the inventory was first accepted, and nothing else; documents may arrive in any order.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from declarations.criteria.choosing import CHOOSERS, DECLARED, Choice, choose, is_near
from declarations.criteria.comparing import Compared, Comparison, paired
from declarations.criteria.evidence import Reveal
from declarations.criteria.rule_sets import AS_SHIPPED, Register
from declarations.criteria.situations import situations, unknown_mode
from declarations.criteria.split_parcels import WHOLE_ONLY, SentTogether, sent_in_parcels
from declarations.criteria.split_payments import (
    NAMED,
    PaidTogether,
    paid_in_parts,
    paid_with_others,
    several_that_add_up,
)
from declarations.criteria.waybills import DISTANT_WAYBILL
from declarations.facts import Bundle, OrderFacts, Outcome, Parcel, PaymentFacts
from declarations.messages.catalogue import KINDS
from declarations.rules.registry import Settings
from declarations.rules.split_marks import ORDERS, kept_mark
from zone_portal.kernel.findings import Finding, has_errors

MATCHED, MISMATCHED, WAITING = "matched", "mismatched", "waiting"
NONE: frozenset[str] = frozenset()


class Matcher:
    """Decides the inventories first accepted on one day (Shanghai time), under its settings."""

    def __init__(self, settings: Settings, day: date, modes: Register = AS_SHIPPED) -> None:
        self._settings = settings
        self._day = day
        self._modes = modes
        self._plans: dict[tuple[str, str], _Plan] = {}

    def decide(self, bundle: Bundle, *, reveal: Reveal) -> Outcome | None:
        """The outcome for one inventory; None when it is stored only and not to be decided.

        ``reveal`` gives personal values in the clear; it is asked only for those that differ.
        """
        inventory = bundle.inventory
        if inventory.app_status != DECLARED:
            return None
        kind, mode = inventory.kind, inventory.trade_mode
        plan = self._plans.get((kind, mode)) or self._plan(kind, mode)
        return plan.decide(bundle, reveal)

    def _plan(self, kind: str, mode: str) -> "_Plan":
        """The plan of a mode; modes without rules of their own share one."""
        known = self._modes.has_rules(KINDS[kind].direction, mode, self._day)
        key = (kind, mode if known else "")
        if key not in self._plans:
            self._plans[key] = _Plan(*key, self._settings, self._day, self._modes)
        return self._plans[key]


class _Plan:
    """How one kind and trade mode is decided on a day; an empty mode stands for unknown ones."""

    def __init__(
        self, kind: str, mode: str, settings: Settings, day: date, modes: Register
    ) -> None:
        direction = KINDS[kind].direction
        rules = modes.rule_set_for(direction=direction, mode=mode, on=day)
        self._settings = settings = rules.settings(settings)
        self._comparison = Comparison(rules, settings, day)
        self._agrees = self._comparison.agrees
        self._name = rules.name
        self._required = rules.required
        self._needs_payment = "payment" in rules.required
        self._chooser = CHOOSERS[kind]
        self._window = timedelta(days=int(settings.parameters[DISTANT_WAYBILL].days))
        self._is_known = bool(mode)

    def decide(self, bundle: Bundle, reveal: Reveal) -> Outcome:
        choice = self._only(bundle)
        if choice is None:
            choice = choose(
                bundle.inventory,
                self._chooser.candidates(bundle),
                payment_required=self._needs_payment,
                window=self._window,
            )
            if bundle.inventory.split or choice.several or (choice.order and choice.order.split):
                return self._in_parts(bundle, choice, reveal)
        order, payment, waybill, _ = choice
        if order and waybill and (payment or not self._needs_payment) and self._is_known:
            lines, order_lines = bundle.lines, bundle.order_lines[order.id]
            pairs = paired(order_lines, lines)
            if self._agrees(bundle.inventory, order, payment, waybill, lines, order_lines, pairs):
                return Outcome(MATCHED, self._name, (), (), order, payment, waybill)
        if (waiting := self._quietly_waiting(bundle, choice)) is not None:
            return waiting
        return self._explained(bundle, choice, reveal)

    def _quietly_waiting(self, bundle: Bundle, choice: Choice) -> Outcome | None:
        """What ``_explained`` would find, quickly: documents are missing, nothing that fits is
        stored only or distant, and those that are there agree; else None."""
        order, payment, waybill, several = choice
        there = {"order": order, "payment": payment, "waybill": waybill}
        waiting_for = tuple(noun for noun in self._required if there[noun] is None)
        if not waiting_for or several or not self._is_known:
            return None
        found = self._chooser.candidates(bundle)
        candidates = {"order": found.orders, "payment": found.payments, "waybill": found.waybills}
        if any(candidates[noun] for noun in waiting_for):
            return None
        present = frozenset(noun for noun, document in there.items() if document is not None)
        order_lines = bundle.order_lines[order.id] if order else ()
        pairs = paired(order_lines, bundle.lines)
        agrees = self._comparison.agrees_among(present)
        if not agrees(bundle.inventory, order, payment, waybill, bundle.lines, order_lines, pairs):
            return None
        return Outcome(WAITING, self._name, waiting_for, (), order, payment, waybill)

    def _only(self, bundle: Bundle) -> Choice | None:
        """What ``choose`` would find, quickly: one candidate of each, and it fits; else None."""
        orders, payments, waybills = bundle.orders, bundle.payments, bundle.waybills
        if len(orders) != 1 or len(waybills) != 1:
            return None
        fits, inventory = self._chooser, bundle.inventory
        order, waybill = orders[0], waybills[0]
        if (
            order.app_status != DECLARED
            or waybill.app_status != DECLARED
            or order.split is not None
            or inventory.split is not None
            or not fits.order(inventory, order)
            or not fits.waybill(inventory, waybill)
            or not is_near(inventory, waybill, self._window)
        ):
            return None
        if not self._needs_payment:
            return Choice(order, None, waybill)
        if len(payments) != 1:
            return None
        payment = payments[0]
        if payment.app_status != DECLARED or not fits.payment(inventory, payment):
            return None
        return Choice(order, payment, waybill)

    def _in_parts(self, bundle: Bundle, choice: Choice, reveal: Reveal) -> Outcome:
        """The outcome where payments or parcels are several: those criteria as sums."""
        order = choice.order
        paid = self._paid(bundle, choice) if self._needs_payment else None
        sent = self._sent(bundle, order)
        payments = paid.payments if paid else ()
        if paid is not None:
            choice = choice._replace(payment=payments[0] if payments else None, several=())
        explained = self._explained(
            bundle,
            choice,
            reveal,
            waiting_for=(*(paid.waiting_for if paid else ()), *(sent.waiting_for if sent else ())),
            findings=[*(paid.findings if paid else ()), *(sent.findings if sent else ())],
            leaving=(paid.leaving if paid else NONE) | (WHOLE_ONLY if sent else NONE),
            further=payments[1:],
        )
        tables = {"payment": paid and paid.table, "parcels": sent and sent.table}
        shown = {name: table for name, table in tables.items() if table}
        return replace(explained, split=shown or None)

    def _paid(self, bundle: Bundle, choice: Choice) -> PaidTogether | None:
        """How the payment side is made up; None where one payment pays, or none may be guessed."""
        order, settings = choice.order, self._settings
        mark = kept_mark(order.split) if order else None
        if order is None or mark is None:
            return several_that_add_up(order, choice.several, settings)
        splits = bundle.splits
        if mark.kind == ORDERS:
            return paid_with_others(order, mark, splits.orders, splits.payments, settings)
        return paid_in_parts(order, mark, self._chooser.candidates(bundle).payments, settings)

    def _sent(self, bundle: Bundle, order: OrderFacts | None) -> SentTogether | None:
        """How the goods side is made up; None where one inventory declares the whole order."""
        mark = kept_mark(bundle.inventory.split)
        if mark is None:
            return None
        own = Parcel(bundle.inventory, bundle.lines)
        ordered = (order, bundle.order_lines[order.id]) if order else None
        return sent_in_parcels(own, mark, bundle.splits.parcels, ordered, self._settings)

    def _explained(
        self,
        bundle: Bundle,
        choice: Choice,
        reveal: Reveal,
        *,
        waiting_for: tuple[str, ...] = (),
        findings: Sequence[Finding] = (),
        leaving: frozenset[str] = NONE,
        further: tuple[PaymentFacts, ...] = (),
    ) -> Outcome:
        """Every finding there is; ``waiting_for``, ``findings`` and ``leaving`` come from sums,
        ``further`` are payments beside the one chosen."""
        order, payment, waybill, several = choice
        chosen: dict[str, Any] = {"order": order, "payment": payment, "waybill": waybill}
        present = {noun: document for noun, document in chosen.items() if document is not None}
        missing = {
            noun
            for noun in self._required
            if noun not in present and not (noun == "payment" and several)
        }
        missing.update(waiting_for)
        awaited = tuple(noun for noun in (*self._required, "inventory") if noun in missing)
        order_lines = bundle.order_lines[order.id] if order else ()
        compared = Compared(
            bundle.inventory,
            {**present, "inventory": bundle.inventory},
            bundle.lines,
            order_lines,
            paired(order_lines, bundle.lines),
        )
        found = [
            *situations(self._chooser.candidates(bundle), choice, awaited, self._settings),
            *self._comparison.findings(compared, reveal, leaving=leaving),
            *findings,
            *(() if self._is_known else unknown_mode(bundle.inventory, self._settings)),
        ]
        for one in further:
            beside = compared._replace(documents={**compared.documents, "payment": one})
            found += self._comparison.findings(
                beside, reveal, leaving=leaving | NAMED, reading="payment"
            )
        found.sort(key=lambda item: item.code)
        compared_all = MISMATCHED if has_errors(found) else MATCHED
        outcome = WAITING if awaited else compared_all
        joined = order, payment, waybill
        return Outcome(outcome, self._name, awaited, tuple(found), *joined, further=further)
