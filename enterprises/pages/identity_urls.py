"""Addresses of identity checks and numbers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
