"""Member units: liaison officers, months that are owed, and the form of a monthly report."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from statistics_app import selectors_tasks
from statistics_app.pages.governance_base import GovernancePage, paper_in, words_of
from statistics_app.rules.tasks import months_back
from statistics_app.selectors_tasks import UnitStanding
from statistics_app.services.governance import monthly, units
from statistics_app.services.governance.common import acts_for, is_office
from statistics_app.services.governance.monthly import Line
from zone_portal.kernel.periods import parse_day

CHOICES = 3
"""So many months may be reported from the list: this one and those before it."""


class UnitsPage(GovernancePage):
    """All units: whom to call, and which months they owe."""

    template_name = "statistics/units.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors_tasks.units(self.viewer, today=self.today)
        return super().get_context_data(**kwargs) | {
            "rows": [{"name": words_of(row.unit), "row": row} for row in rows],
            "expected": selectors_tasks.expected_month(self.today),
        }


class UnitPage(GovernancePage):
    """One unit."""

    template_name = "statistics/unit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.unit(kwargs["pk"])
        unit = row.unit
        office = is_office(self.viewer)
        month = self.today.replace(day=1)
        return super().get_context_data(**kwargs) | {
            "unit": unit,
            "name": words_of(unit),
            "row": row,
            "duties": [
                {"pk": duty.pk, "number": duty.number, "name": words_of(duty)}
                for duty in monthly.duties_of(unit)
            ],
            "reports": selectors_tasks.reports_of(unit),
            "may_appoint": office,
            "may_report": office or acts_for(unit, self.person, on=self.today),
            "months": [months_back(month, back) for back in range(CHOICES)],
            "crumbs": [
                {"url": reverse("statistics:units"), "label": _("成员单位与月报")},
                {"url": "", "label": words_of(unit)},
            ],
        }

    def unit(self, pk: int) -> UnitStanding:
        """The unit of the address."""
        row = selectors_tasks.unit_of(self.viewer, pk, today=self.today)
        if row is None:
            raise Http404
        return row

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:unit", args=[kwargs["pk"]])

    def appoint(self, request: HttpRequest, pk: int) -> str:
        """A liaison officer comes."""
        units.appoint(unit_id=pk, username=request.POST.get("username", ""), **self.who())
        return _("已登记联络员。")

    def end(self, request: HttpRequest, pk: int) -> str:
        """A liaison officer goes."""
        self.unit(pk)
        chosen = request.POST.get("liaison", "")
        units.end_liaison(liaison_id=int(chosen) if chosen.isdecimal() else 0, **self.who())
        return _("已结束联络员任期。")

    deeds = {"appoint": appoint, "end": end}


class MonthPage(UnitPage):
    """The form of a unit's monthly report, and what was sent."""

    template_name = "statistics/month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month = month_in(kwargs["month"])
        context = super().get_context_data(**kwargs)
        unit = context["unit"]
        sent = selectors_tasks.month_report(unit, month)
        lines = {line.duty_id: line for line in sent.lines.all()} if sent else {}
        typed = context["typed"]
        return context | {
            "month": month,
            "sent": sent,
            "lines": [
                {
                    "duty": duty,
                    "name": words_of(duty),
                    "percent": typed.get(f"percent-{duty.pk}")
                    or (lines[duty.pk].percent if duty.pk in lines else duty.percent),
                    "text": typed.get(f"text-{duty.pk}")
                    or (lines[duty.pk].text if duty.pk in lines else ""),
                }
                for duty in monthly.duties_of(unit)
            ],
            "summary": typed.get("summary") or (sent.summary if sent else ""),
            "problems": typed.get("problems") or (sent.problems if sent else ""),
            "crumbs": [
                *context["crumbs"][:1],
                {"url": reverse("statistics:unit", args=[unit.pk]), "label": context["name"]},
                {"url": "", "label": f"{month:%Y-%m}"},
            ],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().post(request, **kwargs, deed="send")

    def send(self, request: HttpRequest, pk: int, month: str) -> str:
        """The report of the month, with its tasks."""
        sent = request.POST
        written = [name for name, text in sent.items() if str(text).strip()]
        chosen = [name.partition("-")[2] for name in written if name.startswith("text-")]
        lines = {
            int(key): Line(
                sent.get(f"percent-{key}", "").strip(),
                sent.get(f"text-{key}", ""),
                paper_in(request, f"paper-{key}"),
            )
            for key in chosen
            if key.isdecimal()
        }
        monthly.send_month(
            unit_id=pk,
            month=month_in(month),
            summary=sent.get("summary", ""),
            problems=sent.get("problems", ""),
            lines=lines,
            reason=sent.get("reason", ""),
            **self.who(),
        )
        return _("已报送月报。")

    deeds = {"send": send}


def month_in(text: str) -> date:
    """The month of an address (``2026-10``).

    :raises Http404: for anything else.
    """
    day = parse_day(f"{text}-01")
    if day is None:
        raise Http404
    return day
