"""A person's own notices."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts.pages.frame import person_of
from accounts.selectors import notices_of
from accounts.services.notices import mark_read
from zone_portal.framework.pages import SignedInPage
from zone_portal.framework.paging import keyset_page


@method_decorator(never_cache, name="dispatch")
class Notices(SignedInPage):
    """Newest first; ``?unread=1`` leaves out what was read."""

    template_name = "accounts/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only_unread = self.request.GET.get("unread") == "1"
        rows = notices_of(person_of(self.request))
        if only_unread:
            rows = rows.filter(read_at__isnull=True)
        page = keyset_page(rows, self.request.GET)
        return super().get_context_data(**kwargs) | {"page": page, "only_unread": only_unread}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark all as read."""
        mark_read(by=person_of(request), at=timezone.now())
        return redirect("accounts:notices")


@login_required
@never_cache
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it points."""
    person = person_of(request)
    notice = get_object_or_404(notices_of(person), pk=pk)
    mark_read(by=person, notice_id=notice.pk, at=timezone.now())
    return redirect(notice.link or reverse("accounts:notices"))
