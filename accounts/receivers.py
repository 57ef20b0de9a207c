"""What happens whenever somebody signs in, whichever way they came."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.models.sessions import BROWSER, ORIGIN, SEEN_AT, SIGNED_IN_AT
from accounts.rules.places import browser_of
from zone_portal.framework.pages import origin_of


@receiver(user_logged_in)
def begin_session(request: HttpRequest, **_kwargs: Any) -> None:
    """Write down when and where a session began."""
    now = timezone.now().isoformat()
    request.session.update(
        {
            SIGNED_IN_AT: now,
            SEEN_AT: now,
            ORIGIN: origin_of(request),
            BROWSER: browser_of(request.META.get("HTTP_USER_AGENT", "")),
        }
    )
