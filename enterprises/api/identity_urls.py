"""Addresses of the API of identity checks and subjects."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
