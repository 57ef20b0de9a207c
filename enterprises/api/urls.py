"""Addresses of the API of enterprises, part by part."""

from enterprises.api import (
    certificates_urls,
    filings_urls,
    identity_urls,
    mandates_urls,
    people_urls,
)

urlpatterns = [
    *filings_urls.urlpatterns,
    *people_urls.urlpatterns,
    *mandates_urls.urlpatterns,
    *identity_urls.urlpatterns,
    *certificates_urls.urlpatterns,
]
