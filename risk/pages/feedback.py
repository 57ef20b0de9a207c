"""What each rule achieved over a period, and the register of models."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from risk.models import ModelVersion
from risk.models.model_register import ACTIVE
from risk.pages.laboratory_base import LaboratoryPage, crumbs, found_or_404
from risk.pages.matter_forms import said
from risk.rules.feedback import RuleCounts
from risk.rules.indicators import INDICATORS
from risk.rules.laboratory_parameters import LINKS as OF_LINKS
from risk.rules.laboratory_parameters import OUTLIERS as OF_OUTLIERS
from risk.rules.laboratory_parameters import PARAMETERS
from risk.rules.models import LINKS, MODELS, OUTLIERS
from risk.selectors_feedback import counts_by_rule, minutes_on
from risk.selectors_laboratory import latest_groups, models_of
from risk.services.models.register import set_state, settings_of
from zone_portal.framework.lists import Label
from zone_portal.kernel.periods import parse_day

DAYS: Final = 30
MOST_DAYS: Final = 366


class FeedbackPage(LaboratoryPage):
    """Hit rate, precision, cost and overturned decisions by rule; those that hit come first."""

    template_name = "risk/feedback.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = parse_day(self.request.GET.get("last", "")) or self.today
        first = parse_day(self.request.GET.get("first", "")) or last - timedelta(days=DAYS - 1)
        first = max(min(first, last), last - timedelta(days=MOST_DAYS))
        counts = counts_by_rule(self.viewer, first=first, last=last)
        rows = sorted(counts.values(), key=lambda one: (-one.hits, one.rule))
        return super().get_context_data(**kwargs) | {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "rows": [_shown(row) for row in rows if row.hits or row.verdicts],
            "silent": [_shown(row) for row in rows if not (row.hits or row.verdicts)],
            "screened": rows[0].screened if rows else 0,
            "minutes": minutes_on(last),
            "crumbs": crumbs(_("规则成效")),
        }


def _shown(counts: RuleCounts) -> dict[str, Any]:
    return {
        "code": counts.rule,
        "title": said(INDICATORS[counts.rule].title),
        "counts": counts,
        "state": precision_label(counts),
    }


def precision_label(counts: RuleCounts) -> Label:
    """A word for how well a rule does, so that colour never says it alone."""
    if counts.precision is None:
        return Label("idle", _("尚无结论"))
    if counts.preliminary:
        return Label("info", _("样本少"))
    if counts.precision < 0.2:
        return Label("bad", _("误报多"))
    return Label("warn", _("一般")) if counts.precision < 0.5 else Label("ok", _("良好"))


class ModelsPage(LaboratoryPage):
    """The register of models: what each reads, how well it was measured, what it found last."""

    template_name = "risk/models.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = latest_groups(self.viewer)
        firms = Enterprise.objects.in_bulk([g.enterprise_id for g in groups if g.enterprise_id])
        return super().get_context_data(**kwargs) | {
            "models": [_model(row) for row in models_of(self.viewer) if row.code in MODELS],
            "settings": [
                {
                    "title": said(MODELS[code].title),
                    "rows": [
                        {"value": value, "meaning": said(PARAMETERS[own][name].meaning)}
                        for name, value in settings_of(own, self.today).items()
                    ],
                }
                for code, own in ((LINKS, OF_LINKS), (OUTLIERS, OF_OUTLIERS))
            ],
            "groups": [
                {
                    "row": group,
                    "firm": firms.get(group.enterprise_id or 0),
                    "kinds": [said(MODELS[LINKS].features[kind]) for kind in group.kinds],
                }
                for group in groups
            ],
            "crumbs": crumbs(_("模型登记")),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = request.POST.get("code", "")
        found_or_404(MODELS.get(code))
        set_state(code=code, active=request.POST.get("state") == ACTIVE, **self.actor())
        messages.success(request, _("已保存。"))
        return redirect("risk:models")


def _model(row: ModelVersion) -> dict[str, Any]:
    kind = MODELS[row.code]
    active = row.state == ACTIVE
    return {
        "row": row,
        "title": said(kind.title),
        "method": said(kind.method),
        "features": [said(kind.features[name]) for name in row.features if name in kind.features],
        "active": active,
        "state": Label("ok", _("运行")) if active else Label("idle", _("停用")),
        "present": row.version == kind.version,
    }
