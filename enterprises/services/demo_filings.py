"""Filings of the demo zone: one in force for each firm, a dozen applicants in every state.

Everything goes through the services that people use; answers, papers and people are invented.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction

from accounts.facts import SystemActor
from accounts.models import Site, User
from accounts.services.users import create_user
from enterprises import states
from enterprises.models import Enterprise, Filing, Member
from enterprises.rules.forms import checklist, form_for
from enterprises.selectors_filings import form_of, version_of
from enterprises.services.demo import refuse_unless_demo
from enterprises.services.demo_values import PDF, demo_values
from enterprises.services.demo_zone import FIRMS, demo_applicant, demo_uscc
from enterprises.services.filing import (
    attaching,
    distributing,
    drafting,
    reviewing,
    standing,
    submitting,
)
from enterprises.services.filing.steps import WRITERS, day_of
from enterprises.viewers import viewer_for
from zone_portal.kernel.errors import PortalError

BY: Final = SystemActor("load_demo_filings")
CLERK: Final = "demo-clerk"
"""Files for firms that have no demo account of their own; nobody can sign in as it."""

FIRST_APPLICANT: Final = 101
"""Serial in the invented codes of the applicants."""


class DemoFiling(NamedTuple):
    """An applicant of the demo: ``until`` is how far the filing went, ``days`` how long ago it
    was handed in, ``remarks`` what a reviewer found."""

    name: str
    kinds: str
    until: str
    days: int
    remarks: tuple[tuple[str, str], ...] = ()
    in_county: bool = False


APPLICANTS: Final = (
    DemoFiling("洪城陶然工艺品有限公司(模拟)", "ecommerce", states.SUBMITTED, 0),
    DemoFiling("赣江云仓供应链有限公司(模拟)", "warehouse", states.SUBMITTED, 1),
    DemoFiling("豫章针织出海有限公司(模拟)", "ecommerce", states.SUBMITTED, 3, (), True),
    DemoFiling("滕王阁优选平台有限公司(模拟)", "platform", states.SUBMITTED, 13),
    DemoFiling("鄱湖渔家个体商行(模拟)", "individual", states.SUBMITTED, 2),
    DemoFiling("洪城易付支付有限公司(模拟)", "payment", "second_stage", 4),
    DemoFiling("章江联运物流有限公司(模拟)", "logistics", "second_stage", 5),
    DemoFiling("艾溪湖母婴贸易有限公司(模拟)", "ecommerce domestic_agent", states.UNDER_REVIEW, 2),
    DemoFiling("赣鄱检测技术有限公司(模拟)", "lab", states.UNDER_REVIEW, 6, (), True),
    DemoFiling(
        "洪城汽配出口有限公司(模拟)",
        "ecommerce",
        states.RETURNED,
        7,
        (
            ("licence", "营业执照扫描件不完整，请上传正本全页。"),
            ("shops", "网店无法打开，请核对网址。"),
        ),
    ),
    DemoFiling(
        "豫章报关服务有限公司(模拟)",
        "broker",
        states.RETURNED,
        8,
        (("customs_code", "海关注册编码与备案证明不一致。"),),
        True,
    ),
    DemoFiling("滕王阁跨境服务有限公司(模拟)", "service", states.APPROVED, 9),
    DemoFiling("赣江家居出海有限公司(模拟)", "ecommerce", states.DRAFT, 0),
)

ANSWERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "mall": (
        ("customs", "已与海关注册信息核对一致。(模拟)"),
        ("market", "登记信息一致，无经营异常记录。(模拟)"),
        ("fx", ""),
    ),
    "seller": (("customs", "已与海关注册信息核对一致。(模拟)"), ("commerce", "")),
}
"""Firm → departments that opened what they received, and what they answered."""

CHANGES: Final[Mapping[str, Mapping[str, Any]]] = {
    "exporter": {
        "address": "综试区虚构路199号A座",
        "name_en": "Tengwang Pavilion Import and Export (simulated)",
    },
}
"""Firms whose change is in review."""

PROPOSED: Final[Mapping[str, str]] = {"lab": "资质认定证书待核实，核实期间拟暂停备案。(模拟)"}
"""Firms whose suspension waits for a second pair of eyes, and why."""


def load_demo_filings(*, at: datetime) -> int:
    """Add what is missing; returns how many filings were made.

    :raises PortalError: ``demo_is_off``, ``demo_without_firms``.
    """
    refuse_unless_demo()
    made = 0
    for number, key in enumerate(FIRMS):
        made += _file_firm(key, number, at=at)
    for number, applicant in enumerate(APPLICANTS, FIRST_APPLICANT):
        made += _file_applicant(applicant, number, at=at)
    return made


@transaction.atomic
def _file_firm(key: str, number: int, *, at: datetime) -> bool:
    """The filing behind a firm of the demo that was registered without one."""
    given = demo_applicant(key)
    firm = Enterprise.objects.filter(code=given.code).first()
    if firm is None:
        raise PortalError(
            "demo_without_firms",
            zh="请先运行 load_demo_enterprises",
            en="run load_demo_enterprises first",
        )
    if firm.status != "approved" or Filing.objects.filter(enterprise=firm).exists():
        return False
    writer = Member.objects.filter(enterprise=firm, role__in=WRITERS).order_by("id").first()
    if writer is None:
        person = _person(CLERK, "余模拟(企业经办人)", at=at)
        writer = Member.objects.create(
            user=person, enterprise=firm, role="administrator", joined_at=at
        )
    filing = drafting.start_filing(type="enterprise", by=writer.user, at=at, enterprise=firm)
    own = {
        "kinds": list(given.kinds),
        "uscc": given.uscc,
        "customs_code": given.code,
        "name": given.name,
    }
    _fill(filing, own, number, by=writer.user, at=at)
    submitting.submit(**_who(filing, writer.user, at))
    _approve(filing, at=at)
    _live_on(key, filing, writer.user, at=at)
    return True


def _live_on(key: str, filing: Filing, writer: User, *, at: datetime) -> None:
    """What happened to some firms since: departments answered, a change waits, somebody proposes
    to suspend."""
    for department, text in ANSWERS.get(key, ()):
        reviewer = _reviewer(department)
        row = filing.distributions.get(department=department)
        who: dict[str, Any] = {"viewer": viewer_for(reviewer), "by": reviewer, "at": at}
        distributing.mark_seen(distribution_id=row.pk, **who)
        if text:
            distributing.answer(distribution_id=row.pk, text=text, **who)
    if key in CHANGES:
        own = _who(filing, writer, at)
        drafting.begin_change(**own)
        drafting.save_values(values=CHANGES[key], **own)
        submitting.submit(**own)
    if key in PROPOSED:
        standing.propose(
            action="suspend", reason=PROPOSED[key], **_who(filing, _reviewer("zone"), at)
        )


@transaction.atomic
def _file_applicant(given: DemoFiling, number: int, *, at: datetime) -> bool:
    uscc = demo_uscc(number)
    if Filing.objects.filter(type="enterprise", data__uscc=uscc).exists():
        return False
    person = _person(f"demo-applicant-{number}", "徐模拟(拟备案企业)", at=at)
    site = _county() if given.in_county else "hub"
    when = at - timedelta(days=given.days)
    filing = drafting.start_filing(type="enterprise", by=person, at=when, site=site)
    Enterprise.objects.filter(pk=filing.enterprise_id).update(simulated=True)
    own = {
        "kinds": given.kinds.split(),
        "uscc": uscc,
        "customs_code": f"369996F{number:03}",
        "name": given.name,
    }
    _fill(filing, own, number, by=person, at=when)
    if given.until != states.DRAFT:
        submitting.submit(**_who(filing, person, when))
        _review(filing, given, at=at)
    return True


def _review(filing: Filing, given: DemoFiling, *, at: datetime) -> None:
    """Take a submitted filing as far as the demo wants it."""
    if given.until == states.APPROVED:
        _approve(filing, at=at)
    elif given.until == "second_stage":
        _decide(filing, at=at)
    elif given.until == states.RETURNED:
        _decide(filing, at=at, remarks=given.remarks)
    elif given.until == states.UNDER_REVIEW:
        reviewer = _reviewer("zone")
        reviewing.open_for_review(
            filing_id=filing.pk, viewer=viewer_for(reviewer), by=reviewer, at=at
        )


def _fill(filing: Filing, own: Mapping[str, Any], number: int, *, by: User, at: datetime) -> None:
    form = form_for("enterprise", own["kinds"])
    values = {**demo_values(form, number=number, on=day_of(at)), **own}
    drafting.save_values(values=values, **_who(filing, by, at))
    filing.refresh_from_db()
    for field in form_of(filing).files:
        if field.required and field.asked(values):
            attaching.attach(
                field=field.code, name=f"{field.zh}(模拟).pdf", content=PDF, **_who(filing, by, at)
            )


def _approve(filing: Filing, *, at: datetime) -> None:
    filing.refresh_from_db()
    for _ in filing.stages:
        _decide(filing, at=at)


def _decide(filing: Filing, *, at: datetime, remarks: tuple[tuple[str, str], ...] = ()) -> None:
    """The reviewer whose turn it is returns the filing where there are remarks, else approves."""
    filing.refresh_from_db()
    version = version_of(filing)
    reviewer = _reviewer(filing.department)
    lines = checklist(form_of(version), filing.department) if version is not None else ()
    reviewing.decide(
        filing_id=filing.pk,
        version=filing.version,
        stage=filing.stage,
        viewer=viewer_for(reviewer),
        decision=reviewing.RETURN if remarks else reviewing.APPROVE,
        checked=[line.code for line in lines],
        remarks=remarks,
        comment="模拟审核",
        by=reviewer,
        at=at,
    )


def _reviewer(stage: str) -> User:
    """The demo account of a department; it is named like the department."""
    return User.objects.get(username=stage)


def _person(username: str, name: str, *, at: datetime) -> User:
    """An account without a password: its deeds are the demo's own."""
    found = User.objects.filter(username=username).first()
    return found or create_user(username=username, name=name, password=None, by=BY, at=at)


def _county() -> str:
    """The sub-platform that the demo opened."""
    site = Site.objects.filter(kind="sub", status="open").order_by("code").first()
    return "hub" if site is None else site.code


def _who(filing: Filing, by: User, at: datetime) -> dict[str, Any]:
    return {"filing_id": filing.pk, "viewer": viewer_for(by), "by": by, "at": at}
