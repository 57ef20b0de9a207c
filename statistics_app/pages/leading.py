"""The register of leading firms: the list for officials, one firm with its years."""

from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from statistics_app.models.governance_querysets import READERS
from statistics_app.pages.amounts import NOTHING, rate_text
from statistics_app.pages.governance_base import GovernancePage, said, words_of
from statistics_app.pages.governance_words import report_label
from statistics_app.rules.reporting.forms import latest
from statistics_app.selectors_leading import (
    FORM,
    TEN_THOUSAND,
    LeadingFirm,
    LeadingYear,
    leading_firm,
    leading_firms,
)
from zone_portal.kernel.money import rounded

FULL: Final = 100


class LeadingPage(GovernancePage):
    """Who may read single reports; to everybody else the register does not exist."""

    officials_only = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.viewer.is_official and not self.viewer.departments & READERS:
            raise PermissionDenied
        return super().get_context_data(**kwargs) | {"is_official": self.viewer.is_official}


class LeadingFirmsPage(LeadingPage):
    """Every leading firm with its last reported year; a firm finds its own."""

    template_name = "statistics/leading_firms.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = leading_firms(self.viewer, today=self.today)
        return context | {"rows": [_listed(one) for one in rows]}


class LeadingFirmPage(LeadingPage):
    """A firm's years: what it reported beside what was booked."""

    template_name = "statistics/leading_firm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = leading_firm(self.viewer, kwargs["pk"], today=self.today)
        if found is None:
            raise Http404
        return context | {
            "firm": found.firm,
            "years": [_year(one) for one in found.years],
            "bars": _bars(found.years),
            "figures": _figures(found),
            "crumbs": [
                {"url": reverse("statistics:leading_firms"), "label": _("龙头企业")},
                {"url": "", "label": found.firm.name},
            ],
        }


def _listed(one: LeadingFirm) -> dict[str, Any]:
    told = next((year for year in one.years if year.figures), None)
    newest = one.years[0] if one.years else None
    return {
        "url": reverse("statistics:leading_firm", args=[one.firm.pk]),
        "name": one.firm.name,
        "site": said((one.firm.site.name, one.firm.site.name_en or one.firm.site.name)),
        "year": told.year if told else NOTHING,
        "turnover": _amount(told.figures.get("turnover") if told else None),
        "growth": rate_text(told.turnover) if told else None,
        "booked_year": newest.year if newest else NOTHING,
        "booked": _booked(newest.whole) if newest else NOTHING,
    }


def _year(one: LeadingYear) -> dict[str, Any]:
    return {
        "year": one.year,
        "url": reverse("statistics:report", args=[one.report.pk]) if one.report else "",
        "state": report_label(one.report.status) if one.report else None,
        "turnover": _amount(one.figures.get("turnover")),
        "turnover_growth": rate_text(one.turnover),
        "told": _amount(one.figures.get("export_value")),
        "exports": _booked(one.exports.rmb) if one.is_booked else NOTHING,
        "gap": _amount(one.gap, signed=True),
        "imports": _booked(one.imports.rmb) if one.is_booked else NOTHING,
        "booked_growth": rate_text(one.booked),
        "tickets": f"{int(one.exports.get('tickets') + one.imports.get('tickets')):,}",
        "is_complete": one.exports.is_complete and one.imports.is_complete,
    }


def _bars(years: list[LeadingYear]) -> list[dict[str, Any]]:
    """Reported and booked exports of each year, drawn by one measure."""
    pairs = [
        (one.year, kind, amount)
        for one in reversed(years)
        for kind, amount in (
            ("told", one.figures.get("export_value")),
            ("booked", one.exports.rmb / TEN_THOUSAND if one.is_booked else None),
        )
        if amount is not None
    ]
    most = max((amount for _year, _kind, amount in pairs), default=Decimal(0))
    if most <= 0:
        return []
    return [
        {
            "year": year,
            "kind": kind,
            "value": _amount(amount),
            "width": max(int(amount / most * FULL), 0),
        }
        for year, kind, amount in pairs
    ]


def _figures(found: LeadingFirm) -> dict[str, Any]:
    """The other figures of the form, a column for each year that was reported."""
    told = [one for one in reversed(found.years) if one.figures]
    return {
        "years": [one.year for one in told],
        "rows": [
            {
                "name": words_of(figure),
                "unit": said((figure.unit_zh, figure.unit_en)),
                "values": [_plain(one.figures.get(figure.code)) for one in told],
            }
            for figure in latest(FORM).figures
        ],
    }


def _amount(value: Decimal | None, *, signed: bool = False) -> str:
    """10,000 yuan, two decimals."""
    if value is None:
        return NOTHING
    amount = rounded(value)
    return f"{amount:+,}" if signed else f"{amount:,}"


def _booked(value: Decimal) -> str:
    return _amount(value / TEN_THOUSAND)


def _plain(value: Decimal | None) -> str:
    return NOTHING if value is None else f"{value.normalize():,f}"
