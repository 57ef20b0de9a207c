"""Firms by risk: who draws most hits, and one firm over the plans' five types."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from risk import selectors_screening as found
from risk.pages.matter import RiskOfficePage, officials_only
from risk.pages.matter_forms import said
from risk.pages.screening_words import level_label, rule_title
from risk.rules.types import AREAS
from zone_portal.framework.lists import Label


class ProfilesPage(RiskOfficePage):
    """The firms with most hits within 30 days."""

    template_name = "risk/profiles.html"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = found.riskiest(self.viewer, at=self.now)
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "days": found.PROFILE_DAYS,
        }


class ProfilePage(RiskOfficePage):
    """One firm: a score for each of the five types, with the rules behind it."""

    template_name = "risk/profile.html"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        areas = found.profile(self.viewer, kwargs["pk"], at=self.now)
        if areas is None:
            raise Http404(_("没有找到"))
        firm = Enterprise.objects.get(pk=kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "firm": firm,
            "days": found.PROFILE_DAYS,
            "areas": [
                {
                    "title": said(AREAS[one.area]),
                    "score": one.score,
                    "hits": one.hits,
                    "state": score_label(one.score),
                    "rules": [(code, rule_title(code), hits) for code, hits, _s in one.rules],
                }
                for one in areas
            ],
            "raised": [
                (row, rule_title(row.rule), level_label(row.level))
                for row in found.raised_of(self.viewer, kwargs["pk"], at=self.now)
            ],
            "crumbs": [
                {"url": reverse("risk:profiles"), "label": _("企业风险画像")},
                {"url": "", "label": firm.name},
            ],
        }


def score_label(score: int) -> Label:
    """A score as a word, so that colour never says it alone."""
    if score >= 75:
        return Label("bad", _("高"))
    if score >= 40:
        return Label("warn", _("中"))
    return Label("info", _("低")) if score else Label("ok", _("未见"))
