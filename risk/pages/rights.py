"""Brand authorisations and notices of infringement."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.selectors_people import own_firms
from risk import selectors_disputes as disputes
from risk.models import BrandAuthorisation, RightsNotice
from risk.models.quality_querysets import HANDLERS
from risk.pages.matter import Act, DeedMixin, Fact, FormPage, MatterPage, Passage, label_of
from risk.pages.matter_forms import MatterForm, ReasonForm
from risk.pages.matter_list import WRITERS, RiskList, WordsFilter, doing
from risk.pages.quality_forms import (
    AnswerForm,
    ClaimForm,
    MeasuresForm,
    NoticeForm,
    OutcomeForm,
)
from risk.rules.matters import (
    AUTHORISATION,
    CLAIMED,
    CONFIRMED,
    COUNTERED,
    FORWARDED,
    NOTICE,
    RECEIVED,
)
from risk.services.quality import rights
from zone_portal.framework.lists import Field, Label, ListRow, choice_filter, text_filter


class QualityList(RiskList):
    """A list for firms and for those who handle quality."""

    def allowed(self) -> bool:
        return bool(self.viewer.own_ids) or bool(self.viewer.departments & HANDLERS)


class NoticeFilter(WordsFilter):
    """Filters of the list."""

    q = text_filter(gettext_lazy("编号、品牌、权利人或商户"), 100)
    status = choice_filter(gettext_lazy("状态"), [])
    words = {"status": NOTICE.labels}


class NoticesPage(QualityList):
    """Notices of infringement."""

    title = gettext_lazy("侵权通知")
    form_class = NoticeFilter
    file_name = "rights-notices"
    empty_title = gettext_lazy("没有侵权通知")
    empty_text = gettext_lazy(
        "权利人的通知转送商户后，商户可提交不侵权声明；等待期内权利人未投诉或起诉即终止措施。"
    )
    columns = (
        Field("number", gettext_lazy("编号"), form="link"),
        Field("brand", gettext_lazy("商标或作品")),
        Field("holder", gettext_lazy("权利人")),
        Field("firm", gettext_lazy("商户")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("until", gettext_lazy("等待至"), form="day"),
    )

    def rows(self, form: NoticeFilter) -> Any:
        return disputes.notices(self.viewer, form.chosen())

    def lines(self, rows: Iterable[RightsNotice]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:notice", args=[row.pk]),
                {
                    "number": row.number,
                    "brand": row.brand,
                    "holder": row.holder,
                    "firm": row.firm.name,
                    "state": label_of(row),
                    "until": row.wait_until_date.isoformat() if row.wait_until_date else "",
                },
            )
            for row in rows
        ]

    def action(self) -> dict[str, Any]:
        if not (self.viewer.is_official and self.handles()):
            return {}
        return {"url": reverse("risk:notice_new"), "label": _("登记侵权通知")}


class NewNoticePage(FormPage):
    """Enter a notice."""

    form_class = NoticeForm
    title = gettext_lazy("登记侵权通知")
    button = gettext_lazy("登记")
    crumb = (gettext_lazy("侵权通知"), "risk:notices")

    def may_open(self) -> None:
        if not (self.viewer.departments & HANDLERS and self.viewer.roles & WRITERS):
            raise PermissionDenied

    def save(self, values: Mapping[str, Any]) -> str:
        form = NoticeForm(self.request.POST)
        form.is_valid()
        row = rights.receive(
            given=form.infringement(),
            firm=values["firm"],
            platform=values["platform"],
            **self.deed(),
        )
        return rights.notice_link(row)


class NoticePage(MatterPage):
    """One notice with the counter-notice and the days in between."""

    model = RightsNotice
    crumb = (gettext_lazy("侵权通知"), "risk:notices")
    related = ("firm", "platform")
    url_name = "risk:notice"

    def title(self, row: RightsNotice) -> str:
        return f"{row.brand} · {row.firm.name}"

    def facts(self, row: RightsNotice) -> list[Fact]:
        known = disputes.authorised(row.firm_id, row.brand, on=timezone.localdate())
        standing = (
            Label("ok", _("有已核验的授权 %(number)s") % {"number": known.number})
            if known
            else Label("idle", _("没有已核验的授权"))
        )
        found = [
            Fact(_("权利人"), row.holder),
            Fact(_("权利证号"), row.right_number, "code"),
            Fact(_("商户"), row.firm.name),
            Fact(_("平台"), row.platform.name if row.platform else ""),
            Fact(_("涉嫌侵权商品"), row.goods),
            Fact(_("商户的品牌授权"), standing, "state"),
            Fact(_("采取的措施"), row.measures),
            Fact(_("转送时间"), row.forwarded_at, "moment"),
        ]
        if row.wait_until_date:
            day = row.wait_until_date.isoformat()
            note = _("权利人未通知已投诉或起诉的，到期终止措施")
            found.append(Fact(_("等待至"), day, note=note))
        return found

    def passages(self, row: RightsNotice) -> list[Passage]:
        return [
            Passage(_("初步证据"), row.facts),
            Passage(_("不侵权声明"), row.counter),
            Passage(_("结果"), row.outcome),
        ]

    def possible(self, row: RightsNotice) -> set[str]:
        if not self.viewer.is_official:
            is_own = row.firm_id in self.viewer.own_ids
            return {"counter"} if row.status == FORWARDED and is_own else set()
        if not self.viewer.roles & WRITERS:
            return set()
        may: dict[str, set[str]] = {
            RECEIVED: {"forward", "refused"},
            FORWARDED: {"upheld"},
            COUNTERED: {"pursued"},
        }
        return may.get(row.status, set())

    def acts(self) -> Iterable[Act]:
        def ends(ending: str, title: str, note: str) -> Act:
            def run(pk: int, version: int, values: Mapping[str, Any]) -> None:
                rights.end(notice_id=pk, version=version, ending=ending, **values, **self.deed())

            return Act(ending, title, title, _("已办结。"), run, OutcomeForm, note)

        return (
            Act(
                "forward",
                _("转送商户"),
                _("转送"),
                _("已转送商户和平台。"),
                doing(self, rights.forward, "notice_id", measures="measures"),
                MeasuresForm,
                primary=True,
            ),
            Act(
                "counter",
                _("提交不侵权声明"),
                _("提交声明"),
                _("已提交，等待期开始计算。"),
                doing(self, rights.counter, "notice_id", text="text"),
                AnswerForm,
                note=_("请写明不侵权的理由和初步证据。"),
                primary=True,
            ),
            ends("refused", _("不予转送"), _("通知不完整或明显不成立。")),
            ends("upheld", _("维持措施"), _("商户未提交声明或承认侵权。")),
            ends("pursued", _("权利人已投诉或起诉"), _("措施维持，等待处理结果。")),
        )


class NoticeDeedPage(DeedMixin, NoticePage):
    """The buttons of a notice."""


class AuthorisationFilter(WordsFilter):
    """Filters of the list."""

    q = text_filter(gettext_lazy("编号、品牌、授权方或企业"), 100)
    status = choice_filter(gettext_lazy("状态"), [])
    words = {"status": AUTHORISATION.labels}


class AuthorisationsPage(QualityList):
    """Brand authorisations."""

    title = gettext_lazy("品牌授权")
    form_class = AuthorisationFilter
    file_name = "brand-authorisations"
    empty_title = gettext_lazy("还没有品牌授权")
    empty_text = gettext_lazy("企业登记销售品牌商品的授权，经核验后在处理侵权通知时作为依据。")
    columns = (
        Field("number", gettext_lazy("编号"), form="link"),
        Field("brand", gettext_lazy("品牌")),
        Field("holder", gettext_lazy("授权方")),
        Field("firm", gettext_lazy("企业")),
        Field("state", gettext_lazy("状态"), form="state"),
        Field("until", gettext_lazy("有效期至"), form="day"),
    )

    def rows(self, form: AuthorisationFilter) -> Any:
        return disputes.authorisations(self.viewer, form.chosen())

    def lines(self, rows: Iterable[BrandAuthorisation]) -> list[ListRow]:
        return [
            ListRow(
                reverse("risk:authorisation", args=[row.pk]),
                {
                    "number": row.number,
                    "brand": row.brand,
                    "holder": row.holder,
                    "firm": row.firm.name,
                    "state": label_of(row),
                    "until": row.until_date.isoformat(),
                },
            )
            for row in rows
        ]

    def action(self) -> dict[str, Any]:
        if not self.viewer.own_ids:
            return {}
        return {"url": reverse("risk:authorisation_new"), "label": _("登记品牌授权")}


class OfFirmPage(FormPage):
    """A form that a firm fills in."""

    def may_open(self) -> None:
        if not self.viewer.own_ids:
            raise PermissionDenied

    def firms(self) -> list[Any]:
        """The firms that the person acts for."""
        return [own.enterprise for own in own_firms(self.person)]


class NewAuthorisationPage(OfFirmPage):
    """Enter an authorisation."""

    form_class = ClaimForm
    title = gettext_lazy("登记品牌授权")
    button = gettext_lazy("提交核验")
    crumb = (gettext_lazy("品牌授权"), "risk:authorisations")

    def form(self, data: Any = None) -> MatterForm:
        return ClaimForm(data, firms=self.firms())

    def save(self, values: Mapping[str, Any]) -> str:
        form = ClaimForm(self.request.POST, firms=self.firms())
        form.is_valid()
        row = rights.claim(firm_id=int(values["firm"]), given=form.claim(), **self.deed())
        return reverse("risk:authorisation", args=[row.pk])


class AuthorisationPage(MatterPage):
    """One authorisation."""

    model = BrandAuthorisation
    crumb = (gettext_lazy("品牌授权"), "risk:authorisations")
    related = ("firm",)
    url_name = "risk:authorisation"

    def title(self, row: BrandAuthorisation) -> str:
        return f"{row.brand} · {row.firm.name}"

    def facts(self, row: BrandAuthorisation) -> list[Fact]:
        return [
            Fact(_("企业"), row.firm.name),
            Fact(_("授权方"), row.holder),
            Fact(_("授权书编号"), row.document, "code"),
            Fact(_("授权范围"), row.scope),
            Fact(_("有效期"), f"{row.from_date} – {row.until_date}"),
            Fact(_("凭证链接"), row.evidence, url=row.evidence),
            Fact(_("核验意见"), row.reasons),
        ]

    def possible(self, row: BrandAuthorisation) -> set[str]:
        if not (self.viewer.departments & HANDLERS and self.viewer.roles & WRITERS):
            return set()
        return {CLAIMED: {"confirmed", "rejected"}, CONFIRMED: {"revoked"}}.get(row.status, set())

    def acts(self) -> Iterable[Act]:
        def decides(decision: str, title: str, *, primary: bool = False) -> Act:
            def run(pk: int, version: int, values: Mapping[str, Any]) -> None:
                rights.decide_claim(
                    authorisation_id=pk,
                    version=version,
                    decision=decision,
                    **values,
                    **self.deed(),
                )

            return Act(
                decision, title, title, _("已办理并通知企业。"), run, ReasonForm, primary=primary
            )

        return (
            decides("confirmed", _("核验通过"), primary=True),
            decides("rejected", _("核验不通过")),
            decides("revoked", _("撤销核验")),
        )


class AuthorisationDeedPage(DeedMixin, AuthorisationPage):
    """The buttons of an authorisation."""
