"""Who looked at our file: for the members of the enterprise."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.labels import DEPARTMENTS, name_of
from enterprises.models import Enterprise
from enterprises.selectors_viewing import Viewing, as_viewings, viewings
from enterprises.viewers import viewer_for
from zone_portal.framework.pages import SignedInPage, Words
from zone_portal.framework.paging import keyset_page

WHAT: dict[str, Words] = {
    "enterprise": gettext_lazy("企业档案"),
    "review": gettext_lazy("备案审核"),
    "filing": gettext_lazy("备案内容"),
    "department_view": gettext_lazy("部门共享内容"),
    "attachment": gettext_lazy("附件"),
    "history": gettext_lazy("变更历史"),
    "personal": gettext_lazy("个人信息（查看全文）"),
}
"""What was opened, as callers of ``audit.record_view`` name it."""


class Viewers(SignedInPage):
    """Officials' looks at the enterprise's file: department, organisation, time, what, why."""

    template_name = "enterprises/viewers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = viewer_for(self.request.user).own_ids
        firms = list(Enterprise.objects.filter(id__in=own).order_by("id"))
        wanted = self.request.GET.get("enterprise", "")
        firm = next((row for row in firms if str(row.pk) == wanted), None)
        if firm is None and not wanted and firms:
            firm = firms[0]
        if firm is None:
            raise Http404
        page = keyset_page(viewings(firm), self.request.GET)
        return super().get_context_data(**kwargs) | {
            "firm": firm,
            "firms": firms if len(firms) > 1 else [],
            "page": page,
            "lines": [_line(item) for item in as_viewings(page.rows)],
            "address": reverse("enterprises:viewers"),
        }


def _line(item: Viewing) -> dict[str, Any]:
    return {
        "at": item.at,
        "departments": [DEPARTMENTS.get(code, code) for code in item.departments],
        "organisations": [name_of(office) for office in item.organisations],
        "what": WHAT.get(item.what, item.what),
        "number": item.number,
        "reason": item.reason,
    }
