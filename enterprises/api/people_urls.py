"""Addresses of the API of members, invitations, API clients."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
