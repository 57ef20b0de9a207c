"""Papers come in by every door, are kept once, changed, deleted, and read back as they were."""

import json
import uuid
from typing import Any

import pytest
from django.utils import timezone

from declarations.messages.catalogue import KINDS
from declarations.messages.dxp import build_envelope
from declarations.models import DocumentRevision, Event, Paper, Work
from declarations.receipt_log import receipts_of
from declarations.receipt_messages import by_kind, receipt_message
from declarations.services.sources import JSON, NDJSON, XML
from declarations.stored import load, personal_values
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED
from enterprises.selectors import Register
from enterprises.viewers import Viewer
from tests.builders.documents import changed, head_of, to_ndjson, to_xml
from tests.builders.papers import PAPERS, paper
from tests.builders.series import new_series
from tests.factories.enterprises import EnterpriseFactory
from tests.integration.declarations.conftest import Desk, codes

pytestmark = pytest.mark.django_db
EACH_PAPER = pytest.mark.parametrize("code", PAPERS)


@pytest.fixture
def series() -> str:
    return new_series("P", length=6)


def kept(code: str, desk: Desk) -> Paper:
    found: Paper = Paper.objects.get(kind=code, sender_id=desk.firm.id)
    return found


@EACH_PAPER
@pytest.mark.parametrize("layout", [JSON, NDJSON, XML, "envelope"])
def test_a_paper_is_accepted_in_every_layout(
    code: str, layout: str, desk: Desk, series: str
) -> None:
    sent = paper(code, desk.firm.code, series=series, lines=3)
    if layout in {XML, "envelope"}:
        body = to_xml(code, [sent], sender=desk.firm.code)
    else:
        body = json.dumps(sent).encode() if layout == JSON else to_ndjson([sent])
    if layout == "envelope":
        body = build_envelope(
            body,
            message_id="1",
            sender="DXPENT0000000001",
            receivers=["DXPLGS0000000001"],
            at=timezone.now(),
            message_type=f"{code}Message",
        )

    (judged,) = desk.receive(body, XML if layout == "envelope" else layout).judged

    assert (judged.verdict, codes(judged) - {"RET-010"}) == (ACCEPTED, set())
    row = kept(code, desk)
    assert row.id == judged.document_id
    assert desk.firm.id in row.parties


@EACH_PAPER
def test_a_kept_paper_is_read_back_as_it_was_sent(code: str, desk: Desk, series: str) -> None:
    sent = paper(code, desk.firm.code, series=series, lines=2, note='5"\\{}\t\n,')
    (judged,) = desk.send(sent)

    record: Any = load(code, judged.document_id)

    kind = KINDS[code]
    head = head_of(sent)
    for name, value in head.items():
        assert str(getattr(record.head, name)) == str(value), name
    if kind.list_element:
        assert len(record.lines) == 2
        for line, given in zip(record.lines, sent[kind.list_element], strict=True):
            assert {name: str(getattr(line, name)) for name in given} == {
                name: str(value) for name, value in given.items()
            }


def test_personal_values_are_sealed(desk: Desk, series: str) -> None:
    sent = paper("CEB625", desk.firm.code, series=series)
    desk.send(sent)
    row = kept("CEB625", desk)

    open_text = json.dumps([row.data, row.lines], ensure_ascii=False)
    for name in ("buyerName", "buyerIdNumber", "buyerTelephone"):
        assert head_of(sent)[name] not in open_text
    assert personal_values("CEB625", row.id, row.personal)["buyerName"] == "示例甲"


@EACH_PAPER
def test_the_same_again_is_a_duplicate_and_other_content_a_conflict(
    code: str, desk: Desk, series: str
) -> None:
    sent = paper(code, desk.firm.code, series=series)
    (first,) = desk.send(sent)

    (again,) = desk.send(changed(sent, guid=str(uuid.uuid4()), appTime="20260301093001"))
    (other,) = desk.send(changed(sent, note="other"))

    assert (again.verdict, again.document_id) == (DUPLICATE, first.document_id)
    assert (other.verdict, codes(other) - {"RET-010"}) == (REJECTED, {"KEY-001"})


