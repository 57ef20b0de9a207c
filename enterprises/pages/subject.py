"""For anyone: which subject is behind a number or a shop address."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from enterprises.constants import kind_label
from enterprises.selectors_subjects import NOT_CONNECTED, Subject, guess_way, resolve_subject
from zone_portal.framework.lists import Label
from zone_portal.framework.public_rate import may_ask

LONGEST = 300

STATES: dict[str, Label] = {
    "approved": Label("ok", gettext_lazy("已备案")),
    "suspended": Label("bad", gettext_lazy("已暂停")),
    "cancelled": Label("idle", gettext_lazy("已注销")),
}
WAYS = {
    "uscc": gettext_lazy("统一社会信用代码"),
    "customs_code": gettext_lazy("海关注册编码"),
    "filing_number": gettext_lazy("备案号"),
    "shop": gettext_lazy("店铺网址"),
}


class SubjectPage(TemplateView):
    """One field takes any number or shop address; the answer says how it was understood."""

    template_name = "enterprises/subject.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        asked = request.GET.get("q", "").strip()[:LONGEST]
        context: dict[str, Any] = {"q": asked, "now": timezone.now()}
        if not asked:
            return self.render_to_response(self.get_context_data(**context))
        if not may_ask(request):
            context["too_often"] = True
            return self.render_to_response(self.get_context_data(**context), status=429)
        way = guess_way(asked)
        found = resolve_subject(way, asked)
        context |= {"way": WAYS[way], "found": _shown(found) if found else None}
        return self.render_to_response(self.get_context_data(**context))


def _shown(found: Subject) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    approved, confirmed = found.filing.approved_date, found.filing.confirmed_year
    rows = [
        (_("统一社会信用代码"), found.uscc),
        (_("海关注册编码"), found.customs_code),
        (_("企业类型"), _("、").join(kind_label(kind, language) for kind in found.kinds)),
        (_("备案号"), found.filing.number),
        (_("备案日期"), approved.isoformat() if approved else ""),
        (_("年度确认"), str(confirmed or "")),
        (_("受理平台"), found.site if language.startswith("zh") else found.site_en),
    ]
    return {
        "name": found.name,
        "state": STATES[found.filing.state],
        "rows": [{"label": label, "text": text} for label, text in rows if text],
        "others": [{"name": name, "uscc": uscc} for name, uscc in found.others],
        "simulated": found.simulated,
        "uscc": found.uscc,
        "individual": "individual" in found.kinds,
        "lists_known": found.lists_source != NOT_CONNECTED,
        "lists": [
            {**one, "title": one["title"]["zh" if language.startswith("zh") else "en"]}
            for one in found.lists
        ],
    }
