"""Officials look up what a person has used of the year: with a reason, on record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from enterprises.services.refusals import Refusal
from taxation.facts import Quota
from taxation.pages.base import TaxPage
from taxation.pages.forms import QuotaForm
from taxation.pages.labels import language
from taxation.services.looking_up import look_up_quota, may_look_up
from zone_portal.kernel.masking import mask_id_number

FIELDS = {"reason_missing": "reason", "id_number_invalid": "id_number"}


@method_decorator(never_cache, name="dispatch")
class QuotaPage(TaxPage):
    """The number never stands in an address, and is not shown again."""

    template_name = "taxation/quota.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_look_up(self.viewer):
            raise PermissionDenied
        return self._page(QuotaForm(initial={"year": localdate().year}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = QuotaForm(request.POST)
        if not form.is_valid():
            if not may_look_up(self.viewer):
                raise PermissionDenied
            return self._page(form, status=422)
        try:
            quota = look_up_quota(
                **form.cleaned_data, viewer=self.viewer, on=localdate(), **self.deed()
            )
        except Refusal as refusal:
            if refusal.code not in FIELDS:
                raise
            form.add_error(FIELDS[refusal.code], refusal.text(language()))
            return self._page(form, status=422)
        number = mask_id_number(form.cleaned_data["id_number"].strip().upper())
        fresh = QuotaForm(initial={"year": quota.year, "reason": form.cleaned_data["reason"]})
        return self._page(fresh, quota=quota, number=number)

    def _page(
        self, form: QuotaForm, *, quota: Quota | None = None, number: str = "", status: int = 200
    ) -> HttpResponse:
        context = self.get_context_data(form=form, quota=quota, number=number)
        return self.render_to_response(context, status=status)
