"""Addresses of the pages of enterprises, part by part."""

from enterprises.pages import (
    filing_urls,
    goods_urls,
    identity_urls,
    mandates_urls,
    people_urls,
    public_urls,
    review_urls,
    signing_urls,
    site_urls,
)

app_name = "enterprises"
urlpatterns = [
    *filing_urls.urlpatterns,
    *review_urls.urlpatterns,
    *public_urls.urlpatterns,
    *goods_urls.urlpatterns,
    *people_urls.urlpatterns,
    *mandates_urls.urlpatterns,
    *identity_urls.urlpatterns,
    *site_urls.urlpatterns,
    *signing_urls.urlpatterns,
]
