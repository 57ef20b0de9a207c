"""Addresses of the ledger part."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
