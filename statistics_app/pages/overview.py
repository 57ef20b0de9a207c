"""The overview: today's counts, each a link to the records it was counted from."""

from typing import Any

from django.utils import timezone

from enterprises.viewers import viewer_for
from statistics_app import selectors
from statistics_app.pages import presenting
from zone_portal.framework.pages import SignedInPage


class Overview(SignedInPage):
    """Today's declarations of those this person may see."""

    template_name = "statistics/overview.html"
    fragment_name = "statistics/overview_figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_for(self.request.user)
        day = selectors.today(viewer, at=timezone.now())
        return super().get_context_data(**kwargs) | presenting.overview(day)
