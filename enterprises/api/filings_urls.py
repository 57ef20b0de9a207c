"""Addresses of the API of filings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
