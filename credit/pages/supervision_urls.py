"""Addresses of the supervision part."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
