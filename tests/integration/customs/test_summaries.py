"""The monthly summary: closed exports come together, one click lodges them, customs closes them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from accounts.models import AuditEntry, Notice
from declarations.facts import Sender
from declarations.messages.catalogue import KINDS
from declarations.messages.receipts import build_receipts
from declarations.models import (
    CustomsReceipt,
    Inventory,
    Paper,
    Summary,
    SummaryList,
    SummaryResult,
)
from declarations.rulebook import SHANGHAI
from declarations.services.forwarding import forward
from declarations.services.receiving import receive_receipts
from declarations.services.summaries import work_in
from declarations.services.summary_following import remind_of_summaries
from declarations.services.summary_lodging import Wishes, draft, lodge
from declarations.summary_list import state_words
from enterprises.models import Enterprise, Member
from enterprises.services.refusals import Refusal
from enterprises.services.tokens import issue_token
from enterprises.viewers import Viewer
from tests.builders.documents import changed
from tests.builders.papers import paper
from tests.factories.users import UserFactory
from tests.integration.customs.conftest import GUID, Notebook, says
from tests.integration.customs.test_papers import customs_says
from tests.integration.declarations.conftest import Desk, new_desk


def closed(
    desk: Desk, notebook: Notebook, number: int, *, flag: str = "B", at: datetime | None = None
) -> Inventory:
    """An export that customs closed, worked in."""
    inventory = close(desk, notebook, number, flag=flag, at=at)
    heard()
    return inventory


def close(
    desk: Desk, notebook: Notebook, number: int, *, flag: str = "B", at: datetime | None = None
) -> Inventory:
    """An export that customs closed."""
    documents: Any = desk.set(number, direction="export")
    documents["inventory"] = changed(documents["inventory"], statisticsFlag=flag)
    desk.send(*documents.values())
    desk.decide()
    forward(seconds=10, to=notebook)
    cop_no = documents["inventory"]["InventoryHead"]["copNo"]
    inventory = Inventory.objects.get(sender_id=desk.firm.id, cop_no=cop_no)
    moment = at or timezone.now()
    says(inventory, "800", moment, invtNo=f"40032026E{number:09}")
    says(inventory, "899", moment + timedelta(milliseconds=5), invtNo=f"40032026E{number:09}")
    return inventory


def heard() -> None:
    """Work in everything that customs said."""
    ids = CustomsReceipt.objects.order_by("id").values_list("id", flat=True)
    with transaction.atomic():
        work_in(list(ids), timezone.now())


def lodged(desk: Desk, **wishes: str) -> Any:
    summary = Summary.objects.get(enterprise_id=desk.firm.id)
    return lodge(
        summary_id=summary.pk,
        viewer=Viewer((desk.firm.id,), own_ids=(desk.firm.id,)),
        sender=Sender(desk.firm),
        wishes=Wishes(**wishes),
        by=UserFactory.create(),
        at=timezone.now(),
    )


def formed(sum_no: str, number: str, entry: str = "", at: datetime | None = None) -> None:
    """Customs sends the declaration form that it made (792)."""
    head = {
        "guid": GUID,
        "customsCode": "4003",
        "sumNo": sum_no,
        "opDate": f"{timezone.localtime(at or timezone.now()):%Y%m%d%H%M%S}000",
        "declSeqNo": number,
        "decState": "1",
        **({"entryId": entry} if entry else {}),
        **dict.fromkeys(("agentCode", "agentName", "ebcCode", "ebcName"), "-"),
        **dict.fromkeys(("declAgentCode", "declAgentName"), "-"),
        "grossWeight": "1",
        "netWeight": "1",
        "msgCount": "1",
        "msgSeqNo": "1",
    }
    body = build_receipts(KINDS["CEB792"], [{"SummaryResultHead": head}], guid=GUID)
    receive_receipts(body, at=timezone.now())
    heard()


def test_closed_lists_of_flag_b_come_together_by_month(desk: Desk, notebook: Notebook) -> None:
    first = closed(desk, notebook, 1)
    closed(desk, notebook, 2)
    closed(desk, notebook, 3, flag="A")

    heard()

    summary = Summary.objects.get()
    assert (summary.lists, summary.left, summary.status) == (2, 2, "open")
    assert summary.agent_code == first.agent_code
    assert summary.month == timezone.localdate().replace(day=1)
    assert summary.due_on.day >= 15
    assert summary.due_on > summary.month + timedelta(days=31)


def test_one_click_lodges_the_month_and_customs_closes_it(desk: Desk, notebook: Notebook) -> None:
    closed(desk, notebook, 1)
    closed(desk, notebook, 2)

    found = lodged(desk)

    (judged,) = found.judged
    assert judged.verdict == "accepted", judged.findings
    row = Paper.objects.get()
    assert (row.kind, row.line_count) == ("CEB701", 2)
    summary = Summary.objects.get()
    assert (summary.left, summary.status) == (0, "sent")
    assert AuditEntry.objects.filter(action="summary.lodged").count() == 1

    forward(seconds=10, to=notebook)
    assert notebook.kinds()[-1] == "CEB701"
    customs_says(row, "399", sumNo="S40032026000000001")
    heard()
    assert Summary.objects.get().status == "accepted"

    formed("S40032026000000001", "D40032026000000001")
    assert Summary.objects.get().status == "accepted"
    assert state_words(SummaryResult.objects.get())["en"] == "result of the summary made"
    formed("S40032026000000001", "D40032026000000001", "531620260000000001")
    assert Summary.objects.get().status == "closed"
    assert SummaryResult.objects.get().entry_id == "531620260000000001"
    person = UserFactory.create()
    Member.objects.create(user=person, enterprise_id=desk.firm.id, role="viewer")
    client = Client()
    client.force_login(person)
    for language, words in (("zh-hans", "报关单已编号"), ("en", "Declaration form numbered")):
        page = client.get(f"/summaries/{Summary.objects.get().pk}/", HTTP_ACCEPT_LANGUAGE=language)
        assert words in page.content.decode()


def test_an_older_word_on_a_form_does_not_replace_a_newer(desk: Desk, notebook: Notebook) -> None:
    formed("S1".ljust(18, "0"), "D1".ljust(18, "0"), "531620260000000001")
    before = timezone.now() - timedelta(hours=2)
    formed("S1".ljust(18, "0"), "D1".ljust(18, "0"), at=before)

    assert SummaryResult.objects.get().entry_id == "531620260000000001"


def test_what_was_lodged_is_not_lodged_again(desk: Desk, notebook: Notebook) -> None:
    closed(desk, notebook, 1)
    lodged(desk)

    with pytest.raises(Refusal) as refusal:
        lodged(desk)

    assert refusal.value.code == "summary_complete"
    assert Paper.objects.count() == 1


def test_lists_of_an_application_that_is_deleted_or_changed_are_open_again(
    desk: Desk, notebook: Notebook
) -> None:
    closed(desk, notebook, 1)
    closed(desk, notebook, 2)
    now = timezone.now()
    (made,) = draft(summary=Summary.objects.get(), wishes=Wishes(), at=now)
    lodged(desk)
    assert Summary.objects.get().left == 0

    later = f"{timezone.localtime():%Y%m%d%H%M%S}"
    fewer = changed(made, appType="2", appTime=later)
    fewer["SummaryApplyList"] = made["SummaryApplyList"][:1]
    (judged,) = desk.send(fewer)
    assert judged.verdict == "accepted", judged.findings
    assert (Summary.objects.get().left, Summary.objects.get().status) == (1, "open")

    (judged,) = desk.send(changed(made, appType="3", appTime=later))
    assert judged.verdict == "accepted", judged.findings
    assert Summary.objects.get().left == 2
    assert not SummaryList.objects.exclude(paper_id=None).exists()

    assert lodged(desk).judged[0].verdict == "accepted"


def test_a_crash_after_the_intake_is_mended_by_the_next_try(desk: Desk, notebook: Notebook) -> None:
    closed(desk, notebook, 1)
    lodged(desk)
    SummaryList.objects.update(paper_id=None)
    Summary.objects.update(left=1, status="open")

    with pytest.raises(Refusal, match="left"):
        lodged(desk)

    assert SummaryList.objects.get().paper_id == Paper.objects.get().id


def test_a_rejected_application_opens_its_lists_again(desk: Desk, notebook: Notebook) -> None:
    closed(desk, notebook, 1)
    lodged(desk)
    forward(seconds=10, to=notebook)
    customs_says(Paper.objects.get(), "100")
    heard()
    summary = Summary.objects.get()
    assert (summary.left, summary.status) == (1, "rejected")

    (judged,) = lodged(desk).judged

    assert judged.verdict == "accepted"
    assert str(Paper.objects.order_by("-id")[0].cop_no).endswith("-2")
    assert Summary.objects.get().left == 0


def test_many_lists_go_in_numbered_messages(
    desk: Desk, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        closed(desk, notebook, number)
    monkeypatch.setattr(
        "declarations.services.summary_lodging.rule_settings",
        lambda on: {"SUMMARY": {"most_lists": "2"}},
    )

    parts = draft(summary=Summary.objects.get(), wishes=Wishes(), at=timezone.now())

    heads = [part["SummaryApplyHead"] for part in parts]
    assert [(h["msgSeqNo"], h["msgCount"]) for h in heads] == [(1, 2), (2, 2)]
    assert len({h["copNo"] for h in heads}) == 1
    assert [len(part["SummaryApplyList"]) for part in parts] == [2, 1]
    assert {judged.verdict for judged in lodged(desk).judged} == {"accepted"}


def test_a_firms_own_application_counts_by_its_lists_or_its_period(
    desk: Desk, notebook: Notebook
) -> None:
    one, two = closed(desk, notebook, 1), closed(desk, notebook, 2)
    first = changed(
        paper("CEB701", desk.firm.code, series="OWN1", customsCode=one.customs_code),
        startTime=None,
        endTime=None,
    )
    number = SummaryList.objects.get(inventory_id=one.id).invt_no
    first["SummaryApplyList"] = [{"invtNo": number}]
    desk.send(first)
    now = timezone.localtime()
    period = paper(
        "CEB701",
        desk.firm.code,
        series="OWN2",
        customsCode=two.customs_code,
        startTime=f"{now - timedelta(days=1):%Y%m%d}000000",
        endTime=f"{now + timedelta(days=1):%Y%m%d}000000",
    )
    del period["SummaryApplyList"]
    (judged,) = desk.send(period)
    assert judged.verdict == "accepted", judged.findings
    forward(seconds=10, to=notebook)

    for row in Paper.objects.order_by("id"):
        customs_says(row, "120")
        heard()

    assert SummaryList.objects.exclude(paper_id=None).count() == 2
    assert len(set(SummaryList.objects.values_list("paper_id", flat=True))) == 2


def test_only_the_declaring_firm_lodges(desk: Desk, notebook: Notebook) -> None:
    closed(desk, notebook, 1)
    other = new_desk()
    summary = Summary.objects.get()

    for viewer, code in (
        (Viewer((other.firm.id,), own_ids=(other.firm.id,)), "summary_not_found"),
        (Viewer((desk.firm.id,), own_ids=(desk.firm.id,)), "summary_not_yours"),
    ):
        with pytest.raises(Refusal) as refusal:
            lodge(
                summary_id=summary.pk,
                viewer=viewer,
                sender=Sender(other.firm),
                wishes=Wishes(),
                by=UserFactory.create(),
                at=timezone.now(),
            )
        assert refusal.value.code == code


def test_a_firm_is_told_before_and_after_the_last_day_once(desk: Desk, notebook: Notebook) -> None:
    closed(desk, notebook, 1)
    person = UserFactory.create()
    Member.objects.create(user=person, enterprise_id=desk.firm.id, role="declarant")
    due = Summary.objects.get().due_on
    assert remind_of_summaries(at=noon(due - timedelta(days=9))) == 0

    for day in (due - timedelta(days=3), due, due + timedelta(days=1), due + timedelta(days=2)):
        remind_of_summaries(at=noon(day))

    told = Notice.objects.filter(user=person).order_by("id").values_list("kind", flat=True)
    assert list(told) == ["summary_due", "summary_overdue"]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


def test_people_and_programs_see_the_month_and_lodge_it(desk: Desk, notebook: Notebook) -> None:
    closed(desk, notebook, 1)
    summary = Summary.objects.get()
    person = UserFactory.create()
    Member.objects.create(user=person, enterprise_id=desk.firm.id, role="declarant")
    client = Client()
    client.force_login(person)
    address = f"/summaries/{summary.pk}/"

    assert f"{summary.month:%Y-%m}" in client.get("/summaries/?clock=due").content.decode()
    drafted = client.get(f"{address}?format=ndjson").content.decode()
    assert "CEB701" in drafted
    wrong = client.post(address, {"way": "1", "broker_code": "4003966666"})
    assert wrong.status_code == 422
    done = client.post(address, {"way": "2"})

    assert (done.status_code, done["Location"]) == (302, address)
    assert Paper.objects.get().data["summaryFlag"] == "2"
    again = client.post(address, {"way": "1"})
    assert again.status_code == 409
    page = client.get(address).content.decode()
    assert str(Paper.objects.get().cop_no) in page


def token_of(desk: Desk) -> dict[str, str]:
    firm = Enterprise.objects.get(id=desk.firm.id)
    token = issue_token(enterprise=firm, by=SystemActor("test"), at=timezone.now())
    return {"Authorization": f"Bearer {token.text}"}


def test_a_program_lodges_a_month_by_one_call(desk: Desk, notebook: Notebook) -> None:
    closed(desk, notebook, 1)
    headers = token_of(desk)
    client = Client()

    (month,) = client.get("/api/v1/summaries/", headers=headers).json()["results"]
    draft = client.get(f"/api/v1/summaries/{month['id']}/draft/", headers=headers).json()
    done = client.post(
        f"/api/v1/summaries/{month['id']}/lodge/",
        {},
        content_type="application/json",
        headers=headers,
    )
    whole = client.get(f"/api/v1/summaries/{month['id']}/", headers=headers).json()

    assert (month["left"], month["status"], len(draft["results"])) == (1, "open", 1)
    assert (done.status_code, done.json()["verdicts"]) == (200, ["accepted"])
    assert whole["left"] == 0
    assert [found["id"] for found in whole["applications"]] == [str(Paper.objects.get().id)]
