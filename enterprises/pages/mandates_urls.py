"""Addresses of mandates and consents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
