"""Addresses of the risk pages: one file for each part."""

from risk.pages import cases_urls, laboratory_urls, plans_urls, screening_urls

app_name = "risk"

urlpatterns = [
    *screening_urls.urlpatterns,
    *cases_urls.urlpatterns,
    *plans_urls.urlpatterns,
    *laboratory_urls.urlpatterns,
]
