"""Papers of a filing: handed in with progress, refused in words, given back with safe headers."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from enterprises.pages.base import FORBIDDEN, NOT_FOUND, UNPROCESSABLE, FilingPage, status_of
from enterprises.pages.drafts import Draft
from enterprises.pages.fields import views_of
from enterprises.pages.finding import editable_or_404, section_or_404
from enterprises.pages.labels import language
from enterprises.services.filing import attaching
from enterprises.services.refusals import Refusal
from zone_portal.framework.pages import is_partial
from zone_portal.kernel.errors import PortalError

ACCEPT = ".pdf,.png,.jpg,.jpeg,.ofd,application/pdf,image/png,image/jpeg"


def limits() -> dict[str, Any]:
    """What the upload forms say beforehand, and check before a large file travels."""
    size = f"{megabytes()} MB"
    return {
        "accept": ACCEPT,
        "most_bytes": settings.FILING_ATTACHMENT_BYTES,
        "limits": _("PDF、PNG、JPEG 或 OFD，不超过 %(size)s") % {"size": size},
        "too_large": _("文件超过 %(size)s，请压缩或分成几份。") % {"size": size},
    }


class AttachPage(FilingPage):
    """One file for one requirement; the answer redraws that requirement alone."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, filing: int, section: str) -> HttpResponse:
        editable_or_404(self, filing)
        code = request.POST.get("field", "")
        try:
            self._keep(request, filing, code)
        except PortalError as refusal:
            status = status_of(refusal)
            if status in {NOT_FOUND, FORBIDDEN}:
                raise
            return self._again(filing, section, code, refusal.text(language()), status)
        return self._drawn(filing, section, code)

    def _keep(self, request: HttpRequest, filing: int, code: str) -> None:
        file = request.FILES.get("file")
        if file is None or file.size is None:
            raise Refusal(
                "attachment_empty", UNPROCESSABLE, "请先选择文件。", "Choose a file first."
            )
        attaching.refuse_size(file.size)
        attaching.attach(
            filing_id=filing, field=code, name=file.name or "", content=file.read(), **self.deed()
        )

    def _drawn(self, filing: int, section: str, code: str, **context: Any) -> HttpResponse:
        if not is_partial(self.request):
            url = reverse("enterprises:filing_section", args=[filing, section])
            return redirect(f"{url}#files-{code}")
        return self._box(filing, section, code, **context)

    def _again(self, filing: int, section: str, code: str, text: str, status: int) -> HttpResponse:
        if not is_partial(self.request):
            messages.error(self.request, text)
            return self._drawn(filing, section, code)
        response = self._box(filing, section, code, refusal=text)
        response.status_code = status
        response["X-Fragment"] = "attachment"
        return response

    def _box(self, filing: int, section: str, code: str, **context: Any) -> HttpResponse:
        draft = Draft(editable_or_404(self, filing), self.now)
        part = section_or_404(draft, section)
        views = [view for view in views_of(part, draft.drawn({}, {})) if view.code == code]
        if not views:
            raise Http404
        shown = {"filing": draft.filing, "section": part, "view": views[0], "editable": True}
        shown |= {"swapped": True, **limits(), **context}
        return render(self.request, "enterprises/attachments.html", shown)


class RemovePage(AttachPage):
    """Takes a file away again."""

    def post(  # type: ignore[override]
        self, request: HttpRequest, filing: int, attachment: int
    ) -> HttpResponse:
        attaching.remove(attachment_id=attachment, **self.deed())
        code, section = request.POST.get("field", ""), request.POST.get("section", "")
        return self._drawn(filing, section, code)


class FilePage(FilingPage):
    """The file itself: always a download, never drawn inside the portal's own address."""

    def get(self, _request: HttpRequest, filing: int, attachment: int) -> HttpResponse:
        name, media_type, content = attaching.read(attachment_id=attachment, **self.deed())
        response = HttpResponse(content, content_type=media_type)
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


def megabytes() -> int:
    """The size of the largest file, in MB."""
    return int(settings.FILING_ATTACHMENT_BYTES) // (1024 * 1024)
