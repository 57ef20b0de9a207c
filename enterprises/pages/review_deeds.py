"""What a reviewer does beside deciding: begin, and see personal values for a reason on record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enterprises import selectors_filings as filings
from enterprises.pages.base import FilingPage
from enterprises.pages.finding import official_case
from enterprises.pages.labels import language
from enterprises.services.filing import revealing, reviewing
from enterprises.services.refusals import Refusal


class BeginPage(FilingPage):
    """The button that begins a review."""

    http_method_names = ["post", "options"]

    def post(self, _request: HttpRequest, filing: int) -> HttpResponse:
        reviewing.open_for_review(filing_id=filing, **self.deed())
        return redirect("enterprises:review", filing=filing)


class RevealPage(FilingPage):
    """Personal values in the clear, after a reason that goes on record."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, filing: int) -> HttpResponse:
        row = official_case(self, filing)
        reason = request.POST.get("reason", "")
        try:
            values = revealing.reveal(filing_id=filing, reason=reason, **self.deed())
        except Refusal as refusal:
            if refusal.code != "reason_missing":
                raise
            context = {"refusal": refusal.text(language()), "reason": reason}
            return render(request, "enterprises/reveal.html", context | {"url": request.path})
        form = filings.form_of(row)
        rows = [
            {
                "label": form.by_code[code].label(language()) if code in form.by_code else code,
                "value": value,
            }
            for code, value in values.items()
        ]
        return render(request, "declarations/revealed.html", {"rows": rows})
