"""Addresses of the signing certificates."""

from django.urls import path

from enterprises.pages import signing

urlpatterns = [
    path("certificates/", signing.Certificates.as_view(), name="certificates"),
    path(
        "certificates/<int:pk>/revoke/",
        signing.RevokeCertificate.as_view(),
        name="certificate_revoke",
    ),
]
