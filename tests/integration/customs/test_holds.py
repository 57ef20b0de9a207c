"""Holds are told to whoever declared; cancellations and changes that come too late are refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from declarations import paper_outlines
from declarations.models import Hold, Paper
from declarations.paper_outlines import PaperFilter
from declarations.services.forwarding import forward
from enterprises.models import Member
from enterprises.viewers import Viewer
from tests.builders.documents import changed
from tests.builders.papers import paper
from tests.factories.officials import official
from tests.factories.users import UserFactory
from tests.integration.customs.conftest import Notebook, forwarded, says, status
from tests.integration.customs.test_papers import customs_says, on_its_way
from tests.integration.declarations.conftest import Desk, codes

NUMBER = "400320261000000031"


@pytest.fixture
def person(desk: Desk) -> Any:
    user = UserFactory.create()
    Member.objects.create(user=user, enterprise_id=desk.firm.id, role="declarant")
    return user


def cancellation(desk: Desk, inventory: Any, kind: str = "CEB623", **head: Any) -> Any:
    given = {"invtNo": NUMBER, "orderNo": inventory.order_no, **head}
    if kind == "CEB605":
        del given["orderNo"]
    return paper(kind, desk.firm.code, series=desk.series, **given)


def test_the_trader_hears_when_a_hold_begins_and_ends_and_why(
    desk: Desk, notebook: Notebook, person: Any
) -> None:
    inventory = forwarded(desk, notebook)
    now = timezone.now()
    says(inventory, "500", now, info="布控查验")
    says(inventory, "800", now + timedelta(seconds=5), info="放行")

    began, ended = Notice.objects.filter(user=person).order_by("id")
    assert (began.kind, ended.kind) == ("hold_began", "hold_ended")
    assert str(inventory.cop_no) in began.text_zh
    assert "布控查验" in began.text_zh
    assert "Reason: 布控查验" in began.text_en
    assert began.link == f"/declarations/{inventory.id}/"
    assert "放行" in ended.text_zh


def test_one_hold_that_follows_another_is_told_as_begun_not_as_ended(
    desk: Desk, notebook: Notebook, person: Any
) -> None:
    inventory = forwarded(desk, notebook)
    now = timezone.now()
    says(inventory, "300", now)
    says(inventory, "500", now + timedelta(seconds=5))

    kinds = list(Notice.objects.filter(user=person).values_list("kind", flat=True))
    assert kinds == ["hold_began", "hold_began"]
    assert Hold.objects.filter(ended_at=None).count() == 1


def test_a_paper_is_held_on_a_record_of_its_own(
    desk: Desk, notebook: Notebook, person: Any
) -> None:
    row = on_its_way(desk, notebook, "CEB625")
    now = timezone.now()
    customs_says(row, "500", now)
    assert Hold.objects.get().paper_id == row.id

    customs_says(row, "399", now + timedelta(seconds=5))

    assert Hold.objects.get().ended_status == "399"
    links = set(Notice.objects.filter(user=person).values_list("link", flat=True))
    assert links == {f"/papers/{row.id}/"}


def test_a_second_cancellation_is_refused_while_the_first_one_runs(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "120", invtNo=NUMBER)
    first = cancellation(desk, inventory)
    (judged,) = desk.send(first)
    assert judged.verdict == "accepted", judged.findings

    (again,) = desk.send(cancellation(desk, inventory, copNo="ANOTHER"))
    (repeated,) = desk.send(first)

    assert (again.verdict, codes(again), again.status) == ("rejected", {"RET-030"}, "-623009")
    assert repeated.verdict == "duplicate"


def test_of_two_cancellations_in_one_message_the_second_is_refused_and_names_the_first(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "120", invtNo=NUMBER)
    both = [cancellation(desk, inventory), cancellation(desk, inventory, copNo="ANOTHER")]

    first, second, again = desk.send(*both, both[0])

    assert (first.verdict, again.verdict) == ("accepted", "duplicate")
    assert (second.verdict, codes(second), second.status) == ("rejected", {"RET-030"}, "-623009")
    named = [one["key"]["copNo"] for one in second.findings[0]["documents"]]
    assert named == ["ANOTHER", first.key["copNo"]]
    assert Paper.objects.count() == 1


def test_after_a_rejected_cancellation_another_may_be_made(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "120", invtNo=NUMBER)
    desk.send(cancellation(desk, inventory))
    forward(seconds=10, to=notebook)
    customs_says(Paper.objects.get(), "100")

    (again,) = desk.send(cancellation(desk, inventory, copNo="ANOTHER"))

    assert again.verdict == "accepted"


def test_what_was_withdrawn_is_not_withdrawn_again(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "120", invtNo=NUMBER)
    says(inventory, "399", kind="CEB624", invtNo=NUMBER)
    assert status(inventory) == "cancelled"

    (judged,) = desk.send(cancellation(desk, inventory))

    assert "RET-030" in codes(judged)


@pytest.mark.parametrize(("direction", "kind"), [("import", "CEB623"), ("export", "CEB605")])
def test_after_the_release_nothing_is_withdrawn(
    desk: Desk, notebook: Notebook, direction: str, kind: str
) -> None:
    inventory = forwarded(desk, notebook, direction=direction)
    says(inventory, "800", invtNo=NUMBER)

    (judged,) = desk.send(cancellation(desk, inventory, kind))

    assert (judged.verdict, judged.status) == ("rejected", "-623005")
    assert "RET-031" in codes(judged)


@pytest.mark.parametrize(("when", "code"), [("120", "KEY-003"), ("800", "KEY-009")])
def test_a_change_after_the_release_is_refused_in_words_of_its_own(
    desk: Desk, notebook: Notebook, when: str, code: str
) -> None:
    documents = desk.set()
    desk.send(*documents.values())
    inventory = forwarded(desk, notebook, number=1)
    says(inventory, when)
    document = desk.set(1)["inventory"]

    (judged,) = desk.send(changed(document, appType="2", note="x"))

    assert (judged.verdict, codes(judged) & {"KEY-003", "KEY-009"}) == ("rejected", {code})


def officer(**posting: Any) -> Client:
    client = Client()
    client.force_login(official(**{"department": "customs", "role": "reviewer", **posting}))
    return client


def test_programs_of_customs_work_the_same_queue(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "500", info="布控查验")
    client, address = officer(), f"/api/v1/customs/holds/{Hold.objects.get().pk}/"

    (listed,) = client.get("/api/v1/customs/holds/?state=untouched").json()["results"]
    told = client.post(
        f"{address}instruction/",
        {"directive": "sample", "text": "取样两件"},
        content_type="application/json",
    )
    found = client.post(
        f"{address}result/",
        {"result": "conforms", "text": "相符"},
        content_type="application/json",
    )

    assert (listed["number"], listed["status"], listed["overdue"]) == (
        inventory.cop_no,
        "500",
        False,
    )
    assert (told.status_code, told.json()["directive"]) == (200, "sample")
    assert found.json()["result"] == "conforms"
    assert client.get(address).json()["finding"] == "相符"
    assert client.get("/api/v1/customs/holds/?state=untouched").json()["results"] == []
    assert AuditEntry.objects.filter(on_type="declarations.hold").count() == 2


def test_what_lasts_too_long_is_found_and_marked(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "500", timezone.now() - timedelta(hours=60))
    other = forwarded(desk, notebook, number=1)
    says(other, "300")
    client = officer()

    late = client.get("/api/v1/customs/holds/?overdue=yes").json()["results"]
    page = client.get("/customs/?overdue=yes").content.decode()

    assert [(row["number"], row["overdue"]) for row in late] == [(inventory.cop_no, True)]
    assert str(inventory.cop_no) in page
    assert str(other.cop_no) not in page
    assert "超时" in page


def test_papers_stand_in_the_same_queue(desk: Desk, notebook: Notebook) -> None:
    row = on_its_way(desk, notebook, "CEB625")
    customs_says(row, "500")
    client = officer()

    (listed,) = client.get("/api/v1/customs/holds/?subject=paper").json()["results"]
    queue = client.get(f"/customs/?subject=paper&number={row.cop_no}").content.decode()
    page = client.get(f"/customs/holds/{Hold.objects.get().pk}/").content.decode()

    assert (listed["type"], listed["document"]) == ("CEB625", str(row.id))
    assert str(row.cop_no) in queue
    assert f"/papers/{row.id}/" in page


@pytest.mark.parametrize(
    ("status", "posting"),
    [(403, {"department": "tax"}), (403, {"role": "viewer"})],
)
def test_others_do_not_write_to_the_queue(
    desk: Desk, notebook: Notebook, status: int, posting: Any
) -> None:
    says(forwarded(desk, notebook), "500")
    address = f"/api/v1/customs/holds/{Hold.objects.get().pk}/instruction/"

    answer = officer(**posting).post(address, {"text": "x"}, content_type="application/json")

    assert answer.status_code == status


def test_an_unknown_directive_is_refused(desk: Desk, notebook: Notebook) -> None:
    says(forwarded(desk, notebook), "500")
    address = f"/api/v1/customs/holds/{Hold.objects.get().pk}/instruction/"

    answer = officer().post(
        address, {"text": "x", "directive": "burn"}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "directive_unknown")


def test_master_lists_are_counted_by_site(desk: Desk) -> None:
    for site, series, parcels in (("SITE1", "A", 3), ("SITE2", "B", 2), ("SITE1", "C", 1)):
        desk.send(
            paper("CEB607", desk.firm.code, series=desk.series + series, lines=parcels, loctNo=site)
        )
    viewer = Viewer((desk.firm.id,), own_ids=(desk.firm.id,))

    counted = paper_outlines.bags(viewer, PaperFilter())

    sites: dict[str, int] = {}
    for row in counted:
        sites[row["loctNo"]] = sites.get(row["loctNo"], 0) + row["parcels"]
    assert sites == {"SITE1": 4, "SITE2": 2}
