"""My enterprise: how its filing stands, who received it, what is known of it, what to do next."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.labels import name_of
from enterprises import dossiers
from enterprises import selectors_filings as filings
from enterprises.models import Enterprise, Filing
from enterprises.pages.answering import Answers, parts_of
from enterprises.pages.base import FilingPage
from enterprises.pages.courses import events_of
from enterprises.pages.labels import (
    DECISIONS,
    NUMBER_SCHEMES,
    department_name,
    filing_label,
    standing_label,
)
from enterprises.pages.saying import Saying, file_saying
from enterprises.services.filing import reading
from enterprises.services.filing.steps import WRITERS
from enterprises.states import APPROVED, DRAFT, IN_QUEUE, SUBMITTED
from zone_portal.framework.lists import Label

KEY_FIELDS = (
    "kinds",
    "customs_code",
    "name_en",
    "address",
    "industry",
    "modes",
    "park",
    "contact_name",
    "contact_phone",
)
"""What the page itself shows of the file; the whole is one click away."""


class MyFilePage(FilingPage):
    """Leads to the one enterprise somebody acts for; who has none learns how to begin."""

    template_name = "enterprises/file_none.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = [row for row in dossiers.own_enterprises(self.viewer) if not _is_gone(row)]
        if own:
            return redirect("enterprises:enterprise_file", enterprise=own[0].pk)
        if self.viewer.is_official:
            return redirect("enterprises:review_queue")
        return super().get(request, *args, **kwargs)


class EnterpriseFilePage(FilingPage):
    """The file of one enterprise, for its members and for the officials in charge."""

    template_name = "enterprises/file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = dossiers.enterprise(self.viewer, kwargs["enterprise"])
        if row is None:
            raise Http404
        filing = dossiers.enterprise_filing(row)
        if filing is not None:
            reading.note_reading(filing=filing, **self.deed())
        role = dossiers.role_in(self.person.pk, row.pk)
        writes = role in WRITERS
        context = super().get_context_data(**kwargs) | {
            "enterprise": row,
            "filing": filing,
            "subject": row.name or _("新企业"),
            "standing": standing_label(row.status),
            "site": name_of(row.site),
            "numbers": [_number(number) for number in dossiers.numbers_of(row)],
            "others": self._others(row),
            "looked_url": _address("enterprises:viewers") if role else "",
            "say": self._without_filing(row, writes),
            "may": {},
        }
        return context | self._of_filing(filing, writes=writes) if filing else context

    def _of_filing(self, filing: Filing, *, writes: bool) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        owed = filings.confirmation_due(filing, on=today)
        due = owed is not None and filing.status == APPROVED
        return {
            "say": file_saying(filing, may_write=writes, confirm_year=today.year if due else None),
            "may": {
                "change": writes and filing.status == APPROVED,
                "confirm": writes,
                "withdraw": writes and filing.status == SUBMITTED,
            },
            "confirmation": {
                "due": due,
                "year": today.year,
                "until": owed.until if owed else None,
            },
            "facts": self._facts(filing),
            "received": [
                {
                    "department": department_name(row.department),
                    "version": row.version,
                    "sent_at": row.sent_at,
                    "seen_at": row.seen_at,
                    "answer": row.answer,
                    "answered_at": row.answered_at,
                }
                for row in filings.distributions_of(filing)
            ],
            "versions": _versions(filing) if filing.version else [],
            "certificate": _certificate(filing),
            "events": events_of(filing) if filing.version else [],
        }

    def _facts(self, filing: Filing) -> list[Any]:
        shown = dossiers.version(filing, filing.approved_version or 0) or filing
        only = frozenset(KEY_FIELDS)
        if self.viewer.is_official:
            only &= filings.fields_open_to(self.viewer, filing)
        answers = Answers(filings.masked_values(shown), filings.values_of(shown), {}, only=only)
        parts = parts_of(filings.form_of(shown), answers)
        return [row for part in parts for row in part.rows if row.text]

    def _others(self, current: Enterprise) -> list[dict[str, Any]]:
        own = [row for row in dossiers.own_enterprises(self.viewer) if not _is_gone(row)]
        if len(own) < 2:
            return []
        return [
            {
                "name": row.name or _("新企业"),
                "current": row.pk == current.pk,
                "url": reverse("enterprises:enterprise_file", args=[row.pk]),
            }
            for row in own
        ]

    def _without_filing(self, row: Enterprise, writes: bool) -> Saying:
        say = file_saying(None, may_write=writes, confirm_year=None)
        if not writes:
            return say
        url = reverse("enterprises:filing_supply", args=[row.pk])
        return Saying(say.tone, say.text, say.more, url, _("补填备案资料"), post=True)


def _is_gone(row: Enterprise) -> bool:
    """An application that was dropped leaves a firm without a name and without a filing."""
    filing = dossiers.enterprise_filing(row) if row.status == "applying" else None
    return filing is not None and filing.status == "cancelled"


def _certificate(filing: Filing) -> dict[str, str] | None:
    if not filing.number or not filing.certificate_code:
        return None
    names = {"number": filing.number, "code": filing.certificate_code}
    return {
        "url": reverse("enterprises:certificate", kwargs=names),
        "file_url": _address("enterprises:certificate_file", filing.pk),
    }


def _versions(filing: Filing) -> list[dict[str, Any]]:
    decided = {row.version: DECISIONS[row.decision] for row in filing.reviews.order_by("stage")}
    return [
        {
            "version": row.version,
            "at": row.at,
            "by": row.by_label,
            "url": reverse("enterprises:filing_version", args=[filing.pk, row.version]),
            "state": _version_state(filing, row.version, decided),
        }
        for row in dossiers.versions_of(filing)
    ]


def _version_state(filing: Filing, version: int, decided: dict[int, Label]) -> Label:
    if version == filing.version and filing.status in IN_QUEUE | {DRAFT}:
        return filing_label(filing.status)
    if version == filing.approved_version:
        return Label("ok", _("现行有效"))
    return decided.get(version, Label("idle", _("已撤回")))


def _number(row: Any) -> dict[str, Any]:
    return {
        "label": NUMBER_SCHEMES[row.scheme],
        "value": row.value,
        "source": row.source,
        "as_of": row.as_of_date.isoformat(),
        "confirmed_by": row.confirmed_by,
    }


def _address(name: str, *args: Any) -> str:
    """The address of a page, or nothing where this installation does not have it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
