"""A number does not name every firm: what one firm keeps, no other firm changes or deletes."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.messages.catalogue import KINDS, intake_kinds
from declarations.models import DocumentRevision
from declarations.models.columns import TABLES
from declarations.services.standing import NAMED
from declarations.stored import load
from declarations.verdicts import ACCEPTED, REJECTED
from enterprises.rules.sending import SENDERS
from enterprises.selectors import Register
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.builders.documents import Document, changed, head_of
from tests.builders.papers import paper
from tests.builders.series import new_series
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.mandates import MandateFactory
from tests.integration.declarations.conftest import Desk, codes, new_desk

pytestmark = pytest.mark.django_db

KINDS_TAKEN = [kind.code for kind in intake_kinds()]
IN_OWN_RIGHT = [
    (code, right.element)
    for code in KINDS_TAKEN
    for right in SENDERS[code].rights
    if right.element not in KINDS[code].key
]
"""Where a firm may send by what it writes beside the number."""
UNKNOWN = "KEY-002"
NEVER_CHANGED = "RET-009"
"""What a change of an import cancellation is refused for, whosever it is."""


def of_kind(code: str, desk: Desk) -> Document:
    """A document of a kind in which the desk's firm plays every part."""
    kind = KINDS[code]
    if kind.noun == "paper":
        return paper(code, desk.firm.code, series=new_series("S", length=6))
    found = desk.set(direction=kind.direction)
    return changed(next(d for d in found.values() if d["type"] == code), appStatus="1")


def in_the_name_of(document: Document, firm: Desk, *elements: str) -> Document:
    return changed(document, **dict.fromkeys(elements, firm.firm.code))


def row_of(code: str, document_id: int) -> Any:
    return TABLES[KINDS[code].noun].objects.get(id=document_id)


def later(document: Document, app_type: str, **values: Any) -> Document:
    return changed(document, appType=app_type, appTime="20260401093000", **values)


@pytest.mark.parametrize("app_type", ["2", "3"])
@pytest.mark.parametrize(("code", "element"), IN_OWN_RIGHT)
def test_what_another_firm_keeps_is_unknown_to_a_firm_that_writes_its_number(
    desk: Desk, code: str, element: str, app_type: str
) -> None:
    own = of_kind(code, desk)
    (kept,) = desk.send(own)
    assert kept.verdict == ACCEPTED, kept.findings
    before = row_of(code, kept.document_id)
    stranger = new_desk()
    foreign = later(in_the_name_of(own, stranger, element), app_type, note="第三方")

    (judged,) = stranger.send(foreign)

    assert (judged.verdict, judged.document_id) == (REJECTED, 0)
    assert codes(judged) & {UNKNOWN, NEVER_CHANGED}, codes(judged)
    after = row_of(code, kept.document_id)
    assert (after.revision, after.parties, after.sender_id) == (
        before.revision,
        before.parties,
        desk.firm.id,
    )
    assert not DocumentRevision.objects.filter(document_id=kept.document_id).exists()
    told = str(judged.findings)
    assert desk.firm.name not in told
    assert str(kept.document_id) not in told


@pytest.mark.parametrize("app_type", ["1", "2", "3"])
@pytest.mark.parametrize("code", KINDS_TAKEN)
def test_no_kind_is_changed_deleted_or_shown_by_a_stranger(
    desk: Desk, code: str, app_type: str
) -> None:
    own = of_kind(code, desk)
    (kept,) = desk.send(own)
    stranger = new_desk()
    beside_the_number = {*NAMED[code]} - {*KINDS[code].key} & {*head_of(own)}

    (judged,) = stranger.send(later(in_the_name_of(own, stranger, *beside_the_number), app_type))
    (the_same,) = stranger.send(own)

    assert (judged.verdict, judged.document_id) == (REJECTED, 0)
    assert (the_same.verdict, the_same.document_id) == (REJECTED, 0)
    record = load(code, kept.document_id)
    assert record is not None
    assert record.head.appType == "1"
    for name in KINDS[code].key:
        assert str(getattr(record.head, name)) == str(head_of(own)[name])


def test_an_operator_changes_nothing_of_firms_that_did_not_entrust_it(desk: Desk) -> None:
    principal, operator = new_desk(), desk_of(["express"])
    MandateFactory.create(
        principal_id=principal.firm.id, agent_id=operator.firm.id, kinds=["CEB411"]
    )
    own = of_kind("CEB411", desk)
    desk.send(own)
    entrusted = in_the_name_of(of_kind("CEB411", desk), principal, "ebpCode")
    entrusted = changed(entrusted, payTransactionId="ENTRUSTED")

    (foreign,) = operator.send(later(in_the_name_of(own, principal, "ebpCode"), "3"))
    sent, gone = operator.send(entrusted), operator.send(later(entrusted, "3"))

    assert (foreign.verdict, codes(foreign)) == (REJECTED, {UNKNOWN})
    assert [sent[0].verdict, gone[0].verdict] == [ACCEPTED, ACCEPTED]


def test_the_platform_still_corrects_which_of_its_sellers_an_order_is_of(desk: Desk) -> None:
    other = new_desk()
    order = of_kind("CEB311", desk)
    (kept,) = desk.send(order)

    (judged,) = desk.send(later(in_the_name_of(order, other, "ebcCode"), "2"))

    assert (judged.verdict, judged.document_id) == (ACCEPTED, kept.document_id)
    assert other.firm.id in row_of("CEB311", kept.document_id).parties


def test_a_deletion_by_a_stranger_is_not_taken_for_one_sent_again(desk: Desk) -> None:
    order, stranger = of_kind("CEB311", desk), new_desk()
    desk.send(order)
    desk.send(later(order, "3"))

    (judged,) = stranger.send(later(in_the_name_of(order, stranger, "ebcCode"), "3"))

    assert (judged.verdict, codes(judged)) == (REJECTED, {UNKNOWN})


@pytest.mark.parametrize("severity", ["warning", "off"])
def test_no_setting_lets_a_stranger_in(desk: Desk, severity: str) -> None:
    now = timezone.now()
    for rule in ("ENT-001", UNKNOWN):
        setting = NewSetting(rule, "severity", severity, now.date())
        put_rule_setting(setting, by=SystemActor("test"), at=now)
    order, stranger = of_kind("CEB311", desk), new_desk()
    (kept,) = desk.send(order)

    judged = [
        *stranger.send(order),
        *stranger.send(later(order, "3")),
        *stranger.send(later(in_the_name_of(order, stranger, "ebcCode"), "2")),
    ]

    assert [(j.verdict, j.document_id) for j in judged] == [(REJECTED, 0)] * 3
    assert row_of("CEB311", kept.document_id).revision == 1


def desk_of(kinds: list[str]) -> Desk:
    firm = Register().get(EnterpriseFactory.create(kinds=kinds).code)
    assert firm is not None
    return Desk(firm)
