"""Where a filing of goods, of a promotion or of a place begins."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises import dossiers
from enterprises.constants import APPROVED
from enterprises.pages.base import FilingPage
from enterprises.pages.courses import review_course
from enterprises.pages.labels import FILING_TYPES, language
from enterprises.pages.line_kinds import KINDS
from enterprises.rules.forms import form_for
from enterprises.rules.forms.facility import FACILITY
from enterprises.rules.forms.goods import GOODS
from enterprises.rules.forms.promotion import PROMOTION
from enterprises.services.filing import drafting
from enterprises.services.filing.steps import WRITERS

LISTS = {GOODS: "goods", PROMOTION: "promotions", FACILITY: "facilities"}
"""Which list shows the filings of a type; the types that begin here."""


class BeginPage(FilingPage):
    """For which enterprise; what to have ready; then the draft begins."""

    template_name = "enterprises/begin.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing_type = kwargs["type"]
        if filing_type not in LISTS:
            raise Http404
        form = form_for(filing_type)
        return (
            super().get_context_data(**kwargs)
            | review_course(form)
            | {
                "type": filing_type,
                "title": FILING_TYPES[filing_type],
                "firms": self.firms(),
                "sections": [section.label(language()) for section in form.sections],
                "help": [h for s in form.sections if (h := s.help(language()))],
                "papers": [field.label(language()) for field in form.files],
                "lines": KINDS.get(filing_type),
                "crumbs": [
                    {
                        "url": reverse(f"enterprises:{LISTS[filing_type]}"),
                        "label": str(FILING_TYPES[filing_type]),
                    },
                    {"url": "", "label": _("新建")},
                ],
            }
        )

    def firms(self) -> list[Any]:
        """The approved enterprises this person may file for."""
        return [
            row
            for row in dossiers.own_enterprises(self.viewer)
            if row.status == APPROVED and dossiers.role_in(self.person.pk, row.pk) in WRITERS
        ]

    def post(self, request: HttpRequest, type: str) -> HttpResponse:  # noqa: A002  of the address
        if type not in LISTS:
            raise Http404
        firms = self.firms()
        chosen = request.POST.get("enterprise", "")
        firm = next((row for row in firms if str(row.pk) == chosen), None)
        firm = firms[0] if firm is None and len(firms) == 1 else firm
        if firm is None:
            raise Http404
        deed = self.deed()
        del deed["viewer"]
        filing = drafting.start_filing(type=type, enterprise=firm, **deed)
        section = form_for(type).sections[0].code
        return redirect("enterprises:filing_section", filing=filing.pk, section=section)
