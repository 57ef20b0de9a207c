"""Pages for anybody, signed in or not, so often a minute."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
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


def public_file(
    row: Any, name: str, ending: str, files: Mapping[str, tuple[Callable[[Any], bytes], str]]
) -> HttpResponse:
    """Something published as a file; ``files`` gives by ending how it is made, and its media type.

    :raises Http404: where there is no such file.
    """
    if ending not in files:
        raise Http404
    make, media_type = files[ending]
    response = HttpResponse(make(row), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
