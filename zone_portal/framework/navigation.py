"""The left navigation: three areas, and in each only what exists and this person may open."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: ``url_name`` is opened, ``views`` are shown beneath it.

    ``needs`` names grants one of which the person must hold (``administrator``, ``auditor``,
    ``reviewer``, ``member`` …); ``service`` a service that a site may switch off for its
    enterprises. Both are told by the function that ``NAVIGATION_GRANTS`` names in the settings.
    """

    label: Words
    url_name: str
    views: tuple[str, ...] = ()
    officials_only: bool = False
    needs: tuple[str, ...] = ()
    service: str = ""

    def holds(self, view_name: str) -> bool:
        return view_name == self.url_name or view_name in self.views


AREAS: tuple[tuple[Words, tuple[Entry, ...]], ...] = (
    (
        _("数据服务"),
        (
            Entry(_("总览"), "statistics:overview"),
            Entry(_("信用分"), "credit:score", ("credit:plan",), needs=("member",)),
            Entry(
                _("信用台账"),
                "credit:ledger",
                ("credit:record", "credit:record_new", "credit:recompute"),
                needs=("department:zone",),
            ),
            Entry(_("信用数据来源"), "credit:sources", needs=("department:zone",)),
            Entry(
                _("信用数据导入"),
                "credit:imports",
                ("credit:import", "credit:import_new"),
                officials_only=True,
            ),
            Entry(
                _("评价模型"),
                "credit:models",
                ("credit:model", "credit:model_deed", "credit:simulation"),
                needs=("department:zone",),
            ),
            Entry(
                _("评级周期"),
                "credit:cycles",
                ("credit:cycle", "credit:cycle_deed", "credit:cycle_new", "credit:document_new"),
                needs=("department:zone",),
            ),
            Entry(_("信用分析"), "credit:analysis", officials_only=True),
            Entry(_("查询企业信用"), "credit:query", officials_only=True),
            Entry(_("信用查询记录"), "credit:queries", needs=("member", "official")),
            Entry(
                _("谁可以查询什么"),
                "credit:sharing",
                (
                    "credit:sharing_replace",
                    "credit:recognition",
                    "credit:recognition_replace",
                    "credit:systems",
                ),
                needs=("official",),
            ),
            Entry(
                _("第三方评级"),
                "credit:raters",
                ("credit:rater", "credit:rater_new"),
                needs=("department:zone",),
            ),
            Entry(_("评级公布"), "credit:batches", ("credit:batch",), needs=("department:zone",)),
            Entry(_("信用事项"), "credit:matters", needs=("member",)),
            Entry(_("信用承诺"), "credit:commitments", needs=("member", "official")),
            Entry(
                _("负面清单事项"),
                "credit:cases",
                ("credit:case", "credit:case_new", "credit:case_deed"),
                officials_only=True,
            ),
            Entry(
                _("异议与修复"),
                "credit:claims",
                ("credit:claim", "credit:claim_deed"),
                officials_only=True,
            ),
            Entry(
                _("信用警示"),
                "credit:warnings",
                ("credit:warning", "credit:warning_new", "credit:warning_deed"),
                needs=("member", "official"),
            ),
            Entry(_("信用措施"), "credit:measures", ("credit:measure",), officials_only=True),
            Entry(_("奖惩措施清单"), "credit:measure_list"),
            Entry(_("信用负面清单"), "credit:negative_list"),
        ),
    ),
    (
        _("政务服务"),
        (
            Entry(
                _("我的企业"),
                "enterprises:file",
                (
                    "enterprises:enterprise_file",
                    "enterprises:filing_start",
                    "enterprises:filing",
                    "enterprises:filing_section",
                    "enterprises:filing_check",
                    "enterprises:filing_submitted",
                    "enterprises:filing_version",
                ),
                needs=("person",),
            ),
            Entry(
                pgettext_lazy("办理", "备案审核"),
                "enterprises:review_queue",
                ("enterprises:review", "enterprises:review_version"),
                officials_only=True,
            ),
            Entry(
                _("部门收件"),
                "enterprises:department_inbox",
                ("enterprises:distribution",),
                officials_only=True,
            ),
            Entry(
                _("商品备案"),
                "enterprises:goods",
                (
                    "enterprises:goods_filings",
                    "enterprises:filing_begin",
                    "enterprises:filing_lines",
                    "enterprises:filing_line",
                    "enterprises:filing_line_new",
                ),
                needs=("member", "official"),
                service="goods",
            ),
            Entry(
                _("促销备案"),
                "enterprises:promotions",
                needs=("member", "official"),
                service="promotion",
            ),
            Entry(
                _("场所仓库"),
                "enterprises:facilities",
                needs=("member", "official"),
                service="facility",
            ),
            Entry(_("暂停与注销"), "enterprises:proposals", officials_only=True),
            Entry(
                _("申报清单"),
                "declarations:inventories",
                (
                    "declarations:inventory",
                    "declarations:inventory_document",
                    "declarations:search",
                ),
            ),
            Entry(
                _("更正任务"),
                "declarations:tasks",
                ("declarations:task", "declarations:causes"),
                needs=("member", "official"),
            ),
            Entry(
                _("退货"),
                "declarations:returns",
                ("declarations:return", "declarations:return_new", "declarations:return_apply"),
                needs=("member", "official"),
            ),
            Entry(
                _("录入与导入"),
                "declarations:entry",
                ("declarations:entry_file", "declarations:entry_form"),
                needs=("member",),
            ),
            Entry(
                _("扣留与查验"),
                "declarations:customs_queue",
                (
                    "declarations:hold",
                    "declarations:unknown_receipts",
                    "declarations:undelivered",
                ),
                needs=("department:customs",),
            ),
            Entry(_("通关环节与时限"), "declarations:course_report", officials_only=True),
            Entry(
                _("业务流程报表"),
                "declarations:flows",
                needs=("member", "official"),
            ),
            Entry(
                _("市场采购（1039）"),
                "declarations:market",
                ("declarations:market_record", "declarations:market_new"),
                needs=("member", "official"),
            ),
            Entry(
                _("市场采购主体"),
                "declarations:market_firms",
                ("declarations:market_firms_import",),
                needs=("member", "official"),
            ),
            Entry(_("业务模式"), "declarations:business_models", needs=("member",)),
            Entry(
                _("单证接收"),
                "declarations:submissions",
                ("declarations:submission", "declarations:upload", "declarations:check"),
            ),
            Entry(_("订单"), "declarations:orders", ("declarations:order",)),
            Entry(_("支付单"), "declarations:payments", ("declarations:payment",)),
            Entry(_("运单"), "declarations:waybills", ("declarations:waybill",)),
            Entry(_("单据"), "declarations:papers", ("declarations:paper", "declarations:bags")),
            Entry(
                _("出口月度汇总"),
                "declarations:summaries",
                ("declarations:summary",),
                needs=("member", "official"),
            ),
            Entry(
                _("税款估算"),
                "taxation:estimate",
                ("taxation:rates", "taxation:treatments"),
            ),
            Entry(
                _("电子税单"),
                "taxation:bills",
                ("taxation:bill", "taxation:batches"),
                needs=("member", "official"),
            ),
            Entry(
                _("担保账户"),
                "taxation:guarantees",
                ("taxation:guarantee", "taxation:guarantee_new", "taxation:guarantee_edit"),
                needs=("member", "official"),
            ),
            Entry(
                _("个人额度"),
                "taxation:quota",
                needs=("department:customs", "department:zone"),
            ),
            Entry(
                _("代我申报"),
                "declarations:for_me",
                (
                    "declarations:for_me_orders",
                    "declarations:for_me_payments",
                    "declarations:for_me_waybills",
                ),
                needs=("member",),
            ),
            Entry(
                _("委托"),
                "enterprises:mandates",
                ("enterprises:mandate_new", "enterprises:mandate_revoke"),
                needs=("member",),
                service="mandate",
            ),
            Entry(
                _("数据授权"),
                "enterprises:consents",
                ("enterprises:consent", "enterprises:consent_new", "enterprises:consent_withdraw"),
                needs=("member",),
                service="mandate",
            ),
            Entry(
                _("成员"),
                "enterprises:members",
                ("enterprises:member_remove", "enterprises:invitation_revoke"),
                needs=("member",),
            ),
            Entry(
                _("接口客户端"),
                "enterprises:clients",
                ("enterprises:token_rotate", "enterprises:token_revoke"),
                needs=("member:administrator",),
            ),
            Entry(
                _("签名证书"),
                "enterprises:certificates",
                ("enterprises:certificate_revoke",),
                needs=("member:administrator",),
            ),
            Entry(_("身份核查"), "enterprises:identity"),
            Entry(
                _("平台"),
                "enterprises:sites",
                (
                    "accounts:site",
                    "accounts:site_edit",
                    "accounts:site_new",
                    "accounts:site_status",
                    "enterprises:site_enterprises",
                    "enterprises:move",
                ),
                needs=("official",),
            ),
            Entry(
                _("单位与人员"),
                "accounts:organisations",
                (
                    "accounts:organisation",
                    "accounts:organisation_new",
                    "accounts:organisation_edit",
                    "accounts:appoint",
                    "accounts:appoint_new",
                ),
                needs=("administrator",),
            ),
            Entry(_("审计记录"), "accounts:audit", needs=("auditor",)),
            Entry(_("谁看过我们的资料"), "enterprises:viewers", needs=("member",)),
        ),
    ),
    (
        _("特色服务"),
        (
            Entry(
                _("监管方式"),
                "declarations:modes",
                (
                    "declarations:mode",
                    "declarations:mode_drafts",
                    "declarations:mode_draft",
                    "declarations:mode_new",
                ),
            ),
            Entry(_("检查规则"), "declarations:rules", ("declarations:rule",)),
            Entry(_("代码大全"), "declarations:codes", ("declarations:code",)),
            Entry(_("报文规范"), "declarations:message_kinds", ("declarations:message_kind",)),
            Entry(_("备案公示"), "enterprises:register", ("enterprises:registered",)),
            Entry(
                _("信用公示"),
                "credit:public",
                ("credit:public_firm", "credit:public_batches", "credit:public_batch"),
            ),
            Entry(_("主体查询"), "enterprises:subject"),
            Entry(_("包裹查询"), "declarations:parcel"),
            Entry(_("接口文档"), "api-docs"),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the frame of every page needs, without one query."""
    return {
        "portal": {
            "demo": getattr(settings, "PORTAL_DEMO", False),
            "navigation": partial(navigation, request),
            "other_language": "en" if (get_language() or "").startswith("zh") else "zh-hans",
        }
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The areas with the entries this person may open; asked by ``base.html`` only, since what a
    person may do costs a query or two."""
    return list(_areas(request))


def _areas(request: HttpRequest) -> Iterator[dict[str, Any]]:
    match = request.resolver_match
    view_name = match.view_name if match else ""
    for label, entries in AREAS:
        shown = [
            {
                "label": entry.label,
                "url": url,
                "current": entry.holds(view_name),
                "count": _count(request, entry),
            }
            for entry in entries
            if _may_open(request, entry) and (url := _address(entry.url_name))
        ]
        if shown:
            yield {"label": label, "entries": shown}


def _may_open(request: HttpRequest, entry: Entry) -> bool:
    if entry.officials_only and not getattr(request.user, "is_official", False):
        return False
    if not entry.needs and not entry.service:
        return True
    held = _grants(request)
    serves = not entry.service or f"service:{entry.service}" in held
    return serves and (not entry.needs or not held.isdisjoint(entry.needs))


def _grants(request: HttpRequest) -> frozenset[str]:
    """What this person may do, found once per request."""
    held: frozenset[str] | None = getattr(request, "navigation_grants", None)
    if held is None:
        held = import_string(settings.NAVIGATION_GRANTS)(request)
        request.navigation_grants = held  # type: ignore[attr-defined]
    return held


def _count(request: HttpRequest, entry: Entry) -> int:
    """What waits for this person behind an entry; asked only of entries that have a counter."""
    counter: str = settings.NAVIGATION_COUNTS.get(entry.url_name, "")
    return int(import_string(counter)(request)) if counter else 0


def _address(url_name: str) -> str:
    """The address of a page, or nothing where this installation does not have the page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
