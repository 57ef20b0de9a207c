"""Addresses of identity checks, subjects and numbers."""

from django.urls import path

from enterprises.pages import identity, numbers, subject

urlpatterns = [
    path("identity/", identity.IdentityPage.as_view(), name="identity"),
    path("enterprises/<int:enterprise>/numbers/", numbers.NumbersPage.as_view(), name="numbers"),
    path("subject/", subject.SubjectPage.as_view(), name="subject"),
]
