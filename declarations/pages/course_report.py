"""For officials: steps, owners and limits of each mode beside the paths really taken."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations import gateway
from declarations.course_report import MOST, StepTaken, compare_paths
from declarations.pages.course import status_words
from declarations.pages.labels import DIRECTIONS, responsible_label
from declarations.rulebook import mode_register
from declarations.states import AUTHORITIES
from enterprises.viewers import viewer_for
from zone_portal.framework.pages import SignedInPage


class CourseReport(SignedInPage):
    """Median and ninth decile of each step, and how many took longer than the limit."""

    template_name = "declarations/course_report.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = viewer_for(request.user)
        if not viewer.is_official:
            raise PermissionDenied
        steps = [_shown(step) for step in compare_paths(viewer, on=localdate())]
        context = self.get_context_data(
            steps=steps, most=MOST, simulated=gateway.is_simulated(), today=localdate()
        )
        return self.render_to_response(context)


def _shown(step: StepTaken) -> dict[str, Any]:
    standard = step.standard
    hours = standard.hours if standard else None
    return {
        "mode": f"{DIRECTIONS[step.direction]} {step.mode}",
        "version": _version(step),
        "step": f"{status_words(step.source)} → {status_words(step.target)}",
        "owner": _owner(standard.owner) if standard else _("不在环节表中"),
        "limit": None if hours is None else float(hours) * 3600,
        "basis": standard.basis if standard else "",
        "count": step.count or None,
        "median": step.median,
        "ninth": step.ninth,
        "over": step.over if hours is not None and step.count else None,
    }


def _version(step: StepTaken) -> dict[str, Any] | None:
    """The version of the mode whose table of steps applies today, and its page."""
    found = mode_register().template(step.direction, step.mode, localdate())
    if found is None:
        return None
    url = reverse("declarations:mode", args=[step.direction, step.mode])
    return {"number": found.version, "url": url}


def _owner(role: str) -> str:
    if role in AUTHORITIES:
        return AUTHORITIES[role][0 if (get_language() or "zh").startswith("zh") else 1]
    return str(responsible_label(role))
