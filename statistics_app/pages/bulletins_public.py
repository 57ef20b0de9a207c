"""Published bulletins for anybody: the list, one bulletin, its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from statistics_app.bulletin_files import FILES, name_of
from statistics_app.bulletin_words import title_of
from statistics_app.constants import COVERAGES
from statistics_app.models import Bulletin
from statistics_app.pages.amounts import index, said
from statistics_app.pages.bulletin_view import shown_bulletin
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.selectors_bulletins import published, rounds_of
from zone_portal.framework.public_pages import PublicPage, public_file


class PublishedBulletins(PublicPage):
    """The last round of every month."""

    template_name = "statistics/bulletins_public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"rows": [_listed(row) for row in published()]}


def _listed(row: Bulletin) -> dict[str, Any]:
    return {
        "it": row,
        "url": reverse("statistics:bulletin_public", args=[row.pk]),
        "title": title_of(row.content)[index()],
        "coverage": said(COVERAGES[row.coverage]),
        "stage": said(STAGES[row.stage]),
    }


class PublishedBulletin(PublicPage):
    """One bulletin, with its earlier and later rounds."""

    template_name = "statistics/bulletin_public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = _published(kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "bulletin": row,
            "shown": shown_bulletin(row),
            "rounds": [
                _listed(one) | {"reason": said((one.reason, one.reason_en or one.reason))}
                for one in rounds_of(row.month, row.coverage)
            ],
            "files": [
                {"ending": ending.upper(), "url": _file_address(row, ending)} for ending in FILES
            ],
            "api": reverse("statistics-bulletin", args=[row.pk]),
            "crumbs": [
                {"url": reverse("statistics:bulletins_public"), "label": _("统计公报")},
                {"url": "", "label": f"{row.month:%Y-%m}"},
            ],
        }


class BulletinFile(PublicPage):
    """One bulletin as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = _published(kwargs["pk"])
        return public_file(row, name_of(row), kwargs["ending"], FILES)


def _published(pk: int) -> Bulletin:
    row = Bulletin.objects.published().defer("taken").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _file_address(row: Bulletin, ending: str) -> str:
    return reverse("statistics:bulletin_file", args=[row.pk, ending])
