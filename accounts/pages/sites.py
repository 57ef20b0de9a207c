"""One site: its page, its editing, its own front page for everybody."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts import states
from accounts.labels import (
    DEPARTMENTS,
    OFFICIAL_ROLES,
    SITE_KINDS,
    SITE_STATUSES,
    in_chinese,
    name_of,
    service_names,
)
from accounts.models import Site
from accounts.pages.administering import OfficialFormPage, OfficialPage
from accounts.pages.site_forms import NewSiteForm, SiteForm, StatusForm
from accounts.selectors import configured_site, services_of, staff_of
from accounts.services import sites as services
from accounts.zones import current


class SitePage(OfficialPage):
    """What a site is, what it offers, who works there."""

    template_name = "accounts/site.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = visible_site(self, kwargs["code"])
        parent = site.parent
        names = service_names()
        may_see_staff = self.authority.administers_site(site.path)
        return super().get_context_data(**kwargs) | {
            "site": site,
            "name": name_of(site),
            "kind": SITE_KINDS[site.kind],
            "state": SITE_STATUSES[site.status],
            "services": [names.get(code, code) for code in services_of(site)],
            "inherited": not site.services,
            "children": [
                {"code": row.code, "name": name_of(row), "state": SITE_STATUSES[row.status]}
                for row in site.children.order_by("path")
            ],
            "facts": configured_site(site.code),
            "staff": staff_lines(site) if may_see_staff else [],
            "may_edit": may_see_staff,
            "may_accept": self.authority.administers_site(parent.path if parent else site.path)
            and bool(states.SITE.allowed(site.status)),
            "crumbs": [*crumbs_to(site, self.authority), {"url": "", "label": name_of(site)}],
        }


class SiteFront(TemplateView):
    """The front page of a site, for everybody: what it is, what it offers, how to file there."""

    template_name = "accounts/site_front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = get_object_or_404(Site.objects.select_related("parent"), code=kwargs["code"])
        names = service_names()
        special = {row.code: row for row in current().services}
        offered = services_of(site)
        chinese = in_chinese()
        return super().get_context_data(**kwargs) | {
            "site": site,
            "name": name_of(site),
            "parent_name": name_of(site.parent) if site.parent else "",
            "kind": SITE_KINDS[site.kind],
            "state": SITE_STATUSES[site.status],
            "zone_name": current().title("zh" if chinese else "en"),
            "services": [names.get(code, code) for code in offered if code not in special],
            "special": [
                {
                    "name": names[code],
                    "text": special[code].text if chinese else special[code].text_en,
                }
                for code in offered
                if code in special
            ],
            "windows": [
                {"code": row.code, "name": name_of(row), "area": row.area}
                for row in site.children.filter(kind="front").order_by("path")
            ],
            "takes_filings": site.status == "open" and "filing" in offered,
            "file_url": _filing_address(site),
        }


class NewSite(OfficialFormPage):
    """A site below this one."""

    title = gettext_lazy("新建下级平台")
    submit = gettext_lazy("新建")
    form_class = NewSiteForm
    parent: Site

    def prepare(self) -> None:
        self.parent = run_site(self, self.kwargs["code"])

    def save(self, form: forms.Form) -> HttpResponse:
        values = dict(form.cleaned_data)
        site = services.create_site(
            parent=self.parent.code,
            code=values.pop("code"),
            kind=values.pop("kind"),
            values=values,
            by=self.person,
            at=self.now,
        )
        return redirect("accounts:site", site.code)

    def crumbs(self) -> list[dict[str, Any]]:
        return way_to(self.parent, self.authority)


class EditSite(OfficialFormPage):
    """Name, area, operator and services of a site."""

    title = gettext_lazy("编辑平台")
    submit = gettext_lazy("保存")
    form_class = SiteForm
    site: Site

    def prepare(self) -> None:
        self.site = run_site(self, self.kwargs["code"])

    def make_form(self, data: Any = None) -> forms.Form:
        there = {name: getattr(self.site, name) for name in services.EDITABLE}
        return SiteForm(data, initial=there)

    def save(self, form: forms.Form) -> HttpResponse:
        services.edit_site(
            code=self.site.code, values=form.cleaned_data, by=self.person, at=self.now
        )
        return redirect("accounts:site", self.site.code)

    def crumbs(self) -> list[dict[str, Any]]:
        return way_to(self.site, self.authority)


class SiteStatus(OfficialFormPage):
    """Carrying a site on; by whoever runs the one above."""

    title = gettext_lazy("变更状态")
    intro = gettext_lazy("由上级平台办理；开通运行即验收，须填写验收日期。")
    submit = gettext_lazy("变更状态")
    site: Site

    def prepare(self) -> None:
        self.site = visible_site(self, self.kwargs["code"])
        above = self.site.parent.path if self.site.parent else self.site.path
        if not self.authority.administers_site(above):
            raise PermissionDenied

    def make_form(self, data: Any = None) -> forms.Form:
        following = [
            code for code in SITE_STATUSES if code in states.SITE.allowed(self.site.status)
        ]
        return StatusForm(data, following=following, initial={"accepted": self.site.accepted_date})

    def save(self, form: forms.Form) -> HttpResponse:
        services.set_site_status(
            code=self.site.code,
            status=form.cleaned_data["status"],
            accepted=form.cleaned_data["accepted"],
            by=self.person,
            at=self.now,
        )
        return redirect("accounts:site", self.site.code)

    def crumbs(self) -> list[dict[str, Any]]:
        return way_to(self.site, self.authority)


def visible_site(page: OfficialPage, code: str) -> Site:
    """The site with this code, where the official may see it.

    :raises Http404: otherwise.
    """
    rows = Site.objects.visible_to(page.authority).select_related("parent")
    site: Site = get_object_or_404(rows, code=code)
    return site


def run_site(page: OfficialPage, code: str) -> Site:
    """The site with this code, where the official runs it.

    :raises Http404: for one that is out of sight.
    :raises PermissionDenied: for one that is not the official's to run.
    """
    site = visible_site(page, code)
    if not page.authority.administers_site(site.path):
        raise PermissionDenied
    return site


def staff_lines(site: Site) -> list[dict[str, Any]]:
    """Who serves at the site itself, a line for each person and organisation."""
    lines: dict[tuple[int, int], dict[str, Any]] = {}
    for posting in staff_of(site):
        line = lines.setdefault(
            (posting.organisation.pk, posting.user_id),
            {
                "name": posting.user.get_full_name(),
                "username": posting.user.username,
                "roles": [],
                "department": DEPARTMENTS[posting.organisation.department],
                "organisation": name_of(posting.organisation),
                "code": posting.organisation.code,
            },
        )
        line["roles"].append(str(OFFICIAL_ROLES[posting.role]))
    return list(lines.values())


def crumbs_to(site: Site, authority: Any) -> list[dict[str, Any]]:
    """The sites above, as far as the official sees them."""
    codes = [code for code in site.path.split("/") if code][:-1]
    rows = {row.code: row for row in Site.objects.visible_to(authority).filter(code__in=codes)}
    above = [rows[code] for code in codes if code in rows]
    start = {"url": _address("enterprises:sites"), "label": _("平台")}
    return [
        start,
        *({"url": reverse("accounts:site", args=[r.code]), "label": name_of(r)} for r in above),
    ]


def way_to(site: Site, authority: Any) -> list[dict[str, Any]]:
    """The sites above and the site itself."""
    own = {"url": reverse("accounts:site", args=[site.code]), "label": name_of(site)}
    return [*crumbs_to(site, authority), own]


def _filing_address(site: Site) -> str:
    address = _address("enterprises:filing_start")
    return f"{address}?site={site.code}" if address else reverse("accounts:sign_in")


def _address(name: str) -> str:
    """The address of a page of an app above, or nothing where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
