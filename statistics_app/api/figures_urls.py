"""Addresses of the interface to the figures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
