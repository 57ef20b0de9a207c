"""Checking a file by hand: what sending it would answer, and nothing kept."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from declarations import exports
from declarations.facts import PAGE, Sender
from declarations.pages.labels import VERDICTS
from declarations.pages.submissions import verdict_row
from declarations.pages.uploading import STATUS_UNPROCESSABLE, chosen_firm, content_type_of
from declarations.services.checking import Checked, check_only
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED
from zone_portal.framework.pages import SignedInPage, is_partial
from zone_portal.kernel.errors import PortalError

MOST_SHOWN = 200
"""Documents whose verdicts are shown: those that would be refused come first."""
_ORDER = (REJECTED, ACCEPTED, DUPLICATE)


class Check(SignedInPage):
    """A form with one file; the verdicts stand below it."""

    template_name = "declarations/check.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firms = exports.sending_enterprises(cast("User", self.request.user))
        return {"firms": firms, **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest) -> HttpResponse:
        firms = exports.sending_enterprises(cast("User", request.user))
        file = request.FILES.get("file")
        firm = chosen_firm(firms, request.POST.get("enterprise", ""))
        if file is None or firm is None:
            return self._shown(
                {"refusal": _("请选择要检查的文件。") if firm else _("您没有报送权限。")}
            )
        try:
            checked = check_only(
                file.chunks(),
                content_type=content_type_of(file),
                announced=file.size,
                by=Sender(enterprise=firm, channel=PAGE, user_id=request.user.pk),
                at=timezone.now(),
            )
        except PortalError as error:
            text = error.text(get_language() or "zh-hans")
            return self._shown({"refusal": text, "refusal_code": error.code})
        return self._shown(result_of(checked))

    def _shown(self, context: dict[str, Any]) -> HttpResponse:
        if is_partial(self.request):
            self.template_name = "declarations/check_result.html"
        else:
            context = self.get_context_data(**context)
        status = STATUS_UNPROCESSABLE if "refusal" in context else 200
        response: HttpResponse = self.render_to_response(context, status=status)
        response["X-Fragment"] = "1"
        return response


def result_of(checked: Checked) -> dict[str, Any]:
    """What the template needs of a check."""
    language = get_language() or "zh-hans"
    ordered = sorted(checked.judged, key=lambda item: _ORDER.index(item.verdict))
    return {
        "checked": True,
        "counts": [(VERDICTS[name], checked.count(name)) for name in _ORDER if checked.count(name)],
        "verdicts": [verdict_row(item, language) for item in ordered[:MOST_SHOWN]],
        "wanted": len(ordered),
        "shown_from": 1 if ordered else 0,
        "shown_to": min(len(ordered), MOST_SHOWN),
    }
