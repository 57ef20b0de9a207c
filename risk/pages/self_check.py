"""A firm's own view of its risks: five types, its own documents with findings, what to do."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from risk import selectors_self_check as found
from risk.pages.matter import RiskOfficePage
from risk.pages.matter_forms import language, said
from risk.pages.screening_words import lane_label, trader_words
from risk.rules.self_check import (
    ATTENTION,
    BILLS,
    CERTIFICATES,
    CLEAN,
    COMPLAINTS,
    CONFIRMED,
    DOCUMENTS,
    NOTICE,
    PAYMENTS,
    RECALLS,
    RIGHTS,
    SELECTED,
    SIGNATURES,
    STATES,
    WARNINGS,
    Area,
)
from risk.rules.types import AREAS
from zone_portal.framework.lists import Label
from zone_portal.kernel.rules import RULES, language_index

TONES: Final = {CLEAN: "ok", NOTICE: "info", ATTENTION: "warn"}
LINKS: Final = {
    WARNINGS: "risk:column",
    DOCUMENTS: "declarations:tasks",
    PAYMENTS: "declarations:tasks",
    COMPLAINTS: "risk:complaints",
    RIGHTS: "risk:notices",
    CONFIRMED: "credit:matters",
    BILLS: "taxation:bills",
    SIGNATURES: "declarations:submissions",
    CERTIFICATES: "enterprises:certificates",
    RECALLS: "risk:recalls",
}
"""Where each is put right."""


class SelfCheckPage(RiskOfficePage):
    """For people of a firm; nothing here that the firm may not know."""

    template_name = "risk/self_check.html"

    def may_open(self) -> None:
        if not self.viewer.own_ids:
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tasks = found.unfinished_tasks(self.viewer)[: found.MOST_SHOWN]
        return super().get_context_data(**kwargs) | {
            "days": found.DAYS,
            "areas": [_shown(area) for area in found.own_areas(self.viewer, at=self.now)],
            "tasks": [(task, _title_of(task.code), task.deadline_at < self.now) for task in tasks],
            "selected": [
                (told, lane_label(told.channel), trader_words(told.channel))
                for told in found.selected(self.viewer, at=self.now)
            ],
        }


def _shown(area: Area) -> dict[str, Any]:
    return {
        "title": said(AREAS[area.code]),
        "state": Label(TONES[area.state], said(STATES[area.state])),
        "found": [
            {
                "title": said(check.title),
                "advice": said(check.advice),
                "count": count,
                "url": "#selected-title" if check.code == SELECTED else reverse(LINKS[check.code]),
            }
            for check, count in area.found
        ],
    }


def _title_of(code: str) -> str:
    """What a rule of the documents found, without the values of a case."""
    rule = RULES.get(code)
    return rule.title[language_index(language())] if rule else code
