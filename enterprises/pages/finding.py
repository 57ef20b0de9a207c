"""The filing a page is about, for who may see or write it; and where the page stands."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises import dossiers
from enterprises.models import Filing
from enterprises.pages.base import FilingPage
from enterprises.pages.drafts import Draft
from enterprises.rules.forms import Section
from enterprises.services.filing.steps import must_be_open, must_write


def open_or_404(page: FilingPage, filing_id: int) -> Filing:
    """The filing, for who may see it."""
    filing = dossiers.filing(page.viewer, filing_id)
    if filing is None:
        raise Http404
    return filing


def editable_or_404(page: FilingPage, filing_id: int) -> Filing:
    """The filing, for a member who may write in it now.

    :raises PortalError: where the role is too weak or it is not the applicant's turn.
    """
    filing = open_or_404(page, filing_id)
    must_write(filing.enterprise_id, by=page.person)
    must_be_open(filing)
    return filing


def section_or_404(draft: Draft, code: str) -> Section:
    """The section of the form."""
    section = draft.form.section(code)
    if section is None:
        raise Http404
    return section


def crumbs_to(draft: Draft, *, link: bool = False) -> list[dict[str, str]]:
    """Where a draft stands."""
    url = reverse("enterprises:filing", args=[draft.filing.id]) if link else ""
    return [
        {
            "url": reverse("enterprises:enterprise_file", args=[draft.filing.enterprise_id]),
            "label": _("我的企业"),
        },
        {"url": url, "label": draft.title},
    ]


def official_case(page: FilingPage, filing_id: int) -> Filing:
    """The filing, for an official who may see it; members have a page of their own."""
    filing = open_or_404(page, filing_id)
    if not page.viewer.is_official:
        raise Http404
    return filing
