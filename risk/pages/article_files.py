"""Files of articles: attached and removed while an article is a draft, read by whoever may."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from enterprises.services.filing.attaching import refuse_size
from enterprises.services.refusals import Refusal
from risk.models import Article
from risk.models.column_querysets import keeps_column
from risk.pages.articles import ArticlePage
from risk.pages.matter import FORBIDDEN, NOT_FOUND, RiskOfficePage, status_of
from risk.pages.matter_forms import language
from risk.pages.matter_list import WRITERS
from risk.services.column import files
from zone_portal.framework.public_pages import PublicPage
from zone_portal.kernel.errors import PortalError


class AttachPage(ArticlePage):
    """The door for one file of a draft."""

    http_method_names = ["post", "options"]

    def may_open(self) -> None:
        if not keeps_column(self.viewer) or not self.viewer.roles & WRITERS:
            raise PermissionDenied

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.find(pk)
        try:
            self._attach(row, request)
        except PortalError as refusal:
            status = status_of(refusal)
            if status in {FORBIDDEN, NOT_FOUND}:
                raise
            context = self.get_context_data(row=row, pk=pk, file_error=refusal.text(language()))
            return self.render_to_response(context, status=status)
        messages.success(request, _("已上传附件。"))
        return redirect(f"{reverse('risk:article', args=[pk])}#files-title")

    def _attach(self, row: Article, request: HttpRequest) -> None:
        file = request.FILES.get("file")
        if file is None:
            raise Refusal("attachment_empty", 422, "请先选择文件。", "Choose a file first.")
        refuse_size(file.size or 0)
        files.attach(article_id=row.pk, name=file.name or "", content=file.read(), **self.deed())


class ArticleFilePage(RiskOfficePage):
    """A file of an article, for those who keep the column: always a download."""

    def get(self, _request: HttpRequest, pk: int, file: int) -> HttpResponse:
        if not keeps_column(self.viewer):
            raise Http404
        return as_download(*files.read(article_id=pk, file_id=file, **self.deed()))


class RemoveFilePage(RiskOfficePage):
    """Takes a file away from a draft."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        files.remove(article_id=pk, file_id=file, **self.deed())
        messages.success(request, _("已移除附件。"))
        return redirect(f"{reverse('risk:article', args=[pk])}#files-title")


class PublicFilePage(PublicPage):
    """A file of a published article, for anybody."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return as_download(*files.read_public(number=kwargs["number"], file_id=kwargs["file"]))
        except PortalError as refusal:
            raise Http404 from refusal


def as_download(name: str, media_type: str, content: bytes) -> HttpResponse:
    """A file that somebody handed in: never drawn inside the portal's own address."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
