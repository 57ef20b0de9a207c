"""Addresses of the credit API: one file for each part."""

from credit.api import ledger_urls, sharing_urls, supervision_urls

urlpatterns = [
    *ledger_urls.urlpatterns,
    *supervision_urls.urlpatterns,
    *sharing_urls.urlpatterns,
]
