"""The laboratory: every rule, one version of it, and what may be done with a version."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from risk.constants import LEVELS
from risk.models import RuleVersion
from risk.pages.laboratory_base import (
    LaboratoryPage,
    crumbs,
    errors_of,
    field_id,
    found_or_404,
    must_answer,
)
from risk.pages.matter_forms import said
from risk.rules.drafts import problems_of
from risk.rules.facts import FACTS
from risk.rules.indicators import INDICATORS
from risk.rules.types import TYPES
from risk.selectors_laboratory import (
    RuleRow,
    can_be_tried,
    rule_rows,
    siblings,
    trials_of,
    version_of,
)
from risk.services.laboratory import drafting
from risk.services.laboratory.trying import order
from risk.states import DRAFT, PROPOSED, RELEASED, RETIRED, RULE_LABELS
from zone_portal.framework.lists import Label
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.periods import parse_day

TONES: Final = {DRAFT: "idle", PROPOSED: "warn", RELEASED: "ok", RETIRED: "idle"}
TRIED_DAYS: Final = 30


class RulesPage(LaboratoryPage):
    """Every declared rule: what it says, which version is in force, whether a draft is at work."""

    template_name = "risk/laboratory.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = rule_rows(self.viewer, at=self.now)
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            groups.setdefault(row.rule.code[:4], []).append(_shown(row))
        return super().get_context_data(**kwargs) | {
            "groups": [
                {"code": code, "title": said(TYPES[code].title), "rows": groups[code]}
                for code in TYPES
                if code in groups
            ],
            "count": len(rows),
            "drafts": [_shown(row) for row in rows if row.draft],
        }


def _shown(row: RuleRow) -> dict[str, Any]:
    return {
        "code": row.rule.code,
        "title": said(row.rule.title),
        "meaning": said(row.rule.meaning),
        "level": said(LEVELS[row.rule.start_level]),
        "present": row.present,
        "draft": row.draft,
        "draft_state": state_label(row.draft) if row.draft else None,
        "troubled": row.troubled,
    }


def state_label(version: RuleVersion) -> Label:
    """The state of a version as word and colour."""
    return Label(TONES[version.state], said(RULE_LABELS[version.state]))


class VersionPage(LaboratoryPage):
    """One version of a rule: what it says, its trials, and how it is released."""

    template_name = "risk/rule_version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version(kwargs["pk"])
        told = version.definition
        rule = found_or_404(INDICATORS.get(version.code))
        problems = problems_of(told) if version.state == DRAFT else []
        return super().get_context_data(**kwargs) | {
            "version": version,
            "rule": {"title": said(rule.title), "meaning": said(rule.meaning)},
            "type": {"code": rule.type.code, "title": said(rule.type.title)},
            "basis": told.get("basis", ""),
            "state": state_label(version),
            "versions": [{"row": row, "state": state_label(row)} for row in siblings(version)],
            "edits": version.state == DRAFT,
            "told": told,
            "thresholds": _thresholds(version),
            "levels": [
                {"code": code, "name": said(text), "on": code == told["level"]}
                for code, text in LEVELS.items()
            ],
            "facts": [{"name": fact.name, "text": said(fact.text)} for fact in FACTS[told["on"]]],
            "problems": [
                {"id": field_id(one["field"]), "text": said((one["zh"], one["en"]))}
                for one in problems
            ],
            "trials": trials_of(version),
            "can_be_tried": can_be_tried(version),
            "first": (self.today - timedelta(days=TRIED_DAYS)).isoformat(),
            "last": self.today.isoformat(),
            "tomorrow": (self.today + timedelta(days=1)).isoformat(),
            "mine": self.person.pk in {version.by_id, version.proposed_by_id},
            "crumbs": crumbs(str(version)),
        }

    def version(self, pk: int) -> RuleVersion:
        """The version of the address."""
        row: RuleVersion = found_or_404(version_of(self.viewer, pk))
        return row


def _thresholds(version: RuleVersion) -> list[dict[str, Any]]:
    """The thresholds of a version with the words that its rule declares for them."""
    declared = INDICATORS[version.code].thresholds
    return [
        {
            "name": name,
            "value": value,
            "meaning": said(declared[name].meaning) if name in declared else name,
            "unit": declared[name].unit if name in declared else "",
        }
        for name, value in version.definition["thresholds"].items()
    ]


class VersionDeedPage(VersionPage):
    """The buttons of a version."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.version(kwargs["pk"])
        deeds = {
            "copy": self._copy,
            "save": self._save,
            "try": self._try,
            "propose": self._propose,
            "take-back": self._take_back,
            "release": self._release,
            "give-up": self._give_up,
        }
        deed = deeds.get(kwargs["deed"])
        if deed is None:
            raise Http404
        try:
            return redirect(deed(version))
        except PortalError as refusal:
            if must_answer(refusal):
                raise
            context = self.get_context_data(pk=version.pk, errors=errors_of(refusal))
            return self.render_to_response(context, status=422)

    def _copy(self, version: RuleVersion) -> str:
        note = _("由第 %(version)s 版复制") % {"version": version.version}
        made = drafting.draft(version_id=version.pk, note=note, **self.actor())
        messages.success(self.request, _("已复制为新草稿。"))
        return address_of(made)

    def _save(self, version: RuleVersion) -> str:
        sent = self.request.POST
        names = version.definition["thresholds"]
        changes = {
            **{
                name: sent[name] for name in ("when", "strength", "weight", "level") if name in sent
            },
            "mandatory": "mandatory" in sent,
            "thresholds": {
                name: sent[f"threshold-{name}"] for name in names if f"threshold-{name}" in sent
            },
        }
        note = sent.get("note", "")
        _row, problems = drafting.change(
            version_id=version.pk, changes=changes, note=note, **self.actor()
        )
        if problems:
            messages.warning(self.request, _("已保存草稿；仍有问题，列在页面上方。"))
        else:
            messages.success(self.request, _("已保存，定义完整。"))
        return address_of(version)

    def _try(self, version: RuleVersion) -> str:
        first = parse_day(self.request.POST.get("first", ""))
        last = parse_day(self.request.POST.get("last", ""))
        trial = order(version_id=version.pk, first=first, last=last, **self.actor())
        return reverse("risk:trial", args=[trial.pk])

    def _propose(self, version: RuleVersion) -> str:
        day = parse_day(self.request.POST.get("day", ""))
        if day is None:
            raise PortalError(
                "risk_rule_date_missing", zh="请填写生效日期。", en="Give the effective date."
            )
        drafting.propose(version_id=version.pk, day=day, **self.actor())
        messages.success(self.request, _("已提请，须由另一人发布。"))
        return address_of(version)

    def _take_back(self, version: RuleVersion) -> str:
        reason = self.request.POST.get("reason", "")
        drafting.take_back(version_id=version.pk, reason=reason, **self.actor())
        messages.success(self.request, _("已退回为草稿。"))
        return address_of(version)

    def _release(self, version: RuleVersion) -> str:
        drafting.release(version_id=version.pk, **self.actor())
        messages.success(self.request, _("已发布，自生效日起使用。"))
        return address_of(version)

    def _give_up(self, version: RuleVersion) -> str:
        drafting.give_up(version_id=version.pk, **self.actor())
        messages.success(self.request, _("草稿已放弃。"))
        return reverse("risk:laboratory")


def address_of(version: RuleVersion) -> str:
    return reverse("risk:rule_version", args=[version.pk])
