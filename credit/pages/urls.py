"""Addresses of the credit pages: one file for each part."""

from credit.pages import ledger_urls, sharing_urls, supervision_urls

app_name = "credit"

urlpatterns = [
    *ledger_urls.urlpatterns,
    *supervision_urls.urlpatterns,
    *sharing_urls.urlpatterns,
]
