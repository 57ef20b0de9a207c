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
from declarations.models.querysets import PROOF_READERS
from declarations.payment_data import ProofFacts, facts_of, payment_data_of, upload_of
from declarations.services.payment_proofs import ask_as_official, reveal_data
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import SignedInPage, origin_of

NOT_FOUND = 404


def shown(order: Any, viewer: Viewer) -> dict[str, Any]:
    """What the page of an order says of its raw payment data."""
    found = payment_data_of(order)
    return {
        "proofs": [{"facts": facts, "label": label_of(facts)} for facts in found.proofs],
        "may_open": may_open(order, viewer),
        "waiting": found.waiting,
        "may_ask": not found.waiting and viewer.is_official and "customs" in viewer.departments,
    }


def label_of(facts: ProofFacts) -> Label:
    """Whether the signature of an upload holds."""
    if facts.verified:
        return Label("ok", _("验签通过"))
    return Label("idle", _("未验签：平台未登记证书"))


def may_open(order: Any, viewer: Viewer) -> bool:
    """Whether the viewer may have the data themselves revealed (the page decides it again)."""
    if viewer.is_official:
        return bool(viewer.departments & PROOF_READERS)
    return order.sender_id in viewer.own_ids


class PaymentDataPage(SignedInPage):
    """One upload: its facts, and its data once a reason was given."""

    template_name = "declarations/payment_data_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = upload_of(viewer_for(self.request.user), self.kwargs["pk"])
        if row is None:
            raise Http404
        facts = facts_of(row)
        found = {"proof": {"facts": facts, "label": label_of(facts)}, "orders": row.order_nos}
        return super().get_context_data(**kwargs) | found

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Reveal the data, after the reason has been entered in the audit trail."""
        context = self.get_context_data()
        try:
            context["revealed"] = reveal_data(
                proof_id=pk,
                viewer=viewer_for(request.user),
                by=cast("User", request.user),
                reason=request.POST.get("reason", ""),
                at=timezone.now(),
                origin=origin_of(request),
            )
        except Refusal as refusal:
            context["refusal"] = refusal.text(get_language() or "zh-hans")
            return self.render_to_response(context, status=refusal.status)
        return self.render_to_response(context, headers={"Cache-Control": "no-store"})


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
        except Refusal as refusal:
            if refusal.status == NOT_FOUND:
                raise Http404 from refusal
            raise PermissionDenied from refusal
        language = get_language() or "zh-hans"
        said = answer.zh if language.startswith("zh") else answer.en
        taken = _("已向电商平台查询原始支付数据（模拟海关系统），应答 %(code)s。")
        if said:
            messages.error(request, f"{answer.code} {said}")
        else:
            messages.success(request, taken % {"code": answer.code})
        return HttpResponseRedirect(reverse("declarations:order", args=[pk]))
