"""Pages of papers, of message kinds, and of a check without sending."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from declarations.messages.catalogue import KINDS
from declarations.models import Paper, Submission
from tests.builders.documents import changed, to_ndjson
from tests.builders.papers import PAPERS, paper
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.pages.conftest import Reader

Member = Callable[..., Reader]
pytestmark = pytest.mark.django_db


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    """One paper of each kind; ids by kind."""
    judged = desk.send(
        *(paper(code, desk.firm.code, series=desk.series, lines=2) for code in PAPERS)
    )
    return {item.kind: item.document_id for item in judged}


def test_the_list_shows_every_kind_and_filters_by_numbers(
    desk: Desk, ids: dict[str, int], member_of: Member
) -> None:
    member = member_of(desk)
    page = member.text("/papers/")

    assert all(f'href="/papers/{number}/"' in page for number in ids.values())
    assert "清单总分单" in page
    found = member.text("/papers/", logisticsNo=f"l{desk.series}-2")
    assert f'href="/papers/{ids["CEB607"]}/"' in found
    assert f'href="/papers/{ids["CEB625"]}/"' not in found
    assert f'href="/papers/{ids["CEB625"]}/"' in member.text("/papers/", type="CEB625")
    assert member.get("/papers/", format="csv").status_code == 200


def test_each_paper_has_its_page_in_both_languages(
    desk: Desk, ids: dict[str, int], member_of: Member
) -> None:
    member = member_of(desk)
    for code, paper_id in ids.items():
        kind = KINDS[code]
        page = member.text(f"/papers/{paper_id}/")
        assert kind.zh in page
        assert all(e.zh in page for e in kind.head_elements.values() if e.mandatory)
        member.client.cookies["django_language"] = "en"
        assert kind.en in member.text(f"/papers/{paper_id}/")
        del member.client.cookies["django_language"]


def test_personal_values_stay_masked_until_a_reason_is_given(
    desk: Desk, ids: dict[str, int], member_of: Member
) -> None:
    member, path = member_of(desk), f"/papers/{ids['CEB625']}/"

    assert "11010519491231002X" not in member.text(path)
    revealed = member.client.post(path, {"reason": "核对退货申请"}).content.decode()
    assert "11010519491231002X" in revealed


def test_a_change_and_missing_parts_are_shown(desk: Desk, member_of: Member) -> None:
    sent = paper("CEB607", desk.firm.code, series=desk.series, msgCount=3, msgSeqNo=2)
    (judged,) = desk.send(sent)
    desk.send(changed(sent, appType="2", trafName="other"))

    page = member_of(desk).text(f"/papers/{judged.document_id}/")

    assert "拆分报文" in page
    assert "1 · 3" in page
    assert "other" in page


def test_others_get_no_paper(ids: dict[str, int], member_of: Member) -> None:
    stranger = member_of(new_desk())

    assert stranger.get(f"/papers/{ids['CEB607']}/").status_code == 404
    assert "/papers/" + str(ids["CEB607"]) not in stranger.text("/papers/")


def test_bags_are_counted_per_site(desk: Desk, ids: dict[str, int], member_of: Member) -> None:
    page = member_of(desk).text("/papers/bags/")

    assert f"b{desk.series}" in page
    assert "2 个包裹" in page


def test_a_number_finds_its_papers(desk: Desk, ids: dict[str, int], member_of: Member) -> None:
    page = member_of(desk).text("/search/", q=f"l{desk.series}-1")

    assert all(f'href="/papers/{ids[code]}/"' in page for code in ("CEB507", "CEB607", "CEB711"))


def test_the_submission_leads_to_its_papers(
    desk: Desk, ids: dict[str, int], member_of: Member
) -> None:
    submission = Paper.objects.get(id=ids["CEB513"]).submission_id
    page = member_of(desk).text(f"/submissions/{submission}/")

    assert f'href="/papers/{ids["CEB513"]}/"' in page


def test_the_kinds_of_messages_are_public() -> None:
    client = Client()
    index = client.get("/message-kinds/").content.decode()
    for code, kind in KINDS.items():
        assert f'href="/message-kinds/{code}/"' in index
        page = client.get(f"/message-kinds/{code}/").content.decode()
        assert all(element.zh in page for element in kind.head_elements.values())
        assert f"/api/v1/schemas/{code}.json" in page
    assert client.get("/message-kinds/CEB999/").status_code == 404


def check(member: Reader, content: bytes, name: str = "a.ndjson", **headers: str) -> str:
    file = SimpleUploadedFile(name, content)
    response = member.client.post("/submissions/check/", {"file": file}, headers=headers)
    return str(response.content.decode())


def test_a_file_is_checked_and_nothing_kept(desk: Desk, member_of: Member) -> None:
    good = paper("CEB607", desk.firm.code, series=desk.series)
    member = member_of(desk)
    before = Submission.objects.count()

    page = check(member, to_ndjson([good, changed(good, copNo="x", trafMode="?")]))

    assert "PAP-007" in page
    assert "没有报送也没有保存" in page
    assert (Submission.objects.count(), Paper.objects.count()) == (before, 0)
    assert "不能接收这份文件" in check(member, b"<a", "a.xml")
    assert "不能接收这份文件" in check(member, b"<a", "a.xml", **{"HX-Request": "true"})


def test_who_may_not_send_is_told_so(desk: Desk, member_of: Member) -> None:
    viewer = member_of(desk, "viewer")

    assert "只有企业的管理员或申报员" in viewer.text("/submissions/check/")
    assert "您没有报送权限" in check(viewer, b"{}")
