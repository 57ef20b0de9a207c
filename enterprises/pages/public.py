"""For anyone: the public register, and whether a certificate is what it says."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from enterprises import selectors_filings as filings
from enterprises.constants import CANCELLED, SUSPENDED
from enterprises.pages.labels import FILING_TYPES, kind_names, language, standing_label

MOST_FOUND = 50
SHORTEST_QUERY = 2


class RegisterPage(TemplateView):
    """Search by name or code; nothing is listed unasked, so that it is no directory to harvest."""

    template_name = "enterprises/register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        q = self.request.GET.get("q", "").strip()[:100]
        rows: list[Any] = []
        if len(q) >= SHORTEST_QUERY:
            rows = list(filings.public_register({"q": q})[: MOST_FOUND + 1])
        return super().get_context_data(**kwargs) | {
            "q": q,
            "too_short": 0 < len(q) < SHORTEST_QUERY,
            "found": [_line(filings.public_entry(row)) for row in rows[:MOST_FOUND]],
            "more": len(rows) > MOST_FOUND,
        }


def _line(entry: filings.PublicEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "uscc": entry.uscc,
        "number": entry.number,
        "kinds": _("、").join(kind_names(entry.kinds)),
        "state": standing_label(entry.status),
        "url": reverse("enterprises:registered", args=[entry.number]),
    }


class RegisteredPage(TemplateView):
    """One enterprise: what may be disclosed, and plainly where it is suspended or cancelled."""

    template_name = "enterprises/registered.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = filings.public_register({"q": kwargs["number"]})
        row = found.filter(number=kwargs["number"]).first()
        if row is None:
            raise Http404
        entry = filings.public_entry(row, whole=True)
        rows = [
            {"label": _("备案号"), "text": entry.number},
            {"label": _("备案日期"), "text": entry.approved_date.isoformat()},
            *(
                {"label": shown.field.label(language()), "text": shown.text(language())}
                for shown in entry.fields
            ),
        ]
        shown = {
            "name": entry.name,
            "state": standing_label(entry.status),
            "rows": rows,
            "warning": _warning(entry.status),
            "authority": entry.site if language().startswith("zh") else entry.site_en,
        }
        return super().get_context_data(**kwargs) | {"entry": shown, "now": timezone.now()}


def _warning(status: str) -> str:
    if status == SUSPENDED:
        return _("该企业的备案已暂停，暂停期间不得开展备案业务。")
    return _("该企业的备案已注销。") if status == CANCELLED else ""


class CertificatePage(TemplateView):
    """The page behind the QR code; readable on a phone, printable."""

    template_name = "enterprises/certificate.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        facts = filings.certificate(kwargs["number"].upper(), kwargs["code"].upper())
        typed = {"number": kwargs["number"], "code": kwargs["code"]}
        if facts is None:
            context = self.get_context_data(tried=True, **typed)
            return self.render_to_response(context, status=404)
        context = self.get_context_data(entry=_certified(facts), now=timezone.now(), **typed)
        return self.render_to_response(context)


class VerifyPage(TemplateView):
    """Number and code typed by hand lead to the same page."""

    template_name = "enterprises/certificate.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.GET.get("number", "").strip().upper()
        code = request.GET.get("code", "").strip().upper()
        if number.isalnum() and code.isalnum():
            return redirect("enterprises:certificate", number=number, code=code)
        tried = bool(number or code)
        return self.render_to_response({"number": number, "code": code, "tried": tried})


def _certified(facts: filings.CertificateFacts) -> dict[str, Any]:
    tone, title, text = _standing(facts)
    rows = [
        (_("备案种类"), str(FILING_TYPES[facts.type])),
        (_("备案号"), facts.number),
        (_("统一社会信用代码"), facts.uscc),
        (_("英文名称"), facts.name_en),
        (_("企业类型"), _("、").join(kind_names(facts.kinds))),
        (_("备案日期"), timezone.localtime(facts.approved_at).strftime("%Y-%m-%d")),
        (_("年度确认"), str(facts.confirmed_year or _("尚未"))),
        (_("受理平台"), _site(facts)),
    ]
    return {
        "tone": tone,
        "title": title,
        "text": text,
        "name": facts.name,
        "authority": _site(facts),
        "rows": [{"label": label, "text": value} for label, value in rows if value],
    }


def _site(facts: filings.CertificateFacts) -> str:
    return facts.site if language().startswith("zh") else facts.site_en


def _standing(facts: filings.CertificateFacts) -> tuple[str, str, str]:
    """Tone, title and sentence of the state at this moment."""
    if facts.status == SUSPENDED:
        return "bad", _("备案已暂停"), _("证书真实，但备案目前暂停，暂停期间不得据以办理业务。")
    if facts.status == CANCELLED:
        return "idle", _("备案已注销"), _("证书真实，但备案已注销，不再有效。")
    return "ok", _("证书真实，备案有效"), _("与登记内容一致。")
