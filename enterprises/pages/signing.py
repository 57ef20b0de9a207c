"""Signing certificates of the enterprise: listed, registered by proof of the key, revoked."""

import base64
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.pages.own_firm import ConfirmPage, FirmPage, status_of, words_of
from enterprises.pages.people_labels import CERTIFICATE_STATES
from enterprises.rules.signing.keys import LARGEST
from enterprises.selectors_certificates import certificate_state, certificates_of
from enterprises.services.signing import register_certificate, revoke_certificate
from zone_portal.kernel.errors import PortalError


class Certificates(FirmPage):
    """The list, and the form of a new one: first the certificate, then the signature."""

    template_name = "enterprises/certificates.html"
    list_name = "enterprises:certificates"
    administrators_only = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        rows = []
        for row in certificates_of(self.viewer, self.own.enterprise.pk):
            state = certificate_state(row, at=now)
            rows.append(
                {
                    "row": row,
                    "label": CERTIFICATE_STATES[state],
                    "usable": state not in {"revoked", "expired"},
                    "state": state,
                }
            )
        return super().get_context_data(**kwargs) | {
            "certificates": rows,
            "ending": sum(row["state"] == "ending" for row in rows),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register one; without a signature the answer says what is to be signed."""
        given = {
            "certificate": _text(request),
            "proof": request.POST.get("proof", ""),
        }
        firm = self.own.enterprise.pk
        try:
            row = self.attempt(register_certificate, enterprise_id=firm, **given)
        except PortalError as refusal:
            asks = refusal.code == "certificate_proof_missing"
            context = self.get_context_data(
                **given,
                refusal="" if asks else words_of(refusal),
                to_sign=refusal.details.get("text", ""),
                key_algorithm=refusal.details.get("algorithm", ""),
            )
            return self.render_to_response(context, status=200 if asks else status_of(refusal))
        return self.done(_("证书 %(serial)s 已登记，此后的签名按它验证。") % {"serial": row.serial})


class RevokeCertificate(ConfirmPage):
    """Ends a certificate."""

    list_name = "enterprises:certificates"
    administrators_only = True

    def question(self) -> dict[str, Any]:
        rows = certificates_of(self.viewer, self.own.enterprise.pk)
        row = rows.filter(id=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return {
            "title": _("撤销证书"),
            "text": _(
                "撤销后，用证书 %(serial)s 签名的报文不再通过验签，该证书也不能再次登记。"
                "私钥遗失或可能泄露时请立即撤销。"
            )
            % {"serial": row.serial},
            "button": _("撤销证书"),
        }

    def act(self) -> str:
        firm = self.own.enterprise.pk
        given = {"enterprise_id": firm, "certificate_id": self.kwargs["pk"]}
        row = self.attempt(revoke_certificate, **given)
        return _("证书 %(serial)s 已撤销，即时生效。") % {"serial": row.serial}


def _text(request: HttpRequest) -> str:
    """The certificate as it was pasted, or as the file that was chosen holds it."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("certificate", "")
    content = file.read(LARGEST)
    is_der = not content.lstrip().startswith((b"-", b"M"))
    return base64.b64encode(content).decode() if is_der else content.decode("ascii", "replace")
