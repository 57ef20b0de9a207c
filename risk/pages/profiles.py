"""Firms and other subjects by risk: who draws most hits, and one over the plans' five types."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from risk import selectors_screening as found
from risk import selectors_subjects as subjects
from risk.models import Alert
from risk.pages.matter import RiskOfficePage, officials_only
from risk.pages.matter_forms import said
from risk.pages.screening_words import level_label, rule_title
from risk.rules.cases.grading import ORDER
from risk.rules.subjects import ENTERPRISE, KINDS
from risk.rules.types import AREAS, TYPES
from zone_portal.framework.lists import Label

PERSONAL: Final = frozenset({"person", "phone", "address", "account"})
"""Kinds whose keys are keyed hashes."""
SHOWN: Final = 16


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


class SubjectsPage(RiskOfficePage):
    """People, telephones, addresses, goods, countries: those that rules raised most in 30 days."""

    template_name = "risk/subjects.html"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("kind", "")
        kind = asked if asked in KINDS and asked != ENTERPRISE else ""
        rows = subjects.riskiest_subjects(self.viewer, kind=kind, at=self.now)
        return super().get_context_data(**kwargs) | {
            "rows": [
                {
                    **row,
                    "kind": said(KINDS.get(row["subject_kind"], (row["subject_kind"],) * 2)),
                    "shown": short(row["subject_kind"], row["subject_key"]),
                    "state": score_label(row["score"]),
                    "query": urlencode({"kind": row["subject_kind"], "key": row["subject_key"]}),
                }
                for row in rows
            ],
            "days": found.PROFILE_DAYS,
            "kind": kind,
            "kinds": [(code, said(words)) for code, words in KINDS.items() if code != ENTERPRISE],
        }


class SubjectPage(RiskOfficePage):
    """One subject over the five types: signals of rules, and alerts whatever their source."""

    template_name = "risk/subject.html"

    def may_open(self) -> None:
        officials_only(self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, key = (self.request.GET.get(name, "")[:80] for name in ("kind", "key"))
        risk = subjects.subject_profile(self.viewer, kind, key, at=self.now)
        if risk is None:
            raise Http404(_("没有找到"))
        title = risk.label or f"{said(KINDS[kind])} {short(kind, key)}"
        return super().get_context_data(**kwargs) | {
            "title": title,
            "kind": said(KINDS[kind]),
            "days": found.PROFILE_DAYS,
            "areas": [self._area(one, risk.alerts) for one in risk.areas],
            "crumbs": [
                {"url": reverse("risk:subjects"), "label": _("其他主体风险画像")},
                {"url": "", "label": title},
            ],
        }

    @staticmethod
    def _area(one: found.AreaRisk, alerts: Sequence[Alert]) -> dict[str, Any]:
        own = [alert for alert in alerts if TYPES[alert.type].area == one.area]
        worst = max((alert.level for alert in own), key=ORDER.index, default="")
        return {
            "title": said(AREAS[one.area]),
            "score": one.score,
            "state": score_label(one.score) if one.score or not own else level_label(worst),
            "rules": [(code, rule_title(code), hits) for code, hits, _s in one.rules],
            "alerts": [(alert, said(TYPES[alert.type].title)) for alert in own],
        }


def short(kind: str, key: str) -> str:
    """How a subject's key is shown: a keyed hash by its beginning, everything else whole."""
    return f"{key[:12]}…" if kind in PERSONAL and len(key) > SHOWN else key


def score_label(score: int) -> Label:
    """A score as a word, so that colour never says it alone."""
    if score >= 75:
        return Label("bad", _("高"))
    if score >= 40:
        return Label("warn", _("中"))
    return Label("info", _("低")) if score else Label("ok", _("未见"))
