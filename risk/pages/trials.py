"""One trial: how far it is, what it would have changed, for whom, and every difference."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from risk.constants import CHANNELS, GREEN, RED, YELLOW
from risk.models import Trial, TrialChange
from risk.models.laboratory import DONE, FAILED
from risk.pages.laboratory import address_of
from risk.pages.laboratory_base import LaboratoryPage, crumbs, found_or_404
from risk.pages.matter_forms import said
from risk.selectors_feedback import minutes_on
from risk.selectors_laboratory import changes_of, firm_count, firms_of, trial_of
from risk.trials import Summary
from zone_portal.framework.exporting import csv_response
from zone_portal.framework.lists import Label
from zone_portal.framework.paging import keyset_page

PAGE: Final = 50
CHUNK: Final = 2000
TONES: Final[Mapping[str, str]] = {GREEN: "ok", YELLOW: "warn", RED: "bad"}


class TrialPage(LaboratoryPage):
    """The outcome of a trial, with its list of differences; the list as a file too."""

    template_name = "risk/trial.html"
    fragment_name = "risk/trial_progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("format") == "csv":
            return self._file(found_or_404(trial_of(self.viewer, kwargs["pk"])))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trial: Trial = found_or_404(trial_of(self.viewer, kwargs["pk"]))
        done = trial.state == DONE
        return (
            super().get_context_data(**kwargs)
            | {
                "trial": trial,
                "done": done,
                "failed": trial.state == FAILED,
                "percent": round(100 * trial.done / trial.total) if trial.total else 0,
                "crumbs": crumbs(_("规则试算"), (address_of(trial.version), str(trial.version))),
            }
            | (self._outcome(trial) if done else {})
        )

    def _outcome(self, trial: Trial) -> dict[str, Any]:
        summary = Summary.read(trial.summary)
        query = self.request.GET
        lane, firm = query.get("lane", ""), query.get("firm", "")
        page = keyset_page(changes_of(self.viewer, trial, lane=lane, firm=firm), query, size=PAGE)
        before, after = summary.minutes(minutes_on(trial.to_day))
        return {
            "summary": summary,
            "hours": {"before": _hours(before), "after": _hours(after)},
            "lanes": [
                {
                    "label": lane_label(code),
                    "before": summary.before[code],
                    "after": summary.after[code],
                    "change": summary.after[code] - summary.before[code],
                }
                for code in CHANNELS
            ],
            "moves": [
                {
                    "old": said(CHANNELS[old]),
                    "new": said(CHANNELS[new]),
                    "count": count,
                    "query": f"?lane={old}-{new}",
                    "on": lane == f"{old}-{new}",
                }
                for (old, new), count in sorted(summary.moves.items())
            ],
            "firms": firms_of(self.viewer, trial),
            "firm_count": firm_count(self.viewer, trial),
            "page": page,
            "changes": [_shown(row) for row in page.rows],
            "filtered": bool(lane or firm),
        }

    def _file(self, trial: Trial) -> HttpResponseBase:
        rows = changes_of(self.viewer, trial).order_by("id").iterator(chunk_size=CHUNK)
        heads = (
            _("清单"),
            _("企业"),
            _("货值"),
            _("原通道"),
            _("新通道"),
            _("原得分"),
            _("新得分"),
        )
        return csv_response(
            f"trial-{trial.pk}",
            list(heads),
            (
                [
                    row.inventory_id,
                    row.enterprise_id,
                    row.value,
                    said(CHANNELS[row.old_channel]),
                    said(CHANNELS[row.channel]),
                    row.old_score,
                    row.score,
                ]
                for row in rows
            ),
        )


def lane_label(code: str) -> Label:
    """A lane as word and colour."""
    return Label(TONES.get(code, "info"), said(CHANNELS[code]))


def _shown(row: TrialChange) -> dict[str, Any]:
    return {"row": row, "old": lane_label(row.old_channel), "new": lane_label(row.channel)}


def _hours(minutes: Decimal) -> str:
    return f"{minutes / 60:.1f}"
