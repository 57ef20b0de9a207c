"""Mandates: what the enterprise entrusted to others, and what others entrusted to it."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from enterprises.models import Mandate
from enterprises.pages.own_firm import ConfirmPage, FirmPage, status_of, words_of
from enterprises.pages.people_forms import MandateForm, add_problems
from enterprises.pages.people_labels import MANDATE_STATES, MESSAGE_KINDS
from enterprises.selectors_mandates import mandate_state, mandates_between
from enterprises.services.entrusting import (
    accept_mandate,
    decline_mandate,
    propose_mandate,
    revoke_mandate,
)
from zone_portal.kernel.errors import PortalError


class Mandates(FirmPage):
    """Both lists, those that wait for an answer first."""

    template_name = "enterprises/mandates.html"
    list_name = "enterprises:mandates"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firm = self.own.enterprise.id
        rows = [self._line(row) for row in mandates_between(self.viewer, firm)]
        return super().get_context_data(**kwargs) | {
            "held": [line for line in rows if line["row"].agent_id == firm],
            "given": [line for line in rows if line["row"].principal_id == firm],
        }

    def refused(self, refusal: PortalError) -> HttpResponse:
        """The lists again, saying what was not done and why."""
        context = self.get_context_data(refusal=words_of(refusal))
        return self.render_to_response(context, status=status_of(refusal))

    def _line(self, row: Mandate) -> dict[str, Any]:
        state = mandate_state(row, on=localdate())
        held = row.agent_id == self.own.enterprise.id
        return {
            "row": row,
            "other": row.principal if held else row.agent,
            "state": MANDATE_STATES[state],
            "kinds": [(kind, MESSAGE_KINDS[kind]) for kind in row.kinds],
            "answerable": state == "proposed" and held and self.own.administers,
            "revocable": state in {"proposed", "accepted", "ahead"}
            and not (state == "proposed" and held)
            and self.own.administers,
        }


class AnswerMandate(Mandates):
    """The agent's answer; each address names its own."""

    http_method_names = ["post"]
    accepts: ClassVar[bool] = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        service = accept_mandate if self.accepts else decline_mandate
        try:
            row = self.attempt(service, mandate_id=pk, viewer=self.viewer)
        except PortalError as refusal:
            return self.refused(refusal)
        said = _("已接受 %(firm)s 的委托。") if self.accepts else _("已拒绝 %(firm)s 的委托。")
        return self.done(said % {"firm": row.principal.name})


class DeclineMandate(AnswerMandate):
    accepts = False


class RevokeMandate(ConfirmPage):
    """Ends a mandate at once."""

    list_name = "enterprises:mandates"

    def question(self) -> dict[str, Any]:
        row = self._row()
        return {
            "title": _("撤销委托"),
            "text": _("%(principal)s 委托 %(agent)s 报送 %(kinds)s。撤销后受托方即刻不能再报送。")
            % {
                "principal": row.principal.name,
                "agent": row.agent.name,
                "kinds": " ".join(row.kinds),
            },
            "button": _("撤销委托"),
        }

    def act(self) -> str:
        self.attempt(revoke_mandate, mandate_id=self._row().id, viewer=self.viewer)
        return _("委托已撤销，即时生效。")

    def _row(self) -> Mandate:
        rows = mandates_between(self.viewer, self.own.enterprise.id)
        row = rows.filter(id=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return row


class ProposeMandate(FirmPage):
    """The form of a new mandate."""

    template_name = "enterprises/mandate_new.html"
    list_name = "enterprises:mandates"
    administrators_only = True

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._page(MandateForm(initial={"valid_from": localdate()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = MandateForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        firm = self.own.enterprise.id
        try:
            row = self.attempt(propose_mandate, given=form.entrustment(), principal_id=firm)
        except PortalError as refusal:
            add_problems(form, refusal)
            return self._page(form, status=status_of(refusal))
        return self.done(_("已向 %(firm)s 提出委托，待其接受后生效。") % {"firm": row.agent.name})

    def _page(self, form: MandateForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, back=self.back())
        return self.render_to_response(context, status=status)
