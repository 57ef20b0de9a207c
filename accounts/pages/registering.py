"""Opening an account of one's own."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from accounts.pages.forms import RegistrationForm, add_problems
from accounts.pages.views import place_of, signed_in
from accounts.services import registering
from zone_portal.kernel.errors import PortalError


@method_decorator([sensitive_post_parameters("password", "again"), never_cache], name="dispatch")
class Register(RedirectURLMixin, TemplateView):
    """User name, name, telephone, password; then the person is signed in."""

    template_name = "accounts/register.html"
    next_page = settings.LOGIN_REDIRECT_URL

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        return self._page(RegistrationForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RegistrationForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        given = {name: value for name, value in form.cleaned_data.items() if name != "again"}
        try:
            user = registering.register(
                **given,
                **place_of(request),
                language=translation.get_language() or settings.LANGUAGE_CODE,
                at=timezone.now(),
            )
        except PortalError as refusal:
            add_problems(form, refusal)
            return self._page(form)
        messages.success(request, _("账号已开通。现在可以为企业办理备案，或接受企业的邀请。"))
        return signed_in(request, user, self.get_success_url())

    def _page(self, form: RegistrationForm) -> HttpResponse:
        where = {self.redirect_field_name: self.get_redirect_url()}
        return self.render_to_response({"form": form, **where})
