"""A paper that proves a figure: always a download, never drawn inside the portal's own address."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from statistics_app.pages.governance_base import GovernancePage
from statistics_app.services.governance import evidence


class EvidencePage(GovernancePage):
    """Hands a paper out."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        name, media_type, content = evidence.read(evidence_id=pk, **self.who())
        response = HttpResponse(content, content_type=media_type)
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
