"""Pages for anybody, signed in or not, so often a minute."""

from typing import Any, Final

from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from zone_portal.framework.public_rate import may_ask

TOO_MANY: Final = 429


class PublicPage(TemplateView):
    """A page for anybody; who asks too often is told when to come back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_ask(request):
            context = {
                "reason": _("查询太频繁，请一分钟后再试。"),
                "code": "throttled",
                "back": "/",
            }
            response = render(request, "409.html", context, status=TOO_MANY)
            response["Retry-After"] = "60"
            return response
        return super().dispatch(request, *args, **kwargs)
