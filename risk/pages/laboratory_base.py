"""The frame of the laboratory's pages: for the zone office and customs at the hub, since rules
decide for every site; nobody else knows them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from risk.pages.matter import RiskOfficePage, officials_only
from risk.pages.matter_forms import language
from risk.selectors_laboratory import may_write, opens_laboratory
from zone_portal.kernel.errors import PortalError

FORBIDDEN, NOT_FOUND, CONFLICT = 403, 404, 409


class LaboratoryPage(RiskOfficePage):
    """A page of the laboratory; posting is for those who may write."""

    def may_open(self) -> None:
        officials_only(self.viewer)
        if not opens_laboratory(self.viewer):
            raise PermissionDenied
        if self.request.method == "POST" and not may_write(self.viewer):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "may_write": may_write(self.viewer),
            "errors": kwargs.get("errors", []),
        }

    def actor(self) -> dict[str, Any]:
        """Who acts and when."""
        return {"by": self.person, "at": self.now}


def errors_of(refusal: PortalError) -> list[dict[str, str]]:
    """A refusal as lines of an error summary that lead to their fields."""
    side = "zh" if language().startswith("zh") else "en"
    problems = refusal.details.get("problems")
    if not problems:
        return [{"id": "", "text": refusal.text(language())}]
    return [{"id": field_id(row["field"]), "text": row[side]} for row in problems]


def field_id(field: str) -> str:
    """The id of a field in the form of a version: ``thresholds.phones`` → ``threshold-phones``."""
    return field.replace("thresholds.", "threshold-")


def must_answer(refusal: PortalError) -> bool:
    """Whether a refusal is a page of its own (not there, not allowed)."""
    return int(getattr(refusal, "status", CONFLICT)) in {FORBIDDEN, NOT_FOUND}


def found_or_404(row: Any) -> Any:
    """:raises Http404: for nothing."""
    if row is None:
        raise Http404(_("没有找到"))
    return row


def crumbs(last: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """The way from the laboratory to a page."""
    begin = {"url": reverse("risk:laboratory"), "label": _("规则实验室")}
    steps = [{"url": url, "label": label} for url, label in between]
    return [begin, *steps, {"url": "", "label": last}]
