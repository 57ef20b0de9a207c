"""Consents: what banks and insurers may know of the enterprise; what others let it know."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from enterprises.constants import CONSENT_RECIPIENTS
from enterprises.models import Consent
from enterprises.pages.own_firm import ConfirmPage, FirmPage, status_of
from enterprises.pages.people_forms import ConsentForm, add_problems
from enterprises.pages.people_labels import CONSENT_STATES, data_label
from enterprises.pages.told import told
from enterprises.selectors_mandates import consent_state, consents_between, reads_of
from enterprises.services.consenting import assertion_for, grant_consent, withdraw_consent
from zone_portal.kernel.errors import PortalError


class Consents(FirmPage):
    """Consents given, consents held."""

    template_name = "enterprises/consents.html"
    list_name = "enterprises:consents"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firm = self.own.enterprise
        lines = [line_of(row) for row in consents_between(self.viewer, firm.id)]
        return super().get_context_data(**kwargs) | {
            "given": [line for line in lines if line["row"].principal_id == firm.id],
            "held": [line for line in lines if line["row"].recipient_id == firm.id],
            "may_hold": not CONSENT_RECIPIENTS.isdisjoint(firm.kinds),
        }


class ConsentPage(FirmPage):
    """One consent: what it opens, who read it when. Its recipient may read here, too."""

    template_name = "enterprises/consent.html"
    list_name = "enterprises:consents"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row()
        return super().get_context_data(**kwargs) | {
            "line": line_of(row),
            "holds": row.recipient_id == self.own.enterprise.id,
            "gives": row.principal_id == self.own.enterprise.id,
            "reads": reads_of([row.id]),
            "back": self.back(),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read what the consent opens."""
        issuer = request.build_absolute_uri("/")
        try:
            found = self.attempt(assertion_for, consent_id=pk, viewer=self.viewer, issuer=issuer)
        except PortalError as refusal:
            context = self.get_context_data(refusal=refusal)
            return self.render_to_response(context, status=status_of(refusal))
        context = self.get_context_data(assertion=found, told=told(found.data))
        return self.render_to_response(context, headers={"Cache-Control": "no-store"})

    def row(self) -> Consent:
        """The consent, if it is one of this enterprise's.

        :raises Http404: for any other.
        """
        rows = consents_between(self.viewer, self.own.enterprise.id)
        row = rows.filter(id=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return row


class WithdrawConsent(ConfirmPage):
    """Ends a consent at once."""

    list_name = "enterprises:consents"
    administrators_only = True

    def question(self) -> dict[str, Any]:
        row = self._row()
        return {
            "title": _("撤回授权"),
            "text": _("撤回即时生效：%(firm)s 不能再查询本企业数据。已经查询到的内容不受影响。")
            % {"firm": row.recipient.name},
            "button": _("撤回授权"),
        }

    def act(self) -> str:
        row = self._row()
        self.attempt(withdraw_consent, consent_id=row.id, viewer=self.viewer)
        return _("对 %(firm)s 的授权已撤回，即时生效。") % {"firm": row.recipient.name}

    def _row(self) -> Consent:
        rows = consents_between(self.viewer, self.own.enterprise.id)
        row = rows.filter(id=self.kwargs["pk"], principal_id=self.own.enterprise.id).first()
        if row is None:
            raise Http404
        return row


class GrantConsent(FirmPage):
    """The form of a new consent."""

    template_name = "enterprises/consent_new.html"
    list_name = "enterprises:consents"
    administrators_only = True

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._page(ConsentForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ConsentForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        firm = self.own.enterprise.id
        try:
            row = self.attempt(grant_consent, given=form.permission(), principal_id=firm)
        except PortalError as refusal:
            add_problems(form, refusal)
            return self._page(form, status=status_of(refusal))
        return self.done(_("已授权 %(firm)s。") % {"firm": row.recipient.name})

    def _page(self, form: ConsentForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, back=self.back())
        return self.render_to_response(context, status=status)


def line_of(row: Consent) -> dict[str, Any]:
    """A consent as the pages show it."""
    state = consent_state(row, on=localdate())
    return {
        "row": row,
        "state": CONSENT_STATES[state],
        "in_force": state == "granted",
        "items": _("；").join(data_label(item) for item in row.data),
    }
