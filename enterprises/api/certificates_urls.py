"""Addresses of the API of signing certificates."""

from django.urls import path

from enterprises.api import certificates

urlpatterns = [
    path("certificates/", certificates.CertificatesView.as_view(), name="certificates"),
    path(
        "certificates/<int:pk>/revoke/",
        certificates.RevokeView.as_view(),
        name="certificate-revoke",
    ),
]
