"""Addresses of the API of filings."""

from django.urls import path

from enterprises.api import traders

urlpatterns = [
    path("filings/<slug:number>/proof/", traders.ProofView.as_view(), name="filing-proof"),
    path("filings/<slug:number>/account/", traders.AccountView.as_view(), name="filing-account"),
]
