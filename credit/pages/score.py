"""The score of one's own enterprise: where it stands, why, beside its kind, and what to do."""

from datetime import date
from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from credit.constants import NATIONAL_GRADES
from credit.pages.score_words import differences, shown_group, shown_record, shown_step
from credit.pages.sharing_base import FirmCreditPage, grade_label, language, said
from credit.rulebook import zone_grade_mode
from credit.rules.disclosing import add_months
from credit.rules.parameters import GRADE, OFF
from credit.selectors_score import (
    Outlook,
    ScorePage,
    groups_of,
    outlook,
    records_behind,
    score_page,
    subject_of_enterprise,
)
from credit.selectors_sharing import Rated, rated, standing_records
from enterprises.constants import kind_label
from zone_portal.framework.lists import Label
from zone_portal.kernel.periods import parse_day

GRADE_KINDS = (
    "national_grade",
    "customs_grade",
    "tax_grade",
    "fx_class",
    "abnormal_list",
    "serious_list",
)
FURTHEST_MONTHS = 36


class ScoreOfOwnFirm(FirmCreditPage):
    """Score, grade, every point with its records, the trend, the kind."""

    template_name = "credit/score.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firm = self.own.enterprise
        subject = subject_of_enterprise(firm.pk)
        mode = zone_grade_mode(localdate(self.now))
        shows = subject is not None and mode != OFF
        page = score_page(subject, firm.kinds, at=self.now) if subject and shows else None
        grades = standing_records(subject.pk, GRADE_KINDS, at=self.now) if subject else []
        return super().get_context_data(**kwargs) | {
            "page": shown_page(page) if page is not None else None,
            "grades": [shown_record(row) for row in grades if row.kind != "national_grade"],
            "national": next((row for row in grades if row.kind == "national_grade"), None),
            "national_label": _national(grades),
            "off": mode == OFF,
            "reference": mode != GRADE,
        }


def shown_page(page: ScorePage) -> dict[str, Any]:
    """The page in the words of the reader."""
    rating, definition = page.own.rating, page.own.definition
    return {
        "rating": rating,
        "grade": grade_label(rating.grade, page.own.level),
        "top": definition.floor + definition.span,
        "model": said((rating.model.zh, rating.model.en)),
        "version": rating.model.version,
        "notice": said(definition.notice),
        "bands": _bands(page.own),
        "groups": [shown_group(group) for group in page.groups],
        "chart": chart_of(page),
        "trend": list(reversed(page.trend)),
        "places": [
            {
                "kind": kind_label(place.spread.group, language()),
                "spread": place.spread,
                "better": place.better_than * 10,
            }
            for place in page.places
        ],
        "least": page.least,
    }


def chart_of(page: ScorePage) -> dict[str, Any]:
    """The trend as the chart draws it."""
    definition = page.own.definition
    rows = page.trend
    return {
        "kind": "line",
        "labels": [row.as_of_date.isoformat() for row in rows],
        "min": definition.floor,
        "max": definition.floor + definition.span,
        "series": [
            {"name": _("信用分"), "tone": "ok", "values": [float(row.score) for row in rows]}
        ],
        "summary": _("信用分走势：%(points)s")
        % {"points": "，".join(f"{row.as_of_date} {row.score}" for row in rows)},
    }


class PlanOfOwnFirm(FirmCreditPage):
    """The repair plan, and the what-if: which of the steps, and the score of which day."""

    template_name = "credit/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        subject = subject_of_enterprise(self.own.enterprise.pk)
        own = rated(subject.pk) if subject else None
        off = zone_grade_mode(localdate(self.now)) == OFF
        if subject is None or own is None or off:
            return context | {"outlook": None, "off": off}
        found = outlook(subject, own.definition, at=self.now)
        return context | {"outlook": found, **self._plan(found, own), **self._what_if(found)}

    def _plan(self, found: Outlook, own: Rated) -> dict[str, Any]:
        today = found.ways.day
        now = found.ways.on(today)
        grades = list(found.ways.grades)
        better = grades[: grades.index(now.grade)]
        target = self.request.GET.get("target") or (better[-1] if better else "")
        if target and target not in grades:
            raise Http404
        plan = found.plan_for(target) if target else None
        return {
            "today": now,
            "today_grade": grade_label(now.grade, own.definition.level_of(now.grade)),
            "better": better,
            "target": target,
            "plan": plan,
            "plan_grade": plan
            and grade_label(plan.scored.grade, own.definition.level_of(plan.scored.grade)),
            "plan_steps": [
                shown_step(step, found.records, today=today)
                for step in (plan.steps if plan else ())
            ],
        }

    def _what_if(self, found: Outlook) -> dict[str, Any]:
        today = found.ways.day
        wanted = set(self.request.GET.getlist("step"))
        chosen = [step for step in found.steps if step.code in wanted]
        on = self._day(today)
        asked = bool(wanted) or "on" in self.request.GET
        context: dict[str, Any] = {
            "steps": [
                {**shown_step(step, found.records, today=today), "chosen": step.code in wanted}
                for step in found.steps
            ],
            "on": on,
            "asked": asked,
            "latest": add_months(today, FURTHEST_MONTHS),
        }
        if asked:
            context |= self._answer(found, chosen, on)
        return context

    def _answer(self, found: Outlook, chosen: list[Any], on: date) -> dict[str, Any]:
        before, after = found.ways.on(on), found.ways.on(on, chosen)
        parts = (*before.contributions, *after.contributions)
        records = records_behind(parts, at=self.now)
        changes = differences(
            groups_of(found.definition, before.contributions, records),
            groups_of(found.definition, after.contributions, records),
        )
        level = found.definition.level_of
        return {
            "without": before,
            "without_grade": grade_label(before.grade, level(before.grade)),
            "result": after,
            "result_grade": grade_label(after.grade, level(after.grade)),
            "changes": changes,
            "not_yet": [step for step in chosen if step.from_date > on],
        }

    def _day(self, today: date) -> date:
        """The day that is asked for: from today, three years at most."""
        given = parse_day(self.request.GET.get("on", "")) or add_months(today, 3)
        return min(max(given, today), add_months(today, FURTHEST_MONTHS))


def _bands(own: Rated) -> list[dict[str, Any]]:
    definition = own.definition
    top = definition.floor + definition.span
    found = []
    for band in definition.bands:
        label = grade_label(band.grade, band.level)
        found.append({"label": label, "least": band.least, "most": top})
        top = band.least - 1
    return found


def _national(grades: Any) -> Label | None:
    for row in grades:
        if row.kind == "national_grade":
            return grade_label(said(NATIONAL_GRADES[row.grade]), row.grade)
    return None
