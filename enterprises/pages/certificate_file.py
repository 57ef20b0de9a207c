"""The certificate as a PDF, for the enterprise itself and for officials in charge."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from enterprises.certificates import certificate_file
from enterprises.pages.base import FilingPage


class CertificateFilePage(FilingPage):
    """A download; the address behind its QR code is that of this portal."""

    def get(self, request: HttpRequest, filing: int) -> HttpResponse:
        def address(number: str, code: str) -> str:
            path = reverse("enterprises:certificate", kwargs={"number": number, "code": code})
            return request.build_absolute_uri(path)

        made = certificate_file(filing, viewer=self.viewer, address=address)
        if made is None:
            raise Http404
        name, content = made
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, name) or ""
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
