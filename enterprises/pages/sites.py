"""The sites of the zone with their enterprises, and moving an enterprise from one to another."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.facts import Authority
from accounts.labels import SITE_KINDS, SITE_STATUSES, name_of
from accounts.models import Site, User
from accounts.selectors import authority_of
from accounts.zones import current
from enterprises.business_models import BUSINESS_MODELS
from enterprises.constants import kind_label
from enterprises.models import Enterprise
from enterprises.pages.labels import STANDING_TONES, STANDINGS
from enterprises.selectors_sites import tree
from enterprises.services.moving import move_enterprise
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.framework.paging import keyset_page
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.rules import language_index


class ForOfficials(SignedInPage):
    """A page of the sites: for officials with a posting."""

    person: User
    authority: Authority

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(request.user, User):
            return self.handle_no_permission()
        self.person = request.user
        self.authority = authority_of(request.user)
        if not self.authority.postings:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Sites(ForOfficials):
    """The topology: every site in sight with state and counts."""

    template_name = "enterprises/sites.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        zone = current()
        nodes = tree(Site.objects.visible_to(self.authority))
        roots = self.authority.site_roots
        return super().get_context_data(**kwargs) | {
            "zone": zone,
            "zone_name": zone.title(get_language() or "zh"),
            "counts": [
                (label, sum(node.site.kind == kind for node in nodes))
                for kind, label in SITE_KINDS.items()
            ],
            "open": sum(node.site.status == "open" for node in nodes),
            "nodes": [
                {
                    "code": node.site.code,
                    "name": name_of(node.site),
                    "level": node.level,
                    "kind": SITE_KINDS[node.site.kind],
                    "state": SITE_STATUSES[node.site.status],
                    "area": node.site.area,
                    "operator": node.site.operator,
                    "enterprises": node.enterprises,
                    "in_queue": node.in_queue,
                }
                for node in nodes
            ],
            "run_root": Site.objects.filter(path__in=roots).order_by("path").first(),
        }


class SiteEnterprises(ForOfficials):
    """The enterprises of one site and of everything below it."""

    template_name = "enterprises/site_enterprises.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = get_object_or_404(Site.objects.visible_to(self.authority), code=self.kwargs["code"])
        rows = Enterprise.objects.registered().filter(site__path__startswith=site.path)
        wanted = self.request.GET.get("model", "")
        if wanted in BUSINESS_MODELS:
            rows = rows.filter(business_models__contains=[wanted])
        page = keyset_page(rows.select_related("site"), self.request.GET)
        return super().get_context_data(**kwargs) | {
            "site": site,
            "page": page,
            "models": _models(wanted),
            "may_move": self.authority.administers_site(site.path),
            "lines": [enterprise_line(row) for row in page.rows],
            "title": _("%(site)s的企业") % {"site": name_of(site)},
            "crumbs": [
                {"url": reverse("enterprises:sites"), "label": _("平台")},
                {"url": reverse("accounts:site", args=[site.code]), "label": name_of(site)},
                {"url": "", "label": _("企业")},
            ],
        }


def _models(wanted: str) -> list[dict[str, Any]]:
    """The business models as choices of the filter."""
    index = language_index(get_language() or "zh-hans")
    return [
        {"code": code, "words": words[index], "chosen": code == wanted}
        for code, words in BUSINESS_MODELS.items()
    ]


class MoveForm(forms.Form):
    """Where to, and why."""

    site = forms.ChoiceField(
        label=gettext_lazy("转入平台"), widget=forms.Select(attrs={"class": "form-select"})
    )
    reason = forms.CharField(
        label=gettext_lazy("事由"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, sites: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        field.choices = sites


class Move(ForOfficials):
    """Giving an enterprise to another site; by who runs both."""

    template_name = "accounts/form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        firm = self._firm()
        return self._page(firm, self._form(firm))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        firm = self._firm()
        form = self._form(firm, request.POST)
        if not form.is_valid():
            return self._page(firm, form)
        left = firm.site_id
        try:
            move_enterprise(
                enterprise_id=firm.pk,
                **form.cleaned_data,
                by=self.person,
                at=timezone.now(),
                origin=origin_of(request),
            )
        except PortalError as refusal:
            form.add_error(None, refusal.text(get_language() or "zh-hans"))
            return self._page(firm, form)
        messages.success(request, _("企业已移交，企业管理员会收到通知。"))
        return redirect("enterprises:site_enterprises", left)

    def _firm(self) -> Enterprise:
        sites = Site.objects.visible_to(self.authority)
        rows = Enterprise.objects.registered().filter(site__in=sites).select_related("site")
        firm: Enterprise = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not self.authority.administers_site(firm.site.path):
            raise PermissionDenied
        return firm

    def _form(self, firm: Enterprise, data: Any = None) -> MoveForm:
        rows = Site.objects.run_by(self.authority).filter(status="open").exclude(pk=firm.site.pk)
        return MoveForm(data, sites=[(row.code, name_of(row)) for row in rows])

    def _page(self, firm: Enterprise, form: MoveForm) -> HttpResponse:
        back = reverse("enterprises:site_enterprises", args=[firm.site.code])
        context = {
            "form": form,
            "title": _("移交企业"),
            "intro": f"{firm.name}（{firm.code}）· {name_of(firm.site)}",
            "submit": _("移交"),
            "crumbs": [
                {"url": reverse("enterprises:sites"), "label": _("平台")},
                {"url": back, "label": name_of(firm.site)},
                {"url": "", "label": _("移交企业")},
            ],
        }
        return self.render_to_response(self.get_context_data(**context))


def enterprise_line(row: Enterprise) -> dict[str, Any]:
    """One enterprise of the list."""
    language = get_language() or "zh"
    return {
        "pk": row.pk,
        "code": row.code,
        "name": row.name,
        "kinds": [kind_label(kind, language) for kind in row.kinds],
        "models": [
            BUSINESS_MODELS[model][language_index(language)] for model in row.business_models
        ],
        "state": Label(STANDING_TONES[row.status], STANDINGS[row.status]),
        "site": name_of(row.site),
    }
