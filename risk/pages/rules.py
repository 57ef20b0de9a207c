"""The rules in force with what keeps them from working, and putting one back to work."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from risk import selectors_screening as found
from risk.constants import SUBJECTS
from risk.models import FactSource, RuleTrouble
from risk.pages.matter import RiskOfficePage, officials_only
from risk.pages.matter_forms import language, said
from risk.pages.screening_words import fact_names, level_label, threshold_name, value
from risk.rulebook import connected_sources, given, versions_in_force
from risk.rules.cases.parameters import BACKUPS
from risk.rules.cases.technical import WATCHES
from risk.rules.fact_kinds import OWN
from risk.rules.facts import FACTS
from risk.rules.indicators.base import SCOPES
from risk.rules.types import AREAS, TYPES
from risk.selectors_alerts import newest_backups
from risk.selectors_laboratory import may_write
from risk.services.screening.troubles import put_back
from zone_portal.framework.lists import Label
from zone_portal.kernel.errors import PortalError


class RulesPage(RiskOfficePage):
    """Every rule in force by type of risk, whether its source delivers, and what is wrong."""

    template_name = "risk/rules.html"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        connected = connected_sources(self.now)
        troubles = {one.code: one for one in found.open_troubles(self.viewer)}
        by_type: dict[str, list[dict[str, Any]]] = {code: [] for code in TYPES}
        for kind in FACTS:
            for version in versions_in_force(self.now, on=kind):
                row = {
                    "code": version.code,
                    "title": said(tuple(version.definition["title"])),
                    "on": said(SUBJECTS[kind]),
                    "level": level_label(version.definition["level"]),
                    "state": state_of(version, connected, troubles.get(version.code)),
                }
                by_type.setdefault(version.code[:4], []).append(row)
        return super().get_context_data(**kwargs) | {
            "types": [
                {"type": one, "title": said(one.title), "area": said(AREAS[one.area]), "rules": own}
                for code, own in by_type.items()
                for one in (TYPES[code],)
            ],
            "watches": [
                {"title": said((one.zh, one.en)), "state": watch_label(one.code, self.now)}
                for one in WATCHES.values()
            ],
            "troubles": [trouble_row(one) for one in troubles.values()],
            "sources": [
                {
                    "title": said((one.title_zh, one.title_en)),
                    "state": source_label(one.code in connected),
                    "at": one.connected_at,
                }
                for one in FactSource.objects.visible_to(self.viewer)
            ],
            "may_write": may_write(self.viewer),
        }


class RulePage(RiskOfficePage):
    """One rule as it is in force: what it asks, against what, how strongly it counts."""

    template_name = "risk/rule.html"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = kwargs["code"]
        version = next(
            (v for kind in FACTS for v in versions_in_force(self.now, on=kind) if v.code == code),
            None,
        )
        if version is None:
            raise Http404(_("没有找到"))
        told = version.definition
        in_force = given(version, self.today)
        troubles = found.troubles_of(self.viewer, code)
        now = next((one for one in troubles if one.ended_at is None), None)
        names = fact_names(told["on"])
        kind = TYPES[code[:4]]
        return super().get_context_data(**kwargs) | {
            "version": version,
            "title": said(tuple(told["title"])),
            "meaning": said(tuple(told["meaning"])),
            "told": told,
            "type": said(kind.title),
            "area": said(AREAS[kind.area]),
            "on": said(SUBJECTS[told["on"]]),
            "scope": said(SCOPES[told["scope"]]),
            "level": level_label(told["level"]),
            "weight": in_force.weight,
            "thresholds": [
                (threshold_name(code, name), value(v)) for name, v in in_force.thresholds.items()
            ],
            "facts": [(name, text) for name, text in names.items() if name in told["when"]],
            "state": state_of(version, connected_sources(self.now), now),
            "troubles": [trouble_row(one) for one in troubles],
            "may_write": may_write(self.viewer),
            "crumbs": [
                {"url": reverse("risk:rules"), "label": _("风险规则")},
                {"url": "", "label": code},
            ],
        }


class PutBackPage(RiskOfficePage):
    """Putting a rule back to work after it broke or was stopped."""

    http_method_names = ("post", "options")

    def may_open(self) -> None:
        officials_only(self.viewer)
        if not (self.viewer.sees_all and may_write(self.viewer)):
            raise PermissionDenied

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            trouble = put_back(trouble_id=kwargs["pk"], **self.own_deed())
        except PortalError as refusal:
            if getattr(refusal, "status", 0) == 404:
                raise
            messages.error(request, refusal.text(language()))
            return redirect("risk:rules")
        messages.success(request, _("规则 %(code)s 已恢复运行。") % {"code": trouble.code})
        return redirect("risk:rule", code=trouble.code)


def state_of(version: Any, connected: frozenset[str], trouble: RuleTrouble | None) -> Label:
    """Whether a rule works: broken and stopped rules say so, those without a source too."""
    if trouble is not None:
        return Label("bad", said(RuleTrouble.KINDS[trouble.kind]))
    if version.definition.get("source", OWN) not in connected:
        return Label("idle", _("无数据"))
    return Label("ok", _("正在使用"))


def watch_label(code: str, now: datetime) -> Label:
    """Whether a watch of the portal itself has anything to look at: backups are made by others,
    so nothing is known of them before somebody reported one."""
    if code != BACKUPS:
        return Label("ok", _("正在使用"))
    newest = max((row.finished_at for row in newest_backups()), default=None)
    if newest is None:
        return Label("idle", _("无数据"))
    hours = int((now - newest) / timedelta(hours=1))
    return Label("ok", _("最近备份在 %(hours)s 小时前") % {"hours": hours})


def source_label(is_connected: bool) -> Label:
    return Label("ok", _("已接入")) if is_connected else Label("idle", _("未接入"))


def trouble_row(trouble: RuleTrouble) -> dict[str, Any]:
    """A trouble with its words; figures as they were kept."""
    detail = trouble.detail
    if trouble.kind == RuleTrouble.STOPPED:
        text = _("一分钟命中 %(hits)s 票，共筛查 %(screened)s 票") % detail
    else:
        text = " ".join(filter(None, [broken_words(detail["reason"]), detail.get("detail", "")]))
    return {"row": trouble, "kind": said(RuleTrouble.KINDS[trouble.kind]), "text": text}


def broken_words(reason: str) -> str:
    """Why a rule cannot run."""
    told = {
        "division_by_zero": _("除数为零"),
        "unknown_fact": _("引用的事实已不存在"),
        "unknown_threshold": _("引用的阈值已不存在"),
        "wrong_value": _("数值不能运算"),
        "wrong_type": _("类型不符"),
    }
    return told.get(reason, _("表达式无法读懂"))
