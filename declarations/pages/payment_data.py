"""The raw payment data of an order on its page, and the question of a customs official for them."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from declarations.payment_data import payment_data_of
from declarations.services.payment_proofs import ask_as_official
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError

FORBIDDEN, NOT_FOUND = 403, 404


def shown(order: Any, viewer: Viewer) -> dict[str, Any]:
    """What the page of an order says of its raw payment data."""
    found = payment_data_of(order)
    return {
        "proofs": [
            {
                "facts": facts,
                "label": Label("ok", _("验签通过"))
                if facts.verified
                else Label("idle", _("未验签：平台未登记证书")),
            }
            for facts in found.proofs
        ],
        "waiting": found.waiting,
        "may_ask": not found.waiting and viewer.is_official and "customs" in viewer.departments,
    }


class AskPaymentData(SignedInPage):
    """Asks the platform of an order, in the place of customs' own system."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            answer = ask_as_official(
                order_id=pk,
                viewer=viewer_for(request.user),
                by=cast("User", request.user),
                at=timezone.now(),
                origin=origin_of(request),
            )
        except PortalError as refusal:
            status = getattr(refusal, "status", None)
            if status == NOT_FOUND:
                raise Http404 from refusal
            if status == FORBIDDEN:
                raise PermissionDenied from refusal
            raise
        language = get_language() or "zh-hans"
        said = answer.zh if language.startswith("zh") else answer.en
        taken = _("已向电商平台查询原始支付数据（模拟海关系统），应答 %(code)s。")
        if said:
            messages.error(request, f"{answer.code} {said}")
        else:
            messages.success(request, taken % {"code": answer.code})
        return HttpResponseRedirect(reverse("declarations:order", args=[pk]))
