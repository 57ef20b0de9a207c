"""Files of figures and records: at once where they are short, else in the background."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from statistics_app.models import Extract
from statistics_app.pages.amounts import said
from statistics_app.pages.figures import FiguresPage
from statistics_app.services.extracting import AT_ONCE, WHATS, ask_for, content_of, file_of, name_of
from zone_portal.framework.exporting import csv_response
from zone_portal.kernel.errors import PortalError

MOST_SHOWN = 50


class Files(FiguresPage):
    """The person's own files with their progress; a post asks for one."""

    template_name = "statistics/files.html"
    fragment_name = "statistics/files_rows.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Extract.objects.visible_to(self.viewer, user_id=self.person.pk)
        shown = [
            {
                "it": row,
                "what": said(name_of(row.what)),
                "percent": min(100, 100 * row.done // max(row.total, 1)),
                "is_open": row.state in {"waiting", "running"},
            }
            for row in rows.defer("content").order_by("-id")[:MOST_SHOWN]
        ]
        return super().get_context_data(**kwargs) | {
            "rows": shown,
            "is_busy": any(row["is_open"] for row in shown),
        }

    def post(self, request: HttpRequest) -> Any:
        """Send a short file, or have a long one made; a refusal is said on the page."""
        what, language = str(request.POST.get("what", "")), get_language() or "zh-hans"
        what = what if what in WHATS else ""  # files of other parts are asked for on their pages
        try:
            file = file_of(self.viewer, what, self.wanted, language=language)
        except PortalError as refusal:
            messages.error(request, refusal.text(language))
            return redirect("statistics:files")
        if file.total <= AT_ONCE:
            return csv_response(file.name, file.heading, file.rows)
        ask_for(
            user=self.person,
            what=what,
            wanted=self.wanted,
            total=file.total,
            at=timezone.now(),
        )
        messages.success(request, _("文件正在后台生成，完成后可在此下载。"))
        return redirect("statistics:files")


class FileContent(FiguresPage):
    """One finished file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Extract.objects.visible_to(self.viewer, user_id=self.person.pk)
        extract = rows.filter(id=kwargs["pk"], state="done").first()
        if extract is None:
            raise Http404
        response = HttpResponse(content_of(extract), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{extract.name}"'
        return response
