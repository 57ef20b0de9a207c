"""The queue, the review page, proposals by four eyes, and the departments' inbox."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Site
from enterprises.models import Distribution, Filing, Proposal
from enterprises.rules.forms import checklist
from enterprises.selectors_filings import form_of, values_of
from enterprises.services.filing import drafting, submitting
from tests.factories import applications
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.pages.conftest import Reader, reader

pytestmark = pytest.mark.django_db


def reviewer(department: str = "zone", role: str = "reviewer", site: str = "hub") -> Reader:
    return reader(official(department, role, site))


def subjects(page: str) -> list[str]:
    """The filings that a list shows, in order."""
    return re.findall(r'<a class="breakable" href="/reviews/\d+/">([^<]+)</a>', page)


def decision(applied: applications.Applied, verdict: str, **sent: Any) -> dict[str, Any]:
    filing = applied.again()
    lines = [tick.code for tick in checklist(form_of(filing), filing.department)]
    own = {"version": filing.version, "stage": filing.stage, "decision": verdict}
    return {**own, "checked": lines, **sent}


def post(who: Reader, path: str, sent: dict[str, Any] | None = None) -> Any:
    return who.client.post(path, sent or {})


def begin(who: Reader, applied: applications.Applied) -> str:
    path = f"/reviews/{applied.filing.pk}/"
    assert post(who, path + "begin/").status_code == 302
    return path


def several(count: int) -> Sequence[applications.Applied]:
    return [applications.submitted(number=number) for number in range(1, count + 1)]


def test_the_queue_shows_the_most_urgent_first_with_its_clock_in_words() -> None:
    late, soon, later = several(3)
    today = timezone.localdate()
    for applied, days in ((late, -10), (soon, 0), (later, 30)):
        Filing.objects.filter(pk=applied.filing.pk).update(due_date=today + timedelta(days=days))

    page = reviewer().text("/reviews/")

    assert subjects(page) == [applied.filing.title for applied in (late, soon, later)]
    for words in ("超期 ", "今天到期", "剩 ", "1 件超期"):
        assert words in page
    assert subjects(reviewer().text("/reviews/", overdue="1")) == [late.filing.title]


def test_each_filter_of_the_address_narrows_the_queue() -> None:
    one, other = (
        applications.submitted(),
        applications.submitted(["ecommerce", "broker"], number=2),
    )
    who = reviewer()

    assert subjects(who.text("/reviews/", kind="broker")) == [other.filing.title]
    assert subjects(who.text("/reviews/", q=one.filing.title)) == [one.filing.title]
    assert subjects(who.text("/reviews/", q=one.filing.data["uscc"])) == [one.filing.title]
    assert subjects(who.text("/reviews/", type="goods")) == []
    assert subjects(who.text("/reviews/", status="approved")) == []
    assert len(subjects(who.text("/reviews/", status="all"))) == 2
    assert len(subjects(who.text("/reviews/", department="zone", site="hub"))) == 2
    assert subjects(who.text("/reviews/", department="customs")) == []


def test_the_queue_goes_on_page_by_page_without_gap_or_repeat() -> None:
    first = applications.submitted()
    template = Filing.objects.get(pk=first.filing.pk)
    for number in range(60):
        firm = MemberFactory.create().enterprise
        template.pk = None
        template.enterprise, template.title = firm, f"甲{number:03}"
        template.save(force_insert=True)
    who = reviewer()

    one = who.text("/reviews/")
    following = re.search(r'rel="next" href="([^"]+)"', one)
    assert following is not None
    two = who.text("/reviews/" + following[1].replace("&amp;", "&"))

    found = subjects(one) + subjects(two)
    assert len(found) == len(set(found)) == 61
    assert 'rel="next"' not in two
    assert 'rel="prev"' in two


def test_a_long_queue_costs_no_more_queries_than_a_short_one(
    django_assert_max_num_queries: Any,
) -> None:
    several(3)
    who = reviewer()
    who.text("/reviews/")

    with django_assert_max_num_queries(14):
        who.text("/reviews/")


def test_the_queue_as_a_file_holds_the_same_rows() -> None:
    one, two = several(2)

    response = reviewer().get("/reviews/", format="csv", columns=["subject", "clock"])

    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert lines[0] == ["企业", "期限"]
    assert [line[0] for line in lines[1:]] == [one.filing.title, two.filing.title]


def test_only_officials_open_queue_inbox_and_proposals() -> None:
    member = reader(MemberFactory.create().user)

    for path in ("/reviews/", "/inbox/", "/proposals/"):
        assert member.get(path).status_code == 403, path


def test_a_review_begins_with_a_button_and_leaves_an_entry_when_read() -> None:
    applied = applications.submitted()
    who = reviewer()

    before = who.text(f"/reviews/{applied.filing.pk}/")
    path = begin(who, applied)

    assert "开始审核" in before
    assert 'name="decision"' not in before
    assert 'name="decision"' in who.text(path)
    assert applied.again().reviewer == who.user
    assert AuditEntry.objects.filter(action="filing.read", by=who.user).exists()


def test_personal_values_are_masked_until_a_reason_is_on_record() -> None:
    applied = applications.submitted()
    who = reviewer()
    path = begin(who, applied)
    number = values_of(applied.again())["legal_id_number"]

    assert number not in who.text(path)
    refused = post(who, path + "reveal/", {"reason": "看"}).content.decode()
    shown = post(who, path + "reveal/", {"reason": "核对法定代表人"}).content.decode()

    assert number not in refused
    assert "事由" in refused
    assert number in shown


def test_approving_needs_the_whole_checklist_and_keeps_what_was_typed() -> None:
    applied = applications.submitted()
    who = reviewer()
    path = begin(who, applied)

    response = post(who, path, decision(applied, "approve", checked=[], comment="基本齐全"))

    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#tick-1"' in page
    assert "基本齐全" in page
    assert applied.again().status == "under_review"


def test_returning_needs_a_remark_and_remarks_may_stand_at_several_fields() -> None:
    applied = applications.submitted()
    who = reviewer()
    path = begin(who, applied)

    without = post(who, path, decision(applied, "return", checked=[]))
    sent = {"remark-name": "名称不符", "remark-address": "写到门牌", "remark-": "请尽快"}
    done = post(who, path, decision(applied, "return", **sent))

    assert without.status_code == 422
    assert done.url == "/reviews/"
    assert applied.again().status == "returned"
    said = applied.filing.remarks.values_list("field", "text")
    assert dict(said) == {"name": "名称不符", "address": "写到门牌", "": "请尽快"}


def test_site_then_department_approve_and_the_enterprise_is_in_force() -> None:
    applied = applications.submitted(["broker"])
    site, customs = reviewer(), reviewer("customs")

    post(site, begin(site, applied), decision(applied, "approve"))
    assert applied.again().department == "customs"
    post(customs, f"/reviews/{applied.filing.pk}/", decision(applied, "approve"))

    filing = applied.again()
    assert filing.status == "approved"
    assert filing.number in customs.text("/reviews/", status="approved")


def test_who_decides_second_is_told_by_whom_it_was_decided() -> None:
    applied = applications.submitted()
    first, second = reviewer(), reviewer()
    path = begin(first, applied)
    late = decision(applied, "return", **{"remark-name": "我的意见"})
    post(first, path, decision(applied, "approve"))

    response = post(second, path, late)

    assert response.status_code == 409
    assert first.user.name in response.content.decode()
    assert "您的决定未保存" in response.content.decode()
    assert applied.again().status == "approved"


def test_another_department_cannot_decide() -> None:
    applied = applications.submitted()
    begin(reviewer(), applied)

    response = post(
        reviewer("customs"), f"/reviews/{applied.filing.pk}/", decision(applied, "approve")
    )

    assert response.status_code == 403
    assert "当前环节" in response.content.decode()


def test_a_change_is_shown_beside_what_is_in_force() -> None:
    applied = applications.approved()
    old = applied.filing.data["address"]
    drafting.begin_change(**applied.who)
    drafting.save_values(values={"address": "示范市新址路 1 号"}, **applied.who)
    submitting.submit(**applied.who)

    page = reviewer().text(f"/reviews/{applied.filing.pk}/")

    assert "只看变化的 1 处" in page
    row = re.search(r'<tr class="is-changed">.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert old in row[0]
    assert "示范市新址路 1 号" in row[0]


def test_an_earlier_version_can_be_read_again() -> None:
    applied = applications.submitted()
    remarks = [("name", "名称不符")]
    applications.decide(applied.filing, official(), "return", remarks=remarks)
    drafting.save_values(values={"name": "更正后的名称有限公司"}, **applied.who)
    submitting.submit(**applied.who)

    for who, prefix in ((reader(applied.by), "filings"), (reviewer(), "reviews")):
        page = who.text(f"/{prefix}/{applied.filing.pk}/versions/2/")
        assert "更正后的名称有限公司" in page
        assert "名称不符" in page


def test_members_and_other_sites_do_not_find_the_review_page() -> None:
    applied = applications.submitted()
    elsewhere = reader(MemberFactory.create().user)
    draft = applications.draft(number=2)

    assert reader(applied.by).get(f"/reviews/{applied.filing.pk}/").status_code == 404
    assert elsewhere.get(f"/reviews/{applied.filing.pk}/").status_code == 404
    assert reviewer().get(f"/reviews/{draft.filing.pk}/").status_code == 404
    for path in ("begin/", "reveal/", "propose/"):
        sent = {"reason": "看一看别人的", "action": "suspend"}
        response = post(elsewhere, f"/reviews/{applied.filing.pk}/{path}", sent)
        assert response.status_code in {403, 404}, path


def test_a_sub_platform_sees_its_own_area_and_the_hub_sees_all() -> None:
    Site.objects.create(code="west", parent_id="hub", path="/hub/west/", kind="sub", name="西区")
    hub, west = applications.approved(), applications.approved(number=2, site="west")
    there, here = reviewer("customs", site="west"), reviewer("customs")
    of_hub = Distribution.objects.get(filing=hub.filing, department="customs")
    of_west = Distribution.objects.get(filing=west.filing, department="customs")

    assert subjects(there.text("/reviews/", status="all")) == [west.filing.title]
    assert len(subjects(here.text("/reviews/", status="all"))) == 2
    assert there.get(f"/reviews/{hub.filing.pk}/").status_code == 404
    assert there.get(f"/file/{hub.filing.enterprise_id}/").status_code == 404
    assert there.get(f"/inbox/{of_hub.pk}/").status_code == 404
    assert post(there, f"/inbox/{of_hub.pk}/", {"answer": "越权"}).status_code == 404
    for who in (there, here):
        assert who.get(f"/inbox/{of_west.pk}/").status_code == 200
    assert hub.filing.title not in there.text("/inbox/")


def test_suspension_takes_two_people_and_is_shown_everywhere() -> None:
    applied = applications.approved()
    proposer, supervisor = reviewer(), reviewer(role="supervisor")
    path = f"/reviews/{applied.filing.pk}/"

    post(proposer, path + "propose/", {"action": "suspend", "reason": "许可证被吊销"})
    row = Proposal.objects.get()
    own = post(proposer, f"/proposals/{row.pk}/", {"confirmed": "yes"})
    waiting = supervisor.text("/proposals/")
    post(supervisor, f"/proposals/{row.pk}/", {"confirmed": "yes", "comment": "属实"})

    assert own.status_code == 403
    assert "许可证被吊销" in waiting
    assert applied.again().status == "suspended"
    assert "已同意" in supervisor.text("/proposals/")
    assert "备案已暂停" in reader(applied.by).text(f"/file/{applied.filing.enterprise_id}/")
    again = post(supervisor, f"/proposals/{row.pk}/", {"confirmed": "no"})
    assert again.status_code == 409


def test_a_proposal_without_a_reason_is_not_made() -> None:
    applied = applications.approved()
    who = reviewer()

    post(who, f"/reviews/{applied.filing.pk}/propose/", {"action": "suspend", "reason": ""})

    assert not Proposal.objects.exists()
    assert "请写明理由" in who.text(f"/reviews/{applied.filing.pk}/")


def test_each_department_finds_the_filing_in_its_own_view_and_answers_once() -> None:
    applied = applications.draft()
    drafting.save_values(values={"bank_name": "虚构银行"}, **applied.who)
    submitting.submit(**applied.who)
    applications.decide(applied.filing, official())
    customs, tax = reviewer("customs"), reviewer("tax")
    row = Distribution.objects.get(department="customs")
    other = Distribution.objects.get(department="tax")
    path = f"/inbox/{row.pk}/"

    assert applied.filing.title in customs.text("/inbox/")
    page = customs.text(path)
    empty = post(customs, path, {"answer": " "})
    post(customs, path, {"answer": "已登记"})
    again = post(customs, path, {"answer": "再答"})

    assert "虚构银行" not in page
    assert "虚构银行" in tax.text(f"/inbox/{other.pk}/")
    assert "法定代表人" in page
    assert empty.status_code == 422
    assert again.status_code == 409
    assert "已登记" in customs.text(path)
    assert tax.get(path).status_code == 404
    assert "已登记" in reader(applied.by).text(f"/file/{applied.filing.enterprise_id}/")
    assert customs.text("/inbox/", state="answered").count("/inbox/") > 1


def test_the_inbox_as_a_file() -> None:
    applied = applications.approved()

    response = reviewer("customs").get("/inbox/", format="csv", columns=["subject"])

    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert lines == [["企业"], [applied.filing.title]]