@pytest.mark.parametrize("code", [code for code in PAPERS if code != "CEB623"])
def test_a_paper_is_changed_and_deleted(code: str, desk: Desk, series: str) -> None:
    sent = paper(code, desk.firm.code, series=series)
    (first,) = desk.send(sent)

    (second,) = desk.send(changed(sent, appType="2", note="better"))
    row = kept(code, desk)
    (third,) = desk.send(changed(sent, appType="3", note="better"))

    assert (second.verdict, second.document_id) == (ACCEPTED, first.document_id)
    assert row.revision == 2
    assert row.revised_at is not None
    assert third.verdict == ACCEPTED
    assert not Paper.objects.filter(id=first.document_id).exists()
    assert DocumentRevision.objects.filter(document_id=first.document_id).count() == 2
    (fourth,) = desk.send(changed(sent, appType="2"))
    assert codes(fourth) - {"RET-010"} == {"KEY-006"}


def test_a_change_in_the_same_message_follows_what_it_changes(desk: Desk, series: str) -> None:
    sent = paper("CEB607", desk.firm.code, series=series)

    judged = desk.send(sent, changed(sent, appType="2", note="better"))

    assert [item.verdict for item in judged] == [ACCEPTED, ACCEPTED]
    assert kept("CEB607", desk).revision == 2


def test_parts_of_a_split_list_are_papers_of_their_own(desk: Desk, series: str) -> None:
    parts = [
        paper("CEB607", desk.firm.code, series=series, msgCount=3, msgSeqNo=number)
        for number in (3, 1, 2)
    ]

    judged = desk.send(*parts)

    assert {item.verdict for item in judged} == {ACCEPTED}
    assert len({item.document_id for item in judged}) == 3


def test_papers_leave_no_work_to_match(desk: Desk, series: str) -> None:
    before = Work.objects.count()

    desk.send(*(paper(code, desk.firm.code, series=series) for code in PAPERS))

    assert Work.objects.count() == before


def test_papers_and_documents_share_a_message(desk: Desk, series: str) -> None:
    judged = desk.send(*desk.set().values(), paper("CEB513", desk.firm.code, series=series))

    assert {item.verdict for item in judged} == {ACCEPTED}
    desk.decide()
    assert list(desk.outcomes().values()) == ["matched"]


@EACH_PAPER
def test_the_receipt_of_a_paper_is_of_its_answering_kind(
    code: str, desk: Desk, series: str
) -> None:
    sent = paper(code, desk.firm.code, series=series)
    received = desk.receive(to_ndjson([sent]), NDJSON)
    viewer = Viewer(enterprise_ids=(desk.firm.id,), own_ids=(desk.firm.id,))

    groups = by_kind(receipts_of(received.submission, viewer))

    (kind,) = groups
    assert kind == KINDS[code].receipt
    body = receipt_message(received.submission, kind, groups[kind], 1).decode()
    assert "<returnStatus>2</returnStatus>" in body
    for name in KINDS[code].key:
        assert f"<{name}>{head_of(sent)[name]}</{name}>" in body
    assert Event.objects.filter(submission_id=received.submission.id, kind="verdict").exists()


@EACH_PAPER
def test_a_firm_that_no_element_names_may_not_send_it(code: str, desk: Desk, series: str) -> None:
    other = EnterpriseFactory.create(kinds=["platform", "ecommerce", "logistics", "site"])
    named = Register().get(other.code)
    assert named is not None

    (judged,) = desk.send(paper(code, other.code, series=series))

    assert judged.verdict == REJECTED
    assert "ENT-001" in codes(judged)
    assert not Paper.objects.filter(sender_id=desk.firm.id).exists()


def test_a_wrong_paper_lists_everything_that_is_wrong(desk: Desk, series: str) -> None:
    sent = paper("CEB607", desk.firm.code, series=series, lines=2, msgCount=1, msgSeqNo=2)
    wrong: Any = changed(sent, 2, logisticsNo=sent["WayBillList"][0]["logisticsNo"])

    (judged,) = desk.send(changed(wrong, trafMode="?", appType="9"))

    assert codes(judged) >= {"PAP-003", "PAP-005", "GEN-001"}
    assert judged.verdict == REJECTED
