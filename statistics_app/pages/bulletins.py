"""Bulletins in the zone office: drafted, checked, proposed, published."""

from typing import Any, Final

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from statistics_app.constants import COVERAGES
from statistics_app.models import Bulletin
from statistics_app.pages.bulletin_view import cell_name, shown_bulletin
from statistics_app.pages.governance_base import (
    GovernancePage,
    events_of,
    labelled,
    number_in,
    said,
)
from statistics_app.pages.questionnaires import page_of
from statistics_app.rules.bulletins import calendar
from statistics_app.rules.bulletins.disclosure import REASONS
from statistics_app.rules.bulletins.tables import FOR_BULLETINS, STAGES
from statistics_app.selectors_reconciling import open_differences
from statistics_app.selectors_releases import releases
from statistics_app.services.bulletins import publishing
from statistics_app.services.governance.common import RELEASING, is_office
from statistics_app.states import BULLETIN_LABELS, DRAFT, PROPOSED
from zone_portal.kernel.periods import parse_day

TONES: Final = {"draft": "idle", "proposed": "wait", "published": "ok", "dropped": "idle"}
DEEDS: Final = {
    "drafted": gettext_lazy("起草"),
    "taken_again": gettext_lazy("重新取数"),
    "analysed": gettext_lazy("填写分析"),
    "proposed": gettext_lazy("提请发布"),
    "sent_back": gettext_lazy("退回"),
    "published": gettext_lazy("发布"),
    "dropped": gettext_lazy("放弃"),
}
LISTED: Final = 60
RELEASE_TONES: Final = {
    "published": "ok", "late_published": "warn", "due": "wait", "late": "bad", "planned": "idle",
}  # fmt: skip


class BulletinsPage(GovernancePage):
    """Every round of every month, the newest first; a post drafts the next one."""

    template_name = "statistics/bulletins.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Bulletin.objects.defer("taken", "content", "reasons").order_by("-month", "-id")
        page = page_of(self.request, rows, LISTED)
        return super().get_context_data(**kwargs) | {
            "rows": [
                {
                    "it": row,
                    "url": reverse("statistics:bulletin", args=[row.pk]),
                    "coverage": said(COVERAGES[row.coverage]),
                    "stage": said(STAGES[row.stage]),
                    "state": labelled(BULLETIN_LABELS, TONES, row.status),
                }
                for row in page.rows
            ],
            "page": page,
            "coverages": [
                {"code": code, "name": f"{code} {said(COVERAGES[code])}"} for code in FOR_BULLETINS
            ],
            "stages": [{"code": code, "name": said(text)} for code, text in STAGES.items()],
            "may_draft": is_office(self.viewer),
            "releases": [
                {"it": one, "state": labelled(calendar.LABELS, RELEASE_TONES, one.state)}
                for one in releases(today=self.today)
            ],
        }

    def draft(self, request: HttpRequest) -> str:
        """The next round."""
        row = publishing.draft(
            month=parse_day(f"{request.POST.get('month', '')}-01"),
            coverage=request.POST.get("coverage", ""),
            stage=request.POST.get("stage", ""),
            reason=request.POST.get("reason", ""),
            reason_en=request.POST.get("reason_en", ""),
            **self.who(),
        )
        self.drafted = row.pk
        return _("已起草，请核对后提请发布。")

    def after(self, **_kwargs: Any) -> str:
        return reverse("statistics:bulletin", args=[self.drafted])

    deeds = {"draft": draft}


def differences_in(row: Bulletin, office: bool) -> dict[str, Any]:
    """What other sources say otherwise of the month, as long as it is not published."""
    if not office or row.status not in {DRAFT, PROPOSED}:
        return {}
    found = open_differences(row.month)
    return {
        "differences": [said((one.zh, one.en)) for one in found],
        "differences_url": reverse("statistics:reconciliation", args=[f"{row.month:%Y-%m}"]),
    }


class BulletinPage(GovernancePage):
    """One round: its figures, what is hidden and why, what forbids publishing, its history."""

    template_name = "statistics/bulletin.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = Bulletin.objects.defer("taken").filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        office = is_office(self.viewer)
        return super().get_context_data(**kwargs) | {
            "bulletin": row,
            "shown": shown_bulletin(row),
            "state": labelled(BULLETIN_LABELS, TONES, row.status),
            "problems": [said((one["zh"], one["en"])) for one in row.problems],
            "secrets": [
                {"name": cell_name(key, row.content), "why": said(REASONS[why])}
                for key, why in sorted(row.reasons.items())
            ],
            **differences_in(row, office),
            "may_edit": office and row.status == DRAFT,
            "may_decide": row.status == PROPOSED and is_office(self.viewer, RELEASING),
            "is_own": row.proposed_by_id == self.person.pk,
            "events": events_of(row.steps.order_by("id"), DEEDS),
            "crumbs": [
                {"url": reverse("statistics:bulletins"), "label": _("统计月报")},
                {"url": "", "label": f"{row.month:%Y-%m}"},
            ],
        }

    def after(self, **kwargs: Any) -> str:
        return reverse("statistics:bulletin", args=[kwargs["pk"]])

    def again(self, request: HttpRequest, pk: int) -> str:
        """The figures as they are now."""
        publishing.take_again(bulletin_id=pk, version=number_in(request), **self.who())
        return _("已重新取数。")

    def analyse(self, request: HttpRequest, pk: int) -> str:
        """The words beside the figures."""
        publishing.write_analysis(
            bulletin_id=pk,
            version=number_in(request),
            text=request.POST.get("analysis", ""),
            english=request.POST.get("analysis_en", ""),
            **self.who(),
        )
        return _("已保存。")

    def propose(self, request: HttpRequest, pk: int) -> str:
        """To the second person."""
        publishing.propose(
            bulletin_id=pk,
            version=number_in(request),
            acknowledged=request.POST.get("acknowledged") == "yes",
            **self.who(),
        )
        return _("已提请发布，须由另一位复核负责人发布。")

    def decide(self, request: HttpRequest, pk: int) -> str:
        """The second person's word."""
        accepted = request.POST.get("accepted") == "yes"
        publishing.decide(
            bulletin_id=pk,
            version=number_in(request),
            accepted=accepted,
            note=request.POST.get("note", ""),
            **self.who(),
        )
        return _("已发布，任何人都可以查阅。") if accepted else _("已退回。")

    def drop(self, request: HttpRequest, pk: int) -> str:
        """The draft is given up."""
        publishing.drop(bulletin_id=pk, version=number_in(request), **self.who())
        return _("已放弃。")

    deeds = {
        "again": again,
        "analyse": analyse,
        "propose": propose,
        "decide": decide,
        "drop": drop,
    }
