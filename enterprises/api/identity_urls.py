"""Addresses of the API of identity checks and subjects."""

from django.urls import path

from enterprises.api import identity

urlpatterns = [
    path("identity/checks/", identity.IdentityChecksView.as_view(), name="identity-checks"),
]
