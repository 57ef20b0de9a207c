"""Addresses of the risk API: one file for each part."""

from risk.api import cases_urls, laboratory_urls, plans_urls, screening_urls

urlpatterns = [
    *screening_urls.urlpatterns,
    *cases_urls.urlpatterns,
    *plans_urls.urlpatterns,
    *laboratory_urls.urlpatterns,
]
