"""Organisations of officials, and who serves in them as what."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.labels import DEPARTMENTS, OFFICIAL_ROLES, name_of
from accounts.models import Organisation, Posting, Site
from accounts.pages.administering import OfficialFormPage, OfficialPage
from accounts.pages.site_forms import (
    AppointForm,
    AppointNewForm,
    NewOrganisationForm,
    OrganisationForm,
)
from accounts.selectors import postings_at, staff_counts
from accounts.services import officials, organisations
from zone_portal.kernel.errors import PortalError


class Organisations(OfficialPage):
    """The organisations an administrator answers for, site by site."""

    template_name = "accounts/organisations.html"

    def permits(self) -> bool:
        return self.authority.is_administrator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Organisation.objects.visible_to(self.authority).select_related("site")
        counts = staff_counts()
        return super().get_context_data(**kwargs) | {
            "rows": [
                {
                    "code": row.code,
                    "name": name_of(row),
                    "department": DEPARTMENTS[row.department],
                    "site": name_of(row.site),
                    "active": row.active,
                    "staff": counts.get(row.pk, 0),
                }
                for row in rows.order_by("site__path", "department", "code")
            ]
        }


class OrganisationPage(OfficialPage):
    """One organisation with its people; an administrator appoints them here."""

    template_name = "accounts/organisation.html"

    def permits(self) -> bool:
        return self.authority.is_administrator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = visible_office(self, kwargs["code"])
        postings = list(postings_at(office))
        return super().get_context_data(**kwargs) | {
            "office": office,
            "name": name_of(office),
            "department": DEPARTMENTS[office.department],
            "site": office.site,
            "site_name": name_of(office.site),
            "may_edit": self.authority.administers_organisation(
                office.department, office.site.path
            ),
            "postings": [posting_line(row, self.person.pk) for row in postings],
            "crumbs": [*start(), {"url": "", "label": name_of(office)}],
        }


class NewOrganisation(OfficialFormPage):
    """An organisation at one of the sites in charge."""

    title = gettext_lazy("新建单位")
    submit = gettext_lazy("新建")

    def permits(self) -> bool:
        return self.authority.is_administrator

    def make_form(self, data: Any = None) -> forms.Form:
        sites = Site.objects.visible_to(self.authority)
        return NewOrganisationForm(data, sites=[(row.code, name_of(row)) for row in sites])

    def save(self, form: forms.Form) -> HttpResponse:
        office = organisations.create_organisation(**form.cleaned_data, by=self.person, at=self.now)
        return redirect("accounts:organisation", office.code)

    def crumbs(self) -> list[dict[str, Any]]:
        return start()


class OfficeFormPage(OfficialFormPage):
    """A form about one organisation that the official administers."""

    office: Organisation

    def prepare(self) -> None:
        self.office = visible_office(self, self.kwargs["code"])
        place = self.office.department, self.office.site.path
        if not self.authority.administers_organisation(*place):
            raise PermissionDenied

    def crumbs(self) -> list[dict[str, Any]]:
        url = reverse("accounts:organisation", args=[self.office.code])
        return [*start(), {"url": url, "label": name_of(self.office)}]


class EditOrganisation(OfficeFormPage):
    """Its names, and whether it is in use."""

    title = gettext_lazy("编辑单位")
    submit = gettext_lazy("保存")

    def make_form(self, data: Any = None) -> forms.Form:
        there = {name: getattr(self.office, name) for name in ("name", "name_en", "active")}
        return OrganisationForm(data, initial=there)

    def save(self, form: forms.Form) -> HttpResponse:
        organisations.edit_organisation(
            code=self.office.code, **form.cleaned_data, by=self.person, at=self.now
        )
        return redirect("accounts:organisation", self.office.code)


class Appoint(OfficeFormPage):
    """Another posting for somebody who has an account."""

    title = gettext_lazy("安排已有人员")
    intro = gettext_lazy("对方已有监管人员账号时使用；任职自今日起生效，对方会收到通知。")
    submit = gettext_lazy("任职")
    form_class = AppointForm

    def save(self, form: forms.Form) -> HttpResponse:
        officials.appoint(
            **form.cleaned_data, organisation=self.office.code, by=self.person, at=self.now
        )
        return redirect("accounts:organisation", self.office.code)


@method_decorator(never_cache, name="dispatch")
class AppointNew(OfficeFormPage):
    """A new account with a posting; the answer shows the one-time link, once."""

    title = gettext_lazy("开通人员账号")
    intro = gettext_lazy("开通后会显示一次性链接，由本人打开链接设置密码。")
    submit = gettext_lazy("开通")
    form_class = AppointNewForm

    def save(self, form: forms.Form) -> HttpResponse:
        new = officials.appoint_new(
            **form.cleaned_data, organisation=self.office.code, by=self.person, at=self.now
        )
        return link_page(self.request, new, self.office)


@method_decorator(never_cache, name="dispatch")
class PostingDeed(OfficialPage):
    """Ending a posting, or a new one-time link for who holds it."""

    def permits(self) -> bool:
        return self.authority.is_administrator

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        posting = self._posting()
        return redirect("accounts:organisation", posting.organisation.code)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        posting = self._posting()
        try:
            if request.POST.get("deed") == "link":
                new = officials.renew_link(user_id=posting.user_id, by=self.person, at=self.now)
                return link_page(request, new, posting.organisation)
            officials.end_posting(posting_id=posting.pk, by=self.person, at=self.now)
        except PortalError as refusal:
            messages.error(request, refusal.text(get_language() or "zh-hans"))
        return redirect("accounts:organisation", posting.organisation.code)

    def _posting(self) -> Posting:
        offices = Organisation.objects.visible_to(self.authority)
        rows = Posting.objects.filter(organisation__in=offices).select_related("organisation")
        posting: Posting = get_object_or_404(rows, pk=self.kwargs["pk"])
        return posting


def visible_office(page: OfficialPage, code: str) -> Organisation:
    """The organisation with this code, where the official may see it.

    :raises Http404: otherwise.
    """
    rows = Organisation.objects.visible_to(page.authority).select_related("site")
    office: Organisation = get_object_or_404(rows, code=code)
    return office


def posting_line(row: Posting, own: int) -> dict[str, Any]:
    """One posting on the page; the own one has no buttons."""
    return {
        "pk": row.pk,
        "name": row.user.get_full_name(),
        "username": row.user.username,
        "role": OFFICIAL_ROLES[row.role],
        "from_date": row.from_date,
        "to_date": row.to_date,
        "is_own": row.user_id == own,
        "never_came": not row.user.has_usable_password(),
    }


def link_page(
    request: HttpRequest, new: officials.NewOfficial, office: Organisation
) -> HttpResponse:
    """The one-time link, shown this once."""
    address = request.build_absolute_uri(reverse("accounts:welcome", args=[new.token]))
    context = {
        "official": new.user,
        "address": address,
        "office": office,
        "hours": round(settings.ACCOUNT_LINK_LIFE.total_seconds() / 3600),
        "crumbs": [
            *start(),
            {
                "url": reverse("accounts:organisation", args=[office.code]),
                "label": name_of(office),
            },
            {"url": "", "label": _("一次性链接")},
        ],
    }
    return render(request, "accounts/link_made.html", context)


def start() -> list[dict[str, Any]]:
    """The way to every organisation."""
    return [{"url": reverse("accounts:organisations"), "label": _("单位与人员")}]
