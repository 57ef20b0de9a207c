"""Addresses of the API of identity checks and subjects."""

from django.urls import path

from enterprises.api import identity, numbers, subjects

urlpatterns = [
    path("identity/checks/", identity.IdentityChecksView.as_view(), name="identity-checks"),
    path("identity/registry/", identity.RegistryView.as_view(), name="identity-registry"),
    path("numbers/", numbers.NumbersView.as_view(), name="numbers"),
    path("subjects/resolve", subjects.ResolveView.as_view(), name="resolve"),
    path("subjects/resolve/", subjects.ResolveWithSlash.as_view(), name="resolve-with-slash"),
]
