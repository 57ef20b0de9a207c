"""For anyone with a waybill number: where the parcel is. Made for a phone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from declarations import gateway
from declarations.pages.course import authority, status_label
from declarations.pages.happenings import Happening
from declarations.pages.labels import DIRECTIONS
from declarations.parcels import (
    DECLARED,
    DELIVERED,
    HELD,
    MATCHED,
    RECEIVED,
    RETURNED,
    ParcelStep,
    carriers,
    parcel,
)
from declarations.states import PORTAL, SENT, STATUSES
from zone_portal.framework.lists import Label
from zone_portal.framework.public_rate import may_ask

LONGEST = 60
STEPS = {
    RECEIVED: Label("info", gettext_lazy("承运人已报送运单")),
    DECLARED: Label("info", gettext_lazy("已申报")),
    MATCHED: Label("info", gettext_lazy("平台核对一致")),
    SENT: Label("info", gettext_lazy("已提交海关")),
    HELD: Label("warn", gettext_lazy("海关审核或查验中")),
    DELIVERED: Label("ok", gettext_lazy("收件人已签收")),
    RETURNED: Label("warn", gettext_lazy("海关退回，企业正在处理")),
}


class ParcelPage(TemplateView):
    """One field; the answer names no person, no buyer and no seller."""

    template_name = "declarations/parcel.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.GET.get("no", "").strip()[:LONGEST]
        context: dict[str, Any] = {"number": number}
        if not number:
            return self.render_to_response(self.get_context_data(**context))
        if not may_ask(request):
            context["too_often"] = True
            return self.render_to_response(self.get_context_data(**context), status=429)
        having = carriers(number)
        asked = request.GET.get("carrier", "")
        chosen = [one for one in having if one.code == asked] or having
        if len(chosen) > 1:
            return self.render_to_response(self.get_context_data(**context, carriers=chosen))
        found = parcel(number, chosen[0].code, at=timezone.now()) if chosen else None
        if found is not None:
            context["carrier"] = chosen[0] if len(having) > 1 else None
            context |= {
                "direction": DIRECTIONS[found.direction],
                "label": _label(found.steps[-1].code),
                "events": [_happening(step) for step in found.steps],
                "simulated": gateway.is_simulated(),
            }
        return self.render_to_response(self.get_context_data(**context, found=found))


def _label(code: str) -> Label:
    return STEPS.get(code) or status_label(code)


def _happening(step: ParcelStep) -> Happening:
    label = _label(step.code)
    return Happening(step.at, str(label.text), _who(step.code), label.tone)


def _who(code: str) -> str:
    """The authority behind a step."""
    if code in {RECEIVED, DECLARED}:
        return _("企业")
    if code == DELIVERED:
        return _("承运人")
    if code == MATCHED or (code in STATUSES and STATUSES[code].authority == PORTAL):
        return _("本平台")
    return authority("500" if code in STEPS else code, simulated=gateway.is_simulated())
