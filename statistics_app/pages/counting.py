"""For the zone office: the statistics rates, the runs, and the days they changed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from statistics_app.models import Run, StatisticsRate
from statistics_app.pages.figures import FiguresPage
from statistics_app.selectors_dashboard import touched_days
from statistics_app.services.governance.common import is_office
from statistics_app.services.rates import put_statistics_rate
from statistics_app.services.runs import ask_to_count
from zone_portal.kernel.errors import PortalError

MOST_RATES, MOST_RUNS, MOST_DAYS = 36, 30, 100
ENTERS = frozenset({"administrator", "supervisor", "reviewer"})


class RateForm(forms.Form):
    """The rate of a month."""

    month = forms.DateField(
        label=gettext_lazy("月份"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"class": "form-control", "type": "month"}, format="%Y-%m"),
    )
    rate = forms.DecimalField(
        label=gettext_lazy("1 美元折合人民币（元）"),
        max_digits=12,
        decimal_places=6,
        min_value=Decimal("0.000001"),
        max_value=Decimal(999),
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal"}),
    )
    source = forms.CharField(
        label=gettext_lazy("来源（发布机关、文号或网址）"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("更正原因（更正已录入的汇率时必填）"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


class Counting(FiguresPage):
    """Rates, runs and touched days; a post enters a rate, or has the figures counted now."""

    template_name = "statistics/counting.html"
    fragment_name = "statistics/counting_runs.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not (
            self.viewer.sees_all and "zone" in self.viewer.departments
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(Run.objects.order_by("-id")[:MOST_RUNS])
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or RateForm(),
            "may_enter": bool(self.viewer.roles & ENTERS),
            "rates": StatisticsRate.objects.order_by("-month", "-edition")[:MOST_RATES],
            "may_count": is_office(self.viewer),
            "runs": [
                {"it": run, "percent": min(100, 100 * run.done // max(run.total, 1))}
                for run in rows
            ],
            "is_busy": any(run.state in {"waiting", "running"} for run in rows),
            "days": touched_days()[:MOST_DAYS],
        }

    def post(self, request: HttpRequest) -> Any:
        """Enter the rate, what is wrong is said at its field; or have the figures counted."""
        if "count" in request.POST:
            return self._count(request)
        if not self.viewer.roles & ENTERS:
            raise PermissionDenied
        form = RateForm(request.POST)
        if form.is_valid():
            try:
                put_statistics_rate(
                    month=form.cleaned_data["month"],
                    rate=form.cleaned_data["rate"],
                    source=form.cleaned_data["source"],
                    reason=form.cleaned_data["reason"],
                    by=self.person,
                    at=timezone.now(),
                )
            except PortalError as refusal:
                form.add_error("reason", refusal.text(get_language() or "zh"))
            else:
                messages.success(request, _("汇率已录入，今夜起按它入账。"))
                return redirect("statistics:counting")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _count(self, request: HttpRequest) -> Any:
        if not is_office(self.viewer):
            raise PermissionDenied
        ask_to_count(viewer=self.viewer, by=self.person, at=timezone.now())
        messages.success(request, _("已安排统计，进度见下表。"))
        return redirect("statistics:counting")
