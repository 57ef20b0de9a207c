"""Addresses of the sharing part."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
