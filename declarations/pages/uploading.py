"""Sending a file of documents by hand: the same intake as the API, the answer as a page."""

from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from declarations import exports
from declarations.facts import PAGE, Sender
from declarations.pages.submissions import context_of
from declarations.services.intake import receive
from declarations.services.sources import JSON, NDJSON, XML
from enterprises.facts import EnterpriseFacts
from zone_portal.framework.pages import SignedInPage, is_partial
from zone_portal.kernel.errors import PortalError

HEAD_BYTES = 4096
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
STATUS_UNPROCESSABLE = 422


class Upload(SignedInPage):
    """A form with one file; the answer stands below it, or on the submission's own page."""

    template_name = "declarations/upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firms = exports.sending_enterprises(cast("User", self.request.user))
        return {"firms": firms, **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest) -> HttpResponse:
        firms = exports.sending_enterprises(cast("User", request.user))
        file = request.FILES.get("file")
        firm = chosen_firm(firms, request.POST.get("enterprise", ""))
        if file is None or firm is None:
            return self._refused(_("请选择要报送的文件。") if firm else _("您没有报送权限。"))
        try:
            received = receive(
                file.chunks(),
                content_type=content_type_of(file),
                announced=file.size,
                by=Sender(enterprise=firm, channel=PAGE, user_id=request.user.pk),
                at=timezone.now(),
            )
        except PortalError as error:
            return self._refused(error.text(get_language() or "zh-hans"), error)
        if not is_partial(request):
            return redirect("declarations:submission", pk=received.submission.id)
        context = context_of(received.submission, received.judged, only="rejected")
        self.template_name = "declarations/upload_result.html"
        return self.render_to_response(context)

    def _refused(self, sentence: str, error: PortalError | None = None) -> HttpResponse:
        context = {
            "refusal": sentence,
            "refusal_code": error.code if error else "",
            "submission_id": error.details.get("submission") if error else None,
        }
        if is_partial(self.request):
            self.template_name = "declarations/upload_result.html"
        else:
            context = self.get_context_data(**context)
        response: HttpResponse = self.render_to_response(context, status=STATUS_UNPROCESSABLE)
        response["X-Fragment"] = "1"
        return response


def chosen_firm(firms: list[EnterpriseFacts], code: str) -> EnterpriseFacts | None:
    """The firm a person sends for: the chosen one, or the only one."""
    if len(firms) == 1:
        return firms[0]
    return next((firm for firm in firms if firm.code == code), None)


def content_type_of(file: "UploadedFile[Any]") -> str:
    """The layout of a file, from its first bytes and its name: XML, one JSON object, or NDJSON."""
    start = file.read(HEAD_BYTES).removeprefix(BYTE_ORDER_MARK).lstrip()
    file.seek(0)
    if start.startswith(b"<"):
        return XML
    if (file.name or "").lower().endswith((".ndjson", ".jsonl")):
        return NDJSON
    first_line = start.split(b"\n", 1)[0].rstrip()
    one_a_line = first_line.startswith(b"{") and first_line.endswith(b"}")
    return NDJSON if one_a_line else JSON
