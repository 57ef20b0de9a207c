"""The tax estimate: a form with lines, and the taxes of each line step by step."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from taxation import selectors
from taxation.constants import RETAIL_IMPORT, TREATMENTS
from taxation.facts import Estimate, LineTax
from taxation.pages.base import TaxPage
from taxation.pages.forms import LineFormSet, PurchaseForm, purchase_of
from taxation.pages.labels import OUTCOMES, REGIMES, cards, language, said, step_label
from zone_portal.kernel.errors import PortalError

LINES = "l"
TOTAL = f"{LINES}-TOTAL_FORMS"
FIRST_LINES = 2


class EstimatePage(TaxPage):
    """Asked by GET, so that an estimate can be linked to; nothing is kept."""

    template_name = "taxation/estimate.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = TOTAL in request.GET
        data = _filled(request.GET)
        form = PurchaseForm(data)
        lines = LineFormSet(data, prefix=LINES)
        checking = asked and "add" not in request.GET
        context: dict[str, Any] = {"form": form, "lines": lines, "checking": checking}
        if checking:
            context |= self._answer(form, lines)
        return self.render_to_response(self.get_context_data(**context))

    def _answer(self, form: PurchaseForm, lines: Any) -> dict[str, Any]:
        if not (form.is_valid() & lines.is_valid()):
            return {"invalid": True}
        on = form.cleaned_data["on"]
        try:
            estimate = selectors.estimate(purchase_of(form, lines), on=on)
        except PortalError as refusal:
            problems = refusal.details.get("problems", ())
            key = "zh" if language().startswith("zh") else "en"
            form.add_error(None, refusal.text(language()))
            for problem in problems:
                form.add_error(None, problem[key])
            return {"invalid": True}
        return {"estimate": shown(estimate), "on": on}


def shown(estimate: Estimate) -> dict[str, Any]:
    """An estimate in the words of the page."""
    treatment = estimate.treatment
    return {
        "outcome": OUTCOMES[estimate.outcome],
        "sentence": _sentence(estimate),
        "treatment": treatment and said(TREATMENTS[treatment.code]),
        "basis": treatment.basis if treatment else "",
        "unverified": bool(treatment and not treatment.verified),
        "regime": REGIMES[estimate.regime],
        "figures": estimate,
        "lines": [_line(line) for line in estimate.lines],
        "findings": cards(estimate.findings),
    }


def _sentence(estimate: Estimate) -> str:
    if estimate.total is not None:
        return _("税款约 %(total)s 元") % {"total": f"{estimate.total:,.2f}"}
    if estimate.outcome == "refused":
        return _("不能按跨境电商零售进口申报")
    if estimate.outcome == "untaxed":
        return _("不征进口税款")
    if estimate.treatment is None or estimate.treatment.code != RETAIL_IMPORT:
        return _("无法计算税款")
    return _("无法计算税款：缺少下列内容")


def _line(line: LineTax) -> dict[str, Any]:
    return {
        "tax": line,
        "total": f"{line.duty + line.consumption + line.vat:,.4f}",
        "steps": [
            {"label": step_label(step.code), "step": step, "amount": f"{step.amount:,.4f}"}
            for step in line.steps
        ],
    }


def _filled(query: QueryDict) -> QueryDict:
    """What was asked, or a new form; one more line where one was asked for."""
    data = query.copy()
    if TOTAL not in query:
        given = {"direction": "I", "mode": "9610", "taxpayer": "consumer", "document": "inventory"}
        for name, value in {**given, "on": localdate().isoformat()}.items():
            data.setdefault(name, value)
        data[TOTAL] = str(FIRST_LINES)
        for number in range(FIRST_LINES):
            data[f"{LINES}-{number}-pieces"] = "1"
    elif "add" in query and (total := query.get(TOTAL, "")).isdecimal():
        data[f"{LINES}-{total}-pieces"] = "1"
        data[TOTAL] = str(int(total[:3]) + 1)
    data[f"{LINES}-INITIAL_FORMS"] = "0"
    return data
