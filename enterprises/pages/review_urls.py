"""Addresses of the review queue."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
