"""Addresses of identity checks, subjects and numbers."""

from django.urls import path

from enterprises.pages import identity, subject

urlpatterns = [
    path("identity/", identity.IdentityPage.as_view(), name="identity"),
    path("subject/", subject.SubjectPage.as_view(), name="subject"),
]
