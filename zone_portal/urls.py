"""Every address of the portal, app by app."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from zone_portal.framework.health import healthz, readyz

# Swagger UI carries a style element of its own; nothing else on the portal needs this.
api_docs = csp_update({"style-src": [UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema")
)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", include("declarations.api.urls")),
    path("api/v1/", include("enterprises.api.urls")),
    path("api/v1/", include("taxation.api.urls")),
    path("api/v1/", include("credit.api.urls")),
    path("api/v1/", include("risk.api.urls")),
    path("api/v1/", include("statistics_app.api.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", api_docs, name="api-docs"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("accounts.pages.urls")),
    path("", include("enterprises.pages.urls")),
    path("", include("taxation.pages.urls")),
    path("", include("declarations.pages.urls")),
    path("", include("credit.pages.urls")),
    path("", include("risk.pages.urls")),
    path("", include("statistics_app.pages.urls")),
]

handler400 = "zone_portal.framework.api.bad_request"
handler404 = "zone_portal.framework.api.not_found"
handler500 = "zone_portal.framework.api.server_error"
