"""An enterprise objects and wins; a negative-list case goes from candidate to removal."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.facts import SystemActor
from accounts.models import User
from credit.facts import NewRecord
from credit.models import Case, Measure, MeasureItem, Rating
from credit.selectors import model_on
from credit.services import rating, recording
from credit.services.models import load_shipped
from credit.services.subjects import subject_of
from credit.services.supervision import catalogue, committing, listing, warnings
from credit.services.supervision.catalogue import Figures
from enterprises.models import Enterprise
from enterprises.selectors_filings import service_level
from enterprises.services.demo_values import PDF
from enterprises.viewers import viewer_for
from tests.builders.series import new_series
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.supervision import AT, Party, deed, source
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]
BY = SystemActor("journey")


def as_official(visit: Visit, user: User) -> Visitor:
    visitor = visit()
    visitor.user = user
    visitor.sign_in()
    return visitor


def look(visitor: Visitor) -> Page:
    """The page as it stands must be accessible and fit, at a desk and on a phone."""
    assert visitor.wrong() == [], visitor.page.url
    return visitor.page


def firm_of(visitor: Visitor) -> Enterprise:
    return Enterprise.objects.get(pk=visitor.desk.firm.id)


def test_an_enterprise_objects_and_wins(visit: Visit, tmp_path: Path) -> None:
    now = timezone.now()
    firm = visit()
    record, before = penalised_and_rated(firm_of(firm))
    paper = tmp_path / "决定书.pdf"
    paper.write_bytes(PDF)

    firm.sign_in()
    page = firm.open("/credit/matters/")
    look(firm)
    page.click(f"tr:has-text('{record.number}') button[value=objection]")
    page.wait_for_url(re.compile(r"/credit/claims/\d+/$"))
    page.fill("#text", "该处罚决定书的当事人不是本企业，系同名录入错误。")
    page.set_input_files("#file", paper)
    page.click("button:has-text('上传')")
    expect(page.locator(".files li")).to_have_count(1)
    look(firm)
    page.click("main button:text-is('提交')")
    expect(page.locator("main")).to_contain_text("核查期间不计分")
    expect(look(firm).locator("main")).to_contain_text("外省规定，供参考")

    officer = as_official(visit, official("zone", "supervisor"))
    desk = officer.open("/credit/claims/?kind=objection")
    look(officer)
    desk.click(f".sheet a[href='{page.url.removeprefix(firm.address)}']")
    desk.click("button:has-text('开始核查')")
    look(officer)
    desk.fill("#reasons", "经核对决定书，当事人为另一家企业，记录有误。")
    desk.click("button[value=yes]")
    expect(desk.locator("main")).to_contain_text("已采纳")

    page.reload()
    expect(look(firm).locator("main")).to_contain_text("已按更正后的记录重新计算")
    firm.open("/credit/matters/")
    expect(page.locator("main")).not_to_contain_text(record.number)
    latest = Rating.objects.filter(subject=record.subject).latest("pk")
    assert (latest.trigger, latest.at > now) == ("objection", True)
    assert latest.score > before


def penalised_and_rated(enterprise: Enterprise) -> tuple[Any, Any]:
    """A firm with a penalty that is not its own, and its score with it."""
    at = timezone.now() - timedelta(minutes=5)
    load_shipped(at=at)
    subject = subject_of(enterprise.pk, at=at)
    day = timezone.localdate(at)
    number = f"关缉字{new_series('G')}"
    new = NewRecord("customs_penalty", number, day, grade="serious", cause="申报不实")
    record = recording.record(subject=subject, source=source(), new=new, by=BY, at=at)
    model = model_on(day)
    assert model is not None
    rating.rate(subject_ids=[subject.pk], model=model, as_of=day, trigger="event", by=BY, at=at)
    return record, Rating.objects.filter(subject=subject).latest("pk").score


def test_a_case_goes_from_candidate_to_removal(visit: Visit) -> None:
    firm, public = visit(), visit()
    first, second, third = (
        as_official(visit, official("zone", role))
        for role in ("reviewer", "supervisor", "supervisor")
    )
    name = firm_of(firm).name
    shown = f"/credit/negative-list/?q={name}"
    publish_full_checks(first.user, second.user)

    case = notify(first, firm, name)
    state_and_propose(first, firm, case)
    public.open(shown)
    assert name not in public.text()
    decide_and_publish(second, case)
    public.open(shown)
    assert name in look(public).locator("main").inner_text()
    assert Measure.objects.filter(case=case, to_date__isnull=True).exists()
    assert service_level(firm_of(firm).pk, on=timezone.localdate()) == "strict"

    page = third.open(address_of(case))
    page.fill("#annul_reasons", "法院判决撤销所依据的处罚决定。")
    page.click("form:has(#annul_reasons) button")
    expect(look(third).locator(".say-big")).to_contain_text("前移出公布页")
    public.open(shown)
    assert name not in public.text()
    listing.tend(by=BY, at=timezone.now())
    page.reload()
    expect(look(third).locator(".say-big")).to_contain_text("已移出")
    assert not Measure.objects.filter(case=case, to_date__isnull=True).exists()


def address_of(case: Case) -> str:
    return f"/credit/cases/{case.pk}/"


def notify(officer: Visitor, firm: Visitor, name: str) -> Case:
    """A candidate, of which the firm learns by the notice and not before."""
    page = open_case(officer, name)
    case = Case.objects.get(subject__enterprise=firm_of(firm))
    firm.foreseen = ("404",)
    firm.sign_in()
    firm.open(address_of(case))
    assert case.number not in firm.text()
    page.fill("#reasons", "涉嫌虚构交易骗取奖励，拟列入信用负面清单。")
    page.click("button:has-text('告知并开始计期')")
    expect(look(officer).locator(".say-big")).to_contain_text("等待当事人陈述申辩")
    return case


def state_and_propose(officer: Visitor, firm: Visitor, case: Case) -> None:
    """The firm states its case; the officer answers and proposes the listing."""
    own = firm.open(address_of(case))
    look(firm)
    own.click("button:has-text('填写陈述申辩')")
    own.fill("#text", "交易均有物流轨迹和支付流水，请予核实。")
    own.click("main button:text-is('提交')")
    expect(own.locator("main")).to_contain_text("已提交")
    page = officer.open(address_of(case))
    page.check("input[value=list]")
    page.fill("#proposal_reasons", "物流轨迹经核查系伪造，陈述申辩不成立。")
    page.click("button:has-text('提出，由另一人决定')")
    expect(look(officer).locator("main")).to_contain_text("当前无需您办理")


def decide_and_publish(officer: Visitor, case: Case) -> None:
    """A second person decides; publishing asks for the number of the decision."""
    page = officer.open(address_of(case))
    page.fill("#decision_reasons", "事实清楚、证据充分，同意列入。")
    page.click("button[value=yes]")
    officer.foreseen = ("422",)
    page.fill("#confirmation", "公布")
    page.click("button:has-text('公布并实施措施')")
    expect(page.locator(".error-summary")).to_contain_text("未公布")
    page.fill("#confirmation", f"XJ{case.number}")
    page.click("button:has-text('公布并实施措施')")
    expect(look(officer).locator(".say-big")).to_contain_text("已列入并公布")


def open_case(officer: Visitor, name: str) -> Page:
    """From the queue over the search for the firm to a candidate."""
    page = officer.open("/credit/cases/")
    look(officer)
    page.click("main a:has-text('新建事项')")
    page.fill("#q", name)
    page.click("main button:has-text('查找')")
    look(officer)
    page.click(f"main a:has-text('{name}')")
    page.select_option("#cause", "fraud")
    page.fill("#facts", "三个月内以虚构交易申报二百单，骗取奖励资金。")
    look(officer)
    page.click("button:has-text('立案')")
    page.wait_for_url(re.compile(r"/credit/cases/\d+/$"))
    look(officer)
    return page


def publish_full_checks(first: User, second: User) -> None:
    """The list of measures holds what a listing brings."""
    at = AT
    catalogue.load_shipped(by=BY, at=at)
    for row in MeasureItem.objects.filter(code__in=["CM-023", "CM-031"], published_at__isnull=True):
        for who, act in ((first, "propose"), (second, "publish")):
            deed: dict[str, Any] = {"viewer": viewer_for(who), "by": who, "at": at}
            if act == "propose":
                figures = Figures(row.value, timezone.localdate(at))
                catalogue.propose_item(item_id=row.pk, figures=figures, **deed)
            else:
                catalogue.publish_item(item_id=row.pk, **deed)


def test_the_other_pages_of_supervision_fit(visit: Visit) -> None:
    firm, first, second = visit(), visit(), visit()
    first.user, second.user = official("zone", "reviewer"), official("zone", "supervisor")
    publish_full_checks(first.user, second.user)
    enterprise = firm_of(firm)
    made = with_matters(enterprise, first.user)
    for visitor in (firm, first, second):
        visitor.sign_in()

    wrong = {
        path: visitor.wrong_on(path)
        for visitor, paths in (
            (firm, ["matters/", "commitments/", "warnings/", made["warning"], "measure-list/"]),
            (first, ["commitments/", "warnings/new/", f"warnings/new/?enterprise={enterprise.pk}"]),
            (second, ["measures/", made["measure"], "measure-list/", made["warning"]]),
        )
        for path in (f"/credit/{name}" for name in paths)
    }

    assert {path: found for path, found in wrong.items() if found} == {}


def with_matters(enterprise: Enterprise, officer: User) -> dict[str, str]:
    """A listing with its measures, a warning, a commitment that was broken."""
    signer = MemberFactory.create(enterprise=enterprise, role="administrator").user
    party = Party(enterprise, signer)
    case = party.listed()
    warning = warnings.issue_warning(
        enterprise_id=enterprise.pk,
        text="近一个月汇总申报临近期限三次，请加强内部管理。",
        basis="综试区信用监管办法",
        **deed(officer),
    )
    signed = committing.sign(
        enterprise_id=enterprise.pk, kind="truth", language="zh-hans", **deed(signer)
    )
    committing.record_breach(
        commitment_id=signed.pk,
        severity="minor",
        number=uuid.uuid4().hex,
        cause="申报材料与实际不符，经核查属实。",
        **deed(officer),
    )
    return {
        "warning": f"warnings/{warning.pk}/",
        "measure": f"measures/{case.measures.latest('pk').pk}/",
    }
